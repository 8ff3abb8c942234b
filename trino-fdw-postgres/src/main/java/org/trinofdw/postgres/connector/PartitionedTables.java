package org.trinofdw.postgres.connector;

import com.google.inject.Inject;
import org.trinofdw.postgres.statistics.PartitionedStatistics;
import org.trinofdw.postgres.write.PartitionedChanges;

import static java.util.Objects.requireNonNull;

/**
 * What there is to know and to do about tables with partitions.
 */
record PartitionedTables(PartitionedStatistics statistics, OnlyPartition onlyPartition, PartitionListing listing, PartitionedWrites writes, PartitionedChanges changes)
{
    @Inject
    PartitionedTables
    {
        requireNonNull(statistics, "statistics is null");
        requireNonNull(onlyPartition, "onlyPartition is null");
        requireNonNull(listing, "listing is null");
        requireNonNull(writes, "writes is null");
        requireNonNull(changes, "changes is null");
    }
}
