package org.trinofdw.maxcompute;

import com.google.common.collect.ImmutableMap;
import io.airlift.log.Logger;
import io.trino.plugin.tpch.TpchPlugin;
import io.trino.testing.DistributedQueryRunner;
import io.trino.tpch.TpchTable;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.airlift.testing.Closeables.closeAllSuppress;
import static io.trino.plugin.tpch.TpchMetadata.TINY_SCHEMA_NAME;
import static io.trino.testing.QueryAssertions.copyTpchTables;
import static io.trino.testing.TestingSession.testSessionBuilder;
import static java.util.Objects.requireNonNull;

/**
 * A Trino with the MaxCompute wrapper over the local service, for tests and for a look at it.
 */
public final class MaxComputeQueryRunner
{
    public static final String CATALOG = "odps";

    private MaxComputeQueryRunner() {}

    public static Map<String, String> catalogProperties(LocalMaxCompute service, String project)
    {
        return ImmutableMap.<String, String>builder()
                .put("odps-endpoint", service.endpoint())
                .put("project", project)
                .put("id", LocalMaxComputeBuilder.DEFAULT_ACCESS_ID)
                .put("key", LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY)
                .put("retry-delay", "1ms")
                .put("dynamic-filter-wait", "10s")
                .buildOrThrow();
    }

    public static Builder builder(LocalMaxCompute service)
    {
        return new Builder(service);
    }

    public static final class Builder
            extends DistributedQueryRunner.Builder<Builder>
    {
        private final LocalMaxCompute service;
        private final Map<String, String> catalogProperties = new HashMap<>();
        private List<TpchTable<?>> tables = List.of();

        private Builder(LocalMaxCompute service)
        {
            super(testSessionBuilder().setCatalog(CATALOG).setSchema("default").build());
            this.service = requireNonNull(service, "service is null");
            catalogProperties.putAll(MaxComputeQueryRunner.catalogProperties(service, LocalMaxComputeBuilder.DEFAULT_PROJECT));
        }

        public Builder addCatalogProperty(String name, String value)
        {
            catalogProperties.put(name, value);
            return this;
        }

        public Builder setInitialTables(List<TpchTable<?>> tables)
        {
            this.tables = tables;
            return this;
        }

        @Override
        public DistributedQueryRunner build()
                throws Exception
        {
            DistributedQueryRunner queryRunner = super.build();
            try {
                queryRunner.installPlugin(new TpchPlugin());
                queryRunner.createCatalog("tpch", "tpch");
                queryRunner.installPlugin(new MaxComputeFdwPlugin());
                queryRunner.createCatalog(CATALOG, "odps_fdw", catalogProperties);
                copyTpchTables(queryRunner, "tpch", TINY_SCHEMA_NAME, tables);
                return queryRunner;
            }
            catch (Throwable e) {
                closeAllSuppress(e, queryRunner);
                throw e;
            }
        }
    }

    /**
     * Runs until it is stopped.
     */
    static void main()
            throws Exception
    {
        LocalMaxCompute service = LocalMaxCompute.start();
        DistributedQueryRunner queryRunner = builder(service).setInitialTables(TpchTable.getTables()).build();
        Logger.get(MaxComputeQueryRunner.class).info("Trino at %s, MaxCompute at %s", queryRunner.getCoordinator().getBaseUrl(), service.endpoint());
    }
}
