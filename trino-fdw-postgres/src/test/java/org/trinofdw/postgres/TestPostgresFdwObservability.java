package org.trinofdw.postgres;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.trino.Session;
import io.trino.spi.QueryId;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.conformance.LogLines;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static com.google.common.collect.MoreCollectors.onlyElement;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.trino.testing.assertions.Assert.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * What operators see of the scans and writers of postgres_fdw: spans, and lines in the log about slow ones.
 */
// spans are those of one query at a time
@Execution(SAME_THREAD)
final class TestPostgresFdwObservability
        extends AbstractTestQueryFramework
{
    private static final String PASSWORD = "not to be logged";
    private static final AttributeKey<Long> ROWS = longKey("fdw.rows");
    private static final AttributeKey<Long> BYTES = longKey("fdw.bytes");
    private static final AttributeKey<String> STATEMENT = stringKey("fdw.statement");

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        TestingPostgresServer server = closeAfterClass(TestingPostgresServer.builder().requirePasswords().start());
        server.execute("CREATE ROLE reader LOGIN PASSWORD '%s'".formatted(PASSWORD));
        QueryRunner queryRunner = PostgresQueryRunner.create(server, 1, Map.of("user", "reader", "password", PASSWORD), List.of());
        server.execute(
                """
                CREATE TABLE tpch.measured AS SELECT i, 'text ' || i AS t FROM generate_series(1, 10000) AS i;
                GRANT CREATE, USAGE ON SCHEMA tpch TO reader;
                GRANT SELECT ON tpch.measured TO reader;
                ANALYZE tpch.measured
                """);
        return queryRunner;
    }

    @Test
    void testSpans()
    {
        QueryId queryId = getDistributedQueryRunner().executeWithPlan(twoSplits(), "SELECT i, t FROM measured WHERE i > 100").queryId();
        assertEventually(() -> {
            List<SpanData> spans = getDistributedQueryRunner().getSpans().stream().filter(span -> span.getName().equals("foreign scan")).toList();
            assertThat(spans).hasSize(2).allSatisfy(span -> {
                assertThat(span.getAttributes().get(stringKey("trino.query_id"))).isEqualTo(queryId.toString());
                assertThat(span.getAttributes().get(stringKey("fdw.server"))).isEqualTo("postgres");
                assertThat(span.getAttributes().get(stringKey("fdw.table"))).isEqualTo("tpch.measured");
                assertThat(span.getAttributes().get(STATEMENT)).matches("COPY \\(SELECT \"i\", \"t\" FROM \"tpch\"\\.\"measured\" WHERE .*ctid.*\"i\" > .*100.*\\) TO STDOUT \\(FORMAT binary\\)");
                assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            });
            assertThat(spans.stream().mapToLong(span -> span.getAttributes().get(ROWS)).sum()).isEqualTo(9900);
            // a row is its number of fields, the length of each, the integer and the text
            assertThat(spans.stream().mapToLong(span -> span.getAttributes().get(BYTES)).sum()).isBetween(9900L * (2 + 4 + 4 + 4 + 8), 9900L * (2 + 4 + 4 + 4 + 10) + 1000);
        });
    }

    @Test
    void testSpansOfWriters()
    {
        QueryId queryId = getDistributedQueryRunner().executeWithPlan(getSession(), "CREATE TABLE written AS SELECT i FROM measured WHERE i <= 500").queryId();
        assertEventually(() -> {
            List<SpanData> spans = getDistributedQueryRunner().getSpans().stream().filter(span -> span.getName().equals("foreign write")).toList();
            assertThat(spans).isNotEmpty().allSatisfy(span -> assertWriter(span, queryId, "tpch.written"));
            assertThat(spans.stream().mapToLong(span -> span.getAttributes().get(ROWS)).sum()).isEqualTo(500);
            // a row is its number of fields, and the integer with its length
            assertThat(spans.stream().mapToLong(span -> span.getAttributes().get(BYTES)).sum()).isGreaterThanOrEqualTo(500 * (2 + 4 + 4));
        });
    }

    @Test
    void testSpansOfRowChanges()
    {
        assertUpdate("CREATE TABLE changed AS SELECT i FROM measured WHERE i <= 20", 20);
        // a condition that PostgreSQL does not have, so that the rows go by Trino
        QueryId queryId = getDistributedQueryRunner().executeWithPlan(getSession(), "DELETE FROM changed WHERE sqrt(i) > 3").queryId();
        assertEventually(() -> {
            List<SpanData> spans = getDistributedQueryRunner().getSpans().stream().filter(span -> span.getName().equals("foreign write")).toList();
            assertThat(spans).isNotEmpty().allSatisfy(span -> assertWriter(span, queryId, "tpch.changed"));
            assertThat(spans.stream().mapToLong(span -> span.getAttributes().get(ROWS)).sum()).isEqualTo(11);
        });
    }

    private static void assertWriter(SpanData span, QueryId queryId, String table)
    {
        assertThat(span.getAttributes().get(stringKey("trino.query_id"))).isEqualTo(queryId.toString());
        assertThat(span.getAttributes().get(stringKey("fdw.server"))).isEqualTo("postgres");
        assertThat(span.getAttributes().get(stringKey("fdw.table"))).isEqualTo(table);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void testSpanOfFailedScan()
    {
        assertQueryFails("SELECT n FROM TABLE(system.query('SELECT 1 / (i - 1) AS n FROM tpch.measured'))", "(?s).*division by zero.*");
        assertEventually(() -> assertThat(getDistributedQueryRunner().getSpans().stream().filter(span -> span.getName().equals("foreign scan")))
                .hasSize(1)
                .allSatisfy(span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR)));
    }

    @Test
    void testSpansOfStatements()
    {
        assertUpdate("CREATE TABLE made (i integer, t varchar)");
        assertEventually(() -> {
            List<SpanData> spans = statements();
            assertThat(spans).filteredOn(span -> span.getAttributes().get(STATEMENT).startsWith("CREATE TABLE \"tpch\".\"made\"")).singleElement().satisfies(span -> {
                assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
                assertThat(span.getAttributes().get(stringKey("trino.query_id"))).isEqualTo(queryId(span));
            });
            assertThat(spans).extracting(span -> span.getAttributes().get(STATEMENT)).contains("COMMIT");
        });
    }

    @Test
    void testSpansOfLookUps()
    {
        QueryId queryId = getDistributedQueryRunner().executeWithPlan(getSession(), "SELECT count(*) FROM measured").queryId();
        assertEventually(() -> assertThat(statements()).filteredOn(span -> span.getAttributes().get(STATEMENT).contains("pg_attribute")).isNotEmpty().allSatisfy(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(queryId(span)).isEqualTo(queryId.toString());
        }));
    }

    @Test
    void testSpanOfFailedStatement()
    {
        assertQueryFails("DROP TABLE measured", "(?s).*must be owner of .*measured.*");
        assertEventually(() -> assertThat(statements()).filteredOn(span -> span.getStatus().getStatusCode() == StatusCode.ERROR).singleElement().satisfies(span -> {
            assertThat(span.getAttributes().get(STATEMENT)).isEqualTo("DROP TABLE \"tpch\".\"measured\"");
            assertThat(span.getStatus().getDescription()).isEmpty();
            assertThat(span.getAttributes().get(stringKey("trino.query_id"))).isEqualTo(queryId(span));
        }));
    }

    private List<SpanData> statements()
    {
        List<SpanData> spans = getDistributedQueryRunner().getSpans().stream().filter(span -> span.getName().equals("foreign statement")).toList();
        assertThat(spans).isNotEmpty().allSatisfy(span -> {
            assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(span.getAttributes().get(stringKey("fdw.server"))).isEqualTo("postgres");
            assertThat(span.getAttributes().asMap().values()).noneMatch(value -> value.toString().contains(PASSWORD));
        });
        return spans;
    }

    /** That of the query whose trace the span belongs to. */
    private String queryId(SpanData span)
    {
        assertThat(span.getParentSpanContext().isValid()).isTrue();
        return getDistributedQueryRunner().getSpans().stream()
                .filter(other -> other.getName().equals("query") && other.getTraceId().equals(span.getTraceId()))
                .map(query -> query.getAttributes().get(stringKey("trino.query_id")))
                .collect(onlyElement());
    }

    @Test
    void testSlowScansAreLogged()
    {
        try (LogLines lines = LogLines.of("org.trinofdw.slow-scan")) {
            Session session = Session.builder(twoSplits()).setCatalogSessionProperty("postgres", "slow_scan_threshold", "0s").build();
            QueryId queryId = getDistributedQueryRunner().executeWithPlan(session, "SELECT i, t FROM measured WHERE i > 9990").queryId();
            assertEventually(() -> assertThat(lines.lines().stream().filter(line -> line.contains(queryId.toString())))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("Slow scan: query %s, server postgres, table tpch.measured: open ".formatted(queryId))
                            .containsPattern(" read \\S+, \\d+ rows, \\d+ bytes: COPY \\(SELECT \"i\", \"t\" FROM \"tpch\".\"measured\" WHERE .*\\) TO STDOUT")
                            .doesNotContain(PASSWORD)));
        }
    }

    @Test
    void testOtherScansAreNotLogged()
    {
        try (LogLines lines = LogLines.of("org.trinofdw.slow-scan")) {
            getQueryRunner().execute(twoSplits(), "SELECT i FROM measured");
            getQueryRunner().execute(Session.builder(twoSplits()).setCatalogSessionProperty("postgres", "slow_scan_threshold", "1h").build(), "SELECT i FROM measured");
            // a scan tells when it ends, and the last of these has ended when its line is there
            QueryId last = getDistributedQueryRunner().executeWithPlan(Session.builder(getSession()).setCatalogSessionProperty("postgres", "slow_scan_threshold", "0s").build(), "SELECT i FROM measured").queryId();
            assertEventually(() -> assertThat(lines.lines()).isNotEmpty());
            assertThat(lines.lines()).allSatisfy(line -> assertThat(line).contains(last.toString()));
        }
    }

    @Test
    void testSlowWritesAreLogged()
    {
        try (LogLines lines = LogLines.of("org.trinofdw.slow-write")) {
            // without the option and below the threshold none is logged
            assertUpdate("CREATE TABLE slowly_written AS SELECT i FROM measured WHERE i <= 10", 10);
            assertUpdate(slowWrites("1h"), "INSERT INTO slowly_written SELECT i FROM measured WHERE i BETWEEN 11 AND 20", 10);
            assertThat(lines.lines()).isEmpty();

            QueryId insert = getDistributedQueryRunner().executeWithPlan(slowWrites("0s"), "INSERT INTO slowly_written SELECT i FROM measured WHERE i BETWEEN 21 AND 30").queryId();
            assertEventually(() -> assertSlowWrites(lines, insert, 10));

            // a condition that PostgreSQL does not have, so that the rows go by Trino
            QueryId delete = getDistributedQueryRunner().executeWithPlan(slowWrites("0s"), "DELETE FROM slowly_written WHERE sqrt(i) > 5").queryId();
            assertEventually(() -> assertSlowWrites(lines, delete, 5));
            assertThat(lines.lines()).allSatisfy(line -> assertThat(line).doesNotContain(PASSWORD));
        }
    }

    private static void assertSlowWrites(LogLines lines, QueryId queryId, long rows)
    {
        Pattern form = Pattern.compile("Slow write: query %s, server postgres, table tpch\\.slowly_written: write \\S+, (\\d+) rows, (\\d+) bytes".formatted(queryId));
        List<Matcher> writers = lines.lines().stream()
                .filter(line -> line.contains(queryId.toString()))
                .map(form::matcher)
                .toList();
        assertThat(writers).isNotEmpty().allMatch(Matcher::matches);
        assertThat(writers.stream().mapToLong(writer -> Long.parseLong(writer.group(1))).sum()).isEqualTo(rows);
        // at least the integer with its length for each row
        assertThat(writers.stream().mapToLong(writer -> Long.parseLong(writer.group(2))).sum()).isGreaterThanOrEqualTo(rows * (4 + 4));
    }

    private Session slowWrites(String threshold)
    {
        return Session.builder(getSession()).setCatalogSessionProperty("postgres", "slow_write_threshold", threshold).build();
    }

    private Session twoSplits()
    {
        return Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "mpp_execute", "all segments")
                .setCatalogSessionProperty("postgres", "num_segments", "2")
                .build();
    }
}
