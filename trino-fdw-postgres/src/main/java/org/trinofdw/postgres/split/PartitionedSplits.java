package org.trinofdw.postgres.split;

import com.google.common.collect.ImmutableList;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.metrics.Metrics;

import java.util.List;
import java.util.Map;

/**
 * The splits of a table with partitions, and what {@code EXPLAIN ANALYZE VERBOSE} says of how they came about.
 *
 * @param partitions those that are read, as far as they exist
 * @param excluded those that the dynamic filter spared
 * @param unmatched those among the partitions that have no remote table
 */
record PartitionedSplits(List<PostgresSplit> splits, int partitions, int excluded, int unmatched)
{
    PartitionedSplits
    {
        splits = ImmutableList.copyOf(splits);
    }

    Metrics metrics()
    {
        return new Metrics(Map.of(
                "partitions", new LongCount(partitions),
                "partitions excluded by dynamic filter", new LongCount(excluded),
                "partitions unmatched", new LongCount(unmatched)));
    }
}
