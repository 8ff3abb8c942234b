package org.trinofdw.postgres;

import com.google.common.collect.ImmutableList;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryFailedException;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import static io.trino.testing.assertions.Assert.assertEventually;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Several clients change the rows of one table at once: every change that was acknowledged is there once, and what was not changed nothing.
 */
@Execution(SAME_THREAD)
final class TestPostgresFdwConcurrentChanges
        extends AbstractTestQueryFramework
{
    private static final int CLIENTS = 8;
    private static final int STATEMENTS_PER_CLIENT = 6;
    // few rows, so that clients meet
    private static final int ROWS = 12;

    private final ExecutorService executor = newCachedThreadPool();
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(server, Map.of(), List.of());
    }

    @AfterAll
    void stop()
    {
        executor.shutdownNow();
    }

    @Test
    @Timeout(300)
    void testTableWithKey()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.with_key (id int PRIMARY KEY, part int, counter int)");
        changeConcurrently("with_key");
    }

    @Test
    @Timeout(300)
    void testTableWithoutKey()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.without_key (id int, part int, counter int)");
        changeConcurrently("without_key");
    }

    @Test
    @Timeout(300)
    void testPartitionedTable()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.partitioned (id int, part int, counter int) PARTITION BY LIST (part)");
        for (int part = 0; part < 3; part++) {
            server.execute("CREATE TABLE tpch.partitioned_%1$s PARTITION OF tpch.partitioned FOR VALUES IN (%1$s)".formatted(part));
        }
        changeConcurrently("partitioned");
    }

    private void changeConcurrently(String table)
            throws Exception
    {
        server.execute("INSERT INTO tpch.%s SELECT i, i %% 3, 0 FROM generate_series(1, %s) i".formatted(table, ROWS));
        Outcome outcome = new Outcome();
        CyclicBarrier start = new CyclicBarrier(CLIENTS);
        ImmutableList.Builder<Future<?>> clients = ImmutableList.builder();
        for (int client = 0; client < CLIENTS; client++) {
            int seed = client;
            clients.add(executor.submit(() -> {
                start.await();
                Random random = new Random(seed);
                for (int statement = 0; statement < STATEMENTS_PER_CLIENT; statement++) {
                    changeOnce(table, random, 1000 + seed * STATEMENTS_PER_CLIENT + statement, outcome);
                }
                return null;
            }));
        }
        for (Future<?> client : clients.build()) {
            client.get();
        }

        // each row once, with as many increments as were acknowledged
        assertThat(remoteRows("SELECT id, counter FROM tpch." + table)).containsExactlyInAnyOrderElementsOf(outcome.expectedRows());
        assertThat(outcome.acknowledgements.get()).isPositive();
        assertEventually(() -> assertThat(remoteRows("SELECT 1, count(*) FROM pg_class WHERE relname LIKE 'fdw\\_staging%'")).containsExactly("1 0"));
        assertEventually(() -> assertThat(remoteRows("SELECT 1, count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'")).containsExactly("1 0"));
        server.execute("DROP TABLE tpch." + table);
    }

    private void changeOnce(String table, Random random, int newId, Outcome outcome)
    {
        int id = 1 + random.nextInt(ROWS);
        switch (random.nextInt(4)) {
            case 0 -> run("UPDATE %s SET counter = counter + 1 WHERE id = %s".formatted(table, id), outcome, changed -> outcome.increment(id, changed));
            // to another partition
            case 1 -> run("UPDATE %s SET counter = counter + 1, part = (part + 1) %% 3 WHERE id = %s".formatted(table, id), outcome, changed -> outcome.increment(id, changed));
            case 2 -> run(
                    """
                    MERGE INTO %1$s t USING (VALUES %2$s, %3$s) s (id) ON t.id = s.id
                    WHEN MATCHED THEN UPDATE SET counter = counter + 1
                    WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.id %% 3, 0)""".formatted(table, id, newId),
                    outcome,
                    changed -> {
                        assertThat(changed).isEqualTo(2);
                        outcome.mergeIncrement(id);
                        outcome.inserted(newId);
                    });
            default -> {
                int victim = outcome.anyInserted();
                // one that PostgreSQL may run as a whole, and one by row
                String condition = random.nextBoolean() ? "id = %s".formatted(victim) : "CAST(id AS varchar) = '%s'".formatted(victim);
                run("DELETE FROM %s WHERE %s".formatted(table, condition), outcome, changed -> outcome.deleted(victim, changed));
            }
        }
    }

    private void run(String sql, Outcome outcome, Acknowledged acknowledged)
    {
        try {
            long changed = getQueryRunner().execute(getSession(), sql).getUpdateCount().orElseThrow();
            acknowledged.accept(changed);
            outcome.acknowledgements.incrementAndGet();
        }
        catch (QueryFailedException e) {
            // a conflict, and nothing else
            assertThat(e.getMessage()).containsAnyOf("SQLSTATE 40001", "SQLSTATE 40P01");
        }
    }

    private List<String> remoteRows(String sql)
    {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ImmutableList.Builder<String> result = ImmutableList.builder();
            while (rows.next()) {
                result.add(rows.getLong(1) + " " + rows.getLong(2));
            }
            return result.build();
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Acknowledged
    {
        void accept(long changed);
    }

    /** What the table must hold after the changes that were acknowledged. */
    private static final class Outcome
    {
        private final AtomicInteger acknowledgements = new AtomicInteger();
        private final Map<Integer, Integer> counters = new TreeMap<>();

        Outcome()
        {
            for (int id = 1; id <= ROWS; id++) {
                counters.put(id, 0);
            }
        }

        synchronized void increment(int id, long changed)
        {
            // these rows are never deleted
            assertThat(changed).isEqualTo(1);
            counters.merge(id, 1, Integer::sum);
        }

        synchronized void mergeIncrement(int id)
        {
            counters.merge(id, 1, Integer::sum);
        }

        synchronized void inserted(int id)
        {
            assertThat(counters.put(id, 0)).isNull();
        }

        /** Some row that is known to have been inserted, or one that never is. */
        synchronized int anyInserted()
        {
            return counters.keySet().stream()
                    .filter(id -> id > ROWS)
                    .findFirst()
                    .orElse(-1);
        }

        synchronized void deleted(int id, long changed)
        {
            if (changed == 1) {
                assertThat(counters.remove(id)).as("row %s was deleted twice", id).isNotNull();
            }
            else {
                assertThat(changed).isZero();
            }
        }

        synchronized List<String> expectedRows()
        {
            return counters.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .toList();
        }
    }
}
