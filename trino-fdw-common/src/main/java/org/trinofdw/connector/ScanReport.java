package org.trinofdw.connector;

import io.airlift.log.Logger;
import io.airlift.units.Duration;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

import java.util.Optional;

import static io.airlift.units.Duration.succinctNanos;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.trinofdw.trace.StatementText.shortened;

/**
 * Tells of the scan of one split when it has ended: in its span, and, if it was slow, in the log of the node that read it.
 *
 * @param slowThreshold the time that the scan may wait for the server without being logged; empty if it never is
 */
record ScanReport(String queryId, String server, String table, Span span, Optional<Duration> slowThreshold)
{
    private static final Logger log = Logger.get("org.trinofdw.slow-scan");

    ScanReport
    {
        requireNonNull(queryId, "queryId is null");
        requireNonNull(server, "server is null");
        requireNonNull(table, "table is null");
        requireNonNull(span, "span is null");
        requireNonNull(slowThreshold, "slowThreshold is null");
    }

    void failed()
    {
        span.setStatus(StatusCode.ERROR);
    }

    /**
     * @param request what the remote server was asked
     * @param bytes in the remote form
     * @param openNanos how long it took until the remote side was ready to send
     * @param readNanos how long the scan waited for rows and decoded them
     */
    void ended(String request, long rows, long bytes, long openNanos, long readNanos)
    {
        String text = shortened(request);
        span.setAttribute("fdw.statement", text);
        span.setAttribute("fdw.rows", rows);
        span.setAttribute("fdw.bytes", bytes);
        span.end();
        if (slowThreshold.isPresent() && openNanos + readNanos >= slowThreshold.get().roundTo(NANOSECONDS)) {
            log.warn("Slow scan: query %s, server %s, table %s: open %s, read %s, %s rows, %s bytes: %s",
                    queryId, server, table, succinctNanos(openNanos), succinctNanos(readNanos), rows, bytes, text);
        }
    }
}
