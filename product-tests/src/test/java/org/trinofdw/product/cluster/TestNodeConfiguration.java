package org.trinofdw.product.cluster;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

final class TestNodeConfiguration
{
    @TempDir
    private Path etc;

    @Test
    void testDefaults()
    {
        NodeConfiguration configuration = configuration(false);

        assertThat(configuration.coordinator())
                .doesNotContainKey("redistribute-writes")
                .containsEntry("coordinator", "true")
                .containsEntry("http-server.http.port", "8099")
                .containsEntry("node.bind-ip", "127.0.0.1")
                .containsEntry("catalog.management", "dynamic")
                .containsEntry("node-scheduler.include-coordinator", "false");
        assertThat(configuration.worker())
                .containsEntry("coordinator", "false")
                .containsEntry("http-server.http.port", "0")
                .containsEntry("discovery.uri", "http://127.0.0.1:8099")
                .containsEntry("metrics.jmx-object-names", "trino.fdw.*:*")
                .containsEntry("catalog.management", "dynamic");
        assertThat(configuration.jvmOptions()).contains("-Xmx2g", "--add-modules=jdk.incubator.vector");
        // the plugins need nothing beyond what Trino itself does
        assertThat(configuration.jvmOptions()).noneMatch(option -> option.startsWith("--add-opens") || option.startsWith("--add-exports"));
        assertThat(configuration.logLevels()).isEmpty();
    }

    @Test
    void testOnlyNode()
            throws IOException
    {
        assertThat(configuration(true).coordinator())
                .containsEntry("node-scheduler.include-coordinator", "true")
                .containsEntry("redistribute-writes", "false");

        Files.writeString(etc.resolve("config.properties"), "redistribute-writes=true\n");
        assertThat(configuration(true).coordinator()).containsEntry("redistribute-writes", "true");
    }

    @Test
    void testOperatorsSettings()
            throws IOException
    {
        Files.writeString(etc.resolve("config.properties"), """
                coordinator=false
                catalog.management=static
                query.max-run-time=1h
                memory.heap-headroom-per-node=100MB
                metrics.jmx-object-names=java.lang:*
                http-server.http.port=1
                """);
        Files.writeString(etc.resolve("worker.properties"), "task.max-worker-threads=3\n");
        Files.writeString(etc.resolve("jvm.config"), """
                # all of it
                -server
                -Xmx5g
                """);
        Files.writeString(etc.resolve("log.properties"), "io.trino=DEBUG\n");
        NodeConfiguration configuration = configuration(false);

        assertThat(configuration.coordinator())
                .containsEntry("query.max-run-time", "1h")
                .containsEntry("catalog.management", "static")
                // what the launcher decides stays
                .containsEntry("coordinator", "true")
                .containsEntry("http-server.http.port", "8099")
                .doesNotContainKey("task.max-worker-threads");
        // a worker refuses settings that only a coordinator has
        assertThat(configuration.worker())
                .containsEntry("memory.heap-headroom-per-node", "100MB")
                .containsEntry("metrics.jmx-object-names", "java.lang:*")
                .containsEntry("catalog.management", "static")
                .containsEntry("task.max-worker-threads", "3")
                .doesNotContainKey("query.max-run-time");
        assertThat(configuration.jvmOptions())
                .contains("-Xmx5g", "--add-modules=jdk.incubator.vector")
                .doesNotContain("-Xmx2g", "-server", "# all of it");
        assertThat(configuration.logLevels()).hasValue(etc.resolve("log.properties"));
    }

    private NodeConfiguration configuration(boolean scheduleOnCoordinator)
    {
        ServerHome home = new ServerHome(etc, etc);
        return new NodeConfiguration(home, etc, List.of(home.plugins()), 8099, scheduleOnCoordinator, "2g", false);
    }
}
