package org.trinofdw.product;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.trinofdw.product.cluster.RunDirectory;
import org.trinofdw.product.cluster.TrinoCluster;
import org.trinofdw.product.cluster.TrinoNode;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static java.util.concurrent.Executors.newSingleThreadExecutor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Processes of the cluster are killed at random moments of a parallel INSERT into PostgreSQL: the target has all rows or none, and after the sweep nothing
 * is left on the server.
 */
// each round starts a node again
@Tag("long")
@TestInstance(PER_CLASS)
final class TestProductKilledNodes
{
    private static final int ROUNDS = 30;
    private static final long ROWS = 60_175;
    private static final String INSERT = "INSERT INTO postgres.killed.target SELECT * FROM tpch.tiny.lineitem";

    private Shutdown shutdown;
    private DemoEnvironment environment;

    @BeforeAll
    void start()
    {
        shutdown = new Shutdown();
        environment = DemoEnvironment.start(shutdown, shutdown.register(RunDirectory.open()), 2, OptionalInt.empty(), true, System.out::println);
    }

    @AfterAll
    void stop()
    {
        if (shutdown != null) {
            shutdown.close();
        }
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void testNodesKilledAtRandomMoments()
            throws Exception
    {
        TrinoCluster cluster = environment.cluster();
        environment.postgres().execute("CREATE SCHEMA killed");
        execute("CREATE TABLE postgres.killed.target AS SELECT * FROM tpch.tiny.lineitem WITH NO DATA");
        long start = System.nanoTime();
        execute(INSERT);
        long usualNanos = System.nanoTime() - start;
        Random random = new Random(483);
        int failures = 0;
        try (ExecutorService executor = newSingleThreadExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                environment.postgres().execute("TRUNCATE killed.target");
                List<TrinoNode> nodes = List.of(cluster.coordinator(), cluster.workers().get(0), cluster.workers().get(1));
                TrinoNode node = nodes.get(round % nodes.size());
                boolean prepared = round / nodes.size() % 2 == 1;
                Future<Boolean> insert = executor.submit(() -> insert(prepared));
                TimeUnit.NANOSECONDS.sleep(random.nextLong(usualNanos));
                cluster.kill(node);
                boolean succeeded = insert.get();
                failures += succeeded ? 0 : 1;
                cluster.restart(node);
                awaitNoSessionAtWork();
                if (!prepared) {
                    assertAllOrNone(succeeded, round, node);
                }
                // carries out what a coordinator had decided before it was killed
                execute("CALL postgres.system.drop_staging_tables()");
                assertAllOrNone(succeeded, round, node);
                assertThat((long) remoteValue("SELECT count(*) FROM pg_class WHERE relname LIKE 'fdw\\_staging%'")).isZero();
                assertThat((long) remoteValue("SELECT count(*) FROM pg_prepared_xacts")).isZero();
            }
        }
        assertThat(failures).as("statements that were hit").isPositive();
    }

    private void assertAllOrNone(boolean succeeded, int round, TrinoNode killed)
            throws SQLException
    {
        assertThat((long) remoteValue("SELECT count(*) FROM killed.target")).as("rows after round %s, %s killed", round, killed.name()).isIn(succeeded ? List.of(ROWS) : List.of(0L, ROWS));
    }

    private boolean insert(boolean prepared)
    {
        try (Connection connection = environment.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION postgres.mpp_execute = 'all segments'");
            statement.execute("SET SESSION postgres.prepared_writes = " + prepared);
            statement.execute(INSERT);
            return true;
        }
        catch (SQLException _) {
            // what matters is what is there now
            return false;
        }
    }

    /** The statement of a worker that was killed may fail some time later. */
    private void awaitNoSessionAtWork()
            throws Exception
    {
        long start = System.nanoTime();
        while ((long) remoteValue("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'trino-fdw' AND state <> 'idle'") > 0) {
            assertThat(System.nanoTime() - start).as("nanoseconds for the sessions to end").isLessThan(TimeUnit.MINUTES.toNanos(2));
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private Object remoteValue(String sql)
            throws SQLException
    {
        try (Connection connection = environment.postgres().connect()) {
            return Results.of(connection, sql).rows().getFirst().getFirst();
        }
    }

    private void execute(String sql)
            throws SQLException
    {
        try (Connection connection = environment.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
