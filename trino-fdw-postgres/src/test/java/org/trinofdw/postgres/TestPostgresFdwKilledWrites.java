package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryFailedException;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static io.trino.testing.assertions.Assert.assertEventually;
import static java.util.concurrent.Executors.newSingleThreadExecutor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Remote sessions of an INSERT are ended at random moments, some in a way that makes the whole server crash and recover, which empties unlogged tables: the
 * target has all of its rows or none, and nothing is left behind.
 */
@Execution(SAME_THREAD)
final class TestPostgresFdwKilledWrites
        extends AbstractTestQueryFramework
{
    private static final long ROWS = 60_175;

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(server, Map.of(), List.of());
    }

    @Test
    void testSessionsKilledAtRandomMoments()
            throws Exception
    {
        killSessions(6);
    }

    @Test
    @Tag("long")
    void testSessionsKilledAtManyRandomMoments()
            throws Exception
    {
        killSessions(30);
    }

    private void killSessions(int rounds)
            throws Exception
    {
        assertUpdate("CREATE TABLE target AS SELECT * FROM tpch.tiny.lineitem WITH NO DATA", 0);
        long start = System.nanoTime();
        assertUpdate(session("all segments"), "INSERT INTO target SELECT * FROM tpch.tiny.lineitem", ROWS);
        long usualNanos = System.nanoTime() - start;
        Random random = new Random(20_261);
        List<Session> modes = List.of(session("all segments"), prepared("all segments"), session("any"), prepared("all segments"), prepared("any"), session("coordinator"));
        int failures = 0;
        try (ExecutorService executor = newSingleThreadExecutor()) {
            for (int round = 0; round < rounds; round++) {
                server.execute("TRUNCATE tpch.target");
                Session session = modes.get(round % modes.size());
                Future<?> insert = executor.submit(() -> getQueryRunner().execute(session, "INSERT INTO target SELECT * FROM tpch.tiny.lineitem"));
                killOne(insert, random.nextLong(usualNanos), random, round % 3 == 2);
                boolean succeeded = succeeded(insert);
                // it may recover from a crash
                assertEventually(() -> assertThat(value("SELECT 'up'")).isEqualTo("up"));
                failures += succeeded ? 0 : 1;
                // before the count, since sessions may live that have not heard yet
                assertEventually(() -> assertThat(value("SELECT string_agg(state || ': ' || query, ', ') FROM pg_stat_activity WHERE application_name = 'trino-fdw' AND state <> 'idle'")).isNull());
                // whatever the sweep of the statement itself has left, if its own session was killed; a decision to commit that it finds it carries out
                assertUpdate("CALL system.drop_staging_tables()");
                String count = value("SELECT count(*)::text FROM tpch.target");
                // the server may have committed and lost the session before it could say so
                assertThat(count).as("rows after round %s, %s", round, session.getCatalogProperties("postgres")).isIn(succeeded ? List.of(String.valueOf(ROWS)) : List.of("0", String.valueOf(ROWS)));
                assertThat(value("SELECT string_agg(relname, ', ') FROM pg_class WHERE relname LIKE 'fdw\\_staging%'")).isNull();
                // that of a statement may still be on its way, where it had to wait for its writers
                assertEventually(() -> assertThat(value("SELECT string_agg(gid, ', ') FROM pg_prepared_xacts")).isNull());
            }
        }
        assertThat(failures).as("statements that were hit").isPositive();
        assertUpdate("DROP TABLE target");
    }

    /** Ends one of the sessions that are at work, as soon as the time has come and there is one, unless the statement ends first. */
    private void killOne(Future<?> insert, long delayNanos, Random random, boolean crash)
            throws InterruptedException, IOException
    {
        TimeUnit.NANOSECONDS.sleep(delayNanos);
        String seed = String.valueOf(random.nextInt());
        while (!insert.isDone()) {
            String pid = value("SELECT pid::text FROM pg_stat_activity WHERE application_name = 'trino-fdw' AND state <> 'idle' ORDER BY md5(pid || '%s') LIMIT 1".formatted(seed));
            if (pid == null) {
                continue;
            }
            if (crash) {
                assertThat(new ProcessBuilder("kill", "-KILL", pid).inheritIO().start().waitFor()).isZero();
                return;
            }
            if ("true".equals(value("SELECT pg_terminate_backend(%s)::text".formatted(pid)))) {
                return;
            }
        }
    }

    private static boolean succeeded(Future<?> insert)
            throws InterruptedException
    {
        try {
            insert.get();
            return true;
        }
        catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(QueryFailedException.class);
            return false;
        }
    }

    @Test
    void testOrphansAreToldFromTablesInUse()
            throws SQLException
    {
        server.execute(
                """
                CREATE UNLOGGED TABLE tpch.fdw_staging_20200101_000000_00001_abcde_1x (i int);
                CREATE UNLOGGED TABLE tpch.fdw_staging_20200101_000000_00001_abcde_2x (i int);
                CREATE UNLOGGED TABLE tpch.fdw_staging_20200101_000000_00002_abcde_1x (i int);
                CREATE TABLE tpch.fdw_staging_of_somebody (i int)""");
        try (Connection coordinator = server.connect();
                Statement statement = coordinator.createStatement()) {
            coordinator.setAutoCommit(false);
            // the lock of the statement: the first eight bytes of the hash, from the lowest
            statement.execute("SELECT pg_advisory_xact_lock(('x' || encode(reverse(substr(sha256('fdw_staging_20200101_000000_00001_abcde_statement'), 1, 8)), 'hex'))::bit(64)::bigint)");
            assertUpdate("CALL system.drop_staging_tables()");
            assertThat(value("SELECT string_agg(relname, ', ' ORDER BY relname) FROM pg_class WHERE relname LIKE 'fdw\\_staging%'"))
                    .isEqualTo("fdw_staging_20200101_000000_00001_abcde_1x, fdw_staging_20200101_000000_00001_abcde_2x, fdw_staging_of_somebody");
            // a session that is closed lives on for a moment
            coordinator.rollback();
        }
        assertUpdate("CALL system.drop_staging_tables(server => 'postgres')");
        assertThat(value("SELECT string_agg(relname, ', ' ORDER BY relname) FROM pg_class WHERE relname LIKE 'fdw\\_staging%'")).isEqualTo("fdw_staging_of_somebody");
        assertThat(query("SELECT message FROM system.warnings WHERE message LIKE 'dropped %00001_abcde_1x%'"))
                .matches("VALUES VARCHAR 'dropped \"tpch\".\"fdw_staging_20200101_000000_00001_abcde_1x\" on server \"postgres\"'");
        server.execute("DROP TABLE tpch.fdw_staging_of_somebody");
    }

    @Test
    void testDecisionOfADeadCoordinatorIsCarriedOut()
    {
        server.execute("CREATE TABLE tpch.decided (i int)");
        for (int writer = 1; writer <= 2; writer++) {
            prepareInsert("fdw_write_20200101_000000_00001_abcde_%s".formatted(writer));
            prepareInsert("fdw_write_20200101_000000_00002_abcde_%s".formatted(writer));
            prepareInsert("of_somebody_%s".formatted(writer));
        }
        // the second statement was decided
        server.execute("BEGIN; PREPARE TRANSACTION 'fdw_write_20200101_000000_00002_abcde_COMMIT'");
        assertUpdate("CALL system.drop_staging_tables()");
        assertThat(value("SELECT string_agg(gid, ', ' ORDER BY gid) FROM pg_prepared_xacts")).isEqualTo("of_somebody_1, of_somebody_2");
        assertThat(value("SELECT count(*) FROM tpch.decided")).isEqualTo("2");
        assertThat(query("SELECT message FROM system.warnings WHERE message LIKE '%00002_abcde_1%'"))
                .matches("VALUES VARCHAR 'ended prepared transaction ''fdw_write_20200101_000000_00002_abcde_1'' on server \"postgres\"'");
        value("ROLLBACK PREPARED 'of_somebody_1'");
        value("ROLLBACK PREPARED 'of_somebody_2'");
        server.execute("DROP TABLE tpch.decided");
    }

    private void prepareInsert(String transaction)
    {
        server.execute("BEGIN; INSERT INTO tpch.decided VALUES (1); PREPARE TRANSACTION '%s'".formatted(transaction));
    }

    private Session prepared(String mode)
    {
        return Session.builder(session(mode))
                .setCatalogSessionProperty("postgres", "prepared_writes", "true")
                .build();
    }

    private Session session(String mode)
    {
        return Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "mpp_execute", mode)
                .build();
    }

    private String value(String sql)
    {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.execute(sql) ? statement.getResultSet() : null) {
            return rows != null && rows.next() ? rows.getString(1) : null;
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
