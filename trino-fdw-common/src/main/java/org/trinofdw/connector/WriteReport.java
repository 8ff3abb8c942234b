package org.trinofdw.connector;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;

/**
 * What one writer did, for JMX, traces and the log.
 */
final class WriteReport
{
    private final WriteStatistics statistics;
    private final Span span;
    private final SlowWriteLog slowWriteLog;
    private final LongSupplier completedBytes;
    private long rows;
    private long bytes;
    private long nanos;
    private boolean ended;

    /**
     * @param statistics those of the catalog, which the writer adds to
     * @param span ends with the writer
     * @param completedBytes how many bytes the writer has sent so far
     */
    WriteReport(WriteStatistics statistics, Span span, SlowWriteLog slowWriteLog, LongSupplier completedBytes)
    {
        this.statistics = requireNonNull(statistics, "statistics is null");
        this.span = requireNonNull(span, "span is null");
        this.slowWriteLog = requireNonNull(slowWriteLog, "slowWriteLog is null");
        this.completedBytes = requireNonNull(completedBytes, "completedBytes is null");
        statistics.opened();
    }

    /** Does a part of the writer's work. */
    <T> T measured(long newRows, Supplier<T> work)
    {
        long start = System.nanoTime();
        try {
            return work.get();
        }
        finally {
            long bytesNow = completedBytes.getAsLong();
            long nanosOfWork = System.nanoTime() - start;
            add(newRows, bytesNow, nanosOfWork);
        }
    }

    private synchronized void add(long newRows, long bytesNow, long nanosOfWork)
    {
        statistics.wrote(newRows, bytesNow - bytes, nanosOfWork);
        rows += newRows;
        bytes = bytesNow;
        nanos += nanosOfWork;
    }

    /** The first end counts: a writer is also aborted after its end has failed. */
    synchronized void end(boolean succeeded)
    {
        if (ended) {
            return;
        }
        ended = true;
        if (!succeeded) {
            statistics.failed();
            span.setStatus(StatusCode.ERROR);
        }
        span.setAttribute("fdw.rows", rows);
        span.setAttribute("fdw.bytes", bytes);
        span.end();
        slowWriteLog.ended(rows, bytes, nanos);
    }
}
