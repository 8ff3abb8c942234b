package org.trinofdw.product.cluster;

import org.trinofdw.product.console.LauncherException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;

/**
 * The assembled server of the build: class path, plugin folders and command line client.
 */
public record ServerHome(Path checkout, Path server)
{
    private static final String MODULE = "trino-fdw-server";

    public ServerHome
    {
        requireNonNull(checkout, "checkout is null");
        requireNonNull(server, "server is null");
    }

    /**
     * Finds the build in the checkout named by the system property {@code fdw.home}, else in the one around the working directory.
     *
     * @throws LauncherException if it has not been built
     */
    public static ServerHome locate()
    {
        Path start = Path.of(Optional.ofNullable(System.getProperty("fdw.home")).orElse("")).toAbsolutePath();
        Path checkout = Stream.iterate(start, path -> path != null, Path::getParent)
                .filter(path -> Files.isRegularFile(path.resolve(MODULE).resolve("pom.xml")))
                .findFirst()
                .orElseThrow(() -> new LauncherException("%s is not inside a checkout of Trino FDW".formatted(start)));
        Path server = checkout.resolve(MODULE).resolve("target").resolve("server");
        if (!Files.isDirectory(server.resolve("plugin"))) {
            throw new LauncherException("There is no server in %s; './fdw build' makes it".formatted(server));
        }
        return new ServerHome(checkout, server);
    }

    public Path plugins()
    {
        return server.resolve("plugin");
    }

    /**
     * The class path of a server process.
     */
    public String classPath()
    {
        return server.resolve("lib") + "/*:" + checkout.resolve(MODULE).resolve("target").resolve("classes");
    }

    /**
     * The executable jar of Trino's command line client.
     */
    public Path commandLineClient()
    {
        try (Stream<Path> files = Files.list(server.resolve("bin"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("trino-cli-"))
                    .findFirst()
                    .orElseThrow(() -> new LauncherException("There is no command line client in %s; './fdw build' puts it there".formatted(server)));
        }
        catch (IOException e) {
            throw new LauncherException("Cannot read %s: %s".formatted(server, e.getMessage()), e);
        }
    }

    public static Path java()
    {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
