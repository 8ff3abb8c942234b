package org.trinofdw.product;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;
import org.trinofdw.product.demo.Scripts;
import org.trinofdw.product.query.Results;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static com.google.common.collect.Iterables.getOnlyElement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * The images that the files in docker build, in containers as its compose file has them, and with an older official PostgreSQL beside the one that it has. Skipped where Docker does not answer.
 */
@TestInstance(PER_CLASS)
@EnabledIf(value = "dockerAnswers", disabledReason = "Docker does not answer")
final class TestProductImages
{
    private static final Path ROOT = Path.of("..");
    private static final Path DOCKER = ROOT.resolve("docker");
    private static final int TRINO_PORT = 8080;
    private static final int READABLE = 0644;
    /** For the slowest, a coordinator on a machine that does other things too. */
    private static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(5);
    /** The catalog of docker, and one like it for the other PostgreSQL. */
    private static final String POSTGRES_18 = "postgres";
    private static final String POSTGRES_13 = "postgres13";

    /** In the order of their start. */
    private final List<GenericContainer<?>> containers = new ArrayList<>();
    private Network network;
    private Connection connection;

    static boolean dockerAnswers()
    {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    void start()
            throws IOException, SQLException
    {
        network = Network.newNetwork();
        GenericContainer<?> postgres18 = registered(postgres("18", POSTGRES_18));
        GenericContainer<?> postgres13 = registered(postgres("13", POSTGRES_13));
        Startables.deepStart(postgres18, postgres13).join();
        GenericContainer<?> trino = registered(trino());
        trino.start();
        registered(maxCompute(trino)).start();
        connection = DriverManager.getConnection("jdbc:trino://%s:%s".formatted(trino.getHost(), trino.getMappedPort(TRINO_PORT)), "test", null);
    }

    @AfterAll
    void stop()
            throws SQLException
    {
        if (connection != null) {
            connection.close();
        }
        containers.reversed().forEach(GenericContainer::stop);
        if (network != null) {
            network.close();
        }
    }

    private GenericContainer<?> registered(GenericContainer<?> container)
    {
        containers.add(container);
        return container;
    }

    private GenericContainer<?> postgres(String version, String name)
    {
        return new GenericContainer<>(DockerImageName.parse("docker.io/library/postgres:" + version))
                .withNetwork(network)
                .withNetworkAliases(name)
                .withEnv(Map.of("POSTGRES_USER", "fdw", "POSTGRES_PASSWORD", "fdw", "POSTGRES_DB", "fdw"))
                .withCopyFileToContainer(MountableFile.forHostPath(DOCKER.resolve("sample-data.sql"), READABLE), "/docker-entrypoint-initdb.d/sample-data.sql")
                // while the sample data load, the server listens on no address
                .waitingFor(succeeds("pg_isready --host=127.0.0.1 --username=fdw --dbname=fdw"));
    }

    private GenericContainer<?> trino()
            throws IOException
    {
        ImageFromDockerfile image = new ImageFromDockerfile()
                .withFileFromPath("Dockerfile", DOCKER.resolve("Dockerfile"));
        for (String module : List.of("trino-fdw-postgres", "trino-fdw-maxcompute")) {
            Path zip = zip(module);
            image.withFileFromPath("%s/target/%s".formatted(module, zip.getFileName()), zip);
        }
        GenericContainer<?> trino = new GenericContainer<>(image)
                .withNetwork(network)
                .withExposedPorts(TRINO_PORT)
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(STARTUP_TIMEOUT));
        String postgres = Files.readString(DOCKER.resolve("catalog/postgres.properties"));
        Map<String, String> catalogs = Map.of(
                POSTGRES_18, postgres,
                POSTGRES_13, postgres.replace("host=" + POSTGRES_18, "host=" + POSTGRES_13),
                "odps", Files.readString(DOCKER.resolve("catalog/odps.properties")));
        catalogs.forEach((name, properties) -> trino.withCopyToContainer(Transferable.of(properties), "/etc/trino/catalog/%s.properties".formatted(name)));
        return trino;
    }

    private static Path zip(String module)
            throws IOException
    {
        try (DirectoryStream<Path> zips = Files.newDirectoryStream(ROOT.resolve(module).resolve("target"), module + "-*.zip")) {
            return getOnlyElement(zips);
        }
    }

    /** It listens on 127.0.0.1 alone: that of the container of Trino. */
    private static GenericContainer<?> maxCompute(GenericContainer<?> trino)
    {
        ImageFromDockerfile image = new ImageFromDockerfile()
                .withFileFromPath("Dockerfile", DOCKER.resolve("maxcompute.Dockerfile"))
                .withFileFromPath("product-tests/target/classes", Path.of("target/classes"))
                .withFileFromPath("product-tests/target/lib", Path.of("target/lib"));
        return new GenericContainer<>(image)
                .withNetworkMode("container:" + trino.getContainerId())
                .waitingFor(succeeds("bash -c 'exec 3<>/dev/tcp/127.0.0.1/8090'"));
    }

    private static WaitStrategy succeeds(String command)
    {
        return Wait.forSuccessfulCommand(command).withStartupTimeout(STARTUP_TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {POSTGRES_18, POSTGRES_13})
    void testSampleData(String catalog)
            throws SQLException
    {
        int version = catalog.equals(POSTGRES_18) ? 18 : 13;
        assertThat(single("SELECT major FROM TABLE(%s.system.query('SELECT current_setting(''server_version_num'')::int / 10000 AS major'))".formatted(catalog))).isEqualTo(version);
        assertThat(single("SELECT count(*) FROM %s.public.customers".formatted(catalog))).isEqualTo(100L);
        assertThat(single("SELECT count(*) FROM %s.public.orders".formatted(catalog))).isEqualTo(100_000L);
        assertThat(single("SELECT name FROM %s.public.customers WHERE id = 42".formatted(catalog))).isEqualTo("customer 42");
    }

    @ParameterizedTest
    @ValueSource(strings = {POSTGRES_18, POSTGRES_13})
    void testJoinOfBothCatalogs(String catalog)
            throws SQLException
    {
        String labels = "odps.default.labels_of_" + catalog;
        execute("CREATE TABLE %s AS SELECT id, 'label ' || CAST(id AS varchar) AS label FROM %s.public.customers WHERE id <= 10".formatted(labels, catalog));
        execute("INSERT INTO %s VALUES (1000, 'of nobody')".formatted(labels));

        assertThat(single("SELECT count(*) FROM " + labels)).isEqualTo(11L);
        // every customer has a thousand orders
        assertThat(Results.of(connection, "SELECT l.label, count(*) FROM %s.public.orders o JOIN %s l ON l.id = o.customer_id GROUP BY 1".formatted(catalog, labels)).rows())
                .hasSize(10)
                .contains(List.of("label 1", 1000L), List.of("label 10", 1000L));
    }

    @ParameterizedTest
    @ValueSource(strings = {POSTGRES_18, POSTGRES_13})
    void testWrites(String catalog)
            throws SQLException
    {
        String notes = catalog + ".public.notes";
        execute("CREATE TABLE %s (id bigint, note varchar)".formatted(notes));
        execute("INSERT INTO %s SELECT id, name FROM %s.public.customers".formatted(notes, catalog));
        execute("INSERT INTO %s VALUES (101, NULL)".formatted(notes));
        execute("DELETE FROM %s WHERE id <= 50".formatted(notes));
        assertThat(Results.of(connection, "SELECT count(*), count(note), min(id) FROM " + notes).rows()).containsExactly(List.of(51L, 50L, 51L));
    }

    @ParameterizedTest
    @ValueSource(strings = {POSTGRES_18, POSTGRES_13})
    void testForeignTable(String catalog)
            throws SQLException
    {
        execute(Scripts.executeDdl(catalog, "CREATE FOREIGN TABLE buyers (id bigint, label text OPTIONS (column_name 'name')) SERVER %s OPTIONS (schema_name 'public', table_name 'customers')".formatted(catalog)));
        assertThat(single("SELECT label FROM %s.public.buyers WHERE id = 7".formatted(catalog))).isEqualTo("customer 7");
    }

    private void execute(String sql)
            throws SQLException
    {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Object single(String sql)
            throws SQLException
    {
        return Results.of(connection, sql).single();
    }
}
