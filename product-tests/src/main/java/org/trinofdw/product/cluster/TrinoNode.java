package org.trinofdw.product.cluster;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.console.LauncherException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.lang.ProcessBuilder.Redirect.appendTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * One process of the cluster. It ends with this JVM, whatever ends that.
 */
public final class TrinoNode
{
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);
    private static final int LOG_TAIL_LINES = 25;
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final Pattern FAILED_CATALOG = Pattern.compile("Failed to load catalog (\\S+) using");
    private static final String STARTED = "======== SERVER STARTED ========";

    private final String name;
    private final Path dataDirectory;
    private final Path workingDirectory;
    private final Path configFile;
    private final NodeConfiguration configuration;
    private Process process;
    private long logStart;

    TrinoNode(String name, Path dataDirectory, Path workingDirectory, Map<String, String> properties, NodeConfiguration configuration)
    {
        this.name = requireNonNull(name, "name is null");
        this.dataDirectory = requireNonNull(dataDirectory, "dataDirectory is null");
        this.workingDirectory = requireNonNull(workingDirectory, "workingDirectory is null");
        this.configuration = requireNonNull(configuration, "configuration is null");
        this.configFile = dataDirectory.resolve("config.properties");
        PropertiesFile.write(configFile, properties);
    }

    void start(Path temporaryDirectory)
    {
        ImmutableList.Builder<String> command = ImmutableList.builder();
        command.add(ServerHome.java().toString());
        command.addAll(configuration.jvmOptions());
        command.add(
                "-Djava.io.tmpdir=" + temporaryDirectory,
                "-Dconfig=" + configFile,
                "-Dnode.environment=fdw",
                "-Dnode.id=" + name,
                "-Dnode.data-dir=" + dataDirectory);
        configuration.logLevels().ifPresent(file -> command.add("-Dlog.levels-file=" + file));
        command.add("-cp", configuration.home().classPath(), "org.trinofdw.server.ServerMain", "--end-with-parent");
        try {
            Files.createDirectories(temporaryDirectory);
            logStart = Files.exists(log()) ? Files.size(log()) : 0;
            process = new ProcessBuilder(command.build())
                    .directory(workingDirectory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(appendTo(log().toFile()))
                    .start();
        }
        catch (IOException e) {
            throw new LauncherException("Cannot start %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    public String name()
    {
        return name;
    }

    public Path log()
    {
        return dataDirectory.resolve("server.log");
    }

    public ProcessHandle process()
    {
        return process.toHandle();
    }

    /**
     * @throws LauncherException if the process has ended, with the end of its log
     */
    boolean isStarted()
    {
        if (!process.isAlive()) {
            throw new LauncherException("%s ended with exit code %s while it started. Its log %s ends:\n%s".formatted(name, process.exitValue(), log(), logTail()));
        }
        try (Stream<String> lines = logLines()) {
            return lines.anyMatch(line -> line.contains(STARTED));
        }
    }

    /**
     * Catalogs that could not be loaded, each with the reason. The server goes on without them.
     */
    public Map<String, String> failedCatalogs()
    {
        ImmutableMap.Builder<String, String> failures = ImmutableMap.builder();
        List<String> lines;
        try (Stream<String> all = logLines()) {
            lines = all.map(line -> COLOUR.matcher(line).replaceAll("")).toList();
        }
        for (int index = 0; index < lines.size(); index++) {
            Matcher matcher = FAILED_CATALOG.matcher(lines.get(index));
            if (matcher.find()) {
                String reason = index + 1 < lines.size() ? lines.get(index + 1) : "";
                // without the class of the exception
                failures.put(matcher.group(1), reason.replaceFirst("^[\\w.$]+: ", ""));
            }
        }
        return failures.buildKeepingLast();
    }

    String logTail()
    {
        List<String> lines;
        try (Stream<String> all = logLines()) {
            // the frames of stack traces say nothing to the person who starts a server
            lines = all.filter(line -> !line.startsWith("\tat "))
                    .map(line -> COLOUR.matcher(line).replaceAll(""))
                    .toList();
        }
        return lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()).stream()
                .collect(joining("\n"));
    }

    private Stream<String> logLines()
    {
        try {
            byte[] bytes = Files.readAllBytes(log());
            int start = (int) Math.min(logStart, bytes.length);
            return new String(bytes, start, bytes.length - start, UTF_8).lines();
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + log(), e);
        }
    }

    void kill()
    {
        process.destroyForcibly();
        awaitEnd();
    }

    /**
     * Asks the process to end; {@link #awaitEnd} waits for it.
     */
    void requestStop()
    {
        if (process != null) {
            process.destroy();
        }
    }

    void awaitEnd()
    {
        if (process == null) {
            return;
        }
        try {
            if (!process.waitFor(STOP_GRACE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
