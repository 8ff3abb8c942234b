package org.trinofdw.testing.postgres;

import com.google.common.collect.ImmutableMap;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import static com.google.common.base.Preconditions.checkState;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * A PostgreSQL server of its own, on a free port of 127.0.0.1, with its data in a temporary directory that goes with it.
 * The superuser needs no password. If this JVM dies without closing it, a guard process stops the server.
 */
public final class TestingPostgresServer
        implements AutoCloseable
{
    private static final String USER = "postgres";
    private static final String DATABASE = "postgres";
    /**
     * Runs the command that the server was started with. It refuses to run as root, and takes the user of a namespace of its own for another one, as the
     * server did when it was started first.
     */
    private static final String RESTART_SCRIPT = """
            if [ "$(id -u)" = 0 ]; then
                exec unshare -U sh -c "exec $1"
            fi
            eval "exec $1"
            """;
    /** Another process may take the free port before the server does. */
    private static final int START_ATTEMPTS = 3;
    private static final Duration STARTUP_WAIT = Duration.ofSeconds(60);

    private final EmbeddedPostgres postgres;
    private final Path directory;
    private final PostgresGuard guard;

    private TestingPostgresServer(EmbeddedPostgres postgres, Path directory, PostgresGuard guard)
    {
        this.postgres = requireNonNull(postgres, "postgres is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.guard = requireNonNull(guard, "guard is null");
    }

    /**
     * Starts a server with settings for tests: no fsync, two-phase commit, 200 connections.
     */
    public static TestingPostgresServer start()
    {
        return builder().start();
    }

    public static Builder builder()
    {
        return new Builder();
    }

    public String host()
    {
        return "127.0.0.1";
    }

    public int port()
    {
        return postgres.getPort();
    }

    public String database()
    {
        return DATABASE;
    }

    /**
     * Name of the superuser.
     */
    public String user()
    {
        return USER;
    }

    /**
     * Password of the superuser, which the server does not ask for.
     */
    public String password()
    {
        return "";
    }

    /**
     * Address of the default database, without user and password.
     */
    public String jdbcUrl()
    {
        return jdbcUrl(DATABASE);
    }

    public String jdbcUrl(String database)
    {
        return "jdbc:postgresql://%s:%s/%s".formatted(host(), port(), database);
    }

    /**
     * Directory of the server's data.
     */
    public Path dataDirectory()
    {
        return directory.resolve("data");
    }

    /**
     * The certificate that the server shows, which is its own authority, if it was started with {@link Builder#requireEncryption}.
     */
    public Path certificate()
    {
        return directory.resolve("server.crt");
    }

    /**
     * Opens a connection of the superuser to the default database.
     */
    public Connection connect()
            throws SQLException
    {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        return DriverManager.getConnection(jdbcUrl(), properties);
    }

    /**
     * The server's {@code server_version_num}, such as 180006: some things came with a version.
     */
    public int version()
    {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW server_version_num")) {
            rows.next();
            return rows.getInt(1);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs one or many statements as the superuser in the default database.
     */
    public void execute(String sql)
    {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        catch (SQLException e) {
            throw new IllegalStateException("Statement failed: " + sql, e);
        }
    }

    /**
     * Stops the server at once, as a crash would: its sessions are not waited for. {@link #restart} starts it again.
     */
    public void stop()
    {
        try {
            Path lock = dataDirectory().resolve("postmaster.pid");
            String postmaster = Files.readAllLines(lock).getFirst();
            checkState(new ProcessBuilder("kill", "-QUIT", postmaster).start().waitFor() == 0, "cannot stop the server");
            // it removes the file as the last thing that it does; its process may stay for ever, as that of a parent which does not ask how it ended
            long start = System.nanoTime();
            while (Files.exists(lock)) {
                checkState(System.nanoTime() - start < STARTUP_WAIT.toNanos(), "PostgreSQL did not stop");
                MILLISECONDS.sleep(20);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server stops", e);
        }
    }

    /**
     * Starts the server again that {@link #stop} has stopped, with its data, on the same port, and waits until it answers.
     */
    public void restart()
    {
        try {
            String command = Files.readString(dataDirectory().resolve("postmaster.opts")).strip();
            Process process = new ProcessBuilder("sh", "-c", RESTART_SCRIPT, "sh", command)
                    .redirectOutput(DISCARD)
                    .redirectError(DISCARD)
                    .start();
            long start = System.nanoTime();
            while (!answers()) {
                checkState(process.isAlive() && System.nanoTime() - start < STARTUP_WAIT.toNanos(), "PostgreSQL did not start again");
                MILLISECONDS.sleep(20);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server starts", e);
        }
    }

    private boolean answers()
    {
        try (Connection _ = connect()) {
            return true;
        }
        catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close()
    {
        try {
            postgres.close();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        finally {
            // it ends with the directory gone, and then has nothing left to do
            delete(directory);
            guard.close();
        }
    }

    private static void delete(Path directory)
    {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            deleteRecursively(directory, ALLOW_INSECURE);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Settings of the server to start.
     */
    public static final class Builder
    {
        private final Map<String, String> settings = new HashMap<>(ImmutableMap.<String, String>builder()
                .put("listen_addresses", "127.0.0.1")
                .put("unix_socket_directories", "")
                .put("max_connections", "200")
                .put("max_prepared_transactions", "100")
                .put("fsync", "off")
                .put("synchronous_commit", "off")
                .put("full_page_writes", "off")
                .put("max_wal_size", "4GB")
                .put("timezone", "UTC")
                .buildOrThrow());
        private final Optional<PgBinaryResolver> binaries = PostgresBinaries.ofProperty();
        private boolean passwords;
        private boolean encryption;

        private Builder() {}

        /**
         * Sets a parameter of postgresql.conf; the value must be free of spaces.
         */
        public Builder setting(String name, String value)
        {
            settings.put(requireNonNull(name, "name is null"), requireNonNull(value, "value is null"));
            return this;
        }

        /**
         * Makes every role but the superuser log in with its password.
         */
        public Builder requirePasswords()
        {
            passwords = true;
            return this;
        }

        /**
         * Makes every role but the superuser log in with its password over TLS.
         */
        public Builder requireEncryption()
        {
            encryption = true;
            return requirePasswords();
        }

        public TestingPostgresServer start()
        {
            for (int attempt = 1; ; attempt++) {
                try {
                    return tryStart();
                }
                catch (IOException | IllegalStateException e) {
                    if (attempt == START_ATTEMPTS) {
                        throw new IllegalStateException("PostgreSQL did not start", e);
                    }
                }
            }
        }

        private TestingPostgresServer tryStart()
                throws IOException
        {
            Path directory = Files.createTempDirectory("trino-fdw-postgres-");
            PostgresGuard guard = PostgresGuard.start(directory);
            try {
                EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                        .setDataDirectory(directory.resolve("data"))
                        .setPGStartupWait(STARTUP_WAIT)
                        .setLocaleConfig("locale", "C.UTF-8");
                settings.forEach(builder::setServerConfig);
                binaries.ifPresent(builder::setPgBinaryResolver);
                if (encryption) {
                    SelfSignedCertificate certificate = SelfSignedCertificate.create(directory);
                    builder.setServerConfig("ssl", "on");
                    builder.setServerConfig("ssl_cert_file", certificate.certificate().toString());
                    builder.setServerConfig("ssl_key_file", certificate.key().toString());
                }
                if (passwords) {
                    builder.setDataDirectoryCustomizer(this::writeHostBasedAuthentication);
                }
                return new TestingPostgresServer(builder.start(), directory, guard);
            }
            catch (IOException | RuntimeException e) {
                delete(directory);
                guard.close();
                throw e;
            }
        }

        private void writeHostBasedAuthentication(File dataDirectory)
        {
            try {
                Files.writeString(dataDirectory.toPath().resolve("pg_hba.conf"), """
                        host all %s 127.0.0.1/32 trust
                        %s all all 127.0.0.1/32 scram-sha-256
                        """.formatted(USER, encryption ? "hostssl" : "host"));
            }
            catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
