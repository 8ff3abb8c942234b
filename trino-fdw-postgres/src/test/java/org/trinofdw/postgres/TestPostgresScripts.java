package org.trinofdw.postgres;

import com.google.common.collect.ImmutableMap;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static java.net.InetAddress.getLoopbackAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.postgres.TestCloudberryForeignTableDocument.ddl;

/**
 * Scripts of many statements, pasted and from files, and catalogs with bad or many definitions.
 */
@Execution(ExecutionMode.SAME_THREAD)
final class TestPostgresScripts
        extends AbstractTestQueryFramework
{
    private static final int TABLES = 5_000;
    private static final int COLUMNS = 10;

    @TempDir
    private static Path directory;

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        server.execute("CREATE TABLE public.items (id int, \"Name\" text); INSERT INTO public.items VALUES (1, 'one')");
        return PostgresQueryRunner.create(server, Map.of(), List.of());
    }

    private String mixedScript()
    {
        return """
                BEGIN;
                CREATE EXTENSION IF NOT EXISTS postgres_fdw;
                CREATE SERVER mixed FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname 'wrong');
                GRANT USAGE ON FOREIGN SERVER mixed TO PUBLIC;
                CREATE USER MAPPING FOR PUBLIC SERVER mixed OPTIONS (user 'nobody', password_required 'false');
                ALTER USER MAPPING FOR PUBLIC SERVER mixed OPTIONS (SET user '%s');
                ALTER SERVER mixed OPTIONS (SET dbname '%s', ADD fetch_size '100');
                CREATE FOREIGN TABLE mixed_items (id int, name text OPTIONS (column_name 'Wrong')) SERVER mixed OPTIONS (table_name 'items');
                ALTER FOREIGN TABLE mixed_items ALTER COLUMN name OPTIONS (SET column_name 'Name'), ADD COLUMN gone int, DROP COLUMN gone;
                COMMENT ON FOREIGN TABLE mixed_items IS 'mixed';
                CREATE FOREIGN TABLE mixed_dropped (id int) SERVER mixed;
                DROP FOREIGN TABLE mixed_dropped;
                COMMIT;
                """.formatted(server.host(), server.port(), server.user(), server.database());
    }

    @Test
    void testPastedScript()
    {
        assertQueryFails(ddl(mixedScript() + "CREATE FOREIGN TABLE last (id int) SERVER nowhere;"), "line 14:1: server \"nowhere\" does not exist; .*");
        assertThat(query("SELECT server_name FROM system.foreign_servers")).matches("VALUES VARCHAR 'postgres'");
        assertQueryReturnsEmptyResult("SELECT * FROM system.foreign_tables WHERE table_name LIKE 'mixed%'");
        assertQueryReturnsEmptyResult("SELECT * FROM system.user_mappings WHERE server_name = 'mixed'");

        assertUpdate(ddl(mixedScript()));
        assertThat(query("SELECT id, name FROM public.mixed_items")).matches("VALUES (1, VARCHAR 'one')");
        assertThat(query("SELECT message FROM system.warnings WHERE message LIKE 'extension%'")).matches("VALUES VARCHAR 'extension \"postgres_fdw\" is accepted and not created: the wrapper is the connector of this catalog'");
        assertUpdate(ddl("DROP SERVER mixed CASCADE"));
    }

    @Test
    void testScriptFile()
            throws IOException
    {
        Path script = directory.resolve("mixed.sql");
        Files.writeString(script, mixedScript() + "CREATE FOREIGN TABLE last (id int) SERVER nowhere;");
        assertCatalogFails("scripted", Map.of("foreign-ddl.files", script.toString()), "(?s).*mixed.sql, line 14:1: server \"nowhere\" does not exist; .*");

        Files.writeString(script, mixedScript());
        assertUpdate(createCatalog("scripted", Map.of("foreign-ddl.files", script.toString())));
        assertThat(query("SELECT id, name FROM scripted.public.mixed_items")).matches("VALUES (1, VARCHAR 'one')");
        assertQueryFails("DROP TABLE scripted.public.mixed_items", "foreign table \"public.mixed_items\" is defined in a script file; change the file instead");
        assertQueryFails("ALTER TABLE scripted.public.mixed_items RENAME COLUMN id TO x", "foreign table \"public.mixed_items\" is defined in a script file; change the file instead");
        assertUpdate("DROP CATALOG scripted");
    }

    @Test
    void testBadCatalogProperties()
    {
        assertCatalogFails("bad", Map.of("hosst", "x"), "(?s).*invalid catalog property \"hosst\"; perhaps you meant \"host\".*");
        assertCatalogFails("bad", Map.of("fetch_size", "0"), "(?s).*invalid value \"0\" for option \"fetch_size\": must be an integer of at least 1.*");
        assertCatalogFails("bad", Map.of("table-name", "x"), "(?s).*option \"table_name\" does not belong to a server; set it on a foreign table.*");
        assertCatalogFails("bad", Map.of("passfile", "x"), "(?s).*option \"passfile\" cannot be used: keep the password in a user mapping.*");
        assertCatalogFails("bad", Map.of("fetch-size", "1", "fetch_size", "2"), "(?s).*is given twice; keep one of its spellings.*");
        // all problems at once
        assertCatalogFails("bad", Map.of("mpp-execute", "everywhere", "num-segments", "-1", "client-encoding", "LATIN1"), "(?s).*3 problems with options:.*");
        assertCatalogFails("bad", Map.of("user-mapping.file", directory.resolve("nosuch").toString()), "(?s).*cannot read the file.*");
        assertCatalogFails("bad", Map.of("fdw.defaults-file", directory.resolve("nosuch").toString()), "(?s).*cannot read the defaults file.*");
        assertCatalogFails("bad", Map.of("foreign-ddl.files", directory.resolve("nosuch.sql").toString()), "(?s).*does not exist.*");
    }

    /**
     * No query here can reach a server: there is none behind the port.
     */
    @Test
    void testManyTablesWithoutAServer()
            throws IOException
    {
        StringBuilder script = new StringBuilder();
        for (int table = 0; table < TABLES; table++) {
            script.append("CREATE FOREIGN TABLE many.t").append(table).append(" (");
            for (int column = 0; column < COLUMNS; column++) {
                script.append(column == 0 ? "" : ", ").append('c').append(column).append(" numeric(10, 2) NOT NULL");
            }
            script.append(") SERVER many OPTIONS (table_name 'T ").append(table).append("');\n");
        }
        Path file = directory.resolve("many.sql");
        Files.writeString(file, script.toString());
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }
        assertUpdate(createCatalog("many", ImmutableMap.of("port", Integer.toString(closedPort), "foreign-ddl.files", file.toString(), "import-foreign-schema", "false")));

        long start = System.nanoTime();
        assertThat(computeActual("SHOW TABLES FROM many.many").getRowCount()).isEqualTo(TABLES);
        long showTables = System.nanoTime() - start;
        start = System.nanoTime();
        assertThat(computeScalar("SELECT count(*) FROM many.information_schema.columns WHERE table_schema = 'many'")).isEqualTo((long) TABLES * COLUMNS);
        long columns = System.nanoTime() - start;
        start = System.nanoTime();
        assertThat(computeScalar("SELECT count(*) FROM many.information_schema.tables WHERE table_schema = 'many'")).isEqualTo((long) TABLES);
        long tables = System.nanoTime() - start;
        System.out.printf("%s foreign tables: SHOW TABLES %s ms, information_schema.columns %s ms, information_schema.tables %s ms%n", TABLES, showTables / 1_000_000, columns / 1_000_000, tables / 1_000_000);
        assertThat((String) computeScalar("SHOW CREATE TABLE many.many.t4999")).contains("table_name = 'T 4999'");
        // a scan does need the server
        assertQueryFails("SELECT * FROM many.many.t1", "(?s).*foreign server \"many\".*");
        assertUpdate("DROP CATALOG many");
    }

    private void assertCatalogFails(String name, Map<String, String> properties, String message)
    {
        assertQueryFails(createCatalog(name, properties), message);
    }

    private String createCatalog(String name, Map<String, String> properties)
    {
        Map<String, String> all = new TreeMap<>(Map.of(
                "host", server.host(),
                "port", String.valueOf(server.port()),
                "dbname", server.database(),
                "user", server.user(),
                "foreign-table.store-directory", directory.resolve(name).toString()));
        all.putAll(properties);
        StringBuilder sql = new StringBuilder();
        all.forEach((property, value) -> sql.append(sql.isEmpty() ? "" : ", ").append("\"%s\" = '%s'".formatted(property, value)));
        return "CREATE CATALOG %s USING postgres_fdw WITH (%s)".formatted(name, sql);
    }
}
