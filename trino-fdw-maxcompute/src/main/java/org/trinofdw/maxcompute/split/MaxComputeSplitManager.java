package org.trinofdw.maxcompute.split;

import com.google.inject.Inject;
import io.opentelemetry.context.Context;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorExpressionEvaluator;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import jakarta.annotation.PreDestroy;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.MaxComputeClients;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.option.MaxComputeOptions;
import org.trinofdw.split.QueryWarnings;
import org.trinofdw.split.SplitPlacer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

import static io.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newCachedThreadPool;

/**
 * Cuts scans into ranges of rows.
 */
public final class MaxComputeSplitManager
        implements ConnectorSplitManager
{
    private final MaxComputeClients clients;
    private final ForeignServers foreignServers;
    private final PartitionLister partitionLister;
    private final PartitionMatcher partitionMatcher;
    private final QueryWarnings queryWarnings;
    private final SplitPlacer splitPlacer;
    private final ConnectorExpressionEvaluator evaluator;
    private final ExecutorService executor = Context.taskWrapping(newCachedThreadPool(daemonThreadsNamed("odps-fdw-sessions-%s")));

    @Inject
    public MaxComputeSplitManager(
            MaxComputeClients clients,
            ForeignServers foreignServers,
            PartitionLister partitionLister,
            PartitionMatcher partitionMatcher,
            QueryWarnings queryWarnings,
            SplitPlacer splitPlacer,
            ConnectorExpressionEvaluator evaluator)
    {
        this.clients = requireNonNull(clients, "clients is null");
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.partitionLister = requireNonNull(partitionLister, "partitionLister is null");
        this.partitionMatcher = requireNonNull(partitionMatcher, "partitionMatcher is null");
        this.queryWarnings = requireNonNull(queryWarnings, "queryWarnings is null");
        this.splitPlacer = requireNonNull(splitPlacer, "splitPlacer is null");
        this.evaluator = requireNonNull(evaluator, "evaluator is null");
    }

    @PreDestroy
    public void stop()
    {
        executor.shutdownNow();
    }

    @Override
    public ConnectorSplitSource getSplits(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorTableHandle tableHandle,
            Set<ColumnHandle> dynamicFilterColumns,
            Constraint constraint)
    {
        MaxComputeTableHandle table = (MaxComputeTableHandle) tableHandle;
        FdwTableCredentials credentials = foreignServers.credentials(session, table.server());
        MaxComputeClient client = clients.client(credentials);
        PartitionFilter filter = new PartitionFilter(evaluator, session, constraint);
        List<Optional<PartitionSpec>> partitions = partitionLister.partitions(client, table, filter);
        boolean awaitDynamicFilter = table.partitionColumns().stream().anyMatch(dynamicFilterColumns::contains) && partitions.size() > 1;
        return new MaxComputeSplitSource(
                new UnmatchedPartitions(session.getQueryId(), client, table, partitionMatcher, queryWarnings),
                new DownloadSessions(client, table),
                table,
                partitions,
                new RangePlanner(table.options(), splitPlacer),
                executor,
                clients.options(credentials).require(MaxComputeOptions.SESSION_CONCURRENCY),
                awaitDynamicFilter ? table.options().dynamicFilterWait().toMillis() : 0);
    }
}
