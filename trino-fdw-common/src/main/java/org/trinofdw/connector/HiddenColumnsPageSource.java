package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.metrics.Metrics;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import static io.trino.spi.type.TypeUtils.writeNativeValue;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * Adds columns that are constant within a split to the pages of a scan.
 */
final class HiddenColumnsPageSource
        implements ConnectorPageSource
{
    private final ConnectorPageSource delegate;
    private final List<Channel> channels;

    HiddenColumnsPageSource(ConnectorPageSource delegate, List<Channel> channels)
    {
        this.delegate = requireNonNull(delegate, "delegate is null");
        this.channels = ImmutableList.copyOf(channels);
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        SourcePage page = delegate.getNextSourcePage();
        if (page == null) {
            return null;
        }
        int positions = page.getPositionCount();
        Block[] blocks = new Block[channels.size()];
        for (int channel = 0; channel < blocks.length; channel++) {
            blocks[channel] = channels.get(channel).block(page, positions);
        }
        return SourcePage.create(new Page(positions, blocks));
    }

    @Override
    public long getCompletedBytes()
    {
        return delegate.getCompletedBytes();
    }

    @Override
    public OptionalLong getCompletedPositions()
    {
        return delegate.getCompletedPositions();
    }

    @Override
    public long getReadTimeNanos()
    {
        return delegate.getReadTimeNanos();
    }

    @Override
    public boolean isFinished()
    {
        return delegate.isFinished();
    }

    @Override
    public CompletableFuture<?> isBlocked()
    {
        return delegate.isBlocked();
    }

    @Override
    public Metrics getMetrics()
    {
        return delegate.getMetrics();
    }

    @Override
    public void close()
            throws IOException
    {
        delegate.close();
    }

    sealed interface Channel
    {
        Block block(SourcePage page, int positions);

        static Channel data(int channel)
        {
            return new DataChannel(channel);
        }

        static Channel constant(Optional<Slice> value)
        {
            return new ConstantChannel(writeNativeValue(VARCHAR, value.orElse(null)));
        }
    }

    private record DataChannel(int channel)
            implements Channel
    {
        @Override
        public Block block(SourcePage page, int positions)
        {
            return page.getBlock(channel);
        }
    }

    private record ConstantChannel(Block value)
            implements Channel
    {
        @Override
        public Block block(SourcePage page, int positions)
        {
            return RunLengthEncodedBlock.create(value, positions);
        }
    }
}
