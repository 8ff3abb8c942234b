package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.MaterializedResult;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static io.trino.testing.assertions.Assert.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * A table whose rows go to other pages, or that gets and loses partitions, between the splits of a scan: each row is read once, or the scan fails.
 */
// one lock holds up all scans
@Execution(SAME_THREAD)
final class TestPostgresFdwMovedRows
        extends AbstractTestQueryFramework
{
    private static final String GATE = "20261129";
    private static final int ROWS = 4_000;

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        // reading a value waits until the gate is open
        server.execute(
                """
                CREATE SCHEMA tpch;
                CREATE TYPE tpch.gated AS (id int);
                CREATE FUNCTION tpch.pass(value tpch.gated) RETURNS text LANGUAGE plpgsql AS
                    $$ BEGIN PERFORM pg_advisory_xact_lock_shared(%s); RETURN value.id; END $$;
                CREATE CAST (tpch.gated AS text) WITH FUNCTION tpch.pass(tpch.gated)""".formatted(GATE));
        // one connection to read with: the second split begins when the first has ended
        return PostgresQueryRunner.create(server, 0, Map.of("max_connections", "2"), List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"VACUUM FULL tpch.moved", "TRUNCATE tpch.moved", "ALTER TABLE tpch.moved ADD x float8 DEFAULT random()"})
    void testRewritten(String statement)
            throws Exception
    {
        server.execute("DROP TABLE IF EXISTS tpch.moved");
        server.execute("CREATE TABLE tpch.moved (value tpch.gated)");
        fill("tpch.moved", 0);
        server.execute("DELETE FROM tpch.moved WHERE (value).id < " + ROWS / 2);
        assertFails("moved", statement);
        // when it has moved, it is read from where it is now
        assertThat(computeActual(inParts(), "SELECT value FROM moved").getRowCount()).isEqualTo(statement.startsWith("TRUNCATE") ? 0 : ROWS / 2);
    }

    /** PostgreSQL lets every snapshot see the rows of a view that was made anew. */
    @Test
    void testRefreshed()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.origin (value tpch.gated)");
        fill("tpch.origin", 0);
        server.execute("CREATE MATERIALIZED VIEW tpch.refreshed AS SELECT * FROM tpch.origin");
        assertFails("refreshed", "REFRESH MATERIALIZED VIEW tpch.refreshed");
    }

    @Test
    void testPartitionsThatComeAndGo()
            throws Exception
    {
        server.execute(
                """
                CREATE TABLE tpch.parent (value tpch.gated, part int) PARTITION BY LIST (part);
                CREATE TABLE tpch.first PARTITION OF tpch.parent FOR VALUES IN (1);
                CREATE TABLE tpch.second (value tpch.gated, part int)""");
        fill("tpch.first", 1);
        fill("tpch.second", 2);
        assertFails("parent", "ALTER TABLE tpch.parent ATTACH PARTITION tpch.second FOR VALUES IN (2)");
        assertFails("parent", "ALTER TABLE tpch.parent DETACH PARTITION tpch.second");
        // who makes a new partition every hour can go on
        assertThat(whileReading(inParts(), "SELECT value FROM parent", 1, "CREATE TABLE tpch.third PARTITION OF tpch.parent FOR VALUES IN (3)").getRowCount()).isEqualTo(ROWS);
    }

    @Test
    void testHeirThatComes()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.ancestor (value tpch.gated); CREATE TABLE tpch.heir (value tpch.gated)");
        fill("tpch.ancestor", 0);
        fill("tpch.heir", 0);
        assertFails("ancestor", "ALTER TABLE tpch.heir INHERIT tpch.ancestor");
    }

    /** Who waits for the end of the scan changes nothing between two of its parts. */
    @Test
    void testTruncatedBehindAllParts()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.reloaded (value tpch.gated)");
        fill("tpch.reloaded", 0);
        createCatalog("parallel");
        Session session = Session.builder(getSession())
                .setCatalogSessionProperty("parallel", "mpp_execute", "all segments")
                .setCatalogSessionProperty("parallel", "num_segments", "3")
                .build();
        for (int run = 0; run < 5; run++) {
            assertThat(whileReading(session, "SELECT value FROM parallel.tpch.reloaded", 3, "TRUNCATE tpch.reloaded").getRowCount()).isEqualTo(ROWS);
            fill("tpch.reloaded", 0);
        }
    }

    /** A part that is not read to the end is checked when it begins. */
    @Test
    void testLimit()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.limited (value tpch.gated)");
        fill("tpch.limited", 0);
        // the first part has a third of the rows; of the second, some pages are enough
        Session session = Session.builder(inParts())
                .setCatalogSessionProperty("postgres", "fetch_size", "10")
                .build();
        String sql = "SELECT value FROM limited LIMIT " + ROWS / 2;
        assertThatThrownBy(() -> whileReading(session, sql, 1, "VACUUM FULL tpch.limited")).hasStackTraceContaining(message("postgres", "limited"));
    }

    /** The lookups of an index join are several statements too. */
    @Test
    void testTruncatedBetweenLookups()
    {
        server.execute("CREATE TABLE tpch.probe (id int, value tpch.gated); CREATE TABLE tpch.looked_up AS SELECT id FROM generate_series(1, 100) id; CREATE INDEX ON tpch.looked_up (id)");
        server.execute("INSERT INTO tpch.probe VALUES (7, ROW(7))");
        createCatalog("indexed");
        Session session = Session.builder(getSession())
                .setCatalogSessionProperty("indexed", "index_join_enabled", "true")
                .setCatalogSessionProperty("indexed", "join_pushdown_enabled", "false")
                .build();
        String sql = "SELECT p.value, l.id FROM indexed.tpch.probe p LEFT JOIN indexed.tpch.looked_up l ON l.id = p.id";
        assertThat((String) computeActual(session, "EXPLAIN " + sql).getOnlyValue()).contains("IndexSource");
        assertThatThrownBy(() -> whileReading(session, sql, 1, "TRUNCATE tpch.looked_up")).hasStackTraceContaining(message("indexed", "looked_up"));
    }

    private void createCatalog(String name)
    {
        getQueryRunner().createCatalog(name, "postgres_fdw", Map.of(
                "host", server.host(),
                "port", String.valueOf(server.port()),
                "dbname", server.database(),
                "user", server.user()));
    }

    private void fill(String table, int part)
    {
        server.execute("INSERT INTO %s SELECT ROW(id)::tpch.gated%s FROM generate_series(0, %s) id".formatted(table, part == 0 ? "" : ", " + part, ROWS - 1));
    }

    private void assertFails(String table, String statement)
    {
        assertThatThrownBy(() -> whileReading(inParts(), "SELECT value FROM " + table, 1, statement)).hasStackTraceContaining(message("postgres", table));
    }

    private static String message(String server, String table)
    {
        return "foreign server \"%s\": cannot read \"tpch\".\"%s\": it was rewritten or truncated, or a partition was attached or detached, between two statements that read it; run the query again (SQLSTATE 40001)".formatted(server, table);
    }

    /** Runs a query, and a statement when so many of its scans have begun, or as soon after as its lock lets it. */
    private MaterializedResult whileReading(Session session, String sql, int scans, String statement)
            throws Exception
    {
        try (ExecutorService executor = Executors.newFixedThreadPool(2);
                Connection gatekeeper = server.connect();
                Statement gate = gatekeeper.createStatement();
                Connection changing = server.connect();
                Statement change = changing.createStatement()) {
            gate.execute("SELECT pg_advisory_lock(%s)".formatted(GATE));
            Future<MaterializedResult> reading = executor.submit(() -> computeActual(session, sql));
            Future<?> changed;
            try {
                assertEventually(() -> assertThat(waiting(gate, "locktype = 'advisory'")).isEqualTo(scans));
                int backend = changing.unwrap(PGConnection.class).getBackendPID();
                changed = executor.submit(() -> change.execute(statement));
                assertEventually(() -> assertThat(changed.isDone() || waiting(gate, "pid = " + backend) > 0).isTrue());
            }
            finally {
                gate.execute("SELECT pg_advisory_unlock(%s)".formatted(GATE));
            }
            changed.get();
            return reading.get();
        }
    }

    private static long waiting(Statement statement, String condition)
            throws SQLException
    {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted AND " + condition)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Session inParts()
    {
        return Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "mpp_execute", "all segments")
                .setCatalogSessionProperty("postgres", "num_segments", "3")
                .build();
    }
}
