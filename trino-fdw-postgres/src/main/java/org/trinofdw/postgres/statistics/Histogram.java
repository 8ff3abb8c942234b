package org.trinofdw.postgres.statistics;

import com.google.common.collect.ImmutableList;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.type.Type;

import java.util.List;
import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static io.trino.spi.statistics.StatsUtil.toStatsRepresentation;
import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.POSITIVE_INFINITY;
import static java.lang.Double.isInfinite;
import static java.lang.Double.isNaN;
import static java.lang.Math.clamp;
import static java.util.Objects.requireNonNull;

/**
 * Values that divide the values of a column, but for the most common ones, into buckets of equal numbers ({@code pg_stats.histogram_bounds}). The share of
 * ranges is reckoned as PostgreSQL's planner does (src/backend/utils/adt/selfuncs.c, ineq_histogram_selectivity and histogram_selectivity).
 */
final class Histogram
{
    /** What lies between two bounds, or outside of them all, is rare but may well exist. */
    private static final double LEAST_SHARE_OF_BUCKET = 0.01;

    private final Type type;
    private final List<Object> values;
    private final Optional<double[]> numbers;
    private final int buckets;

    /**
     * @param bounds two or more in their remote order; empty for those that Trino has no value for, such as infinite dates
     */
    Histogram(Type type, List<Optional<Object>> bounds)
    {
        checkArgument(bounds.size() > 1, "less than two bounds");
        this.type = requireNonNull(type, "type is null");
        this.values = bounds.stream().flatMap(Optional::stream).collect(ImmutableList.toImmutableList());
        this.buckets = bounds.size() - 1;
        this.numbers = values.stream().allMatch(value -> toStatsRepresentation(type, value).isPresent()) ? Optional.of(numbers(bounds)) : Optional.empty();
    }

    /**
     * The share of the values of the histogram that are in one of the ranges.
     *
     * @param ranges disjoint ranges
     * @param valueShare the share of one value, for the ends of a range
     */
    double share(List<Range> ranges, double valueShare)
    {
        double share = numbers
                .map(bounds -> ranges.stream().mapToDouble(range -> share(bounds, range, valueShare)).sum())
                .orElseGet(() -> countedShare(ranges));
        return clamp(share, LEAST_SHARE_OF_BUCKET / buckets, 1);
    }

    private double share(double[] bounds, Range range, double valueShare)
    {
        double below = range.getLowValue().map(value -> shareBelow(bounds, number(value))).orElse(0.0);
        double upTo = range.getHighValue().map(value -> shareBelow(bounds, number(value))).orElse(1.0);
        boolean withLow = range.isLowUnbounded() || range.isLowInclusive();
        boolean withHigh = range.isHighUnbounded() || range.isHighInclusive();
        // from 5 to 7 there are three integers, though the distance is two
        double ends = withLow && withHigh ? valueShare : withLow || withHigh ? 0 : -valueShare;
        return clamp(upTo - below + ends, 0, 1);
    }

    /** The bounds are a sample of the values, whatever their remote order is. */
    private double countedShare(List<Range> ranges)
    {
        ValueSet wanted = ValueSet.copyOfRanges(type, ranges);
        return (double) values.stream().filter(wanted::containsValue).count() / (buckets + 1);
    }

    /** Within a bucket, values lie evenly. */
    private double shareBelow(double[] bounds, double number)
    {
        int bucket = lastAtMost(bounds, number);
        if (bucket < 0) {
            return 0;
        }
        if (bucket == buckets) {
            return 1;
        }
        double low = bounds[bucket];
        double high = bounds[bucket + 1];
        return (bucket + shareBelow(low, high, number)) / buckets;
    }

    private static double shareBelow(double low, double high, double number)
    {
        if (number == low) {
            return 0;
        }
        if (isInfinite(low) || isInfinite(high)) {
            return 0.5;
        }
        double distance = high - low;
        // half of it always fits
        return isInfinite(distance) ? (number / 2 - low / 2) / (high / 2 - low / 2) : (number - low) / distance;
    }

    /** Index of the last bound that is not greater than the number, or -1. */
    private static int lastAtMost(double[] bounds, double number)
    {
        int from = 0;
        int to = bounds.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (bounds[middle] <= number) {
                from = middle + 1;
            }
            else {
                to = middle;
            }
        }
        return from - 1;
    }

    /** Infinities and NaN, which PostgreSQL holds greater than all numbers, are at the ends. */
    private double[] numbers(List<Optional<Object>> bounds)
    {
        double[] result = new double[bounds.size()];
        double beyond = NEGATIVE_INFINITY;
        for (int index = 0; index < result.length; index++) {
            double number = bounds.get(index).map(this::number).orElse(beyond);
            beyond = POSITIVE_INFINITY;
            result[index] = isNaN(number) ? POSITIVE_INFINITY : number;
        }
        return result;
    }

    private double number(Object value)
    {
        return toStatsRepresentation(type, value).orElseThrow();
    }
}
