package org.trinofdw.connector;

import io.airlift.slice.Slice;
import io.opentelemetry.api.trace.Span;
import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorPageSink;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * Measures a writer of rows.
 */
final class MeasuredPageSink
        extends ForwardingPageSink
{
    private final WriteReport report;

    MeasuredPageSink(ConnectorPageSink delegate, WriteStatistics statistics, Span span, SlowWriteLog slowWriteLog)
    {
        super(delegate);
        this.report = new WriteReport(statistics, span, slowWriteLog, delegate::getCompletedBytes);
    }

    @Override
    public CompletableFuture<?> appendPage(Page page)
    {
        return report.measured(page.getPositionCount(), () -> super.appendPage(page));
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish()
    {
        CompletableFuture<Collection<Slice>> fragments = report.measured(0, super::finish);
        return fragments.whenComplete((_, failure) -> report.end(failure == null));
    }

    @Override
    public void abort()
    {
        try {
            super.abort();
        }
        finally {
            report.end(false);
        }
    }
}
