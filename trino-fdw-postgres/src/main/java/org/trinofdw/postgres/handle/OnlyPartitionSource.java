package org.trinofdw.postgres.handle;

import static java.util.Objects.requireNonNull;

/**
 * The one partition of a foreign table that is left of it, below an aggregation.
 */
public record OnlyPartitionSource(PartitionSource partition)
        implements RemoteSource
{
    public OnlyPartitionSource
    {
        requireNonNull(partition, "partition is null");
    }

    @Override
    public String toSql()
    {
        return partition.toSql();
    }

    @Override
    public String subject()
    {
        return partition.subject();
    }

    @Override
    public int depth()
    {
        return partition.depth();
    }
}
