package org.trinofdw.postgres;

import com.google.common.collect.ImmutableList;
import io.airlift.log.Logger;
import io.airlift.units.Duration;
import io.opentelemetry.api.trace.StatusCode;
import io.trino.Session;
import io.trino.dispatcher.DispatchManager;
import io.trino.server.BasicQueryInfo;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.trino.testing.assertions.Assert.assertEventually;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Queries whose remote session is killed, that are cancelled, or whose server stops: the error says what happened, the remote session is gone soon, the next
 * query works, and nothing is left behind.
 */
@Execution(SAME_THREAD)
final class TestPostgresFdwFailures
        extends AbstractTestQueryFramework
{
    private static final Logger log = Logger.get(TestPostgresFdwFailures.class);

    /** Sessions of the connector that are at work or hold a transaction. */
    private static final String BUSY_SESSIONS = "FROM pg_stat_activity WHERE application_name = 'trino-fdw' AND state <> 'idle'";
    private static final String COUNT_ENDLESS = "SELECT count(*) FROM endless";
    private static final String SCAN_THAT_WAITS_FOR_A_LOCK = "SELECT * FROM waits_for_lock";
    private static final String PLANNING_THAT_WAITS_FOR_A_LOCK = "SELECT * FROM locked";
    private static final String LOOKUP_THAT_WAITS_FOR_A_LOCK = "SELECT p.k, t.i FROM (VALUES 1, 2) p (k) LEFT JOIN indexed t ON t.i = p.k";
    private static final String AGGREGATE_THAT_SLEEPS = "SELECT max(i) FROM sleeps";
    private static final String ENDLESS_WRITE = "INSERT INTO target SELECT i FROM endless";
    private static final String SLOW_ROW_CHANGES = "UPDATE changing SET i = i + 1 WHERE sqrt(i) > 0";
    private static final String DELETE_THAT_WAITS_FOR_A_LOCK = "DELETE FROM locked_row WHERE i = 1";
    /** The issue asks for a second; a loaded machine may take longer to do anything at all. */
    private static final long LONGEST_END_MILLIS = 10_000;

    private final ExecutorService executor = newCachedThreadPool();
    private TestingPostgresServer server;
    private long longestEndNanos;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        QueryRunner queryRunner = PostgresQueryRunner.create(server, 1, Map.of(), List.of());
        server.execute(
                """
                CREATE TABLE tpch.small AS SELECT 42 AS i;
                CREATE TABLE tpch.target (i int);
                CREATE TABLE tpch.locked (i int);
                CREATE TABLE tpch.locked_row AS SELECT 1 AS i;
                CREATE TABLE tpch.indexed (i int PRIMARY KEY);
                CREATE TABLE tpch.locked_heir () INHERITS (tpch.indexed);
                CREATE VIEW tpch.endless AS SELECT generate_series(1, 2000000000) AS i;
                CREATE VIEW tpch.sleeps AS SELECT 1 AS i FROM pg_sleep(3600);
                CREATE VIEW tpch.waits_for_lock AS SELECT i FROM tpch.small, LATERAL (SELECT pg_advisory_xact_lock_shared(42)) AS waiting""");
        return queryRunner;
    }

    @AfterAll
    void reportLongestEnd()
    {
        executor.shutdownNow();
        log.info("The longest time from the end of a query to that of its remote sessions was %s ms", TimeUnit.NANOSECONDS.toMillis(longestEndNanos));
    }

    @Test
    void testSessionKilledWhileScanning()
            throws Exception
    {
        assertThat(failureWhenKilled(local(), COUNT_ENDLESS, "query LIKE 'COPY%TO STDOUT%'"))
                .isEqualTo("foreign server \"postgres\": cannot read \"tpch\".\"endless\": Database connection failed when reading from copy (SQLSTATE 08006)"
                        + "; the network or the server has ended the session, and the server's log may say why");
        assertRecovered();
    }

    @Test
    void testSessionKilledBeforeFirstRow()
            throws Exception
    {
        assertThat(failureWhenKilled(getSession(), AGGREGATE_THAT_SLEEPS, "query LIKE 'COPY%TO STDOUT%'"))
                .contains("foreign server \"postgres\": cannot read \"tpch\".\"sleeps\": ")
                .contains("(SQLSTATE 08006)");
        assertRecovered();
    }

    @Test
    void testSessionKilledWhilePlanning()
            throws Exception
    {
        try (LockedTables _ = new LockedTables()) {
            assertThat(failureWhenKilled(getSession(), PLANNING_THAT_WAITS_FOR_A_LOCK, "wait_event_type = 'Lock'"))
                    .contains("foreign server \"postgres\": cannot ")
                    // servers older than 14 are not asked for a plan; it is the scan that waits then
                    .contains(server.version() >= 140_000 ? "terminating connection due to administrator command (SQLSTATE 57P01)" : "(SQLSTATE 08006)");
        }
        assertRecovered();
    }

    @Test
    void testIdleSessionsKilled()
    {
        assertThat(computeScalar("SELECT * FROM small")).isEqualTo(42);
        value("SELECT count(pg_terminate_backend(pid))::text FROM pg_stat_activity WHERE application_name = 'trino-fdw'");
        assertRecovered();
    }

    @Test
    void testSessionKilledWhileWriting()
            throws Exception
    {
        assertThat(failureWhenKilled(local(), ENDLESS_WRITE, "query LIKE 'COPY%FROM STDIN%'"))
                .contains("foreign server \"postgres\": cannot write to ")
                .containsPattern("\\(SQLSTATE (57P01|08006)\\)");
        assertRecovered();
    }

    @Test
    void testQueryCancelledWhileScanning()
            throws Exception
    {
        cancel(local(), COUNT_ENDLESS, "query LIKE 'COPY%TO STDOUT%'");
        assertRecovered();
    }

    @Test
    void testQueryCancelledBeforeFirstRow()
            throws Exception
    {
        cancel(getSession(), AGGREGATE_THAT_SLEEPS, "wait_event = 'PgSleep'");
        assertRecovered();
    }

    @Test
    void testQueryCancelledWhileScanWaitsForLock()
            throws Exception
    {
        try (LockedTables _ = new LockedTables()) {
            cancel(getSession(), SCAN_THAT_WAITS_FOR_A_LOCK, "wait_event_type = 'Lock'");
            assertSessionsEnd();
        }
        assertRecovered();
    }

    @Test
    void testQueryCancelledWhilePlanningWaitsForLock()
            throws Exception
    {
        try (LockedTables _ = new LockedTables()) {
            cancel(getSession(), PLANNING_THAT_WAITS_FOR_A_LOCK, "wait_event_type = 'Lock'");
            assertSessionsEnd();
        }
        assertRecovered();
    }

    @Test
    void testQueryCancelledWhileLookupWaitsForLock()
            throws Exception
    {
        Session session = Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "index_join_enabled", "true")
                .build();
        assertThat((String) computeScalar(session, "EXPLAIN " + LOOKUP_THAT_WAITS_FOR_A_LOCK)).contains("IndexSource");
        try (LockedTables _ = new LockedTables()) {
            // the first statement of the lookup that takes a lock, not one of planning
            cancel(session, LOOKUP_THAT_WAITS_FOR_A_LOCK, "wait_event_type = 'Lock' AND query LIKE '%LIMIT 0) AS none'");
            assertSessionsEnd();
        }
        assertRecovered();
    }

    @Test
    void testQueryCancelledWhileWriting()
            throws Exception
    {
        cancel(local(), ENDLESS_WRITE, "query LIKE 'COPY%FROM STDIN%'");
        assertRecovered();
    }

    @Test
    void testQueryCancelledWhileDeleteWaitsForLock()
            throws Exception
    {
        try (LockedTables _ = new LockedTables()) {
            cancel(getSession(), DELETE_THAT_WAITS_FOR_A_LOCK, "wait_event_type = 'Lock'");
            assertSessionsEnd();
        }
        assertRecovered();
        assertThat(value("SELECT count(*)::text FROM tpch.locked_row")).isEqualTo("1");
    }

    /** The engine forgets a writer of row changes that waits for rows. */
    @Test
    void testQueryCancelledWhileRowChangesWait()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.changing AS SELECT i FROM generate_series(1, 2000000) AS i");
        try {
            Future<String> failure = executor.submit(() -> failure(getSession(), SLOW_ROW_CHANGES));
            awaitSession("query LIKE 'COPY%FROM STDIN%'");
            List<String> scans = List.of(value("SELECT coalesce(string_agg(pid::text, ' '), '') " + BUSY_SESSIONS + " AND query LIKE 'COPY%TO STDOUT%'").split(" "));
            signal("-STOP", scans);
            try {
                awaitWriterThatWaits();
                cancelQuery(SLOW_ROW_CHANGES);
                assertEventually(() -> assertThat(value("SELECT string_agg(query, ', ') " + BUSY_SESSIONS + " AND query LIKE 'COPY%FROM STDIN%'")).isNull());
                assertEventually(() -> assertThat(getDistributedQueryRunner().getSpans())
                        .filteredOn(span -> span.getName().equals("foreign write"))
                        .anySatisfy(span -> {
                            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
                            assertThat(span.getAttributes().get(stringKey("fdw.table"))).isEqualTo("tpch.changing");
                            assertThat(span.getAttributes().get(longKey("fdw.rows"))).isPositive();
                            assertThat(span.getAttributes().get(longKey("fdw.bytes"))).isPositive();
                        }));
            }
            finally {
                signal("-CONT", scans);
            }
            assertThat(failure.get()).isEqualTo("Query was canceled");
            assertSessionsEnd();
            assertThat(value("SELECT sum(i)::text FROM tpch.changing")).isEqualTo("2000001000000");
        }
        finally {
            server.execute("DROP TABLE tpch.changing");
        }
        assertRecovered();
    }

    private static void signal(String signal, List<String> pids)
            throws Exception
    {
        assertThat(new ProcessBuilder(ImmutableList.<String>builder().add("kill", signal).addAll(pids).build()).inheritIO().start().waitFor()).isZero();
    }

    /** Until it has taken all rows that were on their way. */
    private void awaitWriterThatWaits()
            throws InterruptedException
    {
        long before = -1;
        long read = rowsRead(SLOW_ROW_CHANGES);
        while (read != before || read == 0) {
            TimeUnit.MILLISECONDS.sleep(300);
            before = read;
            read = rowsRead(SLOW_ROW_CHANGES);
        }
    }

    @Test
    void testScanAbandoned()
    {
        assertThat(computeActual(local(), "SELECT i FROM endless LIMIT 3").getRowCount()).isEqualTo(3);
        assertRecovered();
    }

    @Test
    void testStoppedServer()
            throws Exception
    {
        Future<String> failure = executor.submit(() -> failure(local(), COUNT_ENDLESS));
        awaitSession("query LIKE 'COPY%TO STDOUT%'");
        server.stop();
        try {
            assertThat(failure.get()).contains("foreign server \"postgres\": cannot read \"tpch\".\"endless\": ").contains("SQLSTATE ");
            assertThatThrownBy(() -> computeActual("SELECT * FROM small"))
                    .hasMessageContaining("foreign server \"postgres\": cannot connect: ")
                    .hasMessageContaining("(SQLSTATE 08001)");
        }
        finally {
            server.restart();
        }
        assertRecovered();
    }

    @Test
    void testNothingLeaks()
            throws Exception
    {
        repeat(Integer.getInteger("fdw.failure.repetitions", 10));
    }

    @Test
    @Tag("long")
    void testNothingLeaksOverManyRepetitions()
            throws Exception
    {
        repeat(1000);
    }

    private void repeat(int repetitions)
            throws Exception
    {
        List<Failure> failures = List.of(
                this::testQueryCancelledWhileScanning,
                this::testQueryCancelledBeforeFirstRow,
                this::testQueryCancelledWhileScanWaitsForLock,
                this::testQueryCancelledWhilePlanningWaitsForLock,
                this::testQueryCancelledWhileLookupWaitsForLock,
                this::testQueryCancelledWhileWriting,
                this::testQueryCancelledWhileDeleteWaitsForLock,
                this::testScanAbandoned,
                this::testSessionKilledWhileScanning,
                this::testSessionKilledWhilePlanning,
                this::testSessionKilledWhileWriting);
        for (int repetition = 0; repetition < repetitions; repetition++) {
            failures.get(repetition % failures.size()).run();
        }
    }

    private interface Failure
    {
        void run()
                throws Exception;
    }

    /** Runs a query, ends the remote session that it is in as soon as there is one, and says what the query failed with. */
    private String failureWhenKilled(Session session, String sql, String condition)
            throws Exception
    {
        Future<String> failure = executor.submit(() -> failure(session, sql));
        String pid = awaitSession(condition);
        assertThat(value("SELECT pg_terminate_backend(%s)::text".formatted(pid))).isEqualTo("true");
        return failure.get();
    }

    private String failure(Session session, String sql)
    {
        try {
            computeActual(session, sql);
        }
        catch (RuntimeException e) {
            return e.getMessage();
        }
        throw new AssertionError("Did not fail: " + sql);
    }

    /** Runs a query, and cancels it when it has a remote session that meets the condition. */
    private void cancel(Session session, String sql, String condition)
            throws Exception
    {
        Future<String> failure = executor.submit(() -> failure(session, sql));
        awaitSession(condition);
        cancelQuery(sql);
        assertSessionsEnd();
        assertThat(failure.get()).isEqualTo("Query was canceled");
    }

    private void cancelQuery(String sql)
    {
        dispatchManager().cancelQuery(runningQuery(sql).getQueryId());
    }

    private long rowsRead(String sql)
    {
        return runningQuery(sql).getQueryStats().getProcessedInputPositions();
    }

    private BasicQueryInfo runningQuery(String sql)
    {
        return dispatchManager().getQueries().stream()
                .filter(query -> query.getQuery().equals(sql) && !query.getState().isDone())
                .findFirst()
                .orElseThrow();
    }

    private DispatchManager dispatchManager()
    {
        return getDistributedQueryRunner().getCoordinator().getDispatchManager();
    }

    private String awaitSession(String condition)
            throws InterruptedException
    {
        String sql = "SELECT max(pid)::text %s AND %s".formatted(BUSY_SESSIONS, condition);
        String pid = value(sql);
        while (pid == null) {
            TimeUnit.MILLISECONDS.sleep(2);
            pid = value(sql);
        }
        return pid;
    }

    private void assertSessionsEnd()
            throws InterruptedException
    {
        long start = System.nanoTime();
        String sessions = value("SELECT string_agg(state || ': ' || query, ', ') " + BUSY_SESSIONS);
        while (sessions != null && System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(LONGEST_END_MILLIS)) {
            TimeUnit.MILLISECONDS.sleep(2);
            sessions = value("SELECT string_agg(state || ': ' || query, ', ') " + BUSY_SESSIONS);
        }
        longestEndNanos = Math.max(longestEndNanos, System.nanoTime() - start);
        assertThat(sessions).isNull();
    }

    /** The next query works, and of the last one nothing is left: no session, no connection on loan, no thread, no row, no table. */
    private void assertRecovered()
    {
        assertThat(computeScalar("SELECT * FROM small")).isEqualTo(42);
        assertEventually(new Duration(10, TimeUnit.SECONDS), () -> {
            assertThat(value("SELECT string_agg(state || ': ' || query, ', ') " + BUSY_SESSIONS)).isNull();
            assertThat(computeScalar("SELECT sum(used) FROM system.connections")).isEqualTo(0L);
            assertThat(threadsAtWork()).isEmpty();
            assertThat(value("SELECT count(*)::text FROM tpch.target")).isEqualTo("0");
            assertThat(value("SELECT string_agg(relname, ', ') FROM pg_class WHERE relname LIKE 'fdw\\_staging%'")).isNull();
        });
        // those that wait for the next query: a few that one query had at once, on two nodes
        assertThat(Long.parseLong(value("SELECT count(*)::text FROM pg_stat_activity WHERE application_name = 'trino-fdw'"))).isLessThan(16);
    }

    /** Threads that are in the code of the connector, except those of the tests themselves. */
    private static String threadsAtWork()
    {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Arrays.stream(thread.getValue()).anyMatch(frame -> frame.getClassName().startsWith("org.trinofdw.postgres.")))
                .filter(thread -> Arrays.stream(thread.getValue()).noneMatch(frame -> frame.getClassName().startsWith(TestPostgresFdwFailures.class.getName())))
                .map(thread -> thread.getKey().getName() + ": " + Arrays.toString(thread.getValue()))
                .collect(joining("\n"));
    }

    /** Reads and aggregates what PostgreSQL could count. */
    private Session local()
    {
        return Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "aggregation_pushdown_enabled", "false")
                .build();
    }

    private String value(String sql)
    {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Another session, which holds locks that everybody else waits for.
     */
    private final class LockedTables
            implements AutoCloseable
    {
        private final Connection connection;

        LockedTables()
                throws SQLException
        {
            connection = server.connect();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE tpch.locked, tpch.locked_heir IN ACCESS EXCLUSIVE MODE; SELECT pg_advisory_xact_lock(42); SELECT * FROM tpch.locked_row FOR UPDATE");
            }
        }

        @Override
        public void close()
                throws SQLException
        {
            connection.close();
        }
    }
}
