package org.trinofdw.definition;

import com.google.common.collect.ImmutableList;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A partition that is declared inside its table, as AnalyticDB and Greenplum do.
 *
 * @param subpartitions partitions of the next level; empty at the lowest level
 */
public record DeclaredPartition(String name, PartitionBound bound, List<DeclaredPartition> subpartitions)
{
    public DeclaredPartition
    {
        requireNonNull(name, "name is null");
        requireNonNull(bound, "bound is null");
        subpartitions = ImmutableList.copyOf(subpartitions);
    }

    public DeclaredPartition withSubpartitions(List<DeclaredPartition> subpartitions)
    {
        return new DeclaredPartition(name, bound, subpartitions);
    }
}
