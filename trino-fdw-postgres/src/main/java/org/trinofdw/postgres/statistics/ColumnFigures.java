package org.trinofdw.postgres.statistics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.statistics.ColumnStatistics;
import io.trino.spi.statistics.DoubleRange;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.type.Type;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.statistics.StatsUtil.toStatsRepresentation;
import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.POSITIVE_INFINITY;
import static java.lang.Math.clamp;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * What ANALYZE found of a column (PostgreSQL 17, 52.27 pg_stats), in a sample of the rows: everything that follows from it is an estimate. Shares of rows are
 * reckoned as PostgreSQL's planner does (src/backend/utils/adt/selfuncs.c).
 *
 * @param nullFraction share of the rows that have no value
 * @param distinct number of distinct values; empty if unknown
 * @param width average bytes of a value
 * @param commonValues the most common values
 * @param histogram the other values; empty if there are none, or if they are unknown
 * @param range the least and the greatest value; empty if one of them is unknown, or no number
 */
record ColumnFigures(
        Type type,
        double nullFraction,
        OptionalDouble distinct,
        OptionalDouble width,
        List<CommonValue> commonValues,
        Optional<Histogram> histogram,
        Optional<DoubleRange> range)
{
    /** PostgreSQL's DEFAULT_NUM_DISTINCT. */
    private static final double UNKNOWN_DISTINCT = 200;
    /** PostgreSQL's DEFAULT_INEQ_SEL. */
    private static final double UNKNOWN_RANGE_SHARE = 1.0 / 3;
    /** PostgreSQL's DEFAULT_UNK_SEL. */
    private static final double UNKNOWN_NULL_FRACTION = 0.005;

    /**
     * @param value empty if Trino has no value for it, such as an infinite date
     * @param frequency share of the rows that have it
     */
    record CommonValue(Optional<Object> value, double frequency)
    {
        CommonValue
        {
            requireNonNull(value, "value is null");
        }

        private boolean in(ValueSet values)
        {
            return value.map(values::containsValue).orElse(false);
        }
    }

    ColumnFigures
    {
        requireNonNull(type, "type is null");
        requireNonNull(distinct, "distinct is null");
        requireNonNull(width, "width is null");
        commonValues = ImmutableList.copyOf(commonValues);
        requireNonNull(histogram, "histogram is null");
        requireNonNull(range, "range is null");
    }

    /**
     * @param bounds {@code histogram_bounds}, which are none if there are too few values for a histogram
     */
    static ColumnFigures of(Type type, double nullFraction, OptionalDouble distinct, double width, List<CommonValue> commonValues, List<Optional<Object>> bounds)
    {
        return new ColumnFigures(
                type,
                nullFraction,
                distinct,
                OptionalDouble.of(width),
                commonValues,
                bounds.size() > 1 ? Optional.of(new Histogram(type, bounds)) : Optional.empty(),
                range(type, Stream.concat(commonValues.stream().map(CommonValue::value), bounds.stream()).collect(toImmutableList())));
    }

    /** What PostgreSQL's planner assumes where it knows nothing. */
    static ColumnFigures unknown(Type type)
    {
        return new ColumnFigures(type, UNKNOWN_NULL_FRACTION, OptionalDouble.empty(), OptionalDouble.empty(), ImmutableList.of(), Optional.empty(), Optional.empty());
    }

    private static Optional<DoubleRange> range(Type type, List<Optional<Object>> values)
    {
        Optional<DoubleRange> range = Optional.empty();
        for (Optional<Object> value : values) {
            Optional<DoubleRange> one = value.flatMap(present -> DoubleRange.from(type, present, present));
            if (one.isEmpty()) {
                return Optional.empty();
            }
            range = Optional.of(range.map(known -> DoubleRange.union(known, one.get())).orElse(one.get()));
        }
        return range;
    }

    /** The share of all rows whose value is in the domain. */
    double share(Domain domain)
    {
        return clamp(valueShare(domain.getValues()) + nullShare(domain), 0, 1);
    }

    private double nullShare(Domain domain)
    {
        return domain.isNullAllowed() ? nullFraction : 0;
    }

    private double valueShare(ValueSet values)
    {
        if (values.isAll()) {
            return 1 - nullFraction;
        }
        if (isExclusion(values)) {
            return max(0, 1 - nullFraction - valueShare(values.complement()));
        }
        double common = commonValues.stream()
                .filter(value -> value.in(values))
                .mapToDouble(CommonValue::frequency)
                .sum();
        Wanted wanted = Wanted.of(values);
        double leastCommon = commonValues.stream().mapToDouble(CommonValue::frequency).min().orElse(1);
        double others = min(otherValues(wanted) * min(otherShare() / otherDistinct(), leastCommon), otherShare());
        return common + others + otherShare() * rangeShare(wanted);
    }

    /** Whether the set is all values but some, of a type that has no order. */
    private static boolean isExclusion(ValueSet values)
    {
        return !values.isAll() && values.getValuesProcessor().transform(_ -> false, discrete -> !discrete.isInclusive(), _ -> false);
    }

    /** The share of the rows that have none of the most common values. */
    private double otherShare()
    {
        return max(0, 1 - nullFraction - commonValues.stream().mapToDouble(CommonValue::frequency).sum());
    }

    private double otherDistinct()
    {
        return max(1, distinct.orElse(UNKNOWN_DISTINCT) - commonValues.size());
    }

    /** How many single values are wanted that are not among the most common ones. */
    private long otherValues(Wanted wanted)
    {
        return wanted.values().size() - commonValues.stream()
                .flatMap(value -> value.value().stream())
                .filter(wanted.values()::contains)
                .count();
    }

    private double rangeShare(Wanted wanted)
    {
        if (wanted.ranges().isEmpty()) {
            return 0;
        }
        return histogram
                .map(known -> known.share(wanted.ranges(), 1 / otherDistinct()))
                .orElse(UNKNOWN_RANGE_SHARE);
    }

    /**
     * Figures of the rows whose value is in the domain.
     *
     * @param rows how many rows there are in it
     */
    ColumnStatistics within(Domain domain, double rows)
    {
        double share = share(domain);
        double nulls = share == 0 ? 0 : clamp(nullShare(domain) / share, 0, 1);
        ColumnStatistics.Builder statistics = ColumnStatistics.builder().setNullsFraction(Estimate.of(nulls));
        width.ifPresent(bytes -> statistics.setDataSize(Estimate.of(bytes * rows * (1 - nulls))));
        distinctWithin(domain.getValues()).ifPresent(values -> statistics.setDistinctValuesCount(Estimate.of(values)));
        range.flatMap(all -> rangeWithin(all, domain.getValues())).ifPresent(statistics::setRange);
        return statistics.build();
    }

    private OptionalDouble distinctWithin(ValueSet values)
    {
        if (values.isAll() || isExclusion(values)) {
            return distinct;
        }
        if (values.isNone()) {
            return OptionalDouble.of(0);
        }
        Wanted wanted = Wanted.of(values);
        if (distinct.isEmpty() && !wanted.ranges().isEmpty()) {
            return OptionalDouble.empty();
        }
        double common = commonValues.stream().filter(value -> value.in(values)).count();
        double others = min(otherValues(wanted), otherDistinct());
        return OptionalDouble.of(max(1, common + others + otherDistinct() * rangeShare(wanted)));
    }

    private Optional<DoubleRange> rangeWithin(DoubleRange all, ValueSet values)
    {
        if (values.isNone()) {
            return Optional.empty();
        }
        if (values.isAll()) {
            return Optional.of(all);
        }
        Range span = values.getRanges().getSpan();
        double low = max(all.getMin(), span.getLowValue().map(this::number).orElse(NEGATIVE_INFINITY));
        double high = min(all.getMax(), span.getHighValue().map(this::number).orElse(POSITIVE_INFINITY));
        return low <= high ? Optional.of(new DoubleRange(low, high)) : Optional.empty();
    }

    private double number(Object value)
    {
        return toStatsRepresentation(type, value).orElseThrow();
    }

    /**
     * The values of a set that is neither empty nor all: single ones, and ranges of them.
     */
    private record Wanted(Set<Object> values, List<Range> ranges)
    {
        static Wanted of(ValueSet set)
        {
            return set.getValuesProcessor().transform(
                    ranges -> new Wanted(
                            ranges.getOrderedRanges().stream().filter(Range::isSingleValue).map(Range::getSingleValue).collect(ImmutableSet.toImmutableSet()),
                            ranges.getOrderedRanges().stream().filter(range -> !range.isSingleValue()).collect(toImmutableList())),
                    discrete -> new Wanted(ImmutableSet.copyOf(discrete.getValues()), ImmutableList.of()),
                    _ -> new Wanted(ImmutableSet.of(), ImmutableList.of()));
        }
    }
}
