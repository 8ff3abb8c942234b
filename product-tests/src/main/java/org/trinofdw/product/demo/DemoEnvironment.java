package org.trinofdw.product.demo;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.Shutdown;
import org.trinofdw.product.cluster.Ports;
import org.trinofdw.product.cluster.RunDirectory;
import org.trinofdw.product.cluster.ServerHome;
import org.trinofdw.product.cluster.TrinoCluster;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.product.console.Console.seconds;

/**
 * Everything that the demo, the benchmarks and the product tests need: PostgreSQL, a local MaxCompute service, and a cluster with
 * the catalogs {@value #POSTGRES}, {@value #ODPS} and {@value #TPCH}.
 */
public record DemoEnvironment(TestingPostgresServer postgres, LocalMaxCompute maxCompute, TrinoCluster cluster)
{
    public static final String POSTGRES = "postgres";
    public static final String ODPS = "odps";
    public static final String TPCH = "tpch";
    public static final String PROJECT = "odps_fdw";
    public static final String ACCESS_ID = "demo-id";
    public static final String ACCESS_KEY = "demo-key";
    public static final String USER = "demo";

    public DemoEnvironment
    {
        requireNonNull(postgres, "postgres is null");
        requireNonNull(maxCompute, "maxCompute is null");
        requireNonNull(cluster, "cluster is null");
    }

    /**
     * @param shutdown closes what is started here
     * @param runDirectory where the cluster keeps its data
     * @param httpPort the coordinator's port; a free one if empty
     * @param shortLived whether the cluster runs for minutes only
     */
    public static DemoEnvironment start(Shutdown shutdown, RunDirectory runDirectory, int workers, OptionalInt httpPort, boolean shortLived, Consumer<String> progress)
    {
        return start(shutdown, runDirectory, workers, httpPort, shortLived, Optional.empty(), progress);
    }

    /**
     * @param plugins a folder of further plugins, each in a folder of its own
     * @see #start(Shutdown, RunDirectory, int, OptionalInt, boolean, Consumer)
     */
    public static DemoEnvironment start(Shutdown shutdown, RunDirectory runDirectory, int workers, OptionalInt httpPort, boolean shortLived, Optional<Path> plugins, Consumer<String> progress)
    {
        httpPort.ifPresent(port -> Ports.requireFree(port, "--http-port"));
        ServerHome home = ServerHome.locate();

        long start = System.nanoTime();
        TestingPostgresServer postgres = shutdown.register(TestingPostgresServer.start());
        progress.accept("PostgreSQL is up on port %s (%s)".formatted(postgres.port(), since(start)));

        start = System.nanoTime();
        LocalMaxCompute maxCompute = shutdown.register(LocalMaxCompute.builder()
                .project(PROJECT)
                .accessKey(ACCESS_ID, ACCESS_KEY)
                .start());
        progress.accept("The local MaxCompute service is up on port %s (%s)".formatted(maxCompute.port(), since(start)));

        TrinoCluster.Builder builder = TrinoCluster.builder(home, runDirectory)
                .workers(workers)
                .httpPort(httpPort)
                .shortLived(shortLived)
                .catalogs(catalogs(postgres, maxCompute))
                .progress(progress);
        plugins.ifPresent(builder::additionalPlugins);
        TrinoCluster cluster = shutdown.register(builder.start());
        progress.accept("Trino is up at %s".formatted(cluster.url()));
        return new DemoEnvironment(postgres, maxCompute, cluster);
    }

    private static Map<String, Map<String, String>> catalogs(TestingPostgresServer postgres, LocalMaxCompute maxCompute)
    {
        return ImmutableMap.of(
                POSTGRES, ImmutableMap.<String, String>builder()
                        .put("connector.name", "postgres_fdw")
                        .put("host", postgres.host())
                        .put("port", Integer.toString(postgres.port()))
                        .put("dbname", postgres.database())
                        .put("user", postgres.user())
                        .buildOrThrow(),
                ODPS, ImmutableMap.<String, String>builder()
                        .put("connector.name", "odps_fdw")
                        .put("odps-endpoint", maxCompute.endpoint())
                        .put("project", PROJECT)
                        .put("id", ACCESS_ID)
                        .put("key", ACCESS_KEY)
                        .buildOrThrow(),
                TPCH, ImmutableMap.of(
                        "connector.name", "tpch",
                        // l_orderkey rather than orderkey
                        "tpch.column-naming", "STANDARD"));
    }

    public Connection connect()
            throws SQLException
    {
        return cluster.connect(USER);
    }

    private static String since(long start)
    {
        return seconds(Duration.ofNanos(System.nanoTime() - start));
    }
}
