package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.SchemaTableName;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * The rows of several foreign tables, which are partitions of one and may be on different servers. Each split reads one of them: there a
 * {@link PartitionSource} takes its place. The remote tables are not looked at before the splits are made, so that what is pruned costs nothing.
 *
 * @param declared number of partitions of the table
 * @param partitions those that a scan reads
 */
public record PartitionedSource(SchemaTableName name, int declared, List<PartitionReference> partitions)
        implements RemoteSource
{
    public PartitionedSource
    {
        requireNonNull(name, "name is null");
        partitions = ImmutableList.copyOf(partitions);
    }

    @Override
    public String toSql()
    {
        return "%s of %s partitions of %s".formatted(partitions.size(), declared, name);
    }

    @Override
    public String subject()
    {
        return "the partitions of " + name;
    }

    @Override
    public int depth()
    {
        return 1;
    }
}
