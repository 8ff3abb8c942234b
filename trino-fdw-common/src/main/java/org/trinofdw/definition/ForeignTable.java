package org.trinofdw.definition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.SchemaTableName;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The definition of a foreign table. It changes nothing remotely.
 *
 * @param name the local name, in lower case as Trino has it; the remote name may differ by options
 * @param server name of the server; for a table whose partitions are tables of their own, nothing is read from it
 * @param options text by option name, validated at the level TABLE
 * @param partitioning present if the table has partitions
 * @param partitionOf present if the table is a partition of another one
 * @param inherits the parents whose columns the table has taken over
 */
public record ForeignTable(
        SchemaTableName name,
        String server,
        List<ForeignColumn> columns,
        Map<String, String> options,
        Optional<PartitionScheme> partitioning,
        Optional<PartitionOf> partitionOf,
        List<CheckConstraint> checks,
        List<SchemaTableName> inherits,
        Optional<String> comment)
{
    public ForeignTable
    {
        requireNonNull(name, "name is null");
        requireNonNull(server, "server is null");
        columns = ImmutableList.copyOf(columns);
        options = ImmutableMap.copyOf(options);
        requireNonNull(partitioning, "partitioning is null");
        requireNonNull(partitionOf, "partitionOf is null");
        checks = ImmutableList.copyOf(checks);
        inherits = ImmutableList.copyOf(inherits);
        requireNonNull(comment, "comment is null");
    }

    /**
     * A table of columns and options only.
     */
    public ForeignTable(SchemaTableName name, String server, List<ForeignColumn> columns, Map<String, String> options)
    {
        this(name, server, columns, options, Optional.empty(), Optional.empty(), ImmutableList.of(), ImmutableList.of(), Optional.empty());
    }

    public Optional<ForeignColumn> column(String name)
    {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }

    public ForeignTable withName(SchemaTableName name)
    {
        return new ForeignTable(name, server, columns, options, partitioning, partitionOf, checks, inherits, comment);
    }

    public ForeignTable withServer(String server)
    {
        return new ForeignTable(name, server, columns, options, partitioning, partitionOf, checks, inherits, comment);
    }

    public ForeignTable withColumns(List<ForeignColumn> columns)
    {
        return new ForeignTable(name, server, columns, options, partitioning, partitionOf, checks, inherits, comment);
    }

    public ForeignTable withOptions(Map<String, String> options)
    {
        return new ForeignTable(name, server, columns, options, partitioning, partitionOf, checks, inherits, comment);
    }

    public ForeignTable withPartitioning(Optional<PartitionScheme> partitioning)
    {
        return new ForeignTable(name, server, columns, options, partitioning, partitionOf, checks, inherits, comment);
    }

    public ForeignTable withPartitionOf(Optional<PartitionOf> partitionOf)
    {
        return new ForeignTable(name, server, columns, options, partitioning, partitionOf, checks, inherits, comment);
    }

    public ForeignTable withChecks(List<CheckConstraint> checks)
    {
        return new ForeignTable(name, server, columns, options, partitioning, partitionOf, checks, inherits, comment);
    }

    public ForeignTable withInherits(List<SchemaTableName> inherits)
    {
        return new ForeignTable(name, server, columns, options, partitioning, partitionOf, checks, inherits, comment);
    }

    public ForeignTable withComment(Optional<String> comment)
    {
        return new ForeignTable(name, server, columns, options, partitioning, partitionOf, checks, inherits, comment);
    }
}
