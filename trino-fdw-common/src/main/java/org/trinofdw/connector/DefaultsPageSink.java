package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.predicate.NullableValue;

import java.util.Arrays;
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
        int positions = page.getPositionCount();
        Block[] blocks = Arrays.copyOf(getBlocks(page), page.getChannelCount() + defaults.size());
        for (int index = 0; index < defaults.size(); index++) {
            blocks[page.getChannelCount() + index] = RunLengthEncodedBlock.create(defaults.get(index), positions);
        }
        return delegate.appendPage(new Page(positions, blocks));
    }

    private static Block[] getBlocks(Page page)
    {
        Block[] blocks = new Block[page.getChannelCount()];
        for (int channel = 0; channel < blocks.length; channel++) {
            blocks[channel] = page.getBlock(channel);
        }
        return blocks;
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
