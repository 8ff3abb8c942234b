package org.trinofdw.maxcompute.read;

import io.trino.spi.block.Block;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;

import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * Rows of which only their number and constants are wanted. The session knows the number, so that nothing is read.
 */
final class CountingPageSource
        implements ConnectorPageSource
{
    private static final int MAX_PAGE_ROWS = 1 << 20;

    private final MaxComputePageSource.ChannelBlocks channels;
    private long remaining;

    CountingPageSource(long rows, MaxComputePageSource.ChannelBlocks channels)
    {
        this.remaining = rows;
        this.channels = requireNonNull(channels, "channels is null");
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        int positions = (int) min(remaining, MAX_PAGE_ROWS);
        remaining -= positions;
        return SourcePage.create(channels.page(positions, new Block[0]));
    }

    @Override
    public boolean isFinished()
    {
        return remaining == 0;
    }

    @Override
    public long getCompletedBytes()
    {
        return 0;
    }

    @Override
    public long getReadTimeNanos()
    {
        return 0;
    }

    @Override
    public void close()
    {
        remaining = 0;
    }
}
