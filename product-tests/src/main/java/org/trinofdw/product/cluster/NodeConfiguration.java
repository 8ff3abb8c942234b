package org.trinofdw.product.cluster;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * The configuration of the nodes of one cluster: what the launcher decides (addresses, roles, folders) over what the
 * operator's {@code etc} folder says, over defaults for one machine.
 *
 * @param etc the operator's folder with {@code config.properties}, {@code worker.properties}, {@code jvm.config}, {@code log.properties}
 *        and {@code catalog/*.properties}, all optional; the nodes find it as {@code etc} in their working directory
 * @param shortLived whether the nodes run for minutes only, so that code is compiled fast rather than well
 */
record NodeConfiguration(ServerHome home, Path etc, List<Path> pluginDirectories, int coordinatorPort, boolean scheduleOnCoordinator, String heap, boolean shortLived)
{
    /**
     * Settings that the coordinator and its workers must share; a worker takes them from {@code config.properties} too.
     */
    private static final Set<String> SHARED_PREFIXES = ImmutableSet.of(
            "catalog.management",
            "exchange.",
            "internal-communication.",
            "memory.",
            "metrics.",
            "query.max-memory-per-node",
            "query.max-total-memory",
            "task.");

    NodeConfiguration
    {
        requireNonNull(home, "home is null");
        requireNonNull(etc, "etc is null");
        pluginDirectories = ImmutableList.copyOf(pluginDirectories);
        requireNonNull(heap, "heap is null");
    }

    Map<String, String> coordinator()
    {
        Map<String, String> values = common();
        if (scheduleOnCoordinator) {
            // the only node: rows that another task writes would go a long way round to the same process
            values.put("redistribute-writes", "false");
        }
        values.putAll(operators("config.properties"));
        values.put("coordinator", "true");
        values.put("node-scheduler.include-coordinator", Boolean.toString(scheduleOnCoordinator));
        values.put("http-server.http.port", Integer.toString(coordinatorPort));
        values.putAll(fixed());
        return ImmutableMap.copyOf(values);
    }

    Map<String, String> worker()
    {
        Map<String, String> values = common();
        values.putAll(Maps.filterKeys(
                operators("config.properties"),
                name -> SHARED_PREFIXES.stream().anyMatch(name::startsWith)));
        values.putAll(operators("worker.properties"));
        values.put("coordinator", "false");
        // each worker takes a free port and announces it
        values.put("http-server.http.port", "0");
        values.putAll(fixed());
        return ImmutableMap.copyOf(values);
    }

    private static Map<String, String> common()
    {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("node.bind-ip", Ports.HOST);
        values.put("node.internal-address", Ports.HOST);
        // with it, CREATE CATALOG writes a file into the catalog folder
        values.put("catalog.management", "dynamic");
        // the server's own metrics are at /metrics anyway, those of connectors when they are named
        values.put("metrics.jmx-object-names", "trino.fdw.*:*");
        return values;
    }

    private Map<String, String> fixed()
    {
        ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
        values.put("discovery.uri", "http://%s:%s".formatted(Ports.HOST, coordinatorPort));
        values.put("plugin.dir", String.join(",", pluginDirectories.stream().map(Path::toString).toList()));
        return values.buildOrThrow();
    }

    private Map<String, String> operators(String fileName)
    {
        return PropertiesFile.read(etc.resolve(fileName));
    }

    /**
     * The JVM's options: the operator's {@code jvm.config} in place of the defaults, and in any case what Trino cannot do without.
     */
    List<String> jvmOptions()
    {
        Path file = etc.resolve("jvm.config");
        ImmutableList.Builder<String> options = ImmutableList.builder();
        if (Files.exists(file)) {
            try {
                Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .filter(line -> !line.equals("-server"))
                        .forEach(options::add);
            }
            catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + file, e);
            }
        }
        else {
            options.add(
                    "-Xmx" + heap,
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:-OmitStackTraceInFastThrow",
                    "-XX:ReservedCodeCacheSize=256M",
                    "-XX:PerMethodRecompilationCutoff=10000",
                    "-XX:PerBytecodeRecompilationCutoff=10000",
                    "-Djdk.attach.allowAttachSelf=true",
                    "-Djdk.nio.maxCachedBufferSize=2000000");
            if (shortLived) {
                options.add("-XX:TieredStopAtLevel=1");
            }
        }
        return options.add(
                        "-Dfile.encoding=UTF-8",
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow")
                .build();
    }

    Optional<Path> logLevels()
    {
        return Optional.of(etc.resolve("log.properties")).filter(Files::exists);
    }
}
