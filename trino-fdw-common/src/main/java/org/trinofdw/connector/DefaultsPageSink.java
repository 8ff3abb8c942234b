package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.predicate.NullableValue;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static java.util.Objects.requireNonNull;

/**
 * Adds the columns that an INSERT leaves to their defaults to each page.
 */
final class DefaultsPageSink
        implements ConnectorPageSink
{
    private final ConnectorPageSink delegate;
    private final List<Block> defaults;

    DefaultsPageSink(ConnectorPageSink delegate, List<NullableValue> defaults)
    {
        this.delegate = requireNonNull(delegate, "delegate is null");
        this.defaults = defaults.stream()
                .map(NullableValue::asBlock)
                .collect(ImmutableList.toImmutableList());
    }

    @Override
    public CompletableFuture<?> appendPage(Page page)
    {
        Page completed = page;
        for (Block value : defaults) {
            completed = completed.appendColumn(RunLengthEncodedBlock.create(value, page.getPositionCount()));
        }
        return delegate.appendPage(completed);
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish()
    {
        return delegate.finish();
    }

    @Override
    public void abort()
    {
        delegate.abort();
    }

    @Override
    public void closeIdleWriters()
    {
        delegate.closeIdleWriters();
    }

    @Override
    public long getCompletedBytes()
    {
        return delegate.getCompletedBytes();
    }

    @Override
    public long getMemoryUsage()
    {
        return delegate.getMemoryUsage();
    }

    @Override
    public long getValidationCpuNanos()
    {
        return delegate.getValidationCpuNanos();
    }
}
