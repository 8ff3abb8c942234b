package org.trinofdw.definition;

import com.google.common.collect.ImmutableList;

import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * How a foreign table is partitioned.
 *
 * @param levels the levels from the top; PostgreSQL's style has one here, since deeper ones stand on the partitions
 * @param partitions the partitions of the first level; empty in PostgreSQL's style
 */
public record PartitionScheme(Style style, List<PartitionLevel> levels, List<DeclaredPartition> partitions)
{
    public enum Style
    {
        /** PostgreSQL: partitions are tables of their own, on any server, that name this one as their parent. */
        CHILD_TABLES,
        /** AnalyticDB: partitions are declared inside the table and map to the partitions of its remote table. */
        DECLARED,
    }

    public PartitionScheme
    {
        requireNonNull(style, "style is null");
        levels = ImmutableList.copyOf(levels);
        partitions = ImmutableList.copyOf(partitions);
        checkArgument(!levels.isEmpty(), "no levels");
        checkArgument(style == Style.DECLARED || (levels.size() == 1 && partitions.isEmpty()), "partitions that are tables are not declared inside their parent");
    }

    /**
     * The key columns of all levels, in their order.
     */
    public List<String> keys()
    {
        return levels.stream()
                .flatMap(level -> level.keys().stream())
                .collect(toImmutableList());
    }

    public PartitionScheme withPartitions(List<DeclaredPartition> partitions)
    {
        return new PartitionScheme(style, levels, partitions);
    }

    public PartitionScheme withLevels(List<PartitionLevel> levels)
    {
        return new PartitionScheme(style, levels, partitions);
    }
}
