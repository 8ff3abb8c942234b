package org.trinofdw.product.cluster;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.console.LauncherException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.product.console.Console.seconds;

/**
 * A coordinator and its workers as processes of their own on 127.0.0.1, with the packaged plugins.
 */
public final class TrinoCluster
        implements AutoCloseable
{
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final int port;
    private final TrinoNode coordinator;
    private final List<TrinoNode> workers;
    private final Path temporaryDirectory;
    private final Consumer<String> progress;

    private TrinoCluster(int port, TrinoNode coordinator, List<TrinoNode> workers, Path temporaryDirectory, Consumer<String> progress)
    {
        this.port = port;
        this.coordinator = requireNonNull(coordinator, "coordinator is null");
        this.workers = ImmutableList.copyOf(workers);
        this.temporaryDirectory = requireNonNull(temporaryDirectory, "temporaryDirectory is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    public static Builder builder(ServerHome home, RunDirectory runDirectory)
    {
        return new Builder(home, runDirectory);
    }

    public String url()
    {
        return "http://%s:%s".formatted(Ports.HOST, port);
    }

    public String jdbcUrl()
    {
        return "jdbc:trino://%s:%s".formatted(Ports.HOST, port);
    }

    public TrinoNode coordinator()
    {
        return coordinator;
    }

    public List<TrinoNode> workers()
    {
        return workers;
    }

    private List<TrinoNode> nodes()
    {
        return ImmutableList.<TrinoNode>builder().add(coordinator).addAll(workers).build();
    }

    /**
     * A new JDBC connection as the given user.
     */
    public Connection connect(String user)
            throws SQLException
    {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        return DriverManager.getConnection(jdbcUrl(), properties);
    }

    /**
     * Ends the coordinator and starts it again with the same data directory; returns when all nodes are active again.
     */
    public void restartCoordinator()
    {
        coordinator.requestStop();
        coordinator.awaitEnd();
        coordinator.start(temporaryDirectory);
        awaitActive();
    }

    /**
     * Ends a node without mercy.
     */
    public void kill(TrinoNode node)
    {
        node.kill();
    }

    /**
     * Starts a node again that was killed, with the same data directory; returns when all nodes are active again.
     */
    public void restart(TrinoNode node)
    {
        node.start(temporaryDirectory);
        awaitActive();
    }

    private void start()
    {
        nodes().forEach(node -> node.start(temporaryDirectory));
        awaitActive();
    }

    private void awaitActive()
    {
        long start = System.nanoTime();
        List<TrinoNode> starting = new ArrayList<>(nodes());
        while (!starting.isEmpty() || activeNodes() < nodes().size()) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            if (elapsed.compareTo(START_TIMEOUT) > 0) {
                TrinoNode slow = starting.isEmpty() ? coordinator : starting.getFirst();
                throw new LauncherException("The cluster was not ready after %s. The log of the %s ends:\n%s".formatted(seconds(elapsed), slow.name(), slow.logTail()));
            }
            starting.removeIf(node -> {
                if (!node.isStarted()) {
                    return false;
                }
                progress.accept("%s is up (%s)".formatted(node.name(), seconds(elapsed)));
                return true;
            });
            pause();
        }
    }

    private int activeNodes()
    {
        try (Connection connection = connect("launcher");
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT count(*) FROM system.runtime.nodes WHERE state = 'active'")) {
            return results.next() ? results.getInt(1) : 0;
        }
        catch (SQLException _) {
            // not yet ready to answer; the time-out tells if it never is
            return 0;
        }
    }

    private static void pause()
    {
        try {
            TimeUnit.NANOSECONDS.sleep(POLL_INTERVAL.toNanos());
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while the cluster started", e);
        }
    }

    @Override
    public void close()
    {
        nodes().forEach(TrinoNode::requestStop);
        nodes().forEach(TrinoNode::awaitEnd);
    }

    public static final class Builder
    {
        private final ServerHome home;
        private final RunDirectory runDirectory;
        private final List<Path> additionalPluginDirectories = new ArrayList<>();
        private int workers = 2;
        private OptionalInt httpPort = OptionalInt.empty();
        private Optional<Path> etc = Optional.empty();
        private Optional<Path> data = Optional.empty();
        private String heap = "2g";
        private boolean shortLived;
        private Map<String, Map<String, String>> catalogs = ImmutableMap.of();
        private Consumer<String> progress = _ -> {};

        private Builder(ServerHome home, RunDirectory runDirectory)
        {
            this.home = requireNonNull(home, "home is null");
            this.runDirectory = requireNonNull(runDirectory, "runDirectory is null");
        }

        /**
         * The number of worker processes; with 0 the coordinator does the work itself.
         */
        public Builder workers(int workers)
        {
            this.workers = workers;
            return this;
        }

        /**
         * The coordinator's port; a free one if empty.
         */
        public Builder httpPort(OptionalInt httpPort)
        {
            this.httpPort = requireNonNull(httpPort, "httpPort is null");
            return this;
        }

        /**
         * An operator's folder: its configuration and catalogs are used.
         */
        public Builder etc(Path etc)
        {
            this.etc = Optional.of(etc.toAbsolutePath().normalize());
            return this;
        }

        /**
         * Where the nodes keep their data and logs; inside the run directory unless set.
         */
        public Builder data(Path data)
        {
            this.data = Optional.of(data.toAbsolutePath().normalize());
            return this;
        }

        /**
         * The largest heap of each node, in the JVM's notation.
         */
        public Builder heap(String heap)
        {
            this.heap = requireNonNull(heap, "heap is null");
            return this;
        }

        /**
         * For a cluster that runs for minutes only: on a small machine most of its time would else go into compiling its code.
         */
        public Builder shortLived(boolean shortLived)
        {
            this.shortLived = shortLived;
            return this;
        }

        /**
         * Catalogs by name, for a cluster without an operator's folder.
         */
        public Builder catalogs(Map<String, Map<String, String>> catalogs)
        {
            this.catalogs = ImmutableMap.copyOf(catalogs);
            return this;
        }

        /**
         * A folder of further plugins, each in a folder of its own.
         */
        public Builder additionalPlugins(Path directory)
        {
            additionalPluginDirectories.add(directory.toAbsolutePath().normalize());
            return this;
        }

        /**
         * Receives a line of text for each step of the start.
         */
        public Builder progress(Consumer<String> progress)
        {
            this.progress = requireNonNull(progress, "progress is null");
            return this;
        }

        /**
         * @return the cluster, with all nodes active
         * @throws LauncherException if it cannot start, with the reason
         */
        public TrinoCluster start()
        {
            httpPort.ifPresent(port -> Ports.requireFree(port, "--http-port"));
            int port = httpPort.orElseGet(Ports::findFree);
            Path dataDirectory = data.orElseGet(() -> runDirectory.directory("trino"));
            Path workingDirectory = workingDirectory(dataDirectory);
            Path etcDirectory = workingDirectory.resolve("etc");
            catalogs.forEach((name, properties) -> PropertiesFile.write(etcDirectory.resolve("catalog").resolve(name + ".properties"), properties));
            NodeConfiguration configuration = new NodeConfiguration(
                    home,
                    etcDirectory,
                    ImmutableList.<Path>builder().add(home.plugins()).addAll(additionalPluginDirectories).build(),
                    port,
                    workers == 0,
                    heap,
                    shortLived);
            TrinoNode coordinator = new TrinoNode("coordinator", dataDirectory.resolve("coordinator"), workingDirectory, configuration.coordinator(), configuration);
            ImmutableList.Builder<TrinoNode> workerNodes = ImmutableList.builder();
            for (int worker = 1; worker <= workers; worker++) {
                String name = "worker-" + worker;
                workerNodes.add(new TrinoNode(name, dataDirectory.resolve(name), workingDirectory, configuration.worker(), configuration));
            }
            TrinoCluster cluster = new TrinoCluster(port, coordinator, workerNodes.build(), runDirectory.directory("tmp"), progress);
            try {
                cluster.start();
            }
            catch (RuntimeException e) {
                cluster.close();
                throw e;
            }
            return cluster;
        }

        /**
         * Trino looks for its files in the folder {@code etc} of the working directory.
         */
        private Path workingDirectory(Path dataDirectory)
        {
            try {
                if (etc.isEmpty()) {
                    Files.createDirectories(dataDirectory.resolve("etc").resolve("catalog"));
                    return dataDirectory;
                }
                if (etc.get().endsWith("etc")) {
                    return etc.get().getParent();
                }
                Files.createDirectories(dataDirectory);
                Path link = dataDirectory.resolve("etc");
                if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(etc.get())) {
                    Files.deleteIfExists(link);
                    Files.createSymbolicLink(link, etc.get());
                }
                return dataDirectory;
            }
            catch (IOException e) {
                throw new LauncherException("Cannot prepare the data directory %s: %s".formatted(dataDirectory, e.getMessage()), e);
            }
        }
    }
}
