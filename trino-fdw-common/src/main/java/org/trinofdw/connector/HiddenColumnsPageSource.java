package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;
import org.trinofdw.split.ForwardingPageSource;

import java.util.List;
import java.util.Optional;

import static io.trino.spi.type.TypeUtils.writeNativeValue;
import static io.trino.spi.type.VarcharType.VARCHAR;

/**
 * Adds columns that are constant within a split to the pages of a scan.
 */
final class HiddenColumnsPageSource
        extends ForwardingPageSource
{
    private final List<Channel> channels;

    HiddenColumnsPageSource(ConnectorPageSource delegate, List<Channel> channels)
    {
        super(delegate);
        this.channels = ImmutableList.copyOf(channels);
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        SourcePage page = super.getNextSourcePage();
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
