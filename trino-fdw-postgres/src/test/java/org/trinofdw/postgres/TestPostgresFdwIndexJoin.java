package org.trinofdw.postgres;

import com.google.common.collect.HashMultiset;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.QueryRunner;
import io.trino.tpch.TpchTable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.trino.testing.assertions.Assert.assertEventually;
import static io.trino.tpch.TpchTable.CUSTOMER;
import static io.trino.tpch.TpchTable.ORDERS;
import static java.util.Collections.nCopies;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Joins that look the rows of a table up by the keys of their other side: what PostgreSQL is asked, and that the rows are those of a join of scans.
 */
// spans are those of one query at a time
@Execution(SAME_THREAD)
final class TestPostgresFdwIndexJoin
        extends AbstractTestQueryFramework
{
    private static final AttributeKey<String> STATEMENT = stringKey("fdw.statement");
    private static final AttributeKey<Long> ROWS = longKey("fdw.rows");

    private TestingPostgresServer server;
    private Session indexed;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        List<TpchTable<?>> tables = List.of(CUSTOMER, ORDERS);
        return PostgresQueryRunner.create(server, Map.of(), tables);
    }

    @BeforeAll
    void setUp()
    {
        indexed = Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "index_join_enabled", "true")
                .build();
        server.execute("""
                ALTER TABLE tpch.customer ADD PRIMARY KEY (custkey);
                CREATE INDEX ON tpch.orders (custkey, orderdate);
                CREATE TABLE tpch.keyed (id int, name text COLLATE "C", code char(4), amount numeric(10, 2), day date, moment timestamp, price float8, note varchar(20), row_number bigint);
                CREATE INDEX ON tpch.keyed (id);
                CREATE INDEX ON tpch.keyed (name);
                CREATE INDEX ON tpch.keyed (code);
                CREATE INDEX ON tpch.keyed (amount);
                CREATE INDEX ON tpch.keyed (day);
                CREATE INDEX ON tpch.keyed (moment);
                CREATE INDEX ON tpch.keyed (price);
                CREATE INDEX ON tpch.keyed (row_number) WHERE id > 0;
                INSERT INTO tpch.keyed
                SELECT
                    nullif(i % 50, 7),
                    CASE WHEN i % 11 = 0 THEN NULL ELSE (ARRAY['', 'a', 'A', 'a ', 'é', 'ß', '漢字', '😀', 'it''s', '"q"', 'back\\slash', '{}', 'NULL'])[1 + i % 13] END,
                    (ARRAY['', 'a', 'ab', 'ab', 'é'])[1 + i % 5],
                    (i % 40) / 4.0,
                    DATE '1999-12-25' + i % 20,
                    TIMESTAMP '1969-12-31 23:59:59.999998' + i % 30 * INTERVAL '1 microsecond',
                    CASE i % 4 WHEN 0 THEN 'NaN'::float8 WHEN 1 THEN '-0'::float8 ELSE i % 10 END,
                    'note ' || i,
                    i
                FROM generate_series(1, 1000) i;
                ANALYZE""");
    }

    @Test
    void testLooksUpByKeys()
    {
        assertIndexJoin("""
                SELECT p.k, c.name FROM (VALUES 3, 7, 7, 1400, 999999, NULL) p (k) LEFT JOIN customer c ON p.k = c.custkey""");
        // four keys that are there or not, one statement, and no row that is not asked for
        assertScans(scans -> {
            assertThat(scans).singleElement().satisfies(scan -> {
                assertThat(statement(scan)).contains("FROM \"tpch\".\"customer\" WHERE \"custkey\" = ANY ('{").contains("\"999999\"");
                assertThat(scan.getAttributes().get(ROWS)).isEqualTo(3);
            });
        });
    }

    @Test
    void testKeysOfSeveralColumns()
    {
        assertIndexJoin("""
                SELECT p.k, o.orderkey FROM (
                    SELECT custkey AS k, CAST(custkey AS bigint) AS key, orderdate AS day FROM tpch.tiny.orders WHERE orderkey < 40) p
                JOIN orders o ON o.custkey = p.key AND o.orderdate = p.day""");
        assertScans(scans -> assertThat(scans).isNotEmpty().allSatisfy(scan -> assertThat(statement(scan)).containsAnyOf(
                // Trino hands the columns over in no order
                "FROM \"tpch\".\"orders\" WHERE (\"custkey\", \"orderdate\") IN (SELECT * FROM unnest('{",
                "FROM \"tpch\".\"orders\" WHERE (\"orderdate\", \"custkey\") IN (SELECT * FROM unnest('{")));
    }

    @Test
    void testManyKeys()
    {
        assertIndexJoin("SELECT c.name, count(*), sum(l.quantity) FROM tpch.tiny.lineitem l JOIN customer c ON l.suppkey = c.custkey GROUP BY c.name");
        assertIndexJoin("SELECT o.orderkey, l.partkey FROM tpch.tiny.lineitem l LEFT JOIN orders o ON l.orderkey = o.custkey");
        assertIndexJoin("SELECT o.orderkey, c.name FROM orders o RIGHT JOIN tpch.tiny.customer c ON o.custkey = c.custkey");
    }

    /** A condition of the table stays one of each lookup; one of the join is tested on what is looked up. */
    @Test
    void testConditions()
    {
        assertIndexJoin("SELECT p.k, o.orderkey FROM (VALUES BIGINT '1', 4, 7, 370) p (k) JOIN orders o ON o.custkey = p.k WHERE o.orderdate > DATE '1996-01-01' AND o.orderstatus = 'O'");
        assertScans(scans -> assertThat(scans).singleElement().satisfies(scan -> assertThat(statement(scan)).contains("\"orderdate\" > ").contains("\"orderstatus\" = ")));
        assertIndexJoin("SELECT p.k, o.orderkey FROM (VALUES (BIGINT '1', 1000), (4, 20000), (370, 50000)) p (k, n) JOIN orders o ON o.custkey = p.k AND o.orderkey > p.n");
        assertIndexJoin("SELECT p.k, o.n FROM (VALUES BIGINT '1', 4, 5, 370) p (k) LEFT JOIN (SELECT custkey, reverse(orderpriority) AS n FROM orders WHERE reverse(orderpriority) LIKE 'T%') o ON o.custkey = p.k");
        assertIndexJoin("SELECT p.k, o.n FROM (VALUES BIGINT '1', 4, 5, 370) p (k) LEFT JOIN (SELECT custkey, count_if(reverse(orderpriority) < 'M') AS n FROM orders GROUP BY custkey) o ON o.custkey = p.k");
    }

    /** Each type of key, with values that PostgreSQL and Trino might hold equal otherwise, and values that PostgreSQL cannot hold. */
    @Test
    void testKeyTypes()
    {
        assertIndexJoin("SELECT p.k, t.note FROM (VALUES 1, 7, NULL, 49, 2147483647, -2147483648) p (k) LEFT JOIN keyed t ON t.id = p.k");
        assertIndexJoin("SELECT p.k, t.note FROM (VALUES BIGINT '1', 3000000000, -32769) p (k) LEFT JOIN keyed t ON t.id = p.k");
        assertIndexJoin("SELECT p.k, t.note FROM (VALUES CAST('' AS varchar), 'a', 'A', 'a ', U&'e\\0301', 'é', 'ß', 'ss', '漢字', '😀', 'it''s', '\"q\"', 'back\\slash', '{}', 'NULL', NULL, U&'\\0000', 'x') p (k) LEFT JOIN keyed t ON t.name = p.k");
        assertIndexJoin("SELECT p.k, t.note FROM (VALUES CAST('' AS char(4)), CAST('a' AS char(4)), CAST('ab' AS char(4)), CAST('é' AS char(4)), CAST('zz' AS char(4)), NULL) p (k) LEFT JOIN keyed t ON t.code = p.k");
        assertIndexJoin("SELECT p.k, t.note FROM (VALUES CAST(0.25 AS decimal(10, 2)), 1.5, -1.25, 9.75, 99999999.99, NULL) p (k) LEFT JOIN keyed t ON t.amount = p.k");
        assertIndexJoin("SELECT p.k, t.note FROM (VALUES DATE '1999-12-31', DATE '2000-01-01', DATE '-4800-01-01', DATE '+5881580-07-11', NULL) p (k) LEFT JOIN keyed t ON t.day = p.k");
        assertIndexJoin("SELECT p.k, t.note FROM (VALUES TIMESTAMP '1969-12-31 23:59:59.999999', TIMESTAMP '1970-01-01 00:00:00.000000', TIMESTAMP '1970-01-01 00:00:00.000011', NULL) p (k) LEFT JOIN keyed t ON t.moment = p.k");
    }

    /** Keys that PostgreSQL compares otherwise, that no whole index is on, that say not which rows are meant, or that only the coordinator could look up. */
    @Test
    void testScansWhereLookupsWouldBeWrongOrSlow()
    {
        String probe = "SELECT t.note FROM (VALUES %s) p (k) JOIN %s t ON t.%s = p.k";
        assertNoIndexJoin(indexed, probe.formatted("DOUBLE '0.0', nan(), 3", "keyed", "price"));
        assertNoIndexJoin(indexed, probe.formatted("CAST('note 1' AS varchar(20)), 'note 2'", "keyed", "note"));
        assertNoIndexJoin(indexed, probe.formatted("BIGINT '1', 2", "keyed", "row_number"));
        assertNoIndexJoin(indexed, probe.formatted("1, 2", "(SELECT * FROM keyed LIMIT 10000)", "id"));
        assertNoIndexJoin(getSession(), probe.formatted("1, 2", "keyed", "id"));
        Session onCoordinator = Session.builder(indexed)
                .setCatalogSessionProperty("postgres", "mpp_execute", "coordinator")
                .build();
        assertNoIndexJoin(onCoordinator, probe.formatted("1, 2", "keyed", "id"));
    }

    /** Workers have the properties of the catalog, and no servers and user mappings that were made by SQL. */
    @Test
    void testServersThatWorkersDoNotKnow()
    {
        executeDdl("CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname '%s')".formatted(server.host(), server.port(), server.database()));
        executeDdl("CREATE USER MAPPING FOR PUBLIC SERVER elsewhere OPTIONS (user '%s', password_required 'false')".formatted(server.user()));
        executeDdl("CREATE FOREIGN TABLE tpch.far_keyed (id int, note varchar(20)) SERVER elsewhere OPTIONS (table_name 'keyed')");
        executeDdl("CREATE FOREIGN TABLE tpch.near_keyed (id int, note varchar(20)) SERVER postgres OPTIONS (table_name 'keyed')");
        String sql = "SELECT t.note FROM (VALUES 1, 2) p (k) JOIN %s t ON t.id = p.k";
        assertNoIndexJoin(indexed, sql.formatted("far_keyed"));
        assertIndexJoin(sql.formatted("near_keyed"));
        String user = getSession().getUser();
        executeDdl("CREATE USER MAPPING FOR \"%s\" SERVER postgres OPTIONS (user '%s', password_required 'false')".formatted(user, server.user()));
        assertNoIndexJoin(indexed, sql.formatted("near_keyed"));
        executeDdl("DROP USER MAPPING FOR \"%s\" SERVER postgres".formatted(user));
        assertIndexJoin(sql.formatted("near_keyed"));
    }

    /** Lookups have connections that no scan of the other side holds while it waits for them. */
    @Test
    void testFewConnections()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.probe AS SELECT i % 50 + 1::bigint AS k, repeat('x', 100) AS t FROM generate_series(1, 200000) i; ANALYZE tpch.probe");
        Session few = fewConnections("few", 8);
        String sql = "SELECT count(*), count(c.name) FROM probe p LEFT JOIN customer c ON c.custkey = p.k";
        assertThat(explain(few, sql)).contains("IndexSource");
        // 12 splits on three nodes, each of which lends four connections to scans, and three to transactions
        try (ExecutorService executor = newCachedThreadPool()) {
            List<Future<List<MaterializedRow>>> results = executor.invokeAll(nCopies(3, () -> getQueryRunner().execute(few, sql).getMaterializedRows()));
            List<MaterializedRow> expected = getQueryRunner().execute(sql).getMaterializedRows();
            for (Future<List<MaterializedRow>> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
        }
        assertNoIndexJoin(fewConnections("too_few", 2), "SELECT t.note FROM (VALUES 1, 2) p (k) JOIN keyed t ON t.id = p.k");
    }

    /** A lookup lends its connection to one that its own rows need. */
    @Test
    void testLookUpWithinLookUp()
    {
        server.execute(
                """
                CREATE TABLE tpch.outer_rows AS SELECT (i % 3)::bigint AS k, (i % 1000 + 1)::bigint AS custkey, repeat('y', 100) AS t FROM generate_series(1, 60000) i;
                CREATE INDEX ON tpch.outer_rows (k);
                ANALYZE tpch.outer_rows""");
        Session one = fewConnections("one_look_up", 8);
        String sql = "SELECT p.k, count(j.t), count(j.name) FROM (VALUES BIGINT '0', 1, 5) p (k) LEFT JOIN (SELECT o.k, o.t, c.name FROM outer_rows o JOIN customer c ON c.custkey = o.custkey) j ON j.k = p.k GROUP BY p.k";
        assertThat(explain(one, sql)).containsPattern("(?s)IndexSource.*IndexSource");
        assertThat(getQueryRunner().execute(one, sql).getMaterializedRows()).containsExactlyInAnyOrderElementsOf(getQueryRunner().execute(sql).getMaterializedRows());
    }

    private Session fewConnections(String catalog, int maxConnections)
    {
        getQueryRunner().createCatalog(catalog, "postgres_fdw", Map.of(
                "host", server.host(),
                "port", String.valueOf(server.port()),
                "dbname", server.database(),
                "user", server.user(),
                "max_connections", String.valueOf(maxConnections)));
        return Session.builder(getSession())
                .setCatalog(catalog)
                .setCatalogSessionProperty(catalog, "index_join_enabled", "true")
                .setCatalogSessionProperty(catalog, "join_pushdown_enabled", "false")
                .setCatalogSessionProperty(catalog, "mpp_execute", "all segments")
                .setCatalogSessionProperty(catalog, "num_segments", "4")
                .build();
    }

    /** All lookups of a transaction see its snapshot. */
    @Test
    void testSnapshot()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.versions AS SELECT i AS id, 0 AS version FROM generate_series(1, 500) i; CREATE INDEX ON tpch.versions (id); ANALYZE tpch.versions");
        String sql = "SELECT count(*), min(t.version), max(t.version) FROM (SELECT CAST(orderkey % 500 + 1 AS integer) AS k FROM tpch.tiny.orders) p JOIN versions t ON t.id = p.k";
        assertThat(explain(indexed, sql)).contains("IndexJoin");
        Thread writer = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                server.execute("UPDATE tpch.versions SET version = version + 1");
            }
        });
        try {
            for (int round = 0; round < 3; round++) {
                List<Object> row = getQueryRunner().execute(indexed, sql).getMaterializedRows().getFirst().getFields();
                assertThat(row.getFirst()).isEqualTo(15_000L);
                assertThat(row.get(1)).isEqualTo(row.get(2));
            }
        }
        finally {
            writer.interrupt();
            writer.join();
        }
        assertThat((int) computeScalar("SELECT max(version) FROM versions")).isGreaterThan(3);
    }

    private void executeDdl(String ddl)
    {
        getQueryRunner().execute("CALL system.execute_ddl('%s')".formatted(ddl.replace("'", "''")));
    }

    private void assertIndexJoin(String sql)
    {
        assertThat(explain(indexed, sql)).as(sql).contains("IndexJoin").contains("IndexSource");
        assertSameRows(indexed, sql);
    }

    private void assertNoIndexJoin(Session session, String sql)
    {
        assertThat(explain(session, sql)).as(sql).doesNotContain("IndexSource");
        assertSameRows(session, sql);
    }

    private void assertSameRows(Session session, String sql)
    {
        Session scanning = Session.builder(getSession())
                .setSystemProperty("allow_pushdown_into_connectors", "false")
                .build();
        MaterializedResult expected = getQueryRunner().execute(scanning, sql);
        MaterializedResult actual = getQueryRunner().execute(session, sql);
        assertThat(HashMultiset.create(actual.getMaterializedRows())).as(sql).isEqualTo(HashMultiset.create(expected.getMaterializedRows()));
        assertThat(expected.getRowCount()).as(sql).isPositive();
    }

    /** What the last query read. */
    private void assertScans(Consumer<List<SpanData>> assertion)
    {
        assertEventually(() -> assertion.accept(getDistributedQueryRunner().getSpans().stream().filter(span -> span.getName().equals("foreign scan")).toList()));
    }

    private static String statement(SpanData scan)
    {
        return scan.getAttributes().get(STATEMENT);
    }

    private String explain(Session session, String sql)
    {
        return (String) getQueryRunner().execute(session, "EXPLAIN " + sql).getOnlyValue();
    }
}
