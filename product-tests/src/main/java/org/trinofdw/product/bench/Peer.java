package org.trinofdw.product.bench;

import org.trinofdw.product.cluster.RunDirectory;
import org.trinofdw.product.console.LauncherException;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;

/**
 * Another connector for PostgreSQL that is measured in the same run: Trino's own, or one with its name and properties.
 *
 * @param plugin the folder of its plugin, with the jars in it
 */
record Peer(Path plugin)
{
    /** The catalog over the same database. */
    static final String CATALOG = "peer";

    private static final String CONNECTOR = "postgresql";

    Peer
    {
        requireNonNull(plugin, "plugin is null");
    }

    /**
     * @throws LauncherException if there is no plugin in the folder
     */
    static Peer of(String folder)
    {
        Path plugin = Path.of(folder).toAbsolutePath().normalize();
        try (Stream<Path> files = Files.list(plugin)) {
            if (files.anyMatch(file -> file.getFileName().toString().endsWith(".jar"))) {
                return new Peer(plugin);
            }
        }
        catch (IOException e) {
            throw new LauncherException("--peer %s: the folder cannot be read (%s)".formatted(folder, e.getMessage()), e);
        }
        throw new LauncherException("--peer %s: there is no jar in it; name the folder that a plugin of the connector '%s' was unpacked into".formatted(folder, CONNECTOR));
    }

    String name()
    {
        return plugin.getFileName().toString();
    }

    /** A folder with no plugin but this one, as Trino wants it. */
    Path directory(RunDirectory runDirectory)
            throws IOException
    {
        Path directory = runDirectory.directory("peer");
        Files.createSymbolicLink(directory.resolve(name()), plugin);
        return directory;
    }

    /** Makes the catalog {@value #CATALOG}. */
    void createCatalog(Connection trino, TestingPostgresServer postgres)
            throws SQLException
    {
        try (Statement statement = trino.createStatement()) {
            statement.execute("""
                    CREATE CATALOG %s USING %s WITH (
                        "connection-url" = 'jdbc:postgresql://%s:%s/%s',
                        "connection-user" = '%s',
                        "connection-password" = '')""".formatted(CATALOG, CONNECTOR, postgres.host(), postgres.port(), postgres.database(), postgres.user()));
        }
    }
}
