package org.trinofdw.postgres.split;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.inject.Inject;
import io.opentelemetry.context.Context;
import io.airlift.log.Logger;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import jakarta.annotation.PreDestroy;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.definition.RemoteCatalog;
import org.trinofdw.postgres.definition.RemoteRelation;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.option.PostgresOptions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.allOf;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;

/**
 * Looks for the remote tables of partitions that nobody has looked for yet, on all their servers at once, so that the first query of a table can be warned about
 * those that are missing. A server that does not answer in time is left alone for a minute; the query itself finds out whether it needs it.
 */
public final class PartitionSearch
{
    private static final Logger log = Logger.get(PartitionSearch.class);
    private static final long WAIT_MILLIS = 2_000;

    private final ForeignServers foreignServers;
    private final ConnectionPools pools;
    private final UnmatchedPartitions unmatchedPartitions;
    private final Cache<TableOfServer, Boolean> asked = CacheBuilder.newBuilder().maximumSize(10_000).expireAfterWrite(1, MINUTES).build();
    private final ExecutorService executor = Context.taskWrapping(newCachedThreadPool(daemonThreadsNamed("fdw-partition-search-%s")));

    @Inject
    public PartitionSearch(ForeignServers foreignServers, ConnectionPools pools, UnmatchedPartitions unmatchedPartitions)
    {
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.pools = requireNonNull(pools, "pools is null");
        this.unmatchedPartitions = requireNonNull(unmatchedPartitions, "unmatchedPartitions is null");
    }

    @PreDestroy
    public void close()
    {
        executor.shutdownNow();
    }

    /**
     * @param partitions the remote names of partitions that are not known yet, by server
     */
    void look(ConnectorSession session, SchemaTableName table, Map<String, Map<SchemaTableName, RemoteTableName>> partitions)
    {
        List<CompletableFuture<Void>> searches = new ArrayList<>();
        partitions.forEach((server, names) -> {
            TableOfServer key = new TableOfServer(table, server);
            if (asked.getIfPresent(key) != null) {
                return;
            }
            asked.put(key, true);
            FdwTableCredentials credentials = foreignServers.credentials(session, server);
            searches.add(runAsync(() -> look(credentials, table, names), executor));
        });
        try {
            allOf(searches.toArray(CompletableFuture[]::new)).get(WAIT_MILLIS, MILLISECONDS);
        }
        catch (TimeoutException | ExecutionException e) {
            log.debug(e, "Query %s: not all servers of table %s say which partitions they have", session.getQueryId(), table);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(FdwTableCredentials credentials, SchemaTableName table, Map<SchemaTableName, RemoteTableName> partitions)
    {
        RemoteTransactions transactions = new RemoteTransactions(pools);
        try {
            Set<RemoteTableName> found = RemoteCatalog.findRelations(transactions.get(credentials), partitions.values()).stream()
                    .map(RemoteRelation::name)
                    .collect(toImmutableSet());
            unmatchedPartitions.found(
                    table,
                    partitions.keySet().stream().filter(partition -> found.contains(partitions.get(partition))).toList(),
                    partitions.keySet().stream().filter(partition -> !found.contains(partitions.get(partition))).toList());
        }
        finally {
            transactions.end(PostgresOptions.PARALLEL_ABORT);
        }
    }

    private record TableOfServer(SchemaTableName table, String server) {}
}
