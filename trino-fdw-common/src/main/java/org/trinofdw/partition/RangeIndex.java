package org.trinofdw.partition;

import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.ddl.PartitionLiterals;
import org.trinofdw.definition.PartitionBound;
import org.trinofdw.definition.PartitionValue;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * Finds the range that holds given keys among ranges that do not overlap.
 */
final class RangeIndex
{
    private final List<Range> ranges;

    /**
     * A partition with its bound as it is declared.
     */
    record Entry(PartitionBound.Range bound, SchemaTableName partition) {}

    private record Range(List<Limit> from, List<Limit> to, SchemaTableName partition) {}

    /**
     * A value of a bound.
     *
     * @param value empty for MINVALUE and MAXVALUE
     */
    private record Limit(PartitionValue.Kind kind, Optional<Comparable<?>> value) {}

    RangeIndex(PartitionTree tree, List<Entry> entries)
    {
        this.ranges = entries.stream()
                .map(entry -> new Range(limits(tree, entry.bound().from()), limits(tree, entry.bound().to()), entry.partition()))
                .sorted(Comparator.comparing(Range::from, RangeIndex::compareLimits))
                .collect(toImmutableList());
    }

    /** The value of a bound; empty for NULL. */
    static Optional<Comparable<?>> literal(PartitionTree tree, int key, PartitionValue value)
    {
        return value.text().map(text -> PartitionLiterals.value(tree.keys().get(key).type(), text, "a partition of \"%s\"".formatted(tree.table())));
    }

    private static List<Limit> limits(PartitionTree tree, List<PartitionValue> values)
    {
        Limit[] limits = new Limit[values.size()];
        for (int index = 0; index < limits.length; index++) {
            limits[index] = new Limit(values.get(index).kind(), literal(tree, index, values.get(index)));
        }
        return List.of(limits);
    }

    /** The partition that takes the keys; none does if one of them is NULL. */
    Optional<SchemaTableName> find(List<Optional<Comparable<?>>> keys)
    {
        if (keys.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        // the last range that does not begin behind the keys
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(keys, ranges.get(middle).from()) >= 0) {
                low = middle + 1;
            }
            else {
                high = middle;
            }
        }
        return low == 0 || compare(keys, ranges.get(low - 1).to()) >= 0 ? Optional.empty() : Optional.of(ranges.get(low - 1).partition());
    }

    private static int compare(List<Optional<Comparable<?>>> keys, List<Limit> limits)
    {
        for (int index = 0; index < limits.size(); index++) {
            Limit limit = limits.get(index);
            int order = switch (limit.kind()) {
                case MINVALUE -> 1;
                case MAXVALUE -> -1;
                case LITERAL, NULL -> compareValues(keys.get(index).orElseThrow(), limit.value().orElseThrow());
            };
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compareLimits(List<Limit> left, List<Limit> right)
    {
        for (int index = 0; index < left.size(); index++) {
            int leftRank = rank(left.get(index));
            int rightRank = rank(right.get(index));
            if (leftRank != rightRank || leftRank != 0) {
                return Integer.compare(leftRank, rightRank);
            }
            int order = compareValues(left.get(index).value().orElseThrow(), right.get(index).value().orElseThrow());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int rank(Limit limit)
    {
        return switch (limit.kind()) {
            case MINVALUE -> -1;
            case LITERAL, NULL -> 0;
            case MAXVALUE -> 1;
        };
    }

    // both were read as values of one type
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compareValues(Comparable left, Comparable right)
    {
        return left.compareTo(right);
    }
}
