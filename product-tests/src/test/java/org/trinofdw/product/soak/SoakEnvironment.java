package org.trinofdw.product.soak;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.Shutdown;
import org.trinofdw.product.cluster.RunDirectory;
import org.trinofdw.product.cluster.ServerHome;
import org.trinofdw.product.cluster.TrinoCluster;
import org.trinofdw.product.demo.Scripts;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * A cluster of three processes with tables of every kind, for the soak test.
 *
 * @param runDirectory where the nodes keep their data and temporary files
 */
public record SoakEnvironment(TestingPostgresServer postgres, LocalMaxCompute maxCompute, TrinoCluster cluster, RunDirectory runDirectory)
{
    /** The database that the foreign server {@code second} is. */
    public static final String SECOND_DATABASE = "second";
    public static final int ACCOUNTS = 4000;
    public static final long BALANCE = 1000;
    /** Rows of the table that only is read through foreign tables. */
    public static final long FIXED_ROWS = 500;
    public static final int EVENT_PARTITIONS = 4;
    public static final int EVENT_KEYS = 40;

    private static final String PROJECT = "soak";
    private static final String ACCESS_ID = "soak-id";
    private static final String ACCESS_KEY = "soak-key";

    public SoakEnvironment
    {
        requireNonNull(postgres, "postgres is null");
        requireNonNull(maxCompute, "maxCompute is null");
        requireNonNull(cluster, "cluster is null");
        requireNonNull(runDirectory, "runDirectory is null");
    }

    /**
     * @param shutdown closes what is started here
     * @param clients rows of the table of counters
     */
    public static SoakEnvironment start(Shutdown shutdown, int clients)
            throws IOException, SQLException
    {
        RunDirectory runDirectory = shutdown.register(RunDirectory.open());
        // as many connections as the nodes may open, and those of the test
        TestingPostgresServer postgres = shutdown.register(TestingPostgresServer.builder().setting("max_connections", "250").start());
        LocalMaxCompute maxCompute = shutdown.register(LocalMaxCompute.builder()
                .project(PROJECT)
                .accessKey(ACCESS_ID, ACCESS_KEY)
                // what happens at the limits has tests of its own; here they would only make all clients wait
                .limits(limits -> limits.withDownloadSessions(1_000_000).withUploadSessions(1_000_000))
                .start());
        TrinoCluster cluster = shutdown.register(TrinoCluster.builder(ServerHome.locate(), runDirectory)
                .workers(2)
                .heap("1g")
                .shortLived(true)
                .etc(configuration(runDirectory.directory("soak").resolve("etc")))
                .catalogs(catalogs(postgres, maxCompute))
                .progress(System.out::println)
                .start());
        SoakEnvironment environment = new SoakEnvironment(postgres, maxCompute, cluster, runDirectory);
        environment.createTables(clients);
        return environment;
    }

    /** Trino remembers queries and tasks for a quarter of an hour unless told otherwise, which would hide a leak. */
    private static Path configuration(Path etc)
            throws IOException
    {
        Files.createDirectories(etc);
        Files.writeString(etc.resolve("config.properties"), """
                query.max-history=20
                query.min-expire-age=5s
                task.info.max-age=10s
                """);
        return etc;
    }

    private static Map<String, Map<String, String>> catalogs(TestingPostgresServer postgres, LocalMaxCompute maxCompute)
    {
        return ImmutableMap.of(
                "postgres", ImmutableMap.<String, String>builder()
                        .put("connector.name", "postgres_fdw")
                        .put("host", postgres.host())
                        .put("port", Integer.toString(postgres.port()))
                        .put("dbname", postgres.database())
                        .put("user", postgres.user())
                        .put("max-connections", "48")
                        // the machine is busier than it can be
                        .put("connect-timeout", "60s")
                        .buildOrThrow(),
                "odps", ImmutableMap.<String, String>builder()
                        .put("connector.name", "odps_fdw")
                        .put("odps-endpoint", maxCompute.endpoint())
                        .put("project", PROJECT)
                        .put("id", ACCESS_ID)
                        .put("key", ACCESS_KEY)
                        .buildOrThrow(),
                "tpch", ImmutableMap.of("connector.name", "tpch", "tpch.column-naming", "STANDARD"));
    }

    private void createTables(int clients)
            throws SQLException
    {
        postgres.execute("CREATE DATABASE " + SECOND_DATABASE);
        postgres.execute("""
                CREATE SCHEMA soak;
                CREATE TABLE soak.ledger (id bigint NOT NULL, client int NOT NULL, batch bigint NOT NULL, size int NOT NULL, note text);
                CREATE TABLE soak.remote_prepared (LIKE soak.ledger);
                CREATE TABLE soak.account (id int PRIMARY KEY, balance bigint NOT NULL, filler text);
                INSERT INTO soak.account SELECT i, %s, repeat('x', 200) FROM generate_series(0, %s) AS i;
                CREATE TABLE soak.counter (client int PRIMARY KEY, value bigint NOT NULL);
                INSERT INTO soak.counter SELECT i, 0 FROM generate_series(0, %s) AS i;
                CREATE TABLE soak.fixed (id bigint, note text);
                INSERT INTO soak.fixed SELECT i, 'note ' || i FROM generate_series(1, %s) AS i;
                ANALYZE
                """.formatted(BALANCE, ACCOUNTS - 1, clients - 1, FIXED_ROWS));
        StringBuilder events = new StringBuilder("""
                CREATE SERVER second FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname '%s', max_connections '24', connect_timeout '60');
                CREATE USER MAPPING FOR PUBLIC SERVER second OPTIONS (user '%s', password_required 'false');
                CREATE FOREIGN TABLE soak.prepared (id bigint, client integer, batch bigint, size integer, note text)
                    SERVER postgres OPTIONS (table_name 'remote_prepared', prepared_writes 'true', mpp_execute 'all segments');
                CREATE TABLE soak.event (id bigint, key integer, client integer, batch bigint, size integer) PARTITION BY RANGE (key);
                """.formatted(postgres.host(), postgres.port(), SECOND_DATABASE, postgres.user()));
        for (int partition = 0; partition < EVENT_PARTITIONS; partition++) {
            try (Connection remote = connectRemote(partitionDatabase(partition)); Statement statement = remote.createStatement()) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS soak; CREATE TABLE soak.event_%s (id bigint, key integer, client integer, batch bigint, size integer)".formatted(partition));
            }
            events.append("CREATE FOREIGN TABLE soak.event_%s PARTITION OF soak.event FOR VALUES FROM (%s) TO (%s) SERVER %s;\n".formatted(
                    partition,
                    partition * EVENT_KEYS / EVENT_PARTITIONS,
                    (partition + 1) * EVENT_KEYS / EVENT_PARTITIONS,
                    partition % 2 == 0 ? "postgres" : "second"));
        }
        maxCompute.execute(PROJECT, "CREATE TABLE ledger (id BIGINT, client BIGINT, batch BIGINT, size BIGINT) PARTITIONED BY (pt STRING)");
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(Scripts.executeDdl("postgres", events.toString()));
            statement.execute("CREATE TABLE postgres.soak.lineitem AS SELECT * FROM tpch.tiny.lineitem");
            statement.execute("CREATE TABLE odps.\"default\".part AS SELECT p_partkey, p_brand, p_size FROM tpch.tiny.part");
        }
    }

    /** The database of a partition of {@code soak.event}, in turns. */
    public String partitionDatabase(int partition)
    {
        return partition % 2 == 0 ? postgres.database() : SECOND_DATABASE;
    }

    public Connection connect()
            throws SQLException
    {
        return cluster.connect("soak");
    }

    /** A connection to PostgreSQL itself. */
    public Connection connectRemote(String database)
            throws SQLException
    {
        return DriverManager.getConnection(postgres.jdbcUrl(database), postgres.user(), postgres.password());
    }
}
