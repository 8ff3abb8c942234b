package org.trinofdw.maxcompute.handle;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.handle.FdwTableHandle;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * A table in MaxCompute, live or behind a definition, and what of it is wanted.
 *
 * @param remote full name in MaxCompute
 * @param query what is read instead of the table, of which only the project counts then: a query of the user's, or that of all rows of a view
 * @param partitionKeys names of the partition columns of the remote table, in the order of the hierarchy; empty for a table without partitions
 * @param fixedPartition the one partition that a foreign table with the option "partition" stands for
 * @param declaredPartitions the partitions of a foreign table that declares them; they are all that it has
 * @param constraint condition on partition columns, which chooses the partitions
 * @param limit no more rows than this are wanted
 */
public record MaxComputeTableHandle(
        SchemaTableName name,
        String server,
        boolean foreignTable,
        TableName remote,
        Optional<RemoteQuery> query,
        List<MaxComputeColumnHandle> columns,
        Optional<String> comment,
        List<String> partitionKeys,
        Optional<PartitionSpec> fixedPartition,
        Optional<List<PartitionSpec>> declaredPartitions,
        TupleDomain<ColumnHandle> constraint,
        OptionalLong limit,
        ScanOptions options)
        implements FdwTableHandle
{
    public MaxComputeTableHandle
    {
        requireNonNull(name, "name is null");
        requireNonNull(server, "server is null");
        requireNonNull(remote, "remote is null");
        requireNonNull(query, "query is null");
        columns = ImmutableList.copyOf(columns);
        requireNonNull(comment, "comment is null");
        partitionKeys = ImmutableList.copyOf(partitionKeys);
        requireNonNull(fixedPartition, "fixedPartition is null");
        declaredPartitions = declaredPartitions.map(ImmutableList::copyOf);
        requireNonNull(constraint, "constraint is null");
        requireNonNull(limit, "limit is null");
        requireNonNull(options, "options is null");
    }

    /**
     * The columns whose values choose partitions.
     */
    public List<MaxComputeColumnHandle> partitionColumns()
    {
        return columns.stream()
                .filter(MaxComputeColumnHandle::partitionKey)
                .collect(toImmutableList());
    }

    public MaxComputeTableHandle withConstraint(TupleDomain<ColumnHandle> constraint)
    {
        return new MaxComputeTableHandle(name, server, foreignTable, remote, query, columns, comment, partitionKeys, fixedPartition, declaredPartitions, constraint, limit, options);
    }

    public MaxComputeTableHandle withLimit(long limit)
    {
        return new MaxComputeTableHandle(name, server, foreignTable, remote, query, columns, comment, partitionKeys, fixedPartition, declaredPartitions, constraint, OptionalLong.of(limit), options);
    }

    /**
     * Says what EXPLAIN should: the remote table, and what chooses its rows.
     */
    @Override
    public String toString()
    {
        StringBuilder builder = new StringBuilder(query.map(RemoteQuery::select).orElseGet(remote::toString));
        fixedPartition.ifPresent(partition -> builder.append(" partition ").append(partition));
        declaredPartitions.ifPresent(partitions -> builder.append(" declared partitions ").append(partitions.size()));
        if (!constraint.isAll()) {
            builder.append(" partitions where ").append(constraint);
        }
        limit.ifPresent(rows -> builder.append(" limit ").append(rows));
        options.mppExecute().ifPresent(mppExecute -> builder.append(" mpp_execute '").append(mppExecute.text()).append("'"));
        return builder.toString();
    }
}
