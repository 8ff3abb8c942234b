package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.handle.FdwWritableTableHandle;
import org.trinofdw.partition.PartitionTree;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * The target of an INSERT, UPDATE, DELETE or MERGE whose rows are in partitions, on one or several servers.
 *
 * @param columns the columns that are staged; for an INSERT those of the pages and after them the keys that the statement leaves out, which are NULL
 * @param partitions all that hold rows; a partition's number is its place
 * @param stagings where the changes wait until all writers are done, one for each server
 * @param updates the columns that each case of the statement sets, by the number of the case
 */
public record PartitionedWriteHandle(
        PostgresTableHandle table,
        List<PostgresColumnHandle> columns,
        PartitionTree tree,
        List<WritePartition> partitions,
        List<PostgresWriteHandle> stagings,
        Map<Integer, List<PostgresColumnHandle>> updates)
        implements FdwWritableTableHandle, ConnectorMergeTableHandle
{
    public PartitionedWriteHandle
    {
        requireNonNull(table, "table is null");
        columns = ImmutableList.copyOf(columns);
        requireNonNull(tree, "tree is null");
        partitions = ImmutableList.copyOf(partitions);
        stagings = ImmutableList.copyOf(stagings);
        updates = ImmutableMap.copyOf(updates);
    }

    @Override
    public SchemaTableName name()
    {
        return table.name();
    }

    @Override
    public String server()
    {
        return table.server();
    }

    @Override
    public Set<String> servers()
    {
        return stagings.stream()
                .map(PostgresWriteHandle::server)
                .collect(toImmutableSet());
    }

    @Override
    public PostgresTableHandle getTableHandle()
    {
        return table;
    }

    @Override
    public String toString()
    {
        return "%s partitions of %s on %s".formatted(partitions.size(), name(), servers());
    }
}
