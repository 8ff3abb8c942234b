package org.trinofdw.product;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.trinofdw.document.CodeBlock;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.demo.Scripts;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.sql.DriverManager.getConnection;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * The SQL and the catalog files of README.md, docs, etc and docker, as they are written there, on the cluster. A block of SQL that begins with
 * {@code -- foreign DDL of x} runs in {@code x.system.execute_ddl}; all others are statements of Trino.
 */
@TestInstance(PER_CLASS)
final class TestProductDocuments
{
    private static final Path ROOT = Path.of("..");
    private static final Pattern FOREIGN_DDL = Pattern.compile("-- foreign DDL of (\\w+)\n");
    private static final String FILE_WRAPPER = "writing-a-wrapper.md";

    private DemoEnvironment environment;
    private int catalogs;

    @BeforeAll
    void createWhatTheDocumentsReadOn()
            throws IOException, SQLException
    {
        environment = ProductEnvironment.get();
        dropServers();
        environment.postgres().execute("CREATE DATABASE shop");
        try (Connection shop = getConnection(environment.postgres().jdbcUrl("shop"), environment.postgres().user(), environment.postgres().password());
                Statement statement = shop.createStatement()) {
            statement.execute("""
                    CREATE SCHEMA "Sales";
                    CREATE TABLE "Sales".orders (id bigint PRIMARY KEY, day date DEFAULT current_date);
                    CREATE TABLE "Sales"."Items" (id bigint NOT NULL, name text DEFAULT 'none');
                    CREATE TABLE "Sales".old (id bigint);
                    CREATE TABLE public."Items" ("Item Id" bigint NOT NULL, name varchar);
                    CREATE TABLE public.orders_2025 (id bigint, day date, total numeric(12, 2));
                    CREATE TABLE public.orders_2026 (LIKE public.orders_2025);
                    CREATE SCHEMA sample;
                    SET search_path TO sample;
                    """);
            // the sample data of the compose file loads too
            statement.execute(Files.readString(ROOT.resolve("docker/sample-data.sql")));
        }
        execute("CREATE CATALOG shop USING postgres_fdw WITH (\"host\" = '%s', \"port\" = '%s', \"dbname\" = 'shop', \"user\" = '%s')".formatted(
                environment.postgres().host(), environment.postgres().port(), environment.postgres().user()));
        environment.maxCompute().execute(DemoEnvironment.PROJECT, "CREATE TABLE IF NOT EXISTS src (key STRING, value BIGINT) PARTITIONED BY (pt STRING, region STRING)");
        environment.maxCompute().execute(DemoEnvironment.PROJECT, "CREATE TABLE IF NOT EXISTS orders (id BIGINT, total DOUBLE) PARTITIONED BY (shop STRING)");
        environment.maxCompute().execute(DemoEnvironment.PROJECT, "CREATE TABLE IF NOT EXISTS sales (id BIGINT) PARTITIONED BY (pt STRING, region STRING)");
        environment.maxCompute().load(DemoEnvironment.PROJECT, Optional.empty(), "sales", Optional.of("pt=20170601,region=hangzhou"), List.of(List.of(1L)));
        environment.maxCompute().load(DemoEnvironment.PROJECT, Optional.empty(), "src", Optional.of("pt=20170601,region=shanghai"), List.of(List.of("a", 1L)));
    }

    /** Other tests of the same environment make some of it too. */
    @AfterAll
    void dropWhatTheDocumentsMade()
            throws SQLException
    {
        dropServers();
        execute("DROP CATALOG shop");
        environment.maxCompute().execute(DemoEnvironment.PROJECT, "DROP TABLE src");
        environment.maxCompute().execute(DemoEnvironment.PROJECT, "DROP TABLE orders");
        environment.maxCompute().execute(DemoEnvironment.PROJECT, "DROP TABLE sales");
    }

    private void dropServers()
            throws SQLException
    {
        execute(Scripts.executeDdl(DemoEnvironment.ODPS, "DROP SERVER IF EXISTS odps_serv CASCADE; DROP SERVER IF EXISTS odps_move CASCADE"));
    }

    @TestFactory
    Stream<DynamicTest> testSql()
            throws IOException
    {
        List<CodeBlock> blocks = CodeBlock.ofProject(ROOT).stream()
                .filter(block -> block.kind().equals("sql") && !block.file().endsWith(FILE_WRAPPER))
                .toList();
        assertThat(blocks).isNotEmpty();
        return blocks.stream().map(block -> dynamicTest(block.toString(), () -> run(block)));
    }

    private void run(CodeBlock block)
            throws SQLException
    {
        String text = block.text()
                .replace("${TUNNEL_ENDPOINT}", environment.maxCompute().tunnelEndpoint())
                .replace("${ACCESS_ID}", DemoEnvironment.ACCESS_ID)
                .replace("${ACCESS_KEY}", DemoEnvironment.ACCESS_KEY);
        Matcher foreignDdl = FOREIGN_DDL.matcher(text);
        if (foreignDdl.lookingAt()) {
            execute(Scripts.executeDdl(foreignDdl.group(1), text));
            return;
        }
        for (String statement : statements(text)) {
            execute(statement);
        }
    }

    /** The statements of a block; a semicolon within quotes is no end. */
    private static List<String> statements(String text)
    {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        boolean quoted = false;
        for (char character : text.toCharArray()) {
            quoted ^= character == '\'';
            if (character == ';' && !quoted) {
                statements.add(statement.toString());
                statement.setLength(0);
            }
            else {
                statement.append(character);
            }
        }
        statements.add(statement.toString());
        return statements.stream().map(String::strip).filter(candidate -> !candidate.isEmpty()).toList();
    }

    @TestFactory
    Stream<DynamicTest> testProperties()
            throws IOException
    {
        List<DynamicTest> tests = new ArrayList<>();
        for (CodeBlock block : CodeBlock.ofProject(ROOT)) {
            if (block.kind().equals("properties")) {
                tests.add(dynamicTest(block.toString(), () -> createCatalog(block.text())));
            }
        }
        for (String directory : List.of("etc/catalog", "docker/catalog")) {
            try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
                for (Path file : files.sorted().toList()) {
                    tests.add(dynamicTest(file.toString(), () -> createCatalog(Files.readString(file))));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(3);
        return tests.stream();
    }

    /** The connector itself validates the properties. */
    private void createCatalog(String text)
            throws IOException, SQLException
    {
        Properties properties = new Properties();
        // values from the environment are whatever an operator has
        properties.load(new StringReader(text.replaceAll("\\$\\{ENV:\\w+ENDPOINT}", "http://127.0.0.1:1").replaceAll("\\$\\{ENV:\\w+}", "5432")));
        String connector = (String) properties.remove("connector.name");
        assertThat(connector).as("connector.name").isNotNull();
        String name = "documented_" + catalogs++;
        String with = new TreeMap<>(properties).entrySet().stream()
                .map(property -> "\"%s\" = '%s'".formatted(property.getKey(), ((String) property.getValue()).replace("'", "''")))
                .collect(joining(", "));
        execute("CREATE CATALOG %s USING %s%s".formatted(name, connector, with.isEmpty() ? "" : " WITH (" + with + ")"));
        execute("DROP CATALOG " + name);
    }

    private void execute(String sql)
            throws SQLException
    {
        try (Connection connection = environment.connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
