package org.trinofdw.postgres;

import io.trino.plugin.tpch.TpchPlugin;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.QueryRunner;
import io.trino.tpch.TpchTable;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import static io.trino.testing.QueryAssertions.copyTpchTables;
import static io.trino.testing.TestingSession.testSessionBuilder;

/**
 * A Trino cluster in this process with a catalog over an embedded PostgreSQL.
 */
final class PostgresQueryRunner
{
    static final String CATALOG = "postgres";
    static final String SCHEMA = "tpch";

    private PostgresQueryRunner() {}

    static QueryRunner create(TestingPostgresServer server, Map<String, String> extraProperties, List<TpchTable<?>> tables)
            throws Exception
    {
        return create(server, 2, extraProperties, tables);
    }

    /**
     * @param workers nodes besides the coordinator
     */
    static QueryRunner create(TestingPostgresServer server, int workers, Map<String, String> extraProperties, List<TpchTable<?>> tables)
            throws Exception
    {
        return create(server, builder -> builder.setWorkerCount(workers), extraProperties, tables);
    }

    static QueryRunner create(TestingPostgresServer server, Consumer<DistributedQueryRunner.Builder<?>> cluster, Map<String, String> extraProperties, List<TpchTable<?>> tables)
            throws Exception
    {
        DistributedQueryRunner.Builder<?> builder = DistributedQueryRunner.builder(testSessionBuilder().setCatalog(CATALOG).setSchema(SCHEMA).build());
        cluster.accept(builder);
        DistributedQueryRunner queryRunner = builder.build();
        try {
            queryRunner.installPlugin(new TpchPlugin());
            queryRunner.createCatalog("tpch", "tpch", Map.of());
            queryRunner.installPlugin(new PostgresFdwPlugin());
            queryRunner.createCatalog(CATALOG, "postgres_fdw", catalogProperties(server, queryRunner, extraProperties));
            server.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
            copyTpchTables(queryRunner, "tpch", "tiny", tables);
            return queryRunner;
        }
        catch (Throwable e) {
            queryRunner.close();
            throw e;
        }
    }

    private static Map<String, String> catalogProperties(TestingPostgresServer server, DistributedQueryRunner queryRunner, Map<String, String> extraProperties)
    {
        // goes with the coordinator
        Path store = queryRunner.getCoordinator().getBaseDataDir().resolve("foreign-tables");
        Map<String, String> properties = new HashMap<>();
        properties.put("host", server.host());
        properties.put("port", String.valueOf(server.port()));
        properties.put("dbname", server.database());
        properties.put("user", server.user());
        properties.put("foreign-table.store-directory", store.toString());
        properties.putAll(extraProperties);
        return properties;
    }
}
