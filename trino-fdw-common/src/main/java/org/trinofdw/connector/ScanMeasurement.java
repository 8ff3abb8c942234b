package org.trinofdw.connector;

import com.google.inject.Inject;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.FdwTableHandle;

import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;

/**
 * Opens page sources of foreign tables so that what they read is measured and told: in metrics, in spans and, if it is slow, in the log.
 */
public final class ScanMeasurement
{
    private final ScanStatistics statistics;
    private final SlowThresholds slowThresholds;
    private final Tracer tracer;

    @Inject
    public ScanMeasurement(ScanStatistics statistics, SlowThresholds slowThresholds, Tracer tracer)
    {
        this.statistics = requireNonNull(statistics, "statistics is null");
        this.slowThresholds = requireNonNull(slowThresholds, "slowThresholds is null");
        this.tracer = requireNonNull(tracer, "tracer is null");
    }

    /**
     * @param credentials of the server that is read
     * @param opening opens the page source; what it throws is told too
     */
    public ConnectorPageSource open(ConnectorSession session, FdwTableHandle table, FdwTableCredentials credentials, Supplier<ConnectorPageSource> opening)
    {
        String server = credentials.server().name();
        Span span = tracer.spanBuilder("foreign scan")
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("trino.query_id", session.getQueryId())
                .setAttribute("fdw.server", server)
                .setAttribute("fdw.table", table.name().toString())
                .startSpan();
        ScanReport report = new ScanReport(session.getQueryId(), server, table.name().toString(), span, slowThresholds.ofScan(session, credentials));
        long start = System.nanoTime();
        try {
            return new MeasuredPageSource(opening.get(), statistics, report, System.nanoTime() - start);
        }
        catch (RuntimeException e) {
            statistics.failed();
            report.failed();
            span.end();
            throw e;
        }
    }
}
