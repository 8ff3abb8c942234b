package org.trinofdw.partition;

import com.google.common.collect.ImmutableList;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionBound;
import org.trinofdw.definition.PartitionLevel;
import org.trinofdw.definition.PartitionScheme;

import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * Finds the partitions of a table whose partitions are tables of their own (CREATE FOREIGN TABLE … PARTITION OF).
 */
public final class LeafPartitions
{
    private LeafPartitions() {}

    /** True if the rows of the table are in other foreign tables. */
    public static boolean isParent(ForeignTable table)
    {
        return table.partitioning().map(scheme -> scheme.style() == PartitionScheme.Style.CHILD_TABLES).orElse(false);
    }

    /** The partitions that hold the rows, those of partitions included. */
    public static List<LeafPartition> of(ForeignCatalog catalog, ForeignTable parent)
    {
        ImmutableList.Builder<LeafPartition> leaves = ImmutableList.builder();
        collect(catalog, parent, TupleDomain.all(), leaves);
        return leaves.build();
    }

    private static void collect(ForeignCatalog catalog, ForeignTable parent, TupleDomain<String> domain, ImmutableList.Builder<LeafPartition> leaves)
    {
        PartitionLevel level = parent.partitioning().orElseThrow().levels().getFirst();
        List<ForeignTable> children = catalog.partitionsOf(parent.name());
        List<PartitionBound> bounds = children.stream()
                .map(child -> child.partitionOf().orElseThrow().bound())
                .collect(toImmutableList());
        PartitionDomains domains = new PartitionDomains(parent, level, bounds);
        for (int index = 0; index < children.size(); index++) {
            ForeignTable child = children.get(index);
            TupleDomain<String> childDomain = domain.intersect(domains.of(bounds.get(index)));
            if (isParent(child)) {
                collect(catalog, child, childDomain, leaves);
            }
            else {
                leaves.add(new LeafPartition(child, childDomain));
            }
        }
    }
}
