package org.trinofdw.maxcompute;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import io.trino.tpch.TpchTable;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only this wrapper does, through SQL.
 */
final class TestMaxComputeFdw
        extends AbstractTestQueryFramework
{
    private LocalMaxCompute service;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        service = closeAfterClass(LocalMaxCompute.start());
        return MaxComputeQueryRunner.builder(service)
                .setInitialTables(List.of(TpchTable.NATION, TpchTable.REGION, TpchTable.ORDERS, TpchTable.LINE_ITEM))
                .build();
    }

    @Test
    void testTpch()
    {
        assertQuery("SELECT * FROM nation");
        assertQuery("SELECT count(*), sum(orderkey), max(comment), min(shipdate) FROM lineitem");
        assertQuery("SELECT o.custkey, count(*) FROM orders o JOIN lineitem l ON o.orderkey = l.orderkey GROUP BY o.custkey");
    }

    @Test
    void testPartitionedTable()
    {
        assertUpdate("CREATE TABLE by_status WITH (partitioned_by = ARRAY['orderstatus']) AS SELECT orderkey, totalprice, comment, orderstatus FROM orders", 15000);
        assertQuery("SELECT orderkey, totalprice, comment, orderstatus FROM by_status", "SELECT orderkey, totalprice, comment, orderstatus FROM orders");
        service.requests().reset();
        assertQuery("SELECT count(*) FROM by_status WHERE orderstatus = 'P'", "SELECT count(*) FROM orders WHERE orderstatus = 'P'");
        assertThat(service.requestCount("download-session")).isEqualTo(1);
        assertThat(service.requestCount("download-data")).isZero();
        assertUpdate("DROP TABLE by_status");
    }

    @Test
    void testPartitionTypesAndPruning()
    {
        assertUpdate("CREATE TABLE pruned (v bigint, region varchar, pt integer) WITH (partitioned_by = ARRAY['region', 'pt'])");
        assertUpdate("INSERT INTO pruned SELECT n, if(n % 2 = 0, 'east', 'west'), CAST(n % 5 AS integer) FROM UNNEST(sequence(1, 100)) AS t(n)", 100);
        service.requests().reset();
        assertThat(query("SELECT count(*), sum(v) FROM pruned WHERE region = 'east' AND pt IN (1, 3)")).matches("SELECT count(*), sum(n) FROM UNNEST(sequence(1, 100)) AS t(n) WHERE n % 2 = 0 AND n % 5 IN (1, 3)");
        assertThat(service.requestCount("download-session")).isEqualTo(2);

        service.requests().reset();
        assertThat(query("SELECT v FROM pruned WHERE pt > 10")).returnsEmptyResult();
        assertThat(service.requestCount("download-session")).isZero();

        // values of a join choose the partitions
        service.requests().reset();
        assertThat(query("SELECT count(*) FROM pruned JOIN (SELECT CAST(regionkey AS integer) AS pt FROM region WHERE name = 'ASIA') USING (pt)")).matches("VALUES BIGINT '20'");
        assertThat(service.requestCount("download-session")).isEqualTo(2 + 1);

        assertThat(query("SELECT DISTINCT \"$partition\" FROM pruned WHERE region = 'west' AND pt = 2")).matches("VALUES VARCHAR 'region=west,pt=2'");
        assertQueryFails("INSERT INTO pruned VALUES (1, NULL, 1)", "NULL cannot be written to partition column \"region\"");
        assertQueryFails("INSERT INTO pruned VALUES (1, 'a=b', 1)", "Value 'a=b' cannot be written to partition column \"region\".*");
        assertUpdate("DROP TABLE pruned");
    }

    @Test
    void testLimitAndCountReadLittle()
    {
        service.requests().reset();
        assertThat(query("SELECT count(*) FROM lineitem")).matches("VALUES BIGINT '60175'");
        assertThat(service.requestCount("download-data")).isZero();
        assertThat(computeActual("SELECT * FROM lineitem LIMIT 7").getRowCount()).isEqualTo(7);
        assertThat(service.requestCount("download-data")).isEqualTo(1);
    }

    @Test
    void testMppExecute()
    {
        for (String mode : List.of("coordinator", "any", "all segments")) {
            Session session = Session.builder(getSession())
                    .setCatalogSessionProperty("odps", "mpp_execute", mode)
                    .setCatalogSessionProperty("odps", "num_segments", "5")
                    .build();
            assertThat(query(session, "SELECT count(*), sum(orderkey) FROM orders")).matches("VALUES (BIGINT '15000', BIGINT '449872500')");
            long nodes = (long) computeActual(session, "SELECT count(DISTINCT \"$node\") FROM orders").getOnlyValue();
            assertThat(nodes).isEqualTo(mode.equals("all segments") ? 2 : 1);
            service.requests().reset();
            assertUpdate(session, "CREATE TABLE mpp_copy AS SELECT * FROM orders", 15000);
            assertThat(query("SELECT count(*), count(DISTINCT orderkey), sum(totalprice) FROM mpp_copy")).matches("SELECT count(*), count(DISTINCT orderkey), sum(totalprice) FROM orders");
            assertUpdate("DROP TABLE mpp_copy");
        }
    }

    @Test
    void testOverwrite()
    {
        Session overwrite = Session.builder(getSession()).setCatalogSessionProperty("odps", "insert_mode", "overwrite").build();
        assertUpdate("CREATE TABLE overwritten AS SELECT * FROM region", 5);
        assertUpdate(overwrite, "INSERT INTO overwritten SELECT * FROM region WHERE regionkey < 2", 2);
        assertThat(query("SELECT count(*) FROM overwritten")).matches("VALUES BIGINT '2'");
        assertUpdate(overwrite, "INSERT INTO overwritten SELECT * FROM region WHERE false", 0);
        assertThat(query("SELECT count(*) FROM overwritten")).matches("VALUES BIGINT '0'");

        assertUpdate("CREATE TABLE overwritten_parts WITH (partitioned_by = ARRAY['p']) AS SELECT nationkey, CAST(regionkey AS varchar) AS p FROM nation", 25);
        assertUpdate(overwrite, "INSERT INTO overwritten_parts SELECT orderkey, CAST(orderkey % 2 AS varchar) FROM orders", 15000);
        assertThat(query("SELECT p, count(*) FROM overwritten_parts GROUP BY p"))
                .matches("SELECT CAST(orderkey % 2 AS varchar), count(*) FROM orders GROUP BY 1 UNION ALL VALUES (VARCHAR '2', BIGINT '5'), (VARCHAR '3', BIGINT '5'), (VARCHAR '4', BIGINT '5')");
        assertUpdate("DROP TABLE overwritten");
        assertUpdate("DROP TABLE overwritten_parts");
    }

    @Test
    void testListingIsCheapAndTolerant()
    {
        service.execute("local_project", "CREATE TABLE odd (a BIGINT, s STRUCT<x:INT,`X`:INT>, b STRING)");
        service.requests().reset();
        assertThat(computeActual("SELECT column_name FROM information_schema.columns WHERE table_schema = 'default' AND table_name = 'odd'").getOnlyColumnAsSet()).containsExactlyInAnyOrder("a", "b");
        service.execute("local_project", "DROP TABLE odd");
    }

    @Test
    void testTypesRoundTrip()
    {
        String values = """
                SELECT * FROM (VALUES
                    (true, TINYINT '-128', SMALLINT '32767', 2147483647, BIGINT '-9223372036854775807', REAL 'NaN', infinity(), DECIMAL '-99999999.99', DECIMAL '99999999999999999999.999999999999999999',
                        VARCHAR '', CAST('ab' AS char(5)), X'00FF', DATE '0001-01-01', TIMESTAMP '9999-12-31 23:59:59.999999999', TIMESTAMP '1969-12-31 23:59:59.000000001 UTC',
                        JSON '{"a":[1,null]}', INTERVAL '-5' MONTH, INTERVAL '-1' SECOND, ARRAY[1, null], MAP(ARRAY['k', 'l'], ARRAY[1.5E0, null]), CAST(ROW(1, ARRAY['x', null]) AS row(a integer, b array(varchar)))),
                    (null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null))
                    AS t(bo, ti, sm, it, bi, re, db, de, dl, vc, ch, vb, da, ts, tz, js, ym, dt, ar, ma, ro)
                """;
        assertUpdate("CREATE TABLE round_trip AS " + values, 2);
        // TIMESTAMP, an instant, shows as the wall clock of the project's zone
        assertThat(query("SELECT bo, ti, sm, it, bi, re, db, de, dl, vc, ch, vb, da, ts, js, ym, dt, ar, ma, ro FROM round_trip"))
                .matches("SELECT bo, ti, sm, it, bi, re, db, de, dl, vc, ch, vb, da, ts, js, ym, dt, ar, ma, ro FROM (" + values + ")");
        assertThat(query("SELECT tz FROM round_trip WHERE tz IS NOT NULL")).matches("VALUES TIMESTAMP '1970-01-01 07:59:59.000000001'");
        assertUpdate("DROP TABLE round_trip");
    }

    @Test
    void testFlushMetadataCache()
    {
        service.execute("local_project", "CREATE TABLE flushed (a BIGINT)");
        assertUpdate("CALL system.flush_metadata_cache()");
        assertThat(computeActual("SELECT * FROM flushed").getTypes()).hasSize(1);
        service.execute("local_project", "ALTER TABLE flushed ADD COLUMNS (b STRING)");
        assertThat(computeActual("SELECT * FROM flushed").getTypes()).hasSize(1);
        assertUpdate("CALL system.flush_metadata_cache()");
        assertThat(computeActual("SELECT * FROM flushed").getTypes()).hasSize(2);
        service.execute("local_project", "DROP TABLE flushed");
    }
}
