package org.trinofdw.product.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoStatement;
import org.trinofdw.product.demo.DemoEnvironment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;

/**
 * Runs statements to their end and tells the CPU time that Trino spent on all nodes.
 */
final class TrinoQuery
{
    private static final Pattern DURATION = Pattern.compile("([0-9.]+)(ns|us|ms|s|m|h|d)");
    private static final Map<String, TimeUnit> UNITS = Map.of(
            "ns", TimeUnit.NANOSECONDS,
            "us", TimeUnit.MICROSECONDS,
            "ms", TimeUnit.MILLISECONDS,
            "s", TimeUnit.SECONDS,
            "m", TimeUnit.MINUTES,
            "h", TimeUnit.HOURS,
            "d", TimeUnit.DAYS);

    private final String coordinator;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();

    TrinoQuery(DemoEnvironment environment)
    {
        this.coordinator = requireNonNull(environment, "environment is null").cluster().url();
    }

    Cost run(Connection connection, String sql)
            throws SQLException, IOException, InterruptedException
    {
        AtomicReference<QueryStats> statistics = new AtomicReference<>();
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(TrinoStatement.class).setProgressMonitor(statistics::set);
            if (statement.execute(sql)) {
                try (ResultSet results = statement.getResultSet()) {
                    while (results.next()) {
                        // drained only
                    }
                }
            }
        }
        return new Cost(Duration.ofMillis(statistics.get().getCpuTimeMillis()), Optional.of(scanCpu(statistics.get().getQueryId())));
    }

    private Duration scanCpu(String queryId)
            throws IOException, InterruptedException
    {
        HttpRequest request = HttpRequest.newBuilder(URI.create("%s/v1/query/%s".formatted(coordinator, queryId)))
                .header("X-Trino-User", DemoEnvironment.USER)
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("The coordinator answers %s to a request for the statistics of query %s".formatted(response.statusCode(), queryId));
        }
        return scanCpu(mapper.readTree(response.body()).path("queryStats").path("operatorSummaries"));
    }

    static Duration scanCpu(JsonNode operators)
    {
        Duration sum = Duration.ZERO;
        for (JsonNode operator : operators) {
            String type = operator.path("operatorType").asText();
            if (type.startsWith("TableScan") || type.startsWith("ScanFilter")) {
                for (String part : new String[] {"addInputCpu", "getOutputCpu", "finishCpu"}) {
                    sum = sum.plus(duration(operator.required(part).asText()));
                }
            }
        }
        return sum;
    }

    private static Duration duration(String text)
    {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'%s' is not a duration of Trino".formatted(text));
        }
        return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * UNITS.get(matcher.group(2)).toNanos(1)));
    }
}
