package org.trinofdw.postgres.statistics;

import com.google.common.collect.ImmutableSet;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.statistics.ColumnStatistics;
import io.trino.spi.statistics.DoubleRange;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.Sets.intersection;
import static java.lang.Math.min;
import static java.util.Comparator.comparingDouble;

/**
 * Makes the statistics of parts those of the whole. What is not known of one part is not known of the whole.
 */
final class CombinedStatistics
{
    private CombinedStatistics() {}

    /**
     * @param parts disjoint sets of rows
     * @param keys columns of which no two parts have the same value, such as the key of partitions
     */
    static TableStatistics of(List<TableStatistics> parts, Set<? extends ColumnHandle> keys)
    {
        double rows = parts.stream().mapToDouble(part -> part.getRowCount().getValue()).sum();
        if (Double.isNaN(rows)) {
            return TableStatistics.empty();
        }
        TableStatistics.Builder combined = TableStatistics.builder().setRowCount(Estimate.of(rows));
        List<TableStatistics> withRows = parts.stream()
                .filter(part -> part.getRowCount().getValue() > 0)
                .collect(toImmutableList());
        for (ColumnHandle column : commonColumns(withRows)) {
            combined.setColumnStatistics(column, column(
                    withRows.stream()
                            .map(part -> new Part(part.getRowCount().getValue(), part.getColumnStatistics().get(column)))
                            .collect(toImmutableList()),
                    keys.contains(column)));
        }
        return combined.build();
    }

    private static Set<ColumnHandle> commonColumns(List<TableStatistics> parts)
    {
        return parts.stream()
                .map(part -> (Set<ColumnHandle>) ImmutableSet.copyOf(part.getColumnStatistics().keySet()))
                .reduce((left, right) -> intersection(left, right).immutableCopy())
                .orElse(ImmutableSet.of());
    }

    private static ColumnStatistics column(List<Part> parts, boolean key)
    {
        double rows = parts.stream().mapToDouble(Part::rows).sum();
        Estimate nulls = sum(parts, part -> times(part.statistics().getNullsFraction(), part.rows() / rows));
        // without values there is no range to be known
        List<Part> withValues = parts.stream()
                .filter(part -> part.statistics().getNullsFraction().isUnknown() || part.statistics().getNullsFraction().getValue() < 1)
                .collect(toImmutableList());
        List<DoubleRange> ranges = withValues.stream()
                .flatMap(part -> part.statistics().getRange().stream())
                .sorted(comparingDouble(DoubleRange::getMin))
                .collect(toImmutableList());
        boolean rangeKnown = !ranges.isEmpty() && ranges.size() == withValues.size();
        ColumnStatistics.Builder combined = ColumnStatistics.builder()
                .setNullsFraction(nulls.isUnknown() ? nulls : Estimate.of(min(nulls.getValue(), 1)))
                .setDataSize(sum(parts, part -> part.statistics().getDataSize()))
                .setDistinctValuesCount(distinct(withValues, key || (rangeKnown && areDisjoint(ranges))));
        if (rangeKnown) {
            combined.setRange(ranges.stream().reduce(DoubleRange::union).orElseThrow());
        }
        return combined.build();
    }

    /** Parts that may have values in common have as many as the greatest of them at least. */
    private static Estimate distinct(List<Part> parts, boolean disjoint)
    {
        Estimate sum = sum(parts, part -> part.statistics().getDistinctValuesCount());
        if (disjoint || sum.isUnknown()) {
            return sum;
        }
        return Estimate.of(parts.stream().mapToDouble(part -> part.statistics().getDistinctValuesCount().getValue()).max().orElse(0));
    }

    private static boolean areDisjoint(List<DoubleRange> sortedRanges)
    {
        for (int index = 1; index < sortedRanges.size(); index++) {
            if (sortedRanges.get(index).getMin() <= sortedRanges.get(index - 1).getMax()) {
                return false;
            }
        }
        return true;
    }

    private static Estimate sum(List<Part> parts, Function<Part, Estimate> figure)
    {
        double sum = parts.stream().map(figure).mapToDouble(Estimate::getValue).sum();
        return Double.isNaN(sum) ? Estimate.unknown() : Estimate.of(sum);
    }

    private static Estimate times(Estimate estimate, double factor)
    {
        return estimate.isUnknown() ? estimate : Estimate.of(estimate.getValue() * factor);
    }

    private record Part(double rows, ColumnStatistics statistics) {}
}
