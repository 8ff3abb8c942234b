package org.trinofdw.postgres.split;

import com.google.common.collect.ImmutableList;
import org.trinofdw.postgres.handle.CtidRange;

import java.util.List;
import java.util.OptionalLong;

import static com.google.common.base.Preconditions.checkArgument;
import static java.lang.Math.clamp;

/**
 * Cuts the pages of a table into disjoint ranges that cover it.
 */
final class CtidRanges
{
    private CtidRanges() {}

    /**
     * @param pages pages of the table, or of its largest partition
     * @param count ranges wanted; fewer come back if there are fewer pages
     */
    static List<CtidRange> cut(long pages, int count)
    {
        checkArgument(count > 0, "count is not positive: %s", count);
        int ranges = clamp(pages, 1, count);
        ImmutableList.Builder<CtidRange> result = ImmutableList.builderWithExpectedSize(ranges);
        for (int index = 0; index < ranges; index++) {
            OptionalLong end = index == ranges - 1 ? OptionalLong.empty() : OptionalLong.of(bound(pages, index + 1, ranges));
            result.add(new CtidRange(bound(pages, index, ranges), end));
        }
        return result.build();
    }

    private static long bound(long pages, int index, int ranges)
    {
        // a table has at most 2^32 pages, so this does not overflow
        return pages * index / ranges;
    }
}
