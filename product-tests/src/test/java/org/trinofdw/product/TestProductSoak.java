package org.trinofdw.product;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trinofdw.product.cluster.TrinoNode;
import org.trinofdw.product.query.Results;
import org.trinofdw.product.soak.Accounts;
import org.trinofdw.product.soak.Counters;
import org.trinofdw.product.soak.Findings;
import org.trinofdw.product.soak.FixedReads;
import org.trinofdw.product.soak.NodeState;
import org.trinofdw.product.soak.OwnTables;
import org.trinofdw.product.soak.RowBatches;
import org.trinofdw.product.soak.SoakClient;
import org.trinofdw.product.soak.SoakEnvironment;
import org.trinofdw.product.soak.SoakFeature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@value #CLIENTS} clients use all features at the same time on a cluster of three processes, and cancel some of their statements. Each knows what it has
 * been told; at the end that is compared with what is there, and nothing is left over: no row, connection, staging table, thread, object or file.
 * <p>
 * {@code -Dfdw.soak.minutes} says how long (10 unless set), {@code -Dfdw.soak.seed} with which random sequences (printed).
 */
@Tag("long")
final class TestProductSoak
{
    private static final int CLIENTS = 64;
    /** The part of the time after which the nodes are as busy as they will be. */
    private static final double WARM_UP = 0.35;
    private static final Duration SETTLING = Duration.ofMinutes(3);
    /** How much later than asked for the slowest client may end. */
    private static final Duration OVERTIME = Duration.ofMinutes(3);

    private static final int MORE_THREADS = 12;
    private static final long MORE_LIVE_BYTES = 24 << 20;
    /** More instances of a class of this project than this are something that grows. */
    private static final long MORE_INSTANCES = 1000;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void testManyClients()
            throws Exception
    {
        long seed = Long.getLong("fdw.soak.seed", System.nanoTime() & 0xFFFF);
        Duration duration = Duration.ofMinutes(Long.getLong("fdw.soak.minutes", 10));
        System.out.printf("soak of %s with -Dfdw.soak.seed=%s%n", duration, seed);
        try (Shutdown shutdown = new Shutdown()) {
            SoakEnvironment environment = SoakEnvironment.start(shutdown, CLIENTS);
            List<SoakFeature> features = features(environment);
            Findings findings = new Findings();
            ScheduledExecutorService canceller = Executors.newScheduledThreadPool(4);
            List<SoakClient> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(new SoakClient(client, seed, environment, features, findings, canceller));
            }

            run(environment, clients, duration.multipliedBy((long) (WARM_UP * 100)).dividedBy(100), findings);
            awaitQuiet(environment);
            Map<TrinoNode, NodeState> warm = states(environment);
            Set<String> warmFiles = files(environment);
            print("after the warm-up", findings, warm);
            run(environment, clients, duration.multipliedBy(100 - (long) (WARM_UP * 100)).dividedBy(100), findings);
            canceller.shutdownNow();

            awaitQuiet(environment);
            for (SoakFeature feature : Set.copyOf(features)) {
                feature.verify(environment, findings);
            }
            print("at the end", findings, Map.of());
            assertThat(findings.defects()).as("seed %s", seed).isEmpty();
            assertNothingLeft(environment, warmFiles);
            assertFlat(environment, warm);
        }
    }

    private static List<SoakFeature> features(SoakEnvironment environment)
            throws SQLException
    {
        Map<SoakFeature, Integer> weights = new LinkedHashMap<>();
        weights.put(RowBatches.postgres(), 5);
        weights.put(RowBatches.prepared(), 3);
        weights.put(RowBatches.partitioned(), 3);
        weights.put(RowBatches.maxCompute(), 4);
        weights.put(new Accounts(), 5);
        weights.put(new Counters(CLIENTS), 3);
        weights.put(OwnTables.postgresDefinitions(), 3);
        weights.put(OwnTables.maxComputeDefinitions(), 2);
        weights.put(OwnTables.postgresTables(), 2);
        weights.put(OwnTables.maxComputeTables(), 2);
        weights.put(FixedReads.of(environment), 5);
        List<SoakFeature> features = new ArrayList<>();
        weights.forEach((feature, weight) -> features.addAll(Collections.nCopies(weight, feature)));
        return features;
    }

    private static void run(SoakEnvironment environment, List<SoakClient> clients, Duration duration, Findings findings)
            throws Exception
    {
        long end = System.nanoTime() + duration.toNanos();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        try {
            Map<SoakClient, Future<?>> running = new LinkedHashMap<>();
            clients.forEach(client -> running.put(client, executor.submit(() -> client.run(end))));
            for (Map.Entry<SoakClient, Future<?>> client : running.entrySet()) {
                awaitEnd(client.getKey(), client.getValue(), Math.max(0, end - System.nanoTime()) + OVERTIME.toNanos(), environment);
            }
        }
        finally {
            // those that hang must not make the test hang
            executor.shutdownNow();
        }
        assertThat(findings.statements()).as("statements so far").isGreaterThan(CLIENTS);
    }

    private static void awaitEnd(SoakClient client, Future<?> run, long nanos, SoakEnvironment environment)
            throws Exception
    {
        try {
            run.get(nanos, TimeUnit.NANOSECONDS);
        }
        catch (TimeoutException e) {
            throw new AssertionError("a statement hangs: %s; queries %s; sessions %s".formatted(client.whereabouts(), queries(environment), sessions(environment)), e);
        }
    }

    /** Nothing runs any more, on the servers too: a statement that was cancelled ends a little later than its client. */
    private static void awaitQuiet(SoakEnvironment environment)
            throws Exception
    {
        await("sessions at work", () -> sessions(environment));
        await("queries at work", () -> queries(environment));
        await("connections on loan", () -> trino(environment, "SELECT node_id || ' ' || server_name || ': ' || CAST(used AS varchar) FROM postgres.system.connections WHERE used > 0"));
    }

    /** The sessions of the connector that are not idle. */
    private static List<String> sessions(SoakEnvironment environment)
            throws SQLException
    {
        return remote(environment, """
                SELECT pid || ' ' || state || ' ' || coalesce(wait_event, '') || ': ' || query FROM pg_stat_activity
                WHERE starts_with(application_name, 'trino-fdw') AND state <> 'idle'""");
    }

    /** The queries that have not ended, but the one that asks. */
    private static List<String> queries(SoakEnvironment environment)
            throws SQLException
    {
        return trino(environment, "SELECT query_id || ' ' || state || ': ' || query FROM system.runtime.queries WHERE state NOT IN ('FINISHED', 'FAILED') AND query NOT LIKE '%system.runtime.queries%'");
    }

    private static void await(String what, Callable<List<String>> left)
            throws Exception
    {
        long start = System.nanoTime();
        List<String> found = left.call();
        while (!found.isEmpty()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as("time with %s: %s", what, found).isLessThan(SETTLING);
            TimeUnit.MILLISECONDS.sleep(500);
            found = left.call();
        }
    }

    private static void assertNothingLeft(SoakEnvironment environment, Set<String> warmFiles)
            throws Exception
    {
        for (String database : List.of(environment.postgres().database(), SoakEnvironment.SECOND_DATABASE)) {
            assertThat(strings(environment.connectRemote(database), "SELECT oid::regclass::text FROM pg_class WHERE starts_with(relname, 'fdw_')")).as("staging tables in %s", database).isEmpty();
        }
        assertThat(remote(environment, "SELECT gid FROM pg_prepared_xacts")).as("prepared transactions").isEmpty();
        assertThat(remote(environment, "SELECT name FROM pg_ls_tmpdir()")).as("temporary files of PostgreSQL").isEmpty();
        assertThat(remote(environment, "SELECT locktype FROM pg_locks WHERE locktype = 'advisory'")).as("advisory locks").isEmpty();
        long idle = Long.parseLong(trino(environment, "SELECT CAST(sum(idle) AS varchar) FROM postgres.system.connections").getFirst());
        assertThat(remote(environment, "SELECT pid::text FROM pg_stat_activity WHERE starts_with(application_name, 'trino-fdw')")).as("sessions").hasSizeLessThanOrEqualTo((int) idle);

        // logs are turned over, and definitions come and go; all others were there before
        Set<String> newFiles = files(environment);
        newFiles.removeAll(warmFiles);
        assertThat(newFiles).as("files of the nodes that were not there after the warm-up").isEmpty();
        for (int partition = 0; partition < SoakEnvironment.EVENT_PARTITIONS; partition++) {
            int first = partition * SoakEnvironment.EVENT_KEYS / SoakEnvironment.EVENT_PARTITIONS;
            int next = (partition + 1) * SoakEnvironment.EVENT_KEYS / SoakEnvironment.EVENT_PARTITIONS;
            assertThat(strings(environment.connectRemote(environment.partitionDatabase(partition)), "SELECT id::text FROM soak.event_%s WHERE key < %s OR key >= %s OR key IS NULL".formatted(partition, first, next)))
                    .as("rows of partition %s that belong elsewhere", partition)
                    .isEmpty();
        }
    }

    private static void assertFlat(SoakEnvironment environment, Map<TrinoNode, NodeState> warm)
            throws Exception
    {
        await("nodes that hold more than after the warm-up", () -> {
            List<String> grown = new ArrayList<>();
            states(environment).forEach((node, state) -> growth(state, warm.get(node)).ifPresent(growth -> grown.add(node.name() + ": " + growth)));
            return grown;
        });
        Map<TrinoNode, NodeState> rest = states(environment);
        print("at rest", new Findings(), rest);
        rest.forEach((node, state) -> System.out.printf("  %s, more than after the warm-up: threads: %s; instances: %s%n", node.name(), state.threadGrowth(warm.get(node)), state.instanceGrowth(warm.get(node), MORE_INSTANCES / 10)));
    }

    private static Optional<String> growth(NodeState now, NodeState before)
    {
        if (now.threadCount() > before.threadCount() + MORE_THREADS) {
            return Optional.of("threads: " + now.threadGrowth(before));
        }
        String instances = now.instanceGrowth(before, MORE_INSTANCES);
        if (!instances.isEmpty()) {
            return Optional.of("instances: " + instances);
        }
        if (now.liveBytes() > before.liveBytes() + MORE_LIVE_BYTES) {
            return Optional.of("live bytes: %s, %s before".formatted(now.liveBytes(), before.liveBytes()));
        }
        return Optional.empty();
    }

    private static Map<TrinoNode, NodeState> states(SoakEnvironment environment)
            throws IOException, InterruptedException
    {
        Map<TrinoNode, NodeState> states = new LinkedHashMap<>();
        states.put(environment.cluster().coordinator(), NodeState.of(environment.cluster().coordinator()));
        for (TrinoNode worker : environment.cluster().workers()) {
            states.put(worker, NodeState.of(worker));
        }
        return states;
    }

    private static Set<String> files(SoakEnvironment environment)
            throws IOException
    {
        Path directory = environment.runDirectory().path();
        try (Stream<Path> files = Files.walk(directory)) {
            Set<String> names = new TreeSet<>();
            files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .filter(name -> !name.contains("/log/") && !name.endsWith(".log") && !name.endsWith(".sql"))
                    .forEach(names::add);
            return names;
        }
    }

    private static void print(String when, Findings findings, Map<TrinoNode, NodeState> states)
    {
        System.out.printf("%s: %s%n", when, findings);
        states.forEach((node, state) -> System.out.printf("  %s: %s%n", node.name(), state));
    }

    private static List<String> remote(SoakEnvironment environment, String sql)
            throws SQLException
    {
        return strings(environment.connectRemote(environment.postgres().database()), sql);
    }

    private static List<String> trino(SoakEnvironment environment, String sql)
            throws SQLException
    {
        return strings(environment.connect(), sql);
    }

    private static List<String> strings(Connection opened, String sql)
            throws SQLException
    {
        try (Connection connection = opened) {
            return Results.of(connection, sql).rows().stream().map(row -> (String) row.getFirst()).toList();
        }
    }
}
