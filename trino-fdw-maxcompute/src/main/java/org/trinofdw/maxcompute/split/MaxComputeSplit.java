package org.trinofdw.maxcompute.split;

import com.google.common.collect.ImmutableList;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.split.FdwSplit;
import org.trinofdw.split.SplitPlacement;

import java.util.List;
import java.util.Optional;

import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static java.util.Objects.requireNonNull;

/**
 * A range of rows of a download session.
 *
 * @param spec the partition, absent for a table without partitions
 * @param instance the instance whose result is read, absent if the rows are those of a table
 * @param sessionId the download session, which is shared by all splits of its partition
 * @param start first row
 * @param count number of rows
 * @param remoteColumns data columns of the session, in the order of the table
 */
public record MaxComputeSplit(
        SplitPlacement placement,
        String server,
        Optional<PartitionSpec> spec,
        Optional<String> instance,
        String sessionId,
        long start,
        long count,
        List<SplitColumn> remoteColumns)
        implements FdwSplit
{
    public MaxComputeSplit
    {
        requireNonNull(placement, "placement is null");
        requireNonNull(server, "server is null");
        requireNonNull(spec, "spec is null");
        requireNonNull(instance, "instance is null");
        requireNonNull(sessionId, "sessionId is null");
        remoteColumns = ImmutableList.copyOf(remoteColumns);
    }

    @Override
    public Optional<String> partition()
    {
        return spec.map(PartitionSpec::tunnelForm);
    }

    @Override
    public long getRetainedSizeInBytes()
    {
        return 256 + estimatedSizeOf(sessionId) + estimatedSizeOf(remoteColumns, column -> 64 + estimatedSizeOf(column.name()) + estimatedSizeOf(column.type()));
    }

    /**
     * @param type text of the type in MaxCompute
     */
    public record SplitColumn(String name, String type)
    {
        public SplitColumn
        {
            requireNonNull(name, "name is null");
            requireNonNull(type, "type is null");
        }
    }
}
