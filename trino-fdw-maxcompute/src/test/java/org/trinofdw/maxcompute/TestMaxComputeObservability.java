package org.trinofdw.maxcompute;

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
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.trino.testing.assertions.Assert.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * What operators see of the scans and writers of odps_fdw: spans, and lines in the log about slow ones.
 */
// spans are those of one query at a time
@Execution(SAME_THREAD)
final class TestMaxComputeObservability
        extends AbstractTestQueryFramework
{
    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        QueryRunner queryRunner = MaxComputeQueryRunner.builder(closeAfterClass(LocalMaxCompute.start())).setWorkerCount(1).build();
        queryRunner.execute("CREATE TABLE measured AS SELECT n, CAST(n AS varchar) AS t FROM UNNEST(sequence(1, 1000)) AS s (n)");
        return queryRunner;
    }

    @Test
    void testSpansAndSlowScans()
    {
        Session session = Session.builder(getSession())
                .setCatalogSessionProperty("odps", "mpp_execute", "all segments")
                .setCatalogSessionProperty("odps", "num_segments", "2")
                .setCatalogSessionProperty("odps", "slow_scan_threshold", "0s")
                .build();
        try (LogLines lines = LogLines.of("org.trinofdw.slow-scan")) {
            QueryId queryId = getDistributedQueryRunner().executeWithPlan(session, "SELECT sum(n), max(t) FROM measured").queryId();
            assertEventually(() -> {
                List<SpanData> spans = getDistributedQueryRunner().getSpans().stream().filter(span -> span.getName().equals("foreign scan")).toList();
                assertThat(spans).hasSize(2).allSatisfy(span -> {
                    assertThat(span.getAttributes().get(stringKey("trino.query_id"))).isEqualTo(queryId.toString());
                    assertThat(span.getAttributes().get(stringKey("fdw.server"))).isEqualTo("odps");
                    assertThat(span.getAttributes().get(stringKey("fdw.table"))).isEqualTo("default.measured");
                    assertThat(span.getAttributes().get(stringKey("fdw.statement"))).matches("Rows (0 to 500|500 to 1000) of table .*measured");
                    assertThat(span.getAttributes().get(longKey("fdw.rows"))).isEqualTo(500);
                    assertThat(span.getAttributes().get(longKey("fdw.bytes"))).isPositive();
                });
                assertThat(lines.lines().stream().filter(line -> line.contains(queryId.toString())))
                        .hasSize(2)
                        .allSatisfy(line -> assertThat(line)
                                .startsWith("Slow scan: query %s, server odps, table default.measured: open ".formatted(queryId))
                                .containsPattern("500 rows, \\d+ bytes: Rows \\d+ to \\d+ of table .*measured$")
                                .doesNotContain(LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY));
            });
        }
    }

    @Test
    void testSpansOfWriters()
    {
        QueryId queryId = getDistributedQueryRunner().executeWithPlan(getSession(), "CREATE TABLE written AS SELECT n FROM UNNEST(sequence(1, 500)) AS s (n)").queryId();
        assertEventually(() -> {
            List<SpanData> spans = getDistributedQueryRunner().getSpans().stream().filter(span -> span.getName().equals("foreign write")).toList();
            assertThat(spans).isNotEmpty().allSatisfy(span -> {
                assertThat(span.getAttributes().get(stringKey("trino.query_id"))).isEqualTo(queryId.toString());
                assertThat(span.getAttributes().get(stringKey("fdw.server"))).isEqualTo("odps");
                assertThat(span.getAttributes().get(stringKey("fdw.table"))).isEqualTo("default.written");
            });
            assertThat(spans.stream().mapToLong(span -> span.getAttributes().get(longKey("fdw.rows"))).sum()).isEqualTo(500);
        });
    }

    @Test
    void testSpansOfRequests()
    {
        assertUpdate("CREATE TABLE made (n bigint)");
        assertEventually(() -> assertThat(requests())
                .filteredOn(span -> span.getAttributes().get(stringKey("fdw.method")).equals("POST") && span.getAttributes().get(stringKey("fdw.resource")).endsWith("/instances"))
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
                    assertThat(span.getAttributes().get(stringKey("fdw.request_id"))).isNotBlank();
                    assertThat(span.getParentSpanContext().isValid()).isTrue();
                }));
    }

    /** They are made by threads that are not the engine's. */
    @Test
    void testSessionsBelongToTheirScan()
    {
        computeActual("SELECT sum(n) FROM measured");
        assertEventually(() -> assertThat(requests())
                .filteredOn(span -> span.getAttributes().get(stringKey("fdw.method")).equals("POST") && span.getAttributes().get(stringKey("fdw.resource")).endsWith("/tables/measured"))
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.getParentSpanContext().isValid()).isTrue()));
    }

    @Test
    void testSpanOfFailedRequest()
    {
        assertQueryFails("SELECT * FROM missing", ".*missing' does not exist");
        assertEventually(() -> assertThat(requests())
                .filteredOn(span -> span.getStatus().getStatusCode() == StatusCode.ERROR)
                .isNotEmpty()
                .allSatisfy(span -> {
                    assertThat(span.getAttributes().get(stringKey("fdw.resource"))).endsWith("/tables/missing");
                    assertThat(span.getStatus().getDescription()).isEmpty();
                }));
    }

    private List<SpanData> requests()
    {
        List<SpanData> spans = getDistributedQueryRunner().getSpans().stream().filter(span -> span.getName().equals("foreign request")).toList();
        assertThat(spans).isNotEmpty().allSatisfy(span -> {
            assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(span.getAttributes().get(stringKey("fdw.endpoint"))).startsWith("http://127.0.0.1:");
            assertThat(span.getAttributes().asMap().values()).noneMatch(value -> value.toString().contains(LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY));
        });
        return spans;
    }

    @Test
    void testSlowWritesAreLogged()
    {
        try (LogLines lines = LogLines.of("org.trinofdw.slow-write")) {
            assertUpdate(slowWrites("1h"), "CREATE TABLE slowly_written AS SELECT n FROM UNNEST(sequence(1, 10)) AS s (n)", 10);
            assertThat(lines.lines()).isEmpty();

            QueryId queryId = getDistributedQueryRunner().executeWithPlan(slowWrites("0s"), "INSERT INTO slowly_written SELECT n FROM UNNEST(sequence(1, 500)) AS s (n)").queryId();
            Pattern form = Pattern.compile("Slow write: query %s, server odps, table default\\.slowly_written: write \\S+, (\\d+) rows, \\d+ bytes".formatted(queryId));
            assertEventually(() -> {
                List<Matcher> writers = lines.lines().stream().map(form::matcher).toList();
                assertThat(writers).isNotEmpty().allMatch(Matcher::matches);
                assertThat(writers.stream().mapToLong(writer -> Long.parseLong(writer.group(1))).sum()).isEqualTo(500);
            });
        }
    }

    private Session slowWrites(String threshold)
    {
        return Session.builder(getSession()).setCatalogSessionProperty("odps", "slow_write_threshold", threshold).build();
    }
}
