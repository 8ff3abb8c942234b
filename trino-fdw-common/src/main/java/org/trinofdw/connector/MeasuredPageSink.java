package org.trinofdw.connector;

import io.airlift.slice.Slice;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorPageSink;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;

/**
 * Measures a writer, for JMX and traces.
 */
final class MeasuredPageSink
        extends ForwardingPageSink
{
    private final WriteStatistics statistics;
    private final Span span;
    private long rows;
    private long bytes;
    private boolean ended;

    /**
     * @param statistics those of the catalog, which the writer adds to
     * @param span ends with the writer
     */
    MeasuredPageSink(ConnectorPageSink delegate, WriteStatistics statistics, Span span)
    {
        super(delegate);
        this.statistics = requireNonNull(statistics, "statistics is null");
        this.span = requireNonNull(span, "span is null");
        statistics.opened();
    }

    @Override
    public CompletableFuture<?> appendPage(Page page)
    {
        rows += page.getPositionCount();
        return measured(page.getPositionCount(), () -> super.appendPage(page));
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish()
    {
        CompletableFuture<Collection<Slice>> fragments = measured(0, super::finish);
        return fragments.whenComplete((_, failure) -> end(failure == null));
    }

    @Override
    public void abort()
    {
        try {
            super.abort();
        }
        finally {
            end(false);
        }
    }

    private <T> T measured(long newRows, Supplier<T> work)
    {
        long start = System.nanoTime();
        try {
            return work.get();
        }
        finally {
            long bytesNow = getCompletedBytes();
            statistics.wrote(newRows, bytesNow - bytes, System.nanoTime() - start);
            bytes = bytesNow;
        }
    }

    private synchronized void end(boolean succeeded)
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
    }
}
