package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.airlift.slice.Slice;
import io.trino.spi.predicate.DiscreteValues;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.Ranges;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.PostgresLiterals;
import org.trinofdw.postgres.type.PushdownRule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * Renders what is known of the values of a column as a condition for PostgreSQL.
 */
public final class DomainPredicates
{
    /** More values or ranges than this stay with Trino: the text of the query would outweigh what it saves. */
    private static final int MAX_TERMS = 20_000;
    private static final String C_COLLATION = " COLLATE \"C\"";

    private final ColumnMappings columnMappings;

    @Inject
    public DomainPredicates(ColumnMappings columnMappings)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    /**
     * A condition that holds for every row whose value is in the domain; if {@link Predicate#exact}, then for no other row.
     *
     * @return empty if PostgreSQL cannot narrow the column down as Trino would
     */
    public Optional<Predicate> predicate(PostgresColumnHandle column, Domain domain)
    {
        if (domain.isAll()) {
            return Optional.empty();
        }
        if (domain.isNone()) {
            return Optional.of(new Predicate("FALSE", true));
        }
        ColumnMapping mapping = columnMappings.declared(column.name(), column.remoteType(), column.type());
        if (mapping.pushdown() == PushdownRule.NONE) {
            return Optional.empty();
        }
        String columnSql = quoted(column.remoteName());
        if (domain.getValues().isNone()) {
            return Optional.of(new Predicate(columnSql + " IS NULL", true));
        }
        if (domain.getValues().isAll()) {
            return Optional.of(new Predicate(columnSql + " IS NOT NULL", true));
        }
        String value = mapping.selectExpression(columnSql);
        Optional<Predicate> values = domain.getValues().getValuesProcessor().transform(
                ranges -> ranges(mapping, value, ranges),
                discreteValues -> discrete(mapping, value, discreteValues),
                _ -> Optional.empty());
        if (!domain.isNullAllowed()) {
            return values;
        }
        return values.map(predicate -> new Predicate("(" + predicate.sql() + " OR " + columnSql + " IS NULL)", predicate.exact()));
    }

    private static Optional<Predicate> discrete(ColumnMapping mapping, String value, DiscreteValues values)
    {
        if (!values.isInclusive() || values.getValuesCount() > MAX_TERMS) {
            return Optional.empty();
        }
        return membership(mapping, value, values.getValues());
    }

    private static Optional<Predicate> ranges(ColumnMapping mapping, String value, Ranges ranges)
    {
        if (ranges.getRangeCount() > MAX_TERMS) {
            return Optional.empty();
        }
        List<Object> singleValues = ranges.getOrderedRanges().stream()
                .filter(Range::isSingleValue)
                .map(Range::getSingleValue)
                .collect(toImmutableList());
        List<Range> realRanges = ranges.getOrderedRanges().stream()
                .filter(range -> !range.isSingleValue())
                .collect(toImmutableList());

        List<Predicate> alternatives = new ArrayList<>();
        if (!singleValues.isEmpty()) {
            Optional<Predicate> membership = membership(mapping, value, singleValues);
            if (membership.isEmpty()) {
                return Optional.empty();
            }
            alternatives.add(membership.get());
        }
        for (Range range : realRanges) {
            Optional<Predicate> predicate = range(mapping, value, range);
            if (predicate.isEmpty()) {
                return Optional.empty();
            }
            alternatives.add(predicate.get());
        }
        if (alternatives.size() == 1) {
            return Optional.of(alternatives.getFirst());
        }
        return Optional.of(new Predicate(
                alternatives.stream().map(Predicate::sql).collect(joining(" OR ", "(", ")")),
                alternatives.stream().allMatch(Predicate::exact)));
    }

    private static Optional<Predicate> membership(ColumnMapping mapping, String value, Collection<Object> values)
    {
        return switch (mapping.pushdown()) {
            case ALL, NAN_AWARE, TEXT_BYTEWISE, TEXT, EQUALITY -> Optional.of(membership(mapping, value, "", values));
            case TEXT_COLLATED -> Optional.of(membership(mapping, value, C_COLLATION, values));
            case ENUM -> Optional.of(membership(mapping, value, "", enumLabels(mapping, values)));
            case NULL_CHECK_ONLY, NONE -> Optional.empty();
        };
    }

    private static Predicate membership(ColumnMapping mapping, String value, String collation, Collection<Object> values)
    {
        // a value without a literal is one that PostgreSQL cannot hold, so no row has it
        List<String> literals = values.stream()
                .map(element -> PostgresLiterals.literal(mapping, element))
                .flatMap(Optional::stream)
                .collect(toImmutableList());
        return switch (literals.size()) {
            case 0 -> new Predicate("FALSE", true);
            case 1 -> new Predicate(value + collation + " = " + literals.getFirst(), true);
            default -> new Predicate(value + collation + " IN (" + String.join(", ", literals) + ")", true);
        };
    }

    /** Without the labels that the type does not have: they are equal to no value, and sending them would be an error. */
    private static List<Object> enumLabels(ColumnMapping mapping, Collection<Object> values)
    {
        Set<String> labels = ImmutableSet.copyOf(mapping.remoteType().enumLabels());
        return values.stream()
                .filter(element -> labels.contains(((Slice) element).toStringUtf8()))
                .collect(toImmutableList());
    }

    private static Optional<Predicate> range(ColumnMapping mapping, String value, Range range)
    {
        return switch (mapping.pushdown()) {
            case ALL, TEXT_BYTEWISE -> range(mapping, value, range, true);
            case TEXT, TEXT_COLLATED -> range(mapping, value + C_COLLATION, range, true);
            // PostgreSQL holds NaN greater than all numbers, so more rows may come than Trino wants; it filters them again
            case NAN_AWARE -> range(mapping, value, range, false);
            case EQUALITY, ENUM, NULL_CHECK_ONLY, NONE -> Optional.empty();
        };
    }

    private static Optional<Predicate> range(ColumnMapping mapping, String value, Range range, boolean exact)
    {
        Optional<String> low = range.getLowValue().flatMap(bound -> PostgresLiterals.literal(mapping, bound));
        Optional<String> high = range.getHighValue().flatMap(bound -> PostgresLiterals.literal(mapping, bound));
        if (low.isPresent() != range.getLowValue().isPresent() || high.isPresent() != range.getHighValue().isPresent()) {
            return Optional.empty();
        }
        ImmutableList.Builder<String> bounds = ImmutableList.builder();
        low.ifPresent(bound -> bounds.add(value + (range.isLowInclusive() ? " >= " : " > ") + bound));
        high.ifPresent(bound -> bounds.add(value + (range.isHighInclusive() ? " <= " : " < ") + bound));
        List<String> conjuncts = bounds.build();
        return Optional.of(new Predicate(
                conjuncts.size() == 1 ? conjuncts.getFirst() : "(" + String.join(" AND ", conjuncts) + ")",
                exact));
    }

    /**
     * @param exact true if the condition holds for the rows of the domain only
     */
    public record Predicate(String sql, boolean exact)
    {
        public Predicate
        {
            requireNonNull(sql, "sql is null");
        }
    }
}
