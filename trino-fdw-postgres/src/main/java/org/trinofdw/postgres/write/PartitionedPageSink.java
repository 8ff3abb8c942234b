package org.trinofdw.postgres.write;

import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSink;
import org.trinofdw.postgres.handle.PartitionedWriteHandle;
import org.trinofdw.postgres.handle.PostgresColumnHandle;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * Sends the rows of an INSERT to their partitions.
 */
final class PartitionedPageSink
        implements ConnectorPageSink
{
    private final PartitionedWriteHandle handle;
    private final PartitionedChangeWriter writer;

    PartitionedPageSink(PartitionedWriteHandle handle, PartitionedChangeWriter writer)
    {
        this.handle = requireNonNull(handle, "handle is null");
        this.writer = requireNonNull(writer, "writer is null");
    }

    @Override
    public CompletableFuture<?> appendPage(Page page)
    {
        int count = page.getPositionCount();
        if (count == 0) {
            return NOT_BLOCKED;
        }
        Block[] values = values(page);
        Page rows = new Page(count, values);
        int[] partitions = new int[count];
        for (int position = 0; position < count; position++) {
            partitions[position] = writer.route(rows, position);
        }
        writer.write(
                PartitionedChangeWriter.inserts(count),
                partitions,
                RunLengthEncodedBlock.create(INTEGER, null, count),
                RunLengthEncodedBlock.create(VARBINARY, null, count),
                values);
        return NOT_BLOCKED;
    }

    /** The keys that the statement leaves out are NULL, whatever default the remote tables have: they are what the row was routed by. */
    private Block[] values(Page page)
    {
        List<PostgresColumnHandle> columns = handle.columns();
        Block[] values = new Block[columns.size()];
        for (int channel = 0; channel < values.length; channel++) {
            values[channel] = channel < page.getChannelCount() ?
                    page.getBlock(channel) :
                    RunLengthEncodedBlock.create(columns.get(channel).type(), null, page.getPositionCount());
        }
        return values;
    }

    @Override
    public long getCompletedBytes()
    {
        return writer.completedBytes();
    }

    @Override
    public long getMemoryUsage()
    {
        return writer.retainedSizeInBytes();
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish()
    {
        return completedFuture(writer.finish());
    }

    @Override
    public void abort()
    {
        writer.abort();
    }
}
