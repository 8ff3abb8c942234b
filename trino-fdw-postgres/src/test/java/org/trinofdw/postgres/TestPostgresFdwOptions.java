package org.trinofdw.postgres;

import com.google.common.collect.ImmutableMap;
import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static io.trino.testing.assertions.Assert.assertEventually;
import static java.util.concurrent.Executors.newSingleThreadExecutor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Options of postgres_fdw do what they say, and those that have no effect say so.
 */
@Execution(SAME_THREAD)
final class TestPostgresFdwOptions
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(server, 1, Map.of(), List.of());
    }

    @Test
    void testApplicationName()
    {
        createCatalog("named", Map.of("application_name", "%a|%u|%c|%d|%%|%z%p"));
        Session session = Session.builder(getSession()).setSource("dashboard").build();
        for (int round = 0; round < 3; round++) {
            QueryRunner.MaterializedResultWithPlan result = getQueryRunner().executeWithPlan(session, "SELECT name FROM TABLE(named.system.query('SELECT current_setting(''application_name'') AS name'))");
            // PostgreSQL cuts names at 63 bytes
            assertThat((String) result.result().getOnlyValue())
                    .isEqualTo("dashboard|user|%s|named|%%|%s".formatted(result.queryId(), ProcessHandle.current().pid()));
        }
        assertThat(computeScalar("SELECT name FROM TABLE(system.query('SELECT current_setting(''application_name'') AS name'))")).isEqualTo("trino-fdw");
    }

    @Test
    void testCostsDecideAboutJoins()
    {
        server.execute(
                """
                CREATE TABLE tpch.many AS SELECT 1 AS k, i FROM generate_series(1, 1000) i;
                CREATE TABLE tpch.some AS SELECT 1 AS k, i FROM generate_series(1, 100) i;
                ANALYZE tpch.many, tpch.some""");
        createCatalog("slow_to_start", Map.of("fdw_startup_cost", "1000000"));
        createCatalog("slow_to_move", Map.of("fdw_startup_cost", "0", "fdw_tuple_cost", "10"));
        String manyRows = "SELECT many.i, some.i FROM %1$s.tpch.many JOIN %1$s.tpch.some ON many.k = some.k";
        assertThat(explain(manyRows.formatted("postgres"))).contains("InnerJoin[");
        assertThat(explain(manyRows.formatted("slow_to_move"))).contains("InnerJoin[");
        assertThat(explain(manyRows.formatted("slow_to_start"))).doesNotContain("InnerJoin[");
        String fewRows = "SELECT many.i, some.k FROM %1$s.tpch.many JOIN %1$s.tpch.some ON many.i = some.i";
        assertThat(explain(fewRows.formatted("postgres"))).doesNotContain("InnerJoin[");
        assertThat(explain(fewRows.formatted("slow_to_move"))).doesNotContain("InnerJoin[");
        server.execute("DROP TABLE tpch.many, tpch.some");
    }

    @Test
    void testWrapperDefaultsReachConnections()
            throws IOException
    {
        Path defaults = Files.createTempFile("defaults", ".properties");
        Files.writeString(defaults, "keep-connections=off\n");
        createCatalog("unkept", Map.of("fdw.defaults-file", defaults.toString()));
        server.execute("CREATE TABLE tpch.one AS SELECT 1 AS x");
        assertThat(query("SELECT x FROM unkept.tpch.one")).matches("VALUES 1");
        assertThat(query("SELECT sum(idle) FROM unkept.system.connections")).matches("VALUES BIGINT '0'");
        assertThat(query("SELECT x FROM one")).matches("VALUES 1");
        assertThat((long) computeScalar("SELECT sum(idle) FROM system.connections")).isPositive();
        server.execute("DROP TABLE tpch.one");
        Files.delete(defaults);
    }

    /** The session of one server does not answer; that of the other ends all the same. */
    @Test
    void testParallelCommit()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.shared AS SELECT 1 AS x");
        for (String name : List.of("first", "second")) {
            assertUpdate("CALL system.execute_ddl('CREATE SERVER %1$s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host ''%2$s'', port ''%3$s'', dbname ''%4$s'', application_name ''%1$s'', parallel_commit ''true''); ".formatted(name, server.host(), server.port(), server.database()) +
                    "CREATE USER MAPPING FOR PUBLIC SERVER %1$s OPTIONS (user ''%2$s'', password_required ''false''); ".formatted(name, server.user()) +
                    "CREATE FOREIGN TABLE tpch.on_%1$s (x int) SERVER %1$s OPTIONS (table_name ''shared'')')".formatted(name));
        }
        for (String stopped : List.of("first", "second")) {
            String other = stopped.equals("first") ? "second" : "first";
            try (ExecutorService executor = newSingleThreadExecutor()) {
                CompletableFuture<String> stoppedSession = new CompletableFuture<>();
                Future<?> query = executor.submit(() -> readBothAndStop(stopped, stoppedSession));
                String processId = stoppedSession.get(1, TimeUnit.MINUTES);
                try {
                    // all of its connections, those of the splits too
                    assertEventually(() -> assertThat(states(other)).isEqualTo("idle"));
                    assertThat(states(stopped)).contains("idle in transaction");
                    assertThat(query.isDone()).isFalse();
                }
                finally {
                    signal("CONT", processId);
                }
                query.get();
            }
        }
        assertUpdate("DROP TABLE on_first");
        assertUpdate("DROP TABLE on_second");
        server.execute("DROP TABLE tpch.shared");
    }

    /** Reads from both in one transaction, stops the session of one, and commits. */
    private void readBothAndStop(String server, CompletableFuture<String> stoppedSession)
    {
        newTransaction().execute(getSession(), session -> {
            assertThat(getQueryRunner().execute(session, "SELECT * FROM on_first UNION ALL SELECT * FROM on_second").getRowCount()).isEqualTo(2);
            String processId = value("SELECT pid::text FROM pg_stat_activity WHERE application_name = '%s' AND state = 'idle in transaction'".formatted(server));
            signal("STOP", processId);
            stoppedSession.complete(processId);
        });
    }

    @Test
    void testOptionsWithoutEffectSaySo()
    {
        assertUpdate(
                """
                CALL system.execute_ddl('
                    CREATE SERVER idle_options FOREIGN DATA WRAPPER postgres_fdw OPTIONS (batch_size ''100'', extensions ''hstore, ltree, citext'', async_capable ''false'');
                    CREATE FOREIGN TABLE tpch.idle_table (x int) SERVER idle_options OPTIONS (analyze_sampling ''random'', fetch_size ''50'', async_capable ''true'')')""");
        assertThat((List<Object>) computeActual("SELECT message FROM system.warnings WHERE message LIKE '%idle\\_%' ESCAPE '\\'").getOnlyColumnAsSet().stream().sorted().toList()).containsExactly(
                "foreign table \"tpch.idle_table\": option \"analyze_sampling\" is accepted and has no effect: the statistics of the server are used; run ANALYZE there",
                "server \"idle_options\": option \"async_capable\" is accepted and has no effect: partitions are always read at the same time, as far as max_connections allows",
                "server \"idle_options\": option \"batch_size\" is accepted and has no effect: all rows are written through COPY, in messages of their bytes",
                "server \"idle_options\": option \"extensions\" is accepted and has no effect: ltree, citext: of the functions of extensions, Trino has some of hstore's alone; columns of their types are compared by the server where that is exact, whether or not they are named");
        assertUpdate("DROP TABLE idle_table");
    }

    private String explain(String sql)
    {
        return (String) computeScalar("EXPLAIN " + sql);
    }

    private String states(String applicationName)
    {
        return value("SELECT string_agg(DISTINCT state, ', ') FROM pg_stat_activity WHERE application_name = '%s'".formatted(applicationName));
    }

    private String value(String sql)
    {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void signal(String name, String processId)
    {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, processId).inheritIO().start().waitFor()).isZero();
        }
        catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void createCatalog(String name, Map<String, String> properties)
    {
        getQueryRunner().createCatalog(name, "postgres_fdw", ImmutableMap.<String, String>builder()
                .put("host", server.host())
                .put("port", String.valueOf(server.port()))
                .put("dbname", server.database())
                .put("user", server.user())
                .put("foreign-table.store-directory", getDistributedQueryRunner().getCoordinator().getBaseDataDir().resolve("foreign-tables-" + name).toString())
                .putAll(properties)
                .buildOrThrow());
    }
}
