package org.trinofdw.maxcompute.definition;

import com.google.common.collect.ImmutableList;
import io.trino.spi.TrinoException;
import org.trinofdw.definition.DeclaredPartition;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionBound;
import org.trinofdw.definition.PartitionScheme;
import org.trinofdw.definition.PartitionValue;
import org.trinofdw.maxcompute.handle.PartitionSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.trinofdw.error.FdwErrorCode.DEFINITION_MISMATCH;

/**
 * The partitions that a foreign table declares with PARTITION BY LIST (AnalyticDB, Partitioned foreign tables).
 */
public final class DeclaredPartitions
{
    private DeclaredPartitions() {}

    /**
     * The lowest-level partitions; empty when the table declares none.
     *
     * @param remoteKeys names of the partition columns in MaxCompute, in the order of the declared keys
     */
    public static Optional<List<PartitionSpec>> of(ForeignTable table, List<String> remoteKeys)
    {
        if (table.partitioning().isEmpty() || table.partitioning().get().style() != PartitionScheme.Style.DECLARED) {
            return Optional.empty();
        }
        PartitionScheme scheme = table.partitioning().get();
        ImmutableList.Builder<PartitionSpec> specs = ImmutableList.builder();
        for (DeclaredPartition partition : scheme.partitions()) {
            collect(table, remoteKeys, partition, new ArrayList<>(), specs);
        }
        return Optional.of(specs.build());
    }

    private static void collect(ForeignTable table, List<String> keys, DeclaredPartition partition, List<String> path, ImmutableList.Builder<PartitionSpec> specs)
    {
        if (!(partition.bound() instanceof PartitionBound.In(List<PartitionValue> values))) {
            throw new TrinoException(DEFINITION_MISMATCH, "Partition \"%s\" of foreign table %s is not a list of values; partitions of MaxCompute are declared with VALUES (…)".formatted(partition.name(), table.name()));
        }
        for (PartitionValue value : values) {
            if (value.kind() != PartitionValue.Kind.LITERAL) {
                throw new TrinoException(DEFINITION_MISMATCH, "Partition \"%s\" of foreign table %s has the value %s, which partitions of MaxCompute cannot have".formatted(partition.name(), table.name(), value.kind()));
            }
            path.addLast(value.text().orElseThrow());
            if (path.size() == keys.size()) {
                specs.add(new PartitionSpec(keys, path));
            }
            else {
                partition.subpartitions().forEach(subpartition -> collect(table, keys, subpartition, path, specs));
            }
            path.removeLast();
        }
    }
}
