package org.trinofdw.postgres.split;

import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.DynamicFilterSnapshot;
import io.trino.spi.metrics.Metrics;
import io.trino.spi.predicate.TupleDomain;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * The splits of a table with partitions, made when the first of them are asked for, so that a dynamic filter on the partition keys prunes before any server
 * is asked.
 */
final class PartitionedSplitSource
        implements ConnectorSplitSource
{
    /** How long the scan waits for the filter, which spares it whole partitions. */
    private static final long DYNAMIC_FILTER_WAIT_MILLIS = 2_000;

    private final Function<TupleDomain<ColumnHandle>, PartitionedSplits> planner;
    private final boolean waitsForDynamicFilter;
    private Optional<PartitionedSplits> planned = Optional.empty();
    private int position;
    private boolean closed;

    PartitionedSplitSource(Function<TupleDomain<ColumnHandle>, PartitionedSplits> planner, boolean waitsForDynamicFilter)
    {
        this.planner = requireNonNull(planner, "planner is null");
        this.waitsForDynamicFilter = waitsForDynamicFilter;
    }

    @Override
    public CompletableFuture<List<ConnectorSplit>> getNextBatch(int maxSize, DynamicFilterSnapshot dynamicFilter)
    {
        if (planned.isEmpty()) {
            planned = Optional.of(planner.apply(dynamicFilter.currentPredicate()));
        }
        List<PostgresSplit> splits = planned.get().splits();
        List<ConnectorSplit> batch = List.copyOf(splits.subList(position, min(splits.size(), position + maxSize)));
        position += batch.size();
        return completedFuture(batch);
    }

    @Override
    public long getRequestedDynamicFilterWaitTimeoutMillis()
    {
        return waitsForDynamicFilter ? DYNAMIC_FILTER_WAIT_MILLIS : 0;
    }

    @Override
    public boolean isFinished()
    {
        return closed || planned.map(PartitionedSplits::splits).filter(splits -> position == splits.size()).isPresent();
    }

    @Override
    public Metrics getMetrics()
    {
        return planned.map(PartitionedSplits::metrics).orElse(Metrics.EMPTY);
    }

    @Override
    public void close()
    {
        closed = true;
    }
}
