package org.trinofdw.postgres.split;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.handle.PartitionReference;
import org.trinofdw.postgres.handle.PartitionSource;
import org.trinofdw.postgres.handle.PartitionedSource;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.pushdown.PartitionPruning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import static com.google.common.base.Throwables.throwIfUnchecked;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.util.concurrent.Futures.getDone;
import static io.trino.spi.StandardErrorCode.GENERIC_INTERNAL_ERROR;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

/**
 * Makes the splits of a table whose partitions are foreign tables on one or several servers: each server is asked once, and read under one snapshot.
 */
public final class PartitionedSplitPlanner
{
    private final ForeignServers foreignServers;
    private final PartitionPruning partitionPruning;
    private final PartitionResolver partitionResolver;
    private final SplitPlanner splitPlanner;

    @Inject
    public PartitionedSplitPlanner(ForeignServers foreignServers, PartitionPruning partitionPruning, PartitionResolver partitionResolver, SplitPlanner splitPlanner)
    {
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.partitionPruning = requireNonNull(partitionPruning, "partitionPruning is null");
        this.partitionResolver = requireNonNull(partitionResolver, "partitionResolver is null");
        this.splitPlanner = requireNonNull(splitPlanner, "splitPlanner is null");
    }

    /**
     * @param dynamicFilter what the rest of the query can use; partitions outside of it are left out, and their servers not asked
     */
    PartitionedSplits plan(ConnectorSession session, RemoteTransactions transactions, PostgresTableHandle table, TupleDomain<ColumnHandle> dynamicFilter)
    {
        PartitionedSource source = table.partitioned().orElseThrow();
        List<PartitionReference> remaining = partitionPruning.remaining(source, dynamicFilter);
        Map<String, List<PartitionReference>> byServer = remaining.stream()
                .collect(groupingBy(PartitionReference::server, LinkedHashMap::new, toList()));
        List<ServerSplits> servers = atOnce(byServer.entrySet().stream()
                .<Callable<ServerSplits>>map(entry -> () -> plan(session, transactions.get(foreignServers.credentials(session, entry.getKey())), table, entry.getValue()))
                .collect(toImmutableList()));
        int matched = servers.stream().mapToInt(ServerSplits::partitions).sum();
        return new PartitionedSplits(
                inTurn(servers.stream().map(ServerSplits::splits).collect(toImmutableList())),
                remaining.size(),
                source.partitions().size() - remaining.size(),
                remaining.size() - matched);
    }

    /**
     * @param partitions how many of the partitions have a remote table
     */
    private record ServerSplits(List<PostgresSplit> splits, int partitions) {}

    private ServerSplits plan(ConnectorSession session, RemoteTransaction transaction, PostgresTableHandle table, List<PartitionReference> partitions)
    {
        List<PartitionSource> sources = partitionResolver.resolve(session, transaction, table, partitions);
        ImmutableList.Builder<PostgresSplit> splits = ImmutableList.builder();
        for (PartitionSource partition : sources) {
            splitPlanner.plan(session, transaction, table.withQuery(table.query().withSource(partition))).forEach(split -> splits.add(split.of(partition)));
        }
        return new ServerSplits(splits.build(), sources.size());
    }

    /** The servers need not wait for each other. */
    private static <T> List<T> atOnce(List<Callable<T>> works)
    {
        try (ExecutorService executor = newVirtualThreadPerTaskExecutor()) {
            ImmutableList.Builder<T> results = ImmutableList.builder();
            // when this thread is interrupted, so are those that wait for a server
            for (Future<T> result : executor.invokeAll(works)) {
                results.add(getDone(result));
            }
            return results.build();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrinoException(GENERIC_INTERNAL_ERROR, "The query was ended while its splits were made", e);
        }
        catch (ExecutionException e) {
            throwIfUnchecked(e.getCause());
            throw new IllegalStateException(e.getCause());
        }
    }

    /** All servers work at once if the splits that are begun together are of different ones. */
    private static List<PostgresSplit> inTurn(List<List<PostgresSplit>> lists)
    {
        ImmutableList.Builder<PostgresSplit> splits = ImmutableList.builder();
        int longest = lists.stream().mapToInt(List::size).max().orElse(0);
        for (int index = 0; index < longest; index++) {
            for (List<PostgresSplit> list : lists) {
                if (index < list.size()) {
                    splits.add(list.get(index));
                }
            }
        }
        return splits.build();
    }
}
