package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * All splits of all scans of a query see one state of the remote data.
 */
@Execution(SAME_THREAD)
final class TestPostgresFdwSnapshot
        extends AbstractTestQueryFramework
{
    private static final int ACCOUNTS = 20_000;
    private static final int WRITERS = 4;

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(server, Map.of(), List.of());
    }

    @Test
    void testScansSeeAConstantSumWhileMoneyMoves()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.accounts (id int PRIMARY KEY, balance bigint) WITH (fillfactor = 50)");
        server.execute("INSERT INTO tpch.accounts SELECT i, 1000 FROM generate_series(1, %s) i".formatted(ACCOUNTS));
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService executor = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Long>> writers = IntStream.range(0, WRITERS)
                    .mapToObj(_ -> executor.submit(() -> transferUntil(stop)))
                    .toList();
            try {
                for (int round = 0; round < 10; round++) {
                    for (int segments : List.of(2, 5, 9)) {
                        Session session = Session.builder(getSession())
                                .setCatalogSessionProperty("postgres", "mpp_execute", "all segments")
                                .setCatalogSessionProperty("postgres", "num_segments", String.valueOf(segments))
                                // or one remote query would do
                                .setCatalogSessionProperty("postgres", "aggregation_pushdown_enabled", "false")
                                .setCatalogSessionProperty("postgres", "join_pushdown_enabled", "false")
                                .build();
                        assertThat(query(session, "SELECT sum(balance), count(*), count(DISTINCT id) FROM accounts"))
                                .matches("VALUES (BIGINT '%s', BIGINT '%s', BIGINT '%s')".formatted(ACCOUNTS * 1000L, ACCOUNTS, ACCOUNTS));
                        // two scans in one query
                        assertThat(query(session, "SELECT count(*) FROM accounts a JOIN accounts b ON a.id = b.id AND a.balance <> b.balance"))
                                .matches("VALUES BIGINT '0'");
                    }
                }
            }
            finally {
                stop.set(true);
            }
            for (Future<Long> writer : writers) {
                assertThat(writer.get()).as("transfers while the scans ran").isPositive();
            }
        }
    }

    private long transferUntil(AtomicBoolean stop)
            throws SQLException
    {
        long transfers = 0;
        try (Connection connection = server.connect();
                PreparedStatement update = connection.prepareStatement("UPDATE tpch.accounts SET balance = balance + ? WHERE id = ?")) {
            connection.setAutoCommit(false);
            while (!stop.get()) {
                int from = ThreadLocalRandom.current().nextInt(1, ACCOUNTS);
                int to = ThreadLocalRandom.current().nextInt(from + 1, ACCOUNTS + 1);
                int amount = ThreadLocalRandom.current().nextInt(100);
                // in the order of their ids, so that two transfers never wait for each other
                update.setInt(1, -amount);
                update.setInt(2, from);
                update.executeUpdate();
                update.setInt(1, amount);
                update.setInt(2, to);
                update.executeUpdate();
                connection.commit();
                transfers++;
            }
        }
        return transfers;
    }
}
