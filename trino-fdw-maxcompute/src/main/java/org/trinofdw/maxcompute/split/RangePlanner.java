package org.trinofdw.maxcompute.split;

import com.google.common.collect.ImmutableList;
import io.trino.spi.HostAddress;
import org.trinofdw.maxcompute.handle.ScanOptions;
import org.trinofdw.option.MppExecute;
import org.trinofdw.split.SplitPlacement;
import org.trinofdw.split.SplitPlacer;

import java.util.List;

import static java.lang.Math.clamp;
import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.ThreadLocalRandom.current;

/**
 * Decides into how many ranges the rows of a session are cut, and where each is read (DESIGN.md section 5). For one scan.
 */
final class RangePlanner
{
    /** The service refuses no number of requests on a session, but each occupies a slot. */
    private static final int MAX_RANGES = 10_000;
    /** Below this a second split costs more than it gains. */
    private static final long MIN_ROWS = 10_000;

    private final ScanOptions options;
    private final int segments;
    private final List<SplitPlacement> placements;
    private int next;

    RangePlanner(ScanOptions options, SplitPlacer placer)
    {
        this.options = requireNonNull(options, "options is null");
        segments = max(1, placer.segmentCount());
        MppExecute mppExecute = options.mppExecute().orElse(MppExecute.ALL_SEGMENTS);
        placements = switch (mppExecute) {
            case COORDINATOR -> ImmutableList.of(placer.single(MppExecute.COORDINATOR));
            case ANY -> {
                // the same node for all partitions
                HostAddress node = placer.writer(MppExecute.ANY, current().nextInt(Integer.MAX_VALUE)).getHostAndPort();
                yield ImmutableList.of(SplitPlacement.pinnedTo(node));
            }
            case ALL_SEGMENTS -> placer.spread(segments);
        };
    }

    /**
     * Lengths of the ranges, which add up to the number of rows.
     *
     * @param partitions number of partitions that the scan reads
     */
    List<Long> ranges(long rows, int partitions)
    {
        if (rows == 0) {
            return ImmutableList.of();
        }
        long count = clamp(ranges(rows, partitions, options), 1, (int) Math.min(rows, MAX_RANGES));
        ImmutableList.Builder<Long> lengths = ImmutableList.builder();
        for (long range = 0; range < count; range++) {
            lengths.add(boundary(rows, count, range + 1) - boundary(rows, count, range));
        }
        return lengths.build();
    }

    private long ranges(long rows, int partitions, ScanOptions options)
    {
        if (options.mppExecute().isPresent() && options.mppExecute().get() != MppExecute.ALL_SEGMENTS) {
            return 1;
        }
        if (options.numSegments().isPresent()) {
            // so many splits in all, and at least one for each partition
            return max(1, (options.numSegments().get() + partitions - 1) / partitions);
        }
        long bySize = (rows + options.splitRows() - 1) / options.splitRows();
        if (options.mppExecute().isPresent()) {
            return max(bySize, partitions == 1 ? segments : 1);
        }
        return rows < MIN_ROWS * 2 ? 1 : max(bySize, partitions == 1 ? Math.min(segments, rows / MIN_ROWS) : 1);
    }

    private static long boundary(long rows, long count, long index)
    {
        // rows * index may not fit
        return rows / count * index + rows % count * index / count;
    }

    SplitPlacement place()
    {
        return placements.get(next++ % placements.size());
    }
}
