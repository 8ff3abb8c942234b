package org.trinofdw.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.query.Results;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * The metrics of the connectors at the OpenMetrics endpoint of a node, and the dashboard that shows them.
 */
@TestInstance(PER_CLASS)
final class TestProductMetrics
{
    private static final Path DASHBOARD = Path.of("..", "monitoring", "grafana-dashboard.json");
    private static final Pattern METRIC = Pattern.compile("JMX_trino_fdw_(?:\\w|\\$\\{\\w+})+");
    private static final Pattern SAMPLE = Pattern.compile("^(\\w+)(?:\\{.*})? (\\S+)$");
    private static final int ROWS = 1234;

    private DemoEnvironment environment;

    @BeforeAll
    void open()
            throws SQLException
    {
        environment = ProductEnvironment.get();
        environment.postgres().execute("CREATE SCHEMA metrics; CREATE TABLE metrics.read AS SELECT i FROM generate_series(1, %s) AS i".formatted(ROWS));
        try (Connection connection = environment.connect(); Statement statement = connection.createStatement()) {
            // the coordinator, whose endpoint is asked, reads it
            statement.execute("SET SESSION postgres.mpp_execute = 'coordinator'");
            assertThat(Results.read(statement.executeQuery("SELECT i FROM postgres.metrics.read")).rows()).hasSize(ROWS);
        }
    }

    @Test
    void testDashboard()
            throws IOException, InterruptedException
    {
        Map<String, Double> metrics = scrape();
        Set<String> names = new TreeSet<>();
        int panels = 0;
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        for (JsonNode panel : dashboard.path("panels")) {
            panels++;
            assertThat(panel.path("description").asText()).as("description of %s", panel.path("title")).isNotEmpty();
            for (JsonNode target : panel.path("targets")) {
                names.addAll(metricNames(target.path("expr").asText()));
            }
        }
        for (JsonNode variable : dashboard.path("templating").path("list")) {
            if (variable.path("type").asText().equals("query") && !variable.path("name").asText().equals("catalog")) {
                names.addAll(metricNames(variable.path("query").path("query").asText()));
            }
        }
        assertThat(panels).isPositive();
        assertThat(names).hasSizeGreaterThan(5);
        for (String name : names) {
            assertThat(metrics).containsKey(name.replace("${catalog}", "postgres"));
            if (!name.contains("ConnectionPools")) {
                assertThat(metrics).containsKey(name.replace("${catalog}", "odps"));
            }
        }
    }

    /** The variable of the dashboard finds the catalogs by the names of their metrics. */
    @Test
    void testCatalogVariable()
            throws IOException, InterruptedException
    {
        Set<String> catalogs = new TreeSet<>();
        for (JsonNode variable : new ObjectMapper().readTree(DASHBOARD.toFile()).path("templating").path("list")) {
            if (variable.path("name").asText().equals("catalog")) {
                Pattern pattern = Pattern.compile(variable.path("regex").asText().replaceAll("^/|/$", ""));
                for (String name : scrape().keySet()) {
                    Matcher matcher = pattern.matcher(name);
                    if (matcher.find()) {
                        catalogs.add(matcher.group(1));
                    }
                }
            }
        }
        assertThat(catalogs).contains("postgres", "odps").doesNotContain("tpch");
    }

    @Test
    void testNumbers()
            throws IOException, InterruptedException
    {
        Map<String, Double> metrics = scrape();
        assertThat(value(metrics, "connector_NAME_postgres_TYPE_ScanStatistics_ATTRIBUTE_Rows")).isGreaterThanOrEqualTo(ROWS);
        // an integer with its length, in a row with its number of fields
        assertThat(value(metrics, "connector_NAME_postgres_TYPE_ScanStatistics_ATTRIBUTE_Bytes")).isGreaterThanOrEqualTo(ROWS * (2 + 4 + 4));
        assertThat(value(metrics, "connector_NAME_postgres_TYPE_ScanStatistics_ATTRIBUTE_Splits")).isPositive();
        assertThat(value(metrics, "postgres_connection_NAME_postgres_TYPE_ConnectionPools_ATTRIBUTE_UsedConnections") + value(metrics, "postgres_connection_NAME_postgres_TYPE_ConnectionPools_ATTRIBUTE_IdleConnections")).isPositive();
    }

    private static double value(Map<String, Double> metrics, String name)
    {
        return metrics.getOrDefault("JMX_trino_fdw_" + name, Double.NaN);
    }

    private static Set<String> metricNames(String query)
    {
        Set<String> names = new TreeSet<>();
        Matcher matcher = METRIC.matcher(query);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        assertThat(names).as("metrics in %s", query).isNotEmpty();
        return names;
    }

    private Map<String, Double> scrape()
            throws IOException, InterruptedException
    {
        HttpRequest request = HttpRequest.newBuilder(URI.create(environment.cluster().url() + "/metrics")).header("X-Trino-User", "metrics").build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            Map<String, Double> metrics = new TreeMap<>();
            response.body().lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> metrics.put(sample.group(1), number(sample.group(2))));
            return metrics;
        }
    }

    private static double number(String text)
    {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
