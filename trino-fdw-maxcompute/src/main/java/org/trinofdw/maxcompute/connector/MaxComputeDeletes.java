package org.trinofdw.maxcompute.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.pushdown.PartitionPruner;

import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;

/**
 * Removes the rows of whole partitions.
 */
final class MaxComputeDeletes
{
    private final MaxComputeDdl ddl;

    @Inject
    MaxComputeDeletes(MaxComputeDdl ddl)
    {
        this.ddl = requireNonNull(ddl, "ddl is null");
    }

    /**
     * Drops the partitions that the condition selects. Those that a definition names are emptied instead, since it goes on naming them.
     */
    void delete(MaxComputeClient client, MaxComputeTableHandle table)
    {
        if (table.fixedPartition().isPresent() || table.declaredPartitions().isPresent()) {
            truncate(client, table);
        }
        else {
            ddl.dropPartitions(client, table.remote(), partitions(client, table));
        }
    }

    /**
     * Empties the partitions that the condition selects.
     */
    void truncate(MaxComputeClient client, MaxComputeTableHandle table)
    {
        ddl.truncatePartitions(client, table.remote(), partitions(client, table));
    }

    private static List<PartitionSpec> partitions(MaxComputeClient client, MaxComputeTableHandle table)
    {
        if (!client.hasService()) {
            throw new TrinoException(NOT_SUPPORTED, "Partitions of table %s cannot be removed through the tunnel alone; set the option \"odps_endpoint\" of server \"%s\"".formatted(table.name(), table.server()));
        }
        if (table.constraint().isNone()) {
            return ImmutableList.of();
        }
        Optional<List<PartitionSpec>> named = table.declaredPartitions().or(() -> table.fixedPartition().map(ImmutableList::of));
        // as they are now, not as they were kept
        return client.metadata(table.remote().project()).listPartitions(table.remote(), table.partitionKeys(), PartitionPruner.prefix(table)).stream()
                .filter(partition -> named.isEmpty() || named.get().contains(partition))
                .filter(partition -> PartitionPruner.matches(table, table.constraint(), partition))
                .collect(toImmutableList());
    }
}
