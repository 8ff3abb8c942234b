package org.trinofdw.partition;

import com.google.common.collect.ImmutableList;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionBound;
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
        collect(catalog, new LeafPartition(parent, List.of(), CheckDomains.of(parent), List.of()), leaves);
        return leaves.build();
    }

    private static void collect(ForeignCatalog catalog, LeafPartition parent, ImmutableList.Builder<LeafPartition> leaves)
    {
        List<PartitionKey> keys = keys(parent.table());
        List<ForeignTable> children = catalog.partitionsOf(parent.table().name());
        List<PartitionBound> bounds = children.stream()
                .map(child -> child.partitionOf().orElseThrow().bound())
                .collect(toImmutableList());
        PartitionDomains domains = new PartitionDomains(parent.table(), keys, bounds);
        for (int index = 0; index < children.size(); index++) {
            PartitionBound bound = bounds.get(index);
            LeafPartition child = new LeafPartition(
                    children.get(index),
                    appended(parent.bounds(), bound),
                    parent.domain().intersect(domains.of(bound)).intersect(CheckDomains.of(children.get(index))),
                    bound instanceof PartitionBound.Hash hash ? appended(parent.hashBounds(), new HashBound(keys, hash)) : parent.hashBounds());
            if (isParent(child.table())) {
                collect(catalog, child, leaves);
            }
            else {
                leaves.add(child);
            }
        }
    }

    /** The keys of the partitions right below a table. */
    static List<PartitionKey> keys(ForeignTable parent)
    {
        return parent.partitioning().orElseThrow().levels().getFirst().keys().stream()
                .map(key -> PartitionKey.of(parent.column(key).orElseThrow()))
                .collect(toImmutableList());
    }

    private static <T> List<T> appended(List<T> list, T element)
    {
        return ImmutableList.<T>builder().addAll(list).add(element).build();
    }
}
