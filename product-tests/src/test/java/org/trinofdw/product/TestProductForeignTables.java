package org.trinofdw.product;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.demo.Scripts;
import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Foreign DDL and mpp_execute on the cluster of three processes.
 */
@TestInstance(PER_CLASS)
final class TestProductForeignTables
{
    private static final String DEFINITION = "SELECT ddl FROM postgres.system.foreign_tables WHERE table_schema = 'public' AND table_name = 'films'";
    private static final long LARGE_ROWS = 1_000_000;

    private DemoEnvironment environment;

    @BeforeAll
    void createRemoteTables()
    {
        environment = ProductEnvironment.get();
        environment.postgres().execute("""
                CREATE TABLE "Remote Films" ("Code" char(5), title varchar(40), len integer);
                INSERT INTO "Remote Films" VALUES ('UA502', 'Bananas', 82), ('T_601', 'Yojimbo', 110);
                CREATE TABLE numbers (id integer, data text);
                INSERT INTO numbers SELECT i, 'row ' || i FROM generate_series(1, %s) AS i;
                ANALYZE numbers
                """.formatted(LARGE_ROWS));
    }

    @Test
    void testDefinitionsOutliveTheCoordinator()
            throws SQLException
    {
        ddl("""
                CREATE FOREIGN TABLE films (
                    code char(5) OPTIONS (column_name 'Code') NOT NULL,
                    title varchar(40) NOT NULL
                )
                SERVER postgres
                OPTIONS (table_name 'Remote Films', schema_name 'public')
                """);
        List<List<Object>> films = List.of(List.of("T_601", "Yojimbo"), List.of("UA502", "Bananas"));
        assertThat(rows("SELECT code, title FROM postgres.public.films ORDER BY code")).isEqualTo(films);
        String definition = (String) single(DEFINITION);
        assertThat(definition).contains("table_name 'Remote Films'").contains("column_name 'Code'");

        environment.cluster().restartCoordinator();

        assertThat(rows("SELECT code, title FROM postgres.public.films ORDER BY code")).isEqualTo(films);
        assertThat(single(DEFINITION)).isEqualTo(definition);
        ddl("DROP FOREIGN TABLE films");
        assertThatThrownBy(() -> rows("SELECT * FROM postgres.public.films")).hasMessageContaining("does not exist");
        // the remote table is as it was
        try (Connection remote = environment.postgres().connect()) {
            assertThat(Results.of(remote, "SELECT count(*) FROM \"Remote Films\"").single()).isEqualTo(2L);
        }
    }

    @Test
    void testWriteThroughForeignTable()
            throws SQLException
    {
        environment.postgres().execute("CREATE TABLE remote_log (moment timestamp, text text)");
        ddl("CREATE FOREIGN TABLE local_log (text text, moment timestamp) SERVER postgres OPTIONS (table_name 'remote_log')");

        execute("INSERT INTO postgres.public.local_log VALUES ('first', TIMESTAMP '2026-01-02 03:04:05.678901'), (NULL, NULL)");

        assertThat(rows("SELECT CAST(moment AS varchar), text FROM postgres.public.local_log ORDER BY text NULLS LAST"))
                .first().isEqualTo(List.of("2026-01-02 03:04:05.678901", "first"));
        assertThat(single("SELECT count(*) FROM postgres.public.remote_log WHERE moment IS NULL")).isEqualTo(1L);
    }

    @Test
    void testDistribution()
            throws SQLException
    {
        for (String mode : List.of("all segments", "coordinator", "any")) {
            ddl("CREATE FOREIGN TABLE %s (id integer, data text) SERVER postgres OPTIONS (table_name 'numbers', mpp_execute '%s')".formatted(tableName(mode), mode));
        }

        assertThat(nodes("all segments")).containsExactly("worker-1", "worker-2");
        assertThat(nodes("coordinator")).containsExactly("coordinator");
        assertThat(nodes("any")).hasSize(1);
    }

    private List<String> nodes(String mode)
            throws SQLException
    {
        List<List<Object>> rows = rows("SELECT \"$node\", count(*), sum(id) FROM postgres.public.%s GROUP BY 1 ORDER BY 1".formatted(tableName(mode)));
        assertThat(rows.stream().mapToLong(row -> (Long) row.get(1)).sum()).isEqualTo(LARGE_ROWS);
        assertThat(rows.stream().mapToLong(row -> (Long) row.get(2)).sum()).isEqualTo(LARGE_ROWS * (LARGE_ROWS + 1) / 2);
        return rows.stream()
                .map(row -> (String) row.getFirst())
                .toList();
    }

    private static String tableName(String mode)
    {
        return "numbers_" + mode.replace(' ', '_');
    }

    @Test
    void testInvalidOptions()
    {
        assertThatThrownBy(() -> ddl("CREATE FOREIGN TABLE wrong (id integer) SERVER postgres OPTIONS (tablename 'numbers', mpp_execute 'everywhere')"))
                .hasMessageContaining("perhaps you meant \"table_name\"")
                .hasMessageContaining("mpp_execute")
                .hasMessageContaining("all segments");
    }

    @Test
    void testSyntaxErrorHasItsPlace()
    {
        assertThatThrownBy(() -> ddl("CREATE FOREIGN TABLE wrong (\n  id integer,,\n) SERVER postgres"))
                .hasMessageContaining("line 2");
    }

    @Test
    void testUnknownServer()
    {
        assertThatThrownBy(() -> ddl("CREATE FOREIGN TABLE wrong (id integer) SERVER nowhere"))
                .hasMessageContaining("server \"nowhere\" does not exist");
    }

    @Test
    void testAllStatementsOrNone()
            throws SQLException
    {
        assertThatThrownBy(() -> ddl("CREATE FOREIGN TABLE half (id integer) SERVER postgres OPTIONS (table_name 'numbers'); CREATE FOREIGN TABLE other (id integer) SERVER nowhere"))
                .hasMessageContaining("nowhere");
        assertThat(rows("SHOW TABLES FROM postgres.public LIKE 'half'")).isEmpty();
    }

    private void ddl(String text)
            throws SQLException
    {
        execute(Scripts.executeDdl("postgres", text));
    }

    private void execute(String sql)
            throws SQLException
    {
        try (Connection connection = environment.connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<List<Object>> rows(String sql)
            throws SQLException
    {
        try (Connection connection = environment.connect()) {
            return Results.of(connection, sql).rows();
        }
    }

    private Object single(String sql)
            throws SQLException
    {
        return rows(sql).getFirst().getFirst();
    }
}
