package org.trinofdw.product;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.query.ResultComparison;
import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.trinofdw.product.demo.DemoEnvironment.PROJECT;

/**
 * The packaged odps_fdw in a cluster of three processes, through Trino's JDBC driver.
 */
@TestInstance(PER_CLASS)
final class TestProductMaxCompute
{
    private DemoEnvironment environment;
    private Connection connection;

    @BeforeAll
    void open()
            throws SQLException
    {
        environment = ProductEnvironment.get();
        connection = environment.connect();
        connection.setCatalog("odps");
        connection.setSchema("default");
    }

    @AfterAll
    void close()
            throws SQLException
    {
        if (connection != null) {
            connection.close();
        }
    }

    @Test
    void testWriteAndRead()
            throws SQLException
    {
        environment.maxCompute().execute(PROJECT, "CREATE TABLE orders (o_orderkey BIGINT, o_totalprice DOUBLE, o_orderdate DATE, o_comment STRING)");
        execute("INSERT INTO orders SELECT o_orderkey, o_totalprice, o_orderdate, o_comment FROM tpch.tiny.orders");

        String query = "SELECT count(*), checksum(o_orderkey), checksum(o_totalprice), checksum(o_orderdate), checksum(CAST(o_comment AS varchar)) FROM ";
        assertThat(ResultComparison.difference(Results.of(connection, query + "tpch.tiny.orders"), Results.of(connection, query + "orders"))).isEmpty();
    }

    @Test
    void testPartitions()
            throws SQLException
    {
        environment.maxCompute().execute(PROJECT, "CREATE TABLE visits (visitor STRING) PARTITIONED BY (day STRING)");
        execute("INSERT INTO visits VALUES ('a', '20170601'), ('b', '20170601'), ('c', '20170602')");

        assertThat(rows("SELECT day, count(*) FROM visits GROUP BY 1 ORDER BY 1"))
                .containsExactly(List.of("20170601", 2L), List.of("20170602", 1L));
        assertThat(rows("SELECT visitor FROM visits WHERE day = '20170602'")).containsExactly(List.of("c"));
    }

    @Test
    void testJoinWithPostgres()
            throws SQLException
    {
        environment.maxCompute().execute(PROJECT, "CREATE TABLE colours (id BIGINT, name STRING)");
        execute("INSERT INTO colours VALUES (1, 'red'), (2, 'blue')");
        environment.postgres().execute("CREATE TABLE things (name text, colour bigint); INSERT INTO things VALUES ('rose', 1), ('sky', 2), ('air', NULL)");

        assertThat(rows("SELECT t.name, c.name FROM postgres.public.things t LEFT JOIN colours c ON c.id = t.colour ORDER BY 1"))
                .hasSize(3)
                .contains(List.of("rose", "red"), List.of("sky", "blue"));
    }

    @Test
    void testWrongKey()
            throws SQLException
    {
        execute("CREATE CATALOG wrong_key USING odps_fdw WITH (\"odps-endpoint\" = '%s', \"project\" = '%s', \"id\" = 'demo-id', \"key\" = 'not-the-key')"
                .formatted(environment.maxCompute().endpoint(), PROJECT));
        try {
            assertThatThrownBy(() -> rows("SHOW TABLES FROM wrong_key.default"))
                    .hasMessageNotContaining("not-the-key")
                    .hasMessageContaining("ignature");
        }
        finally {
            execute("DROP CATALOG wrong_key");
        }
    }

    private void execute(String sql)
            throws SQLException
    {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<List<Object>> rows(String sql)
            throws SQLException
    {
        return Results.of(connection, sql).rows();
    }
}
