package org.trinofdw.maxcompute.split;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.definition.RemoteCatalog;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.pushdown.PartitionPruner;

import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.PARTITION_FILTER_REQUIRED;

/**
 * Finds the partitions that a scan reads, from metadata alone.
 */
public final class PartitionLister
{
    private final RemoteCatalog remoteCatalog;

    @Inject
    public PartitionLister(RemoteCatalog remoteCatalog)
    {
        this.remoteCatalog = requireNonNull(remoteCatalog, "remoteCatalog is null");
    }

    /**
     * One element without a partition for a table that has none.
     */
    List<Optional<PartitionSpec>> partitions(MaxComputeClient client, MaxComputeTableHandle table, PartitionFilter filter)
    {
        if (table.constraint().isNone()) {
            return ImmutableList.of();
        }
        if (table.fixedPartition().isPresent()) {
            return PartitionPruner.matches(table, table.constraint(), table.fixedPartition().get()) ? ImmutableList.of(table.fixedPartition()) : ImmutableList.of();
        }
        if (table.partitionKeys().isEmpty()) {
            return ImmutableList.of(Optional.empty());
        }
        if (table.options().partitionFilterRequired() && table.constraint().isAll()) {
            throw new TrinoException(PARTITION_FILTER_REQUIRED, "Table %s must not be read without a condition on its partition columns %s, see option \"partition_filter_required\"".formatted(table.name(), table.partitionKeys()));
        }
        List<Optional<PartitionSpec>> partitions = candidates(client, table).stream()
                .filter(partition -> PartitionPruner.matches(table, table.constraint(), partition) && filter.matches(partition))
                .map(Optional::of)
                .collect(toImmutableList());
        if (partitions.size() > table.options().maxPartitions()) {
            throw new TrinoException(PARTITION_FILTER_REQUIRED, "A scan of table %s would read %s partitions, more than the %s that \"max_partitions_per_scan\" allows; add a condition on %s".formatted(
                    table.name(), partitions.size(), table.options().maxPartitions(), table.partitionKeys()));
        }
        return partitions;
    }

    private List<PartitionSpec> candidates(MaxComputeClient client, MaxComputeTableHandle table)
    {
        if (table.declaredPartitions().isPresent()) {
            return table.declaredPartitions().get();
        }
        return remoteCatalog.partitions(client, table.remote(), table.partitionKeys(), PartitionPruner.prefix(table));
    }
}
