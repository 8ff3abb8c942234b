package org.trinofdw.product;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trinofdw.product.cluster.Ports;
import org.trinofdw.product.cluster.ServerHome;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.query.Results;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code ./fdw} as a person runs it: what it says when it cannot start, and that nothing of it stays.
 */
final class TestProductLauncher
{
    private static final String READY = "Ctrl-C ends it.";

    @TempDir
    private Path temporaryDirectory;

    @Test
    void testKillLeavesNothing()
            throws Exception
    {
        Process process = up();
        List<ProcessHandle> processes = ownProcesses();

        process.destroy();

        assertThat(process.waitFor()).isEqualTo(128 + 15);
        assertNothingLeft(processes);
    }

    @Test
    void testKillWithoutMercyLeavesNothing()
            throws Exception
    {
        Process process = up();
        List<ProcessHandle> processes = ownProcesses();

        process.destroyForcibly();

        assertThat(process.waitFor()).isEqualTo(128 + 9);
        assertNothingLeft(processes);
    }

    @Test
    void testServerOnOwnCatalogs(@TempDir Path directory)
            throws Exception
    {
        DemoEnvironment environment = ProductEnvironment.get();
        environment.postgres().execute("CREATE TABLE own_catalog AS SELECT 1 AS one");
        Path etc = directory.resolve("configuration");
        Files.createDirectories(etc.resolve("catalog"));
        Files.writeString(etc.resolve("catalog").resolve("own.properties"), """
                connector.name=postgres_fdw
                host=${ENV:FDW_TEST_HOST}
                port=%s
                dbname=postgres
                user=postgres
                """.formatted(environment.postgres().port()));
        Files.writeString(etc.resolve("catalog").resolve("wrong.properties"), "connector.name=postgres_fdw\nhots=db.example.com\n");
        int port = Ports.findFree();

        List<String> lines = new ArrayList<>();
        Process process = awaitReady(
                fdw(Map.of("FDW_TEST_HOST", "127.0.0.1"), "server", "--etc", etc.toString(), "--http-port", Integer.toString(port)),
                lines);
        assertThat(lines).contains("The catalog wrong does not work: invalid catalog property \"hots\"; perhaps you meant \"host\"");
        try (Connection connection = DriverManager.getConnection("jdbc:trino://127.0.0.1:" + port, "someone", null)) {
            assertThat(Results.of(connection, "SELECT one, \"$node\" FROM own.public.own_catalog").rows())
                    .containsExactly(List.of(1, "coordinator"));
        }
        finally {
            process.destroy();
        }

        assertThat(process.waitFor()).isEqualTo(128 + 15);
        assertThat(temporaryDirectory).isEmptyDirectory();
        // data and logs stay beside the configuration
        assertThat(directory.resolve("var").resolve("coordinator").resolve("server.log")).exists();
    }

    @Test
    void testTakenPort()
            throws Exception
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(Ports.HOST))) {
            String port = Integer.toString(socket.getLocalPort());
            Process process = fdw(Map.of(), "up", "--http-port", port);

            String output = output(process);
            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(output)
                    .contains("Port %s on 127.0.0.1 cannot be used".formatted(port))
                    .contains("--http-port");
        }
        assertThat(temporaryDirectory).isEmptyDirectory();
    }

    @Test
    void testUnknownArgument()
            throws Exception
    {
        Process process = fdw(Map.of(), "up", "--worker", "1");

        assertThat(output(process)).contains("'--worker' is not an argument of './fdw up'");
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(temporaryDirectory).isEmptyDirectory();
    }

    @Test
    void testUnknownCommand()
            throws Exception
    {
        Process process = fdw(Map.of(), "dmeo");

        assertThat(output(process)).contains("'dmeo' is not a command");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void testFullDisk()
            throws Exception
    {
        Process process = fdw(Map.of("FDW_DISK_NEEDED_MB", "999999999"), "up");

        assertThat(output(process)).contains("MB free in").contains("999999999 MB are needed");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    private Process up()
            throws IOException
    {
        return awaitReady(fdw(Map.of(), "up", "--workers", "1", "--http-port", Integer.toString(Ports.findFree())), new ArrayList<>());
    }

    private static Process awaitReady(Process process, List<String> lines)
            throws IOException
    {
        BufferedReader reader = process.inputReader(UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.equals(READY)) {
                return process;
            }
        }
        throw new AssertionError("It ended early:\n" + String.join("\n", lines));
    }

    /**
     * All that belong to this run have its temporary directory in their command line: the launcher, the server processes, PostgreSQL,
     * the processes that clean up.
     */
    private List<ProcessHandle> ownProcesses()
    {
        List<ProcessHandle> processes = ProcessHandle.allProcesses()
                .filter(handle -> handle.info().commandLine().orElse("").contains(temporaryDirectory.toString()))
                .collect(ImmutableList.toImmutableList());
        // launcher, coordinator, worker, PostgreSQL, two that clean up
        assertThat(processes).hasSizeGreaterThanOrEqualTo(6);
        return processes;
    }

    private void assertNothingLeft(List<ProcessHandle> processes)
            throws ExecutionException, InterruptedException, TimeoutException, IOException
    {
        for (ProcessHandle handle : processes) {
            handle.onExit().get(60, SECONDS);
        }
        // the processes that clean up were among them, so this needs no waiting
        try (Stream<Path> files = Files.walk(temporaryDirectory)) {
            assertThat(files.filter(path -> !path.equals(temporaryDirectory))).isEmpty();
        }
        assertThat(ProcessHandle.allProcesses().filter(handle -> handle.info().commandLine().orElse("").contains(temporaryDirectory.toString()))).isEmpty();
    }

    private Process fdw(Map<String, String> environment, String... arguments)
            throws IOException
    {
        ProcessBuilder builder = new ProcessBuilder(ImmutableList.<String>builder()
                .add(ServerHome.locate().checkout().resolve("fdw").toString())
                .add(arguments)
                .build())
                .redirectErrorStream(true);
        builder.environment().put("TMPDIR", temporaryDirectory.toString());
        // these tests are a part of the build, which must not start itself again
        builder.environment().put("FDW_BUILD", "skip");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String output(Process process)
            throws IOException
    {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
