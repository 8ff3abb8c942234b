package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static io.trino.testing.assertions.Assert.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Many short queries share few connections, over TLS and with SCRAM.
 */
@Execution(SAME_THREAD)
final class TestPostgresFdwConnectionPool
        extends AbstractTestQueryFramework
{
    private static final int CLIENTS = 32;
    private static final int NODES = 2;
    private static final int MAX_CONNECTIONS = 16;
    private static final List<String> TABLES = List.of("a", "b", "c", "d", "e");

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.builder().requireEncryption().start());
        server.execute("CREATE ROLE dashboard LOGIN PASSWORD 'secret'; CREATE SCHEMA tpch; GRANT USAGE ON SCHEMA tpch TO dashboard");
        for (String table : TABLES) {
            server.execute("CREATE TABLE tpch.%1$s AS SELECT i AS id, repeat('x', 200) AS %1$s_text FROM generate_series(1, 1000) i; ANALYZE tpch.%1$s; GRANT SELECT ON tpch.%1$s TO dashboard".formatted(table));
        }
        return PostgresQueryRunner.create(
                server,
                NODES - 1,
                Map.of(
                        "user", "dashboard",
                        "password", "secret",
                        "sslmode", "verify-full",
                        "sslrootcert", server.certificate().toString(),
                        "require_auth", "scram-sha-256",
                        // all clients begin at once
                        "connect_timeout", "120",
                        "max_connections", String.valueOf(MAX_CONNECTIONS)),
                List.of());
    }

    @Test
    @Tag("long")
    void testManyShortQueries()
            throws Exception
    {
        runQueries(500);
    }

    /** The pool asks for a connection a second at a time. */
    @Test
    void testSlowLogIn()
    {
        server.execute("ALTER SYSTEM SET pre_auth_delay = 3");
        try {
            server.execute("SELECT pg_reload_conf()");
            assertUpdate("CALL system.disconnect_all()");
            assertThat(query("SELECT count(*) FROM a")).matches("VALUES BIGINT '1000'");
        }
        finally {
            server.execute("ALTER SYSTEM RESET pre_auth_delay");
            server.execute("SELECT pg_reload_conf()");
        }
    }

    /** Such a query looks up names on a thread that those who hold the transactions may need to end them. */
    @Test
    void testNamesAreFoundWhileAllTransactionsAreHeld()
            throws Exception
    {
        int held = MAX_CONNECTIONS - MAX_CONNECTIONS / 2 - MAX_CONNECTIONS / 8;
        try (ExecutorService clients = Executors.newCachedThreadPool();
                Connection connection = server.connect();
                Statement lock = connection.createStatement()) {
            lock.execute("BEGIN; LOCK TABLE tpch.a");
            List<Future<?>> readers = new ArrayList<>();
            for (int index = 0; index < held; index++) {
                readers.add(clients.submit(() -> computeScalar("SELECT count(a_text) FROM a")));
            }
            try {
                assertEventually(() -> assertThat(value("SELECT count(*) FROM pg_stat_activity WHERE usename = 'dashboard' AND wait_event_type = 'Lock'")).isEqualTo(String.valueOf(held)));
                assertThat(query("SELECT column_name FROM information_schema.columns WHERE table_schema = 'tpch' AND table_name = 'b'")).matches("VALUES VARCHAR 'id', VARCHAR 'b_text'");
                assertThat(query("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'tpch'")).matches("VALUES BIGINT '%s'".formatted(TABLES.size()));
            }
            finally {
                lock.execute("ROLLBACK");
            }
            for (Future<?> reader : readers) {
                assertThat(reader.get()).isEqualTo(1000L);
            }
        }
    }

    private void runQueries(int count)
            throws Exception
    {
        Set<String> opened = sessionsWhile(() -> run(CLIENTS, count, this::shortQuery));
        assertThat(value("SELECT string_agg(DISTINCT ssl::text, ',') FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'dashboard'")).isEqualTo("true");
        // each query takes two connections at least, and all together open no more than may be open at once
        assertThat(opened).hasSizeBetween(2, NODES * MAX_CONNECTIONS);
        // warm now, for clients that are fewer
        assertThat(opened).containsAll(sessionsWhile(() -> run(CLIENTS / 8, count / 4, this::shortQuery)));
    }

    /** The sessions that there are at any time during the work. */
    private Set<String> sessionsWhile(Work work)
            throws Exception
    {
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService monitor = Executors.newSingleThreadExecutor()) {
            Future<Set<String>> opened = monitor.submit(() -> {
                Set<String> all = new HashSet<>();
                while (!stop.get()) {
                    all.addAll(sessions());
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                return all;
            });
            try {
                work.run();
            }
            finally {
                stop.set(true);
            }
            return opened.get();
        }
    }

    private void shortQuery(int index)
    {
        int id = 1 + index % 1000;
        String fiveTables = "SELECT count(*) FROM a JOIN b ON a.id = b.id JOIN c ON b.id = c.id JOIN d ON c.id = d.id JOIN e ON d.id = e.id WHERE a.id <= " + id;
        switch (index % 4) {
            case 0 -> assertThat(computeScalar("SELECT id FROM a WHERE id = " + id)).isEqualTo(id);
            case 1 -> assertThat(computeScalar("SELECT count(*) FROM b WHERE id <= " + id)).isEqualTo((long) id);
            case 2 -> assertThat(computeScalar(fiveTables)).isEqualTo((long) id);
            default -> {
                Session unpushed = Session.builder(getSession())
                        .setCatalogSessionProperty("postgres", "join_pushdown_enabled", "false")
                        .build();
                assertThat(computeScalar(unpushed, fiveTables)).isEqualTo((long) id);
            }
        }
    }

    private static void run(int clientCount, int count, Action action)
            throws Exception
    {
        try (ExecutorService clients = Executors.newFixedThreadPool(clientCount)) {
            List<Future<?>> queries = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                int query = index;
                queries.add(clients.submit(() -> action.run(query)));
            }
            for (Future<?> query : queries) {
                query.get();
            }
        }
    }

    private interface Work
    {
        void run()
                throws Exception;
    }

    private interface Action
    {
        void run(int index);
    }

    /** What tells one session of the connector from others, those that have ended before too. */
    private Set<String> sessions()
    {
        return new HashSet<>(values("SELECT pid || ' ' || backend_start FROM pg_stat_activity WHERE usename = 'dashboard'"));
    }

    private String value(String sql)
    {
        return values(sql).getFirst();
    }

    private List<String> values(String sql)
    {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
