package org.trinofdw.maxcompute;

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
        assertUpdate("CREATE TABLE by_status WITH (partitioned_by = 'orderstatus') AS SELECT orderkey, totalprice, comment, orderstatus FROM orders", 15000);
        assertQuery("SELECT orderkey, totalprice, comment, orderstatus FROM by_status", "SELECT orderkey, totalprice, comment, orderstatus FROM orders");
        service.requests().reset();
        assertQuery("SELECT count(*) FROM by_status WHERE orderstatus = 'P'", "SELECT count(*) FROM orders WHERE orderstatus = 'P'");
        assertThat(service.requestCount("download-session")).isEqualTo(1);
        assertThat(service.requestCount("download-data")).isZero();
        assertUpdate("DROP TABLE by_status");
    }
}
