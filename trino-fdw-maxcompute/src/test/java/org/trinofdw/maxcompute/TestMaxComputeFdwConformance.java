package org.trinofdw.maxcompute;

import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.io.TempDir;
import org.trinofdw.conformance.BaseWrapperConformanceTest;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;

import java.nio.file.Path;

/**
 * The suite of all wrappers over MaxCompute.
 */
final class TestMaxComputeFdwConformance
        extends BaseWrapperConformanceTest
{
    @TempDir
    private static Path store;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        LocalMaxCompute service = closeAfterClass(LocalMaxCompute.start());
        return MaxComputeQueryRunner.builder(service)
                .setWorkerCount(2)
                .addCatalogProperty("foreign-table.store-directory", store.toString())
                .build();
    }

    @Override
    protected String remoteTable(String name, String rows)
    {
        computeActual("CREATE TABLE %s AS %s".formatted(name, rows));
        return "table '%s'".formatted(name);
    }

    @Override
    protected String noRemoteTable()
    {
        return "table 'nowhere'";
    }

    @Override
    protected void partitionedTable(String name)
    {
        computeActual("CREATE TABLE remote_%s WITH (partitioned_by = ARRAY['region']) AS SELECT *, if(id <= %s, 'east', 'west') AS region FROM (%s)".formatted(name, ROWS / 2, rows(1, ROWS)));
        execute("""
                CREATE FOREIGN TABLE %1$s (id bigint, label text, amount numeric(12, 2), day date, region text)
                SERVER odps OPTIONS (table 'remote_%1$s')
                PARTITION BY LIST (region)
                (PARTITION east VALUES ('east'), PARTITION west VALUES ('west'), PARTITION north VALUES ('north'))
                """.formatted(name));
    }

    @Override
    protected String brokenServer(String name)
    {
        return """
                CREATE SERVER %1$s FOREIGN DATA WRAPPER odps_fdw OPTIONS (odps_endpoint 'http://127.0.0.1:1/api', project 'nowhere', max_retries '0', retry_delay '1ms');
                CREATE USER MAPPING FOR PUBLIC SERVER %1$s OPTIONS (id 'nobody', key '%2$s')
                """.formatted(name, SECRET);
    }
}
