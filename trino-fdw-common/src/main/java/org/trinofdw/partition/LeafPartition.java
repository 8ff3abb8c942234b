package org.trinofdw.partition;

import com.google.common.collect.ImmutableList;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionBound;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A partition that holds rows: a foreign table that is a partition of another one and is not partitioned itself.
 *
 * @param bounds its bound and those of the partitions that it lies in, from the top
 * @param domain what the bounds and the constraints of the tables say of its rows, by column name; no row outside of it is in the partition
 * @param hashBounds the bounds that a domain cannot express
 */
public record LeafPartition(ForeignTable table, List<PartitionBound> bounds, TupleDomain<String> domain, List<HashBound> hashBounds)
{
    public LeafPartition
    {
        requireNonNull(table, "table is null");
        bounds = ImmutableList.copyOf(bounds);
        requireNonNull(domain, "domain is null");
        hashBounds = ImmutableList.copyOf(hashBounds);
    }
}
