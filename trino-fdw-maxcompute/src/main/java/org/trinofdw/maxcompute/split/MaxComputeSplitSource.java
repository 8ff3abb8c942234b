package org.trinofdw.maxcompute.split;

import com.google.common.collect.ImmutableList;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.DynamicFilterSnapshot;
import io.trino.spi.metrics.Metric;
import io.trino.spi.metrics.Metrics;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.maxcompute.client.DownloadSession;
import org.trinofdw.maxcompute.client.DownloadSource.QueryRows;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.pushdown.PartitionPruner;
import org.trinofdw.maxcompute.split.MaxComputeSplit.SplitColumn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import static com.google.common.base.Throwables.throwIfUnchecked;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * Makes one download session for each partition, only when its splits are asked for: a scan that ends early, or whose partitions a join
 * excludes, makes none for the rest. Sessions are made in waves that grow, since the service throttles them.
 */
final class MaxComputeSplitSource
        implements ConnectorSplitSource
{
    private final UnmatchedPartitions unmatched;
    private final DownloadSessions downloadSessions;
    private final MaxComputeTableHandle table;
    private final List<Optional<PartitionSpec>> partitions;
    private final RangePlanner planner;
    private final ExecutorService executor;
    private final int maxConcurrency;
    private final long dynamicFilterWaitMillis;

    private int nextPartition;
    private int wave = 1;
    private long remainingRows;
    private int excludedPartitions;
    private int sessions;
    private final List<ConnectorSplit> ready = new ArrayList<>();
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean closed;

    MaxComputeSplitSource(
            UnmatchedPartitions unmatched,
            DownloadSessions downloadSessions,
            MaxComputeTableHandle table,
            List<Optional<PartitionSpec>> partitions,
            RangePlanner planner,
            ExecutorService executor,
            int maxConcurrency,
            long dynamicFilterWaitMillis)
    {
        this.unmatched = requireNonNull(unmatched, "unmatched is null");
        this.downloadSessions = requireNonNull(downloadSessions, "downloadSessions is null");
        this.table = requireNonNull(table, "table is null");
        this.partitions = ImmutableList.copyOf(partitions);
        this.planner = requireNonNull(planner, "planner is null");
        this.executor = requireNonNull(executor, "executor is null");
        this.maxConcurrency = maxConcurrency;
        this.dynamicFilterWaitMillis = dynamicFilterWaitMillis;
        this.remainingRows = table.limit().orElse(Long.MAX_VALUE);
    }

    @Override
    public long getRequestedDynamicFilterWaitTimeoutMillis()
    {
        return dynamicFilterWaitMillis;
    }

    @Override
    public CompletableFuture<List<ConnectorSplit>> getNextBatch(int maxSize, DynamicFilterSnapshot dynamicFilter)
    {
        if (!ready.isEmpty() || isFinished()) {
            return completedFuture(takeReady(maxSize));
        }
        CompletableFuture<List<ConnectorSplit>> batch = new CompletableFuture<>();
        synchronized (running) {
            if (closed) {
                return completedFuture(ImmutableList.of());
            }
            running.removeIf(Future::isDone);
            running.add(executor.submit(() -> {
                try {
                    makeSessions(dynamicFilter.currentPredicate());
                    batch.complete(takeReady(maxSize));
                }
                catch (Throwable e) {
                    // as it is: the user must see its code and message, not those of a wrapper
                    batch.completeExceptionally(e);
                }
            }));
        }
        return batch;
    }

    private List<ConnectorSplit> takeReady(int maxSize)
    {
        List<ConnectorSplit> part = ready.subList(0, min(maxSize, ready.size()));
        List<ConnectorSplit> batch = ImmutableList.copyOf(part);
        part.clear();
        return batch;
    }

    private void makeSessions(TupleDomain<ColumnHandle> dynamicFilter)
    {
        List<Optional<PartitionSpec>> chosen = new ArrayList<>();
        while (chosen.size() < wave && nextPartition < partitions.size()) {
            Optional<PartitionSpec> partition = partitions.get(nextPartition++);
            if (partition.isPresent() && !PartitionPruner.matches(table, dynamicFilter, partition.get())) {
                excludedPartitions++;
            }
            else {
                chosen.add(partition);
            }
        }
        wave = min(2 * wave, maxConcurrency);

        List<Future<Optional<DownloadSession>>> futures = new ArrayList<>();
        try {
            synchronized (running) {
                for (int index = 1; index < chosen.size() && !closed; index++) {
                    Optional<PartitionSpec> partition = chosen.get(index);
                    futures.add(executor.submit(() -> session(partition)));
                }
                running.addAll(futures);
            }
            if (!chosen.isEmpty()) {
                addSplits(chosen.getFirst(), session(chosen.getFirst()));
            }
            for (int index = 0; index < futures.size(); index++) {
                addSplits(chosen.get(index + 1), futures.get(index).get());
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
        finally {
            futures.forEach(future -> future.cancel(true));
            synchronized (running) {
                running.removeAll(futures);
            }
        }
    }

    private Optional<DownloadSession> session(Optional<PartitionSpec> partition)
    {
        try {
            DownloadSession session = downloadSessions.open(partition);
            unmatched.exists(partition);
            return Optional.of(session);
        }
        catch (TrinoException e) {
            unmatched.failed(partition, e);
            return Optional.empty();
        }
    }

    private void addSplits(Optional<PartitionSpec> partition, Optional<DownloadSession> made)
    {
        if (made.isEmpty()) {
            return;
        }
        sessions++;
        DownloadSession session = made.get();
        List<SplitColumn> columns = session.schema().columns().stream()
                .map(column -> new SplitColumn(column.name(), column.type().toString()))
                .collect(toImmutableList());
        long rows = min(session.recordCount(), remainingRows);
        remainingRows -= rows;
        Optional<String> instance = session.source() instanceof QueryRows(_, String id) ? Optional.of(id) : Optional.empty();
        long start = 0;
        for (long length : planner.ranges(rows, partitions.size())) {
            ready.add(new MaxComputeSplit(planner.place(), table.server(), partition, instance, session.id(), start, length, columns));
            start += length;
        }
    }

    @Override
    public boolean isFinished()
    {
        return closed || (ready.isEmpty() && (nextPartition >= partitions.size() || remainingRows == 0));
    }

    @Override
    public Metrics getMetrics()
    {
        Map<String, Metric<?>> metrics = new HashMap<>();
        metrics.put("partitions", new LongCount(partitions.size()));
        metrics.put("partitions excluded by dynamic filter", new LongCount(excludedPartitions));
        metrics.put("partitions unmatched", new LongCount(unmatched.count()));
        metrics.put("download sessions", new LongCount(sessions));
        return new Metrics(metrics);
    }

    @Override
    public void close()
    {
        closed = true;
        synchronized (running) {
            running.forEach(future -> future.cancel(true));
        }
    }
}
