package org.trinofdw.partition;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionBound;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * The partitions of a table with their bounds, as those need them who choose the partition of a row.
 *
 * @param table the table, or a partition that is partitioned itself
 * @param keys what the bounds of the branches are about
 */
public record PartitionTree(SchemaTableName table, List<PartitionKey> keys, List<Branch> branches)
{
    public PartitionTree
    {
        requireNonNull(table, "table is null");
        keys = ImmutableList.copyOf(keys);
        branches = ImmutableList.copyOf(branches);
    }

    /**
     * A partition.
     *
     * @param subtree present if it is partitioned itself
     */
    public record Branch(SchemaTableName name, PartitionBound bound, Optional<PartitionTree> subtree)
    {
        public Branch
        {
            requireNonNull(name, "name is null");
            requireNonNull(bound, "bound is null");
            requireNonNull(subtree, "subtree is null");
        }
    }

    /**
     * @param parent a table whose partitions are tables
     */
    public static PartitionTree of(ForeignCatalog catalog, ForeignTable parent)
    {
        return new PartitionTree(
                parent.name(),
                LeafPartitions.keys(parent),
                catalog.partitionsOf(parent.name()).stream()
                        .map(child -> new Branch(
                                child.name(),
                                child.partitionOf().orElseThrow().bound(),
                                Optional.of(child).filter(LeafPartitions::isParent).map(table -> of(catalog, table))))
                        .collect(toImmutableList()));
    }

    /** The names of the partitions that hold rows. */
    public List<SchemaTableName> leaves()
    {
        return branches.stream()
                .flatMap(branch -> branch.subtree().map(PartitionTree::leaves).map(List::stream).orElseGet(() -> Stream.of(branch.name())))
                .collect(toImmutableList());
    }

    /** The columns that decide about the partition of a row, those of partitions that are partitioned included. */
    public List<String> keyColumns()
    {
        return Stream.concat(
                        keys.stream().map(PartitionKey::column),
                        branches.stream().flatMap(branch -> branch.subtree().stream()).flatMap(subtree -> subtree.keyColumns().stream()))
                .distinct()
                .collect(toImmutableList());
    }
}
