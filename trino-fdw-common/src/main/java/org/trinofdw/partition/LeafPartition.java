package org.trinofdw.partition;

import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.definition.ForeignTable;

import static java.util.Objects.requireNonNull;

/**
 * A partition that holds rows: a foreign table that is a partition of another one and is not partitioned itself.
 *
 * @param domain what its bounds, and those of the partitions that it lies in, say of its rows, by column name; no row outside of it is in the partition
 */
public record LeafPartition(ForeignTable table, TupleDomain<String> domain)
{
    public LeafPartition
    {
        requireNonNull(table, "table is null");
        requireNonNull(domain, "domain is null");
    }
}
