package org.trinofdw.postgres.split;

import io.airlift.slice.SizeOf;
import org.trinofdw.postgres.handle.CtidRange;
import org.trinofdw.postgres.handle.PartitionSource;
import org.trinofdw.postgres.handle.TableSource;
import org.trinofdw.postgres.handle.TableStorage;
import org.trinofdw.split.FdwSplit;
import org.trinofdw.split.SplitPlacement;

import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static io.airlift.slice.SizeOf.instanceSize;
import static java.util.Objects.requireNonNull;

/**
 * One part of a scan.
 *
 * @param snapshot name of the exported snapshot to read under; empty when the split is the only reader
 * @param source the partition that is read in the place of all, if the table has several
 * @param range pages to read; empty for the whole relation
 * @param storage where the rows were when the relation was cut into ranges; empty for the whole relation
 */
public record PostgresSplit(
        String server,
        Optional<String> snapshot,
        Optional<PartitionSource> source,
        Optional<CtidRange> range,
        Optional<TableStorage> storage,
        SplitPlacement placement)
        implements FdwSplit
{
    private static final int INSTANCE_SIZE = instanceSize(PostgresSplit.class);
    private static final int SOURCE_SIZE = instanceSize(PartitionSource.class) + instanceSize(TableSource.class);
    private static final int RANGE_SIZE = instanceSize(CtidRange.class);

    public PostgresSplit
    {
        requireNonNull(server, "server is null");
        requireNonNull(snapshot, "snapshot is null");
        requireNonNull(source, "source is null");
        requireNonNull(range, "range is null");
        requireNonNull(storage, "storage is null");
        checkArgument(range.isPresent() == storage.isPresent(), "a range and what it is of come together");
        requireNonNull(placement, "placement is null");
    }

    @Override
    public Optional<String> partition()
    {
        return source.map(partition -> partition.partition().toString());
    }

    PostgresSplit of(PartitionSource partition)
    {
        return new PostgresSplit(server, snapshot, Optional.of(partition), range, storage, placement);
    }

    @Override
    public long getRetainedSizeInBytes()
    {
        return INSTANCE_SIZE
                + estimatedSizeOf(server)
                + SizeOf.sizeOf(snapshot, SizeOf::estimatedSizeOf)
                + SizeOf.sizeOf(source, partition -> SOURCE_SIZE + estimatedSizeOf(partition.projection(), SizeOf::estimatedSizeOf))
                + SizeOf.sizeOf(range, _ -> RANGE_SIZE)
                + SizeOf.sizeOf(storage, TableStorage::retainedSizeInBytes)
                + estimatedSizeOf(placement.addresses(), address -> estimatedSizeOf(address.toString()));
    }
}
