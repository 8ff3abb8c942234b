package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import org.trinofdw.definition.DeclaredType;
import org.trinofdw.definition.PartitionBound;
import org.trinofdw.definition.PartitionValue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.ddl.syntax.DdlErrors.error;

/**
 * Compares partition bounds by the types of their keys.
 *
 * @param subject what the bound belongs to, for messages
 */
record PartitionComparison(List<DeclaredType> keyTypes, String subject)
{
    PartitionComparison
    {
        keyTypes = ImmutableList.copyOf(keyTypes);
        requireNonNull(subject, "subject is null");
    }

    void checkList(PartitionBound.In bound)
    {
        Set<Object> seen = new HashSet<>();
        for (PartitionValue value : bound.values()) {
            if (value.kind() == PartitionValue.Kind.MINVALUE || value.kind() == PartitionValue.Kind.MAXVALUE) {
                throw error("%s: %s stands in bounds of the form FROM (…) TO (…) only".formatted(subject, value.kind()));
            }
            if (!seen.add(key(value))) {
                throw error("%s: value %s is listed twice; keep one of them".formatted(subject, text(value)));
            }
        }
    }

    void checkRange(PartitionBound.Range bound)
    {
        if (bound.from().size() != keyTypes.size()) {
            throw error("%s: FROM and TO need one value for each of the %s key columns, not %s".formatted(subject, keyTypes.size(), bound.from().size()));
        }
        for (List<PartitionValue> side : List.of(bound.from(), bound.to())) {
            boolean infinite = false;
            for (PartitionValue value : side) {
                if (value.kind() == PartitionValue.Kind.NULL) {
                    throw error("%s: a RANGE bound cannot be NULL; rows with NULL keys go to the DEFAULT partition".formatted(subject));
                }
                if (infinite && value.kind() == PartitionValue.Kind.LITERAL) {
                    throw error("%s: after MINVALUE or MAXVALUE the bounds of the following columns must be the same".formatted(subject));
                }
                infinite = value.kind() != PartitionValue.Kind.LITERAL;
            }
        }
        if (compare(bound.from(), bound.to()) >= 0) {
            throw error("%s: the range is empty, since FROM %s is not less than TO %s; TO is exclusive".formatted(subject, text(bound.from()), text(bound.to())));
        }
    }

    void checkOverlap(PartitionBound bound, PartitionBound other, String otherName)
    {
        boolean overlaps = switch (bound) {
            case PartitionBound.In in -> other instanceof PartitionBound.In otherIn && in.values().stream().map(this::key).anyMatch(keys(otherIn)::contains);
            case PartitionBound.Range range -> other instanceof PartitionBound.Range otherRange
                    && compare(range.from(), otherRange.to()) < 0
                    && compare(otherRange.from(), range.to()) < 0;
            case PartitionBound.Hash hash -> other instanceof PartitionBound.Hash otherHash && overlaps(hash, otherHash, otherName);
            case PartitionBound.Default _ -> other instanceof PartitionBound.Default;
        };
        if (overlaps) {
            throw error(bound instanceof PartitionBound.Default ?
                    "%s: the table has a DEFAULT partition already, \"%s\"".formatted(subject, otherName) :
                    "%s: the bound overlaps with partition \"%s\"; change the bound or drop that partition".formatted(subject, otherName));
        }
    }

    private boolean overlaps(PartitionBound.Hash bound, PartitionBound.Hash other, String otherName)
    {
        int smaller = Math.min(bound.modulus(), other.modulus());
        int larger = Math.max(bound.modulus(), other.modulus());
        if (larger % smaller != 0) {
            throw error("%s: modulus %s does not fit modulus %s of partition \"%s\"; of two moduli one must be a multiple of the other".formatted(subject, bound.modulus(), other.modulus(), otherName));
        }
        return bound.remainder() % smaller == other.remainder() % smaller;
    }

    private Set<Object> keys(PartitionBound.In bound)
    {
        return bound.values().stream().map(this::key).collect(toImmutableSet());
    }

    private Object key(PartitionValue value)
    {
        return value.kind() == PartitionValue.Kind.LITERAL ? literal(0, value) : value.kind();
    }

    private int compare(List<PartitionValue> left, List<PartitionValue> right)
    {
        for (int i = 0; i < left.size(); i++) {
            int leftRank = rank(left.get(i));
            int rightRank = rank(right.get(i));
            if (leftRank != rightRank) {
                return Integer.compare(leftRank, rightRank);
            }
            if (leftRank != 0) {
                // the same infinity: what follows does not count
                return 0;
            }
            int order = compareLiterals(literal(i, left.get(i)), literal(i, right.get(i)));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    // both sides were read as values of one type
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compareLiterals(Comparable left, Comparable right)
    {
        return left.compareTo(right);
    }

    private Comparable<?> literal(int key, PartitionValue value)
    {
        return PartitionLiterals.value(keyTypes.get(key), value.text().orElseThrow(), subject);
    }

    private static int rank(PartitionValue value)
    {
        return switch (value.kind()) {
            case MINVALUE -> -1;
            case LITERAL, NULL -> 0;
            case MAXVALUE -> 1;
        };
    }

    private static String text(List<PartitionValue> values)
    {
        return values.stream().map(PartitionComparison::text).collect(joining(", ", "(", ")"));
    }

    private static String text(PartitionValue value)
    {
        return value.text().map("'%s'"::formatted).orElseGet(value.kind()::toString);
    }
}
