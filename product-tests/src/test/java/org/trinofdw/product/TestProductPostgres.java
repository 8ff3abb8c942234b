package org.trinofdw.product;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.demo.LineitemFingerprint;
import org.trinofdw.product.query.ResultComparison;
import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * The packaged postgres_fdw in a cluster of three processes, through Trino's JDBC driver.
 */
@TestInstance(PER_CLASS)
final class TestProductPostgres
{
    private DemoEnvironment environment;
    private Connection connection;

    @BeforeAll
    void open()
            throws SQLException
    {
        environment = ProductEnvironment.get();
        environment.postgres().execute("CREATE SCHEMA product");
        connection = environment.connect();
        connection.setCatalog("postgres");
        connection.setSchema("product");
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
    void testRead()
            throws SQLException
    {
        environment.postgres().execute("""
                CREATE TABLE product.towns (name text, inhabitants bigint, founded date, tags text[]);
                INSERT INTO product.towns VALUES ('Köln', 1087353, DATE '0050-01-01', ARRAY['a', NULL]), (NULL, NULL, NULL, NULL)
                """);

        assertThat(rows("SELECT name, inhabitants, CAST(founded AS varchar), CAST(tags AS json) FROM towns ORDER BY name NULLS LAST")).hasSize(2);
        assertThat(rows("SELECT name, inhabitants, CAST(founded AS varchar), json_format(CAST(tags AS json)) FROM towns WHERE inhabitants > 5"))
                .containsExactly(List.of("Köln", 1087353L, "0050-01-01", "[\"a\",null]"));
    }

    @Test
    void testCreateTableAsAndInsert()
            throws SQLException
    {
        execute("CREATE TABLE lineitem AS SELECT * FROM tpch.tiny.lineitem");
        execute("INSERT INTO lineitem SELECT * FROM tpch.tiny.lineitem WHERE l_orderkey % 2 = 0");
        execute("DROP TABLE IF EXISTS missing");

        Results expected = LineitemFingerprint.of(connection, "(SELECT * FROM tpch.tiny.lineitem UNION ALL SELECT * FROM tpch.tiny.lineitem WHERE l_orderkey % 2 = 0)");
        assertThat(ResultComparison.difference(expected, LineitemFingerprint.of(connection, "lineitem"))).isEmpty();
        execute("DROP TABLE lineitem");
        assertThat(rows("SHOW TABLES LIKE 'lineitem'")).isEmpty();
    }

    @Test
    void testJoinWithAnotherCatalog()
            throws SQLException
    {
        execute("CREATE TABLE nation AS SELECT * FROM tpch.tiny.nation");

        String query = "SELECT r_name, count(*) FROM %s n JOIN tpch.tiny.region r ON n_regionkey = r_regionkey GROUP BY 1 ORDER BY 1";
        assertThat(rows(query.formatted("nation"))).isEqualTo(rows(query.formatted("tpch.tiny.nation"))).hasSize(5);
    }

    @Test
    void testFailedInsertLeavesNothing()
            throws SQLException
    {
        environment.postgres().execute("CREATE TABLE product.positive (id bigint CHECK (id > 0))");

        assertThatThrownBy(() -> execute("INSERT INTO positive SELECT orderkey - 100 FROM (SELECT o_orderkey AS orderkey FROM tpch.tiny.orders)"))
                .hasMessageContaining("positive");
        assertThat(rows("SELECT count(*) FROM positive")).containsExactly(List.of(0L));
        // no staging table either
        assertThat(rows("SHOW TABLES")).noneMatch(row -> row.getFirst().toString().contains("fdw"));
    }

    @Test
    void testCatalogWithInvalidOption()
    {
        assertThatThrownBy(() -> execute("CREATE CATALOG wrong USING postgres_fdw WITH (\"hots\" = 'db.example.com', \"fetch-size\" = 'many')"))
                .hasMessageContaining("perhaps you meant \"host\"")
                .hasMessageContaining("fetch_size");
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
