package org.trinofdw.testing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static java.util.Objects.requireNonNull;

/**
 * A shell that waits for the end of its input, which comes when this JVM closes it or dies, however it dies. It then stops
 * the server whose data is in the directory, if there still is one, and removes the directory.
 */
final class PostgresGuard
        implements AutoCloseable
{
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            while read -r line; do :; done
            if pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null); then
                kill -INT "$pid" 2>/dev/null
                for i in 1 2 3 4 5 6 7 8 9 10; do
                    kill -0 "$pid" 2>/dev/null || break
                    sleep 1
                done
                kill -QUIT "$pid" 2>/dev/null
            fi
            rm -rf "$1"
            """;

    private final Optional<Process> process;

    private PostgresGuard(Optional<Process> process)
    {
        this.process = requireNonNull(process, "process is null");
    }

    static PostgresGuard start(Path directory)
            throws IOException
    {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return new PostgresGuard(Optional.empty());
        }
        Process process = new ProcessBuilder("sh", "-c", SCRIPT, "sh", directory.toString())
                .redirectOutput(DISCARD)
                .redirectError(DISCARD)
                .start();
        return new PostgresGuard(Optional.of(process));
    }

    @Override
    public void close()
    {
        process.ifPresent(guard -> {
            try {
                guard.getOutputStream().close();
                guard.waitFor();
            }
            catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
