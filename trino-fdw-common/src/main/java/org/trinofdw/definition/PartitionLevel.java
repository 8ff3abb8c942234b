package org.trinofdw.definition;

import com.google.common.collect.ImmutableList;

import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * One level of partitioning: PARTITION BY or SUBPARTITION BY.
 *
 * @param keys names of the key columns
 * @param template partitions of this level that every new partition of the level above gets (SUBPARTITION TEMPLATE)
 */
public record PartitionLevel(PartitionMethod method, List<String> keys, List<DeclaredPartition> template)
{
    public PartitionLevel
    {
        requireNonNull(method, "method is null");
        keys = ImmutableList.copyOf(keys);
        template = ImmutableList.copyOf(template);
        checkArgument(!keys.isEmpty(), "no keys");
    }
}
