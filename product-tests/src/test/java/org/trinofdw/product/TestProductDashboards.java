package org.trinofdw.product;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.demo.Scripts;
import org.trinofdw.product.query.Results;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;
import static org.trinofdw.product.demo.DemoEnvironment.PROJECT;

/**
 * The calls of Trino's JDBC driver that dashboards make: what is there, with which columns, and prepared queries over it.
 */
@TestInstance(PER_CLASS)
final class TestProductDashboards
{
    private DemoEnvironment environment;
    private Connection connection;

    @BeforeAll
    void open()
            throws SQLException
    {
        environment = ProductEnvironment.get();
        connection = environment.connect();
        environment.postgres().execute("""
                CREATE SCHEMA dashboard;
                CREATE TABLE dashboard.orders (id bigint PRIMARY KEY, customer varchar(40) NOT NULL, total numeric(12, 2), placed timestamp, day date, note text);
                CREATE INDEX ON dashboard.orders (customer);
                COMMENT ON TABLE dashboard.orders IS 'Orders of the shop';
                COMMENT ON COLUMN dashboard.orders.total IS 'with tax';
                CREATE VIEW dashboard.large_orders AS SELECT id, total FROM dashboard.orders WHERE total > 100;
                INSERT INTO dashboard.orders VALUES
                    (1, 'Ann', 10.50, '2026-01-02 03:04:05', '2026-01-02', NULL),
                    (2, 'Bob', 200, '2026-02-03 04:05:06', '2026-02-03', 'it''s'),
                    (3, 'Bob', NULL, NULL, NULL, 'c')
                """);
        environment.maxCompute().execute(PROJECT, "CREATE TABLE dashboard_visits (visitor STRING COMMENT 'who came', pages BIGINT, paid DECIMAL(10, 2)) COMMENT 'Visits of the shop' PARTITIONED BY (day STRING)");
        execute("INSERT INTO odps.\"default\".dashboard_visits VALUES ('a', 3, 1.5, '20260101'), ('b', 5, NULL, '20260102')");
        // nothing listens at port 1: what these tell comes from definitions alone
        execute("CREATE CATALOG dashboard_declared USING postgres_fdw WITH (\"host\" = '127.0.0.1', \"port\" = '1', \"user\" = 'nobody', \"import-foreign-schema\" = 'false')");
        execute("""
                CREATE TABLE dashboard_declared.sales.orders (
                    id bigint NOT NULL,
                    customer varchar(40),
                    total decimal(12, 2) COMMENT 'declared with tax',
                    placed timestamp(6))
                COMMENT 'declared' WITH (table_name = 'Orders')""");
        execute("CREATE CATALOG dashboard_declared_odps USING odps_fdw WITH (\"tunnel-endpoint\" = 'http://127.0.0.1:1', \"project\" = 'p', \"id\" = 'i', \"key\" = 'k', \"import-foreign-schema\" = 'false')");
        execute(Scripts.executeDdl("dashboard_declared_odps", "CREATE FOREIGN TABLE visits (visitor text NOT NULL, pages bigint) SERVER dashboard_declared_odps OPTIONS (table 'v')"));
    }

    @AfterAll
    void close()
            throws SQLException
    {
        if (connection != null) {
            execute("DROP CATALOG IF EXISTS dashboard_declared");
            execute("DROP CATALOG IF EXISTS dashboard_declared_odps");
            connection.close();
        }
    }

    @Test
    void testCatalogsAndSchemas()
            throws SQLException
    {
        DatabaseMetaData metadata = connection.getMetaData();
        assertThat(strings(metadata.getCatalogs(), "TABLE_CAT")).contains("postgres", "odps", "dashboard_declared", "dashboard_declared_odps");
        assertThat(strings(metadata.getSchemas("postgres", "dash%"), "TABLE_SCHEM")).containsExactly("dashboard");
        assertThat(strings(metadata.getSchemas("odps", null), "TABLE_SCHEM")).contains("default", "information_schema");
        assertThat(strings(metadata.getSchemas("dashboard_declared", null), "TABLE_SCHEM")).contains("sales");
        assertThat(strings(metadata.getTableTypes(), "TABLE_TYPE")).contains("TABLE", "VIEW");
    }

    @Test
    void testTables()
            throws SQLException
    {
        DatabaseMetaData metadata = connection.getMetaData();
        assertThat(rows(metadata.getTables("postgres", "dashboard", "%", new String[] {"TABLE", "VIEW"}), "TABLE_NAME", "TABLE_TYPE"))
                .containsExactly(row("large_orders", "TABLE"), row("orders", "TABLE"));
        assertThat(rows(metadata.getTables("odps", "default", "dashboard\\_%", new String[] {"TABLE"}), "TABLE_NAME", "TABLE_TYPE"))
                .containsExactly(row("dashboard_visits", "TABLE"));
        assertThat(rows(metadata.getTables("dashboard_declared", "sales", null, null), "TABLE_NAME", "TABLE_TYPE"))
                .containsExactly(row("orders", "TABLE"));
        assertThat(rows(metadata.getTables("dashboard_declared_odps", "default", null, new String[] {"TABLE"}), "TABLE_NAME"))
                .containsExactly(row("visits"));
    }

    /** The remarks of getTables are always empty in Trino; this is where they are. */
    @Test
    void testTableComments()
            throws SQLException
    {
        String comments = "SELECT table_name, comment FROM system.metadata.table_comments WHERE catalog_name = '%s' AND schema_name = '%s' AND comment IS NOT NULL";
        assertThat(rows(comments.formatted("postgres", "dashboard"))).containsExactly(row("orders", "Orders of the shop"));
        assertThat(rows(comments.formatted("odps", "default"))).contains(row("dashboard_visits", "Visits of the shop"));
        assertThat(rows(comments.formatted("dashboard_declared", "sales"))).containsExactly(row("orders", "declared"));
    }

    @Test
    void testColumns()
            throws SQLException
    {
        DatabaseMetaData metadata = connection.getMetaData();
        String[] labels = {"COLUMN_NAME", "DATA_TYPE", "TYPE_NAME", "COLUMN_SIZE", "DECIMAL_DIGITS", "NULLABLE", "IS_NULLABLE", "REMARKS", "ORDINAL_POSITION"};
        assertThat(rows(metadata.getColumns("postgres", "dashboard", "orders", "%"), labels)).containsExactly(
                row("id", Types.BIGINT, "bigint", 19L, null, 0L, "NO", null, 1L),
                row("customer", Types.VARCHAR, "varchar(40)", 40L, null, 0L, "NO", null, 2L),
                row("total", Types.DECIMAL, "decimal(12,2)", 12L, 2L, 1L, "YES", "with tax", 3L),
                row("placed", Types.TIMESTAMP, "timestamp(6)", 28L, 6L, 1L, "YES", null, 4L),
                row("day", Types.DATE, "date", 14L, null, 1L, "YES", null, 5L),
                row("note", Types.VARCHAR, "varchar", 2147483647L, null, 1L, "YES", null, 6L));
        assertThat(rows(metadata.getColumns("odps", "default", "dashboard\\_visits", null), labels)).containsExactly(
                row("visitor", Types.VARCHAR, "varchar", 2147483647L, null, 1L, "YES", "who came", 1L),
                row("pages", Types.BIGINT, "bigint", 19L, null, 1L, "YES", null, 2L),
                row("paid", Types.DECIMAL, "decimal(10,2)", 10L, 2L, 1L, "YES", null, 3L),
                row("day", Types.VARCHAR, "varchar", 2147483647L, null, 1L, "YES", null, 4L));
        assertThat(rows(metadata.getColumns("dashboard_declared", "sales", "orders", "total"), labels)).containsExactly(
                row("total", Types.DECIMAL, "decimal(12,2)", 12L, 2L, 1L, "YES", "declared with tax", 3L));
        assertThat(rows(metadata.getColumns("dashboard_declared_odps", "default", "visits", null), "COLUMN_NAME", "NULLABLE")).containsExactly(
                row("visitor", 0L),
                row("pages", 1L));
    }

    /** Trino has no keys to tell of; a tool must get an empty answer and no error. */
    @Test
    void testKeys()
            throws SQLException
    {
        DatabaseMetaData metadata = connection.getMetaData();
        for (String catalog : List.of("postgres", "dashboard_declared")) {
            String schema = catalog.equals("postgres") ? "dashboard" : "sales";
            assertThat(rows(metadata.getPrimaryKeys(catalog, schema, "orders"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME")).isEmpty();
        }
        assertThat(strings(metadata.getTypeInfo(), "TYPE_NAME")).contains("bigint", "varchar", "decimal", "date", "boolean");
    }

    @Test
    void testPreparedStatement()
            throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement("SELECT id, customer AS \"Customer\", total FROM postgres.dashboard.orders WHERE customer = ? AND total >= ? AND day BETWEEN ? AND ? AND note = ?")) {
            statement.setString(1, "Bob");
            statement.setBigDecimal(2, new BigDecimal("199.99"));
            statement.setDate(3, Date.valueOf("2026-01-01"));
            statement.setDate(4, Date.valueOf("2026-12-31"));
            statement.setString(5, "it's");
            try (ResultSet results = statement.executeQuery()) {
                ResultSetMetaData metadata = results.getMetaData();
                assertThat(metadata.getColumnCount()).isEqualTo(3);
                assertThat(metadata.getColumnLabel(2)).isEqualTo("Customer");
                assertThat(metadata.getColumnTypeName(2)).isEqualTo("varchar(40)");
                assertThat(metadata.getColumnType(3)).isEqualTo(Types.DECIMAL);
                assertThat(metadata.getPrecision(3)).isEqualTo(12);
                assertThat(metadata.getScale(3)).isEqualTo(2);
                assertThat(results.next()).isTrue();
                assertThat(results.getLong("id")).isEqualTo(2);
                assertThat(results.getBigDecimal(3)).isEqualByComparingTo("200");
                assertThat(results.next()).isFalse();
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT count(*) FROM odps.\"default\".dashboard_visits WHERE day = ? AND pages > ?")) {
            statement.setString(1, "20260102");
            statement.setLong(2, 4);
            assertThat(Results.read(statement.executeQuery()).single()).isEqualTo(1L);
        }
    }

    @Test
    void testMaxRows()
            throws SQLException
    {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(2);
            assertThat(Results.read(statement.executeQuery("SELECT id FROM postgres.dashboard.orders ORDER BY id")).rows()).containsExactly(row(1L), row(2L));
        }
    }

    /** One connection for all metadata of a server, on the coordinator, and no session of MaxCompute's tunnel. */
    @Test
    void testMetadataOpensNoNeedlessConnections()
            throws SQLException
    {
        execute("CREATE CATALOG dashboard_counted USING postgres_fdw WITH (\"host\" = '%s', \"port\" = '%s', \"dbname\" = '%s', \"user\" = '%s')".formatted(
                environment.postgres().host(), environment.postgres().port(), environment.postgres().database(), environment.postgres().user()));
        try {
            long sessions = environment.maxCompute().requestCount("download-session");
            DatabaseMetaData metadata = connection.getMetaData();
            for (String catalog : List.of("dashboard_counted", "odps", "dashboard_declared", "dashboard_declared_odps")) {
                rows(metadata.getSchemas(catalog, null), "TABLE_SCHEM");
                assertThat(rows(metadata.getTables(catalog, null, null, new String[] {"TABLE", "VIEW"}), "TABLE_NAME")).isNotEmpty();
                assertThat(rows(metadata.getColumns(catalog, null, null, null), "COLUMN_NAME")).isNotEmpty();
            }
            assertThat(environment.maxCompute().requestCount("download-session")).isEqualTo(sessions);
            assertThat(rows("SELECT node_id, used + idle FROM dashboard_counted.system.connections WHERE used + idle > 0")).containsExactly(row("coordinator", 1L));
            assertThat(rows("SELECT * FROM dashboard_declared.system.connections WHERE used + idle > 0")).isEmpty();
        }
        finally {
            execute("DROP CATALOG dashboard_counted");
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

    private static List<String> strings(ResultSet results, String label)
            throws SQLException
    {
        return rows(results, label).stream().map(row -> (String) row.getFirst()).toList();
    }

    private static List<List<Object>> rows(ResultSet results, String... labels)
            throws SQLException
    {
        List<List<Object>> rows = new ArrayList<>();
        try (results) {
            while (results.next()) {
                List<Object> row = new ArrayList<>();
                for (String label : labels) {
                    Object value = results.getObject(label);
                    // DATA_TYPE and KEY_SEQ come as one integer type or another
                    row.add(value instanceof Number number && !label.equals("DATA_TYPE") ? Long.valueOf(number.longValue()) : value instanceof Number type ? (Object) type.intValue() : value);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<Object> row(Object... values)
    {
        return Arrays.asList(values);
    }
}
