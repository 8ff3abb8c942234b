package org.trinofdw.maxcompute.client;

import com.google.common.collect.ImmutableList;
import org.trinofdw.maxcompute.handle.TableName;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static java.util.Objects.requireNonNull;

/**
 * A table as MaxCompute describes it.
 *
 * @param kind MANAGED_TABLE, VIRTUAL_VIEW, EXTERNAL_TABLE, …
 * @param recordCount rows as the service last counted them
 * @param size bytes stored
 * @param lifecycle days after which the service drops the unchanged table or partition
 */
public record RemoteTable(
        TableName name,
        String kind,
        List<RemoteColumn> columns,
        List<RemoteColumn> partitionColumns,
        Optional<String> comment,
        OptionalLong recordCount,
        OptionalLong size,
        OptionalLong lifecycle)
{
    public RemoteTable
    {
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
        columns = ImmutableList.copyOf(columns);
        partitionColumns = ImmutableList.copyOf(partitionColumns);
        requireNonNull(comment, "comment is null");
        requireNonNull(recordCount, "recordCount is null");
        requireNonNull(size, "size is null");
        requireNonNull(lifecycle, "lifecycle is null");
    }

    /** The same with the partition columns among the others. */
    public RemoteTable withoutPartitions()
    {
        List<RemoteColumn> all = ImmutableList.<RemoteColumn>builder().addAll(columns).addAll(partitionColumns).build();
        return new RemoteTable(name, kind, all, ImmutableList.of(), comment, recordCount, size, lifecycle);
    }
}
