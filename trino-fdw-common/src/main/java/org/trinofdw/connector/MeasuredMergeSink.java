package org.trinofdw.connector;

import io.airlift.slice.Slice;
import io.opentelemetry.api.trace.Span;
import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorMergeSink;
import org.trinofdw.write.AbandonableMergeSink;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;

/**
 * Measures a writer of changes to rows.
 */
final class MeasuredMergeSink
        implements ConnectorMergeSink
{
    private final ConnectorMergeSink delegate;
    private final WriteReport report;

    MeasuredMergeSink(ConnectorMergeSink delegate, WriteStatistics statistics, Span span, SlowWriteLog slowWriteLog)
    {
        this.delegate = requireNonNull(delegate, "delegate is null");
        this.report = new WriteReport(statistics, span, slowWriteLog, delegate::getCompletedBytes);
        if (delegate instanceof AbandonableMergeSink abandonable) {
            abandonable.whenAbandoned(() -> report.end(false));
        }
    }

    @Override
    public void storeMergedRows(Page page)
    {
        abortedIfItFails(() -> report.measured(page.getPositionCount(), () -> {
            delegate.storeMergedRows(page);
            return null;
        }));
    }

    @Override
    public long getCompletedBytes()
    {
        return delegate.getCompletedBytes();
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish()
    {
        CompletableFuture<Collection<Slice>> fragments = abortedIfItFails(() -> report.measured(0, delegate::finish));
        return fragments.whenComplete((_, failure) -> report.end(failure == null));
    }

    /** The engine does not abort sinks of row changes (Trino 483, {@code MergeWriterOperator.close}). */
    private <T> T abortedIfItFails(Supplier<T> work)
    {
        try {
            return work.get();
        }
        catch (RuntimeException e) {
            abort();
            throw e;
        }
    }

    @Override
    public void abort()
    {
        try {
            delegate.abort();
        }
        finally {
            report.end(false);
        }
    }
}
