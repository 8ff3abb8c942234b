package org.trinofdw.maxcompute.handle;

import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import org.trinofdw.maxcompute.option.MaxComputeOptions;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.MppExecute;
import org.trinofdw.option.UnmatchedPartitionPolicy;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * How a table is read and written: the options in force when its handle was made.
 */
public record ScanOptions(
        Optional<MppExecute> mppExecute,
        Optional<Integer> numSegments,
        long splitRows,
        boolean partitionFilterRequired,
        int maxPartitions,
        Duration dynamicFilterWait,
        DataSize blockSize,
        UnmatchedPartitionPolicy unmatchedPartitions)
{
    public ScanOptions
    {
        requireNonNull(mppExecute, "mppExecute is null");
        requireNonNull(numSegments, "numSegments is null");
        requireNonNull(dynamicFilterWait, "dynamicFilterWait is null");
        requireNonNull(blockSize, "blockSize is null");
        requireNonNull(unmatchedPartitions, "unmatchedPartitions is null");
    }

    public static ScanOptions of(EffectiveOptions options)
    {
        return new ScanOptions(
                options.get(CommonOptions.MPP_EXECUTE),
                options.get(CommonOptions.NUM_SEGMENTS),
                options.require(MaxComputeOptions.SPLIT_ROWS),
                options.require(MaxComputeOptions.PARTITION_FILTER_REQUIRED),
                options.require(MaxComputeOptions.MAX_PARTITIONS_PER_SCAN),
                options.require(MaxComputeOptions.DYNAMIC_FILTER_WAIT),
                options.require(MaxComputeOptions.BLOCK_SIZE),
                options.require(CommonOptions.UNMATCHED_PARTITION_POLICY));
    }
}
