package org.trinofdw.maxcompute.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.opentelemetry.context.Context;
import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.connector.system.PartitionsTable;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.MaxComputeClients;
import org.trinofdw.maxcompute.client.MetadataClient;
import org.trinofdw.maxcompute.client.PartitionStatistics;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.handle.SqlText;
import org.trinofdw.maxcompute.split.PartitionMatcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import static com.google.common.base.Throwables.throwIfUnchecked;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newFixedThreadPool;
import static java.util.stream.Collectors.joining;

/**
 * The rows of {@code "t$partitions"}, asked for each time. The service tells rows and size of one partition in one request, so that they are asked for only
 * as long as there are not too many partitions.
 */
final class MaxComputePartitions
{
    private static final int MAX_STATISTICS = 1000;
    private static final int CONCURRENCY = 16;
    private static final PartitionStatistics UNKNOWN = new PartitionStatistics(OptionalLong.empty(), OptionalLong.empty());

    private final ForeignServers foreignServers;
    private final MaxComputeClients clients;
    private final PartitionMatcher matcher;

    @Inject
    MaxComputePartitions(ForeignServers foreignServers, MaxComputeClients clients, PartitionMatcher matcher)
    {
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.clients = requireNonNull(clients, "clients is null");
        this.matcher = requireNonNull(matcher, "matcher is null");
    }

    List<PartitionsTable.Row> rows(ConnectorSession session, MaxComputeTableHandle table)
    {
        MaxComputeClient client = clients.client(foreignServers.credentials(session, table.server()));
        Optional<List<PartitionSpec>> declared = table.declaredPartitions().or(() -> table.fixedPartition().map(ImmutableList::of));
        if (!client.hasService()) {
            Set<PartitionSpec> unmatched = ImmutableSet.copyOf(matcher.unmatched(client, table, Integer.MAX_VALUE));
            return declared.orElseGet(ImmutableList::of).stream()
                    .map(partition -> row(table, partition, !unmatched.contains(partition), UNKNOWN))
                    .toList();
        }
        MetadataClient metadata = client.metadata(table.remote().project());
        List<PartitionSpec> remote = metadata.listPartitions(table.remote(), table.partitionKeys(), ImmutableList.of());
        Set<List<String>> remoteValues = remote.stream().map(PartitionSpec::values).collect(toImmutableSet());
        List<PartitionSpec> partitions = declared.orElse(remote);
        List<PartitionSpec> matched = partitions.stream().filter(partition -> remoteValues.contains(partition.values())).toList();
        List<PartitionStatistics> statistics = statistics(metadata, table, matched);
        List<PartitionsTable.Row> rows = new ArrayList<>();
        int next = 0;
        for (PartitionSpec partition : partitions) {
            boolean found = remoteValues.contains(partition.values());
            rows.add(row(table, partition, found, found ? statistics.get(next++) : UNKNOWN));
        }
        return rows;
    }

    private static List<PartitionStatistics> statistics(MetadataClient metadata, MaxComputeTableHandle table, List<PartitionSpec> partitions)
    {
        if (partitions.size() > MAX_STATISTICS) {
            return partitions.stream().map(_ -> UNKNOWN).toList();
        }
        List<PartitionStatistics> statistics = new ArrayList<>();
        try (ExecutorService executor = Context.taskWrapping(newFixedThreadPool(CONCURRENCY))) {
            List<Future<Optional<PartitionStatistics>>> requests = partitions.stream()
                    .map(partition -> executor.submit(() -> metadata.partition(table.remote(), partition)))
                    .toList();
            for (Future<Optional<PartitionStatistics>> request : requests) {
                // one that was dropped since it was listed has nothing to tell
                statistics.add(request.get().orElse(UNKNOWN));
            }
        }
        catch (ExecutionException e) {
            throwIfUnchecked(e.getCause());
            throw new IllegalStateException(e.getCause());
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return statistics;
    }

    private static PartitionsTable.Row row(MaxComputeTableHandle table, PartitionSpec partition, boolean matched, PartitionStatistics statistics)
    {
        String bounds = partition.values().stream()
                .map(value -> "VALUES (" + SqlText.literal(value) + ")")
                .collect(joining(", "));
        return new PartitionsTable.Row(partition.toString(), bounds, table.server(), Optional.of(table.remote().toString()), matched, statistics.rows(), statistics.size());
    }
}
