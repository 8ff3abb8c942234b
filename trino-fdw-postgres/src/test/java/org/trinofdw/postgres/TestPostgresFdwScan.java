package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.client.Warning;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.MaterializedRow;
import io.trino.testing.QueryRunner;
import io.trino.testing.QueryRunner.MaterializedResultWithPlan;
import io.trino.tpch.TpchTable;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.trino.tpch.TpchTable.LINE_ITEM;
import static io.trino.tpch.TpchTable.NATION;
import static io.trino.tpch.TpchTable.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

final class TestPostgresFdwScan
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        List<TpchTable<?>> tables = List.of(NATION, ORDERS, LINE_ITEM);
        return PostgresQueryRunner.create(server, Map.of(), tables);
    }

    @Test
    void testReadsWhatWasWritten()
    {
        assertThat(query("SELECT * FROM nation")).matches("SELECT * FROM tpch.tiny.nation");
        assertThat(query("SELECT * FROM lineitem")).matches("SELECT * FROM tpch.tiny.lineitem");
        assertThat(query("SELECT count(*) FROM lineitem")).matches("SELECT count(*) FROM tpch.tiny.lineitem");
    }

    @Test
    void testEveryNumberOfSegmentsReadsEachRowOnce()
    {
        for (String mode : List.of("coordinator", "any", "all segments")) {
            for (int segments : List.of(1, 3, 7)) {
                Session session = Session.builder(getSession())
                        .setCatalogSessionProperty("postgres", "mpp_execute", mode)
                        .setCatalogSessionProperty("postgres", "num_segments", String.valueOf(segments))
                        .setCatalogSessionProperty("postgres", "aggregation_pushdown_enabled", "false")
                        .build();
                assertThat(query(session, "SELECT count(*), count(DISTINCT orderkey), sum(orderkey), checksum(comment) FROM orders"))
                        .matches("SELECT count(*), count(DISTINCT orderkey), sum(orderkey), checksum(comment) FROM tpch.tiny.orders");
            }
        }
    }

    @Test
    void testMppExecuteDecidesTheNodes()
    {
        Set<String> workers = nodes("SELECT node_id FROM system.runtime.nodes WHERE NOT coordinator", getSession());
        Set<String> coordinators = nodes("SELECT node_id FROM system.runtime.nodes WHERE coordinator", getSession());
        String nodes = "SELECT DISTINCT \"$node\" FROM lineitem";
        assertThat(workers).hasSize(2);
        if (server.version() >= 140_000) {
            assertThat(nodes(nodes, mppExecute("all segments"))).isEqualTo(workers);
        }
        else {
            // a server that has no TID range scans is read as one split
            assertThat(nodes(nodes, mppExecute("all segments"))).hasSize(1);
        }
        assertThat(nodes(nodes, mppExecute("coordinator"))).isEqualTo(coordinators);
        assertThat(nodes(nodes, mppExecute("any"))).hasSize(1);
    }

    @Test
    void testFilters()
    {
        for (String condition : List.of(
                "orderkey = 7",
                "orderkey IN (1, 2, 3, 32, 33)",
                "orderkey BETWEEN 10 AND 20 OR orderkey > 59900",
                "orderstatus = 'F'",
                "orderpriority IN ('1-URGENT', '5-LOW')",
                "orderdate < DATE '1992-02-01'",
                "totalprice > 400000.5",
                "totalprice <> 172799.49",
                "clerk > 'Clerk#000000999'",
                "clerk IS NULL",
                "comment LIKE '%special%' AND custkey < 100",
                "orderkey IS NOT NULL AND orderkey < 0")) {
            assertThat(query("SELECT * FROM orders WHERE " + condition)).matches("SELECT * FROM tpch.tiny.orders WHERE " + condition);
        }
        assertThat(query("SELECT * FROM orders WHERE orderkey IN (1, 7, 32) AND orderdate > DATE '1995-01-01'")).isFullyPushedDown();
        assertThat(query("SELECT * FROM orders WHERE clerk = 'Clerk#000000951'")).isFullyPushedDown();
    }

    @Test
    void testLimit()
    {
        assertThat(computeActual(mppExecute("all segments"), "SELECT * FROM lineitem LIMIT 10").getRowCount()).isEqualTo(10);
        assertThat(query("SELECT count(*) FROM (SELECT * FROM lineitem LIMIT 1000)")).matches("VALUES BIGINT '1000'");
    }

    /** A connection goes to the next scan while the rows of the last are still decoded. */
    @Test
    void testConnectionsChangeHands()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.hands AS SELECT i::bigint AS id, repeat(chr(97 + i % 26), 200) AS note FROM generate_series(1, 200) i");
        Session session = Session.builder(mppExecute("coordinator"))
                .setCatalogSessionProperty("postgres", "aggregation_pushdown_enabled", "false")
                .build();
        String sql = "SELECT count(*), sum(id), checksum(note) FROM hands";
        List<MaterializedRow> expected = computeActual(session, sql).getMaterializedRows();
        assertThat(expected.getFirst().getFields()).startsWith(200L, 20_100L);
        try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
            List<Future<?>> readers = new ArrayList<>();
            for (int client = 0; client < 16; client++) {
                readers.add(clients.submit(() -> {
                    for (int run = 0; run < 25; run++) {
                        assertThat(computeActual(session, sql).getMaterializedRows()).isEqualTo(expected);
                    }
                }));
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
        server.execute("DROP TABLE tpch.hands");
    }

    @Test
    void testStatistics()
    {
        server.execute("ANALYZE tpch.nation");
        assertThat(query("SHOW STATS FOR nation")).skippingTypesCheck().matches(
                """
                VALUES
                    ('nationkey', null, 25e0, 0e0, null, '0', '24'),
                    ('name', 200e0, 25e0, 0e0, null, null, null),
                    ('regionkey', null, 5e0, 0e0, null, '0', '4'),
                    ('comment', 1875e0, 25e0, 0e0, null, null, null),
                    (null, null, null, null, 25e0, null, null)""");
    }

    @Test
    void testPartitionedAndInheritedTables()
    {
        server.execute(
                """
                CREATE TABLE tpch.measures (at date, value int) PARTITION BY RANGE (at);
                CREATE TABLE tpch.measures_2025 PARTITION OF tpch.measures FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
                CREATE TABLE tpch.measures_2026 PARTITION OF tpch.measures FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
                INSERT INTO tpch.measures SELECT '2025-01-01'::date + i % 700, i FROM generate_series(1, 5000) i;
                CREATE TABLE tpch.parent (id int);
                CREATE TABLE tpch.child (note text) INHERITS (tpch.parent);
                INSERT INTO tpch.parent SELECT generate_series(1, 3000);
                INSERT INTO tpch.child SELECT generate_series(3001, 5000), 'child'""");
        for (int segments : List.of(1, 3, 7)) {
            Session session = Session.builder(mppExecute("all segments"))
                    .setCatalogSessionProperty("postgres", "num_segments", String.valueOf(segments))
                    .setCatalogSessionProperty("postgres", "aggregation_pushdown_enabled", "false")
                    .build();
            assertThat(query(session, "SELECT count(*), sum(value), count(DISTINCT value) FROM measures")).matches("VALUES (BIGINT '5000', BIGINT '12502500', BIGINT '5000')");
            assertThat(query(session, "SELECT count(*), sum(id), count(DISTINCT id) FROM parent")).matches("VALUES (BIGINT '5000', BIGINT '12502500', BIGINT '5000')");
        }
        assertThat(query("SHOW TABLES LIKE 'measures%'")).matches("VALUES VARCHAR 'measures'");
        server.execute("DROP TABLE tpch.measures, tpch.parent, tpch.child");
    }

    @Test
    void testViewsAndMaterializedViews()
    {
        server.execute("CREATE VIEW tpch.view_of_nation AS SELECT * FROM tpch.nation; CREATE MATERIALIZED VIEW tpch.stored_nation AS SELECT * FROM tpch.nation");
        assertThat(query(mppExecute("all segments"), "SELECT * FROM view_of_nation")).matches("SELECT * FROM tpch.tiny.nation");
        assertThat(query(mppExecute("all segments"), "SELECT * FROM stored_nation")).matches("SELECT * FROM tpch.tiny.nation");
        String reason = "is read as one split although mpp_execute is 'all segments': \"tpch\".\"view_of_nation\" on server \"postgres\" is not, or not wholly, a heap with pages to divide; set mpp_execute to 'any'";
        MaterializedResultWithPlan result = getDistributedQueryRunner().executeWithPlan(mppExecute("all segments"), "SELECT name FROM view_of_nation");
        assertThat(computeActual("SELECT kind, message FROM system.warnings WHERE query_id = '%s'".formatted(result.queryId())).getMaterializedRows())
                .singleElement()
                .satisfies(row -> assertThat(row.getFields()).containsExactly("SINGLE_SPLIT", "table tpch.view_of_nation " + reason));
        // that of a foreign table reaches the client
        assertUpdate("CALL system.execute_ddl('CREATE FOREIGN TABLE tpch.declared_view (nationkey bigint, name varchar) SERVER postgres OPTIONS (table_name ''view_of_nation'', mpp_execute ''all segments'')')");
        result = getDistributedQueryRunner().executeWithPlan(getSession(), "SELECT name FROM declared_view");
        assertThat(result.result().getWarnings()).singleElement().extracting(Warning::getMessage).asString().endsWith("table tpch.declared_view " + reason);
        assertThat(query("SELECT count(*) FROM system.warnings WHERE query_id = '%s'".formatted(result.queryId()))).matches("VALUES BIGINT '1'");
        assertUpdate("DROP TABLE declared_view");
        server.execute("DROP VIEW tpch.view_of_nation; DROP MATERIALIZED VIEW tpch.stored_nation");
    }

    private Set<String> nodes(String sql, Session session)
    {
        return computeActual(session, sql).getMaterializedRows().stream()
                .map(MaterializedRow::getFields)
                .map(fields -> (String) fields.getFirst())
                .collect(toImmutableSet());
    }

    private Session mppExecute(String mode)
    {
        return Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "mpp_execute", mode)
                .build();
    }
}
