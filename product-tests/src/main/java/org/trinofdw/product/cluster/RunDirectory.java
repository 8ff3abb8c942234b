package org.trinofdw.product.cluster;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import org.trinofdw.product.console.LauncherException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * The one directory that holds everything temporary of a run: data of the servers, logs, sockets, unpacked binaries.
 * <p>
 * It is removed when closed. A small shell process watches over it: when this process ends without closing it, even by
 * {@code kill -9}, the shell ends the processes that work in the directory and removes it.
 */
public final class RunDirectory
        implements AutoCloseable
{
    private final Path path;
    private final Process reaper;

    private RunDirectory(Path path, Process reaper)
    {
        this.path = requireNonNull(path, "path is null");
        this.reaper = requireNonNull(reaper, "reaper is null");
    }

    /**
     * Opens the directory named by the system property {@code fdw.run-directory} ({@code ./fdw} makes it, so that it is also
     * where this JVM puts its temporary files), else a new one.
     */
    public static RunDirectory open()
    {
        try {
            Optional<String> given = Optional.ofNullable(System.getProperty("fdw.run-directory"));
            Path path = given.isPresent() ? Path.of(given.get()) : Files.createTempDirectory("trino-fdw-");
            return new RunDirectory(path, startReaper(path));
        }
        catch (IOException e) {
            throw new LauncherException("Cannot make a temporary directory: " + e.getMessage(), e);
        }
    }

    private static Process startReaper(Path path)
            throws IOException
    {
        String script;
        try (InputStream resource = requireNonNull(RunDirectory.class.getResourceAsStream("reaper.sh"), "reaper.sh is missing")) {
            script = new String(resource.readAllBytes(), UTF_8);
        }
        return new ProcessBuilder("/bin/sh", "-c", script, "trino-fdw-reaper", path.toString())
                .directory(path.getRoot().toFile())
                .redirectOutput(DISCARD)
                .redirectError(DISCARD)
                .start();
    }

    public Path path()
    {
        return path;
    }

    /**
     * A new directory inside.
     */
    public Path directory(String name)
    {
        try {
            return Files.createDirectories(path.resolve(name));
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot make the directory %s in %s".formatted(name, path), e);
        }
    }

    @Override
    public void close()
    {
        try {
            if (Files.exists(path)) {
                MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
            }
            // it looks after stragglers once more, and ends
            reaper.getOutputStream().close();
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + path, e);
        }
    }
}
