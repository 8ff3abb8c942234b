package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.predicate.NullableValue;

import java.util.List;
import java.util.concurrent.CompletableFuture;


/**
 * Adds the columns that an INSERT leaves to their defaults to each page.
 */
final class DefaultsPageSink
        extends ForwardingPageSink
{
    private final List<Block> defaults;

    DefaultsPageSink(ConnectorPageSink delegate, List<NullableValue> defaults)
    {
        super(delegate);
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
        return super.appendPage(completed);
    }
}
