package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
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

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.postgres.pushdown.Comparisons.C_COLLATION;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * Renders what is known of the values of a column as a condition for PostgreSQL.
 */
public final class DomainPredicates
{
    /** More values or ranges than this stay with Trino: the text of the query would outweigh what it saves. */
    private static final int MAX_TERMS = 20_000;

    private final ColumnMappings columnMappings;

    @Inject
    public DomainPredicates(ColumnMappings columnMappings)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    /**
     * A condition that holds for the rows whose value is in the domain, and for no others.
     *
     * @return empty if PostgreSQL cannot narrow the column down as Trino would
     */
    public Optional<String> predicate(PostgresColumnHandle column, Domain domain)
    {
        if (domain.isAll()) {
            return Optional.empty();
        }
        if (domain.isNone()) {
            return Optional.of("FALSE");
        }
        ColumnMapping mapping = columnMappings.declared(column.name(), column.remoteType(), column.type());
        if (mapping.pushdown() == PushdownRule.NONE) {
            return Optional.empty();
        }
        String columnSql = quoted(column.remoteName());
        if (domain.getValues().isNone()) {
            return Optional.of(mapping.isNull(columnSql));
        }
        if (domain.getValues().isAll()) {
            return Optional.of(mapping.isNotNull(columnSql));
        }
        String value = mapping.selectExpression(columnSql);
        Optional<String> values = domain.getValues().getValuesProcessor().transform(
                ranges -> ranges(mapping, value, ranges),
                discreteValues -> discrete(mapping, value, discreteValues),
                _ -> Optional.empty());
        if (!domain.isNullAllowed()) {
            return values;
        }
        return values.map(condition -> "(" + condition + " OR " + mapping.isNull(columnSql) + ")");
    }

    private static Optional<String> discrete(ColumnMapping mapping, String value, DiscreteValues values)
    {
        if (!values.isInclusive() || values.getValuesCount() > MAX_TERMS) {
            return Optional.empty();
        }
        return membership(mapping, value, values.getValues());
    }

    private static Optional<String> ranges(ColumnMapping mapping, String value, Ranges ranges)
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

        List<String> alternatives = new ArrayList<>();
        if (!singleValues.isEmpty()) {
            Optional<String> membership = membership(mapping, value, singleValues);
            if (membership.isEmpty()) {
                return Optional.empty();
            }
            alternatives.add(membership.get());
        }
        for (Range range : realRanges) {
            Optional<String> predicate = range(mapping, value, range);
            if (predicate.isEmpty()) {
                return Optional.empty();
            }
            alternatives.add(predicate.get());
        }
        if (alternatives.size() == 1) {
            return Optional.of(alternatives.getFirst());
        }
        return Optional.of(alternatives.stream().collect(joining(" OR ", "(", ")")));
    }

    private static Optional<String> membership(ColumnMapping mapping, String value, Collection<Object> values)
    {
        if (!values.stream().allMatch(mapping::hasCharacters)) {
            return Optional.empty();
        }
        return switch (mapping.pushdown()) {
            // if PostgreSQL can hold none of the values, no row has one
            case ALL, NAN_AWARE, TEXT_BYTEWISE, TEXT, TEXT_COLLATED, TEXT_UNORDERED, TEXT_CONSTANTS, EQUALITY, ENUM -> Optional.of(Memberships.sql(mapping, value, values).orElse("FALSE"));
            case NULL_CHECK_ONLY, NONE -> Optional.empty();
        };
    }

    private static Optional<String> range(ColumnMapping mapping, String value, Range range)
    {
        return switch (mapping.pushdown()) {
            case ALL, TEXT_BYTEWISE -> bounds(mapping, value, range, Optional.empty());
            case TEXT, TEXT_COLLATED, TEXT_UNORDERED, TEXT_CONSTANTS -> bounds(mapping, value + C_COLLATION, range, Optional.empty());
            // PostgreSQL holds NaN greater than all numbers, while no range of Trino's has it
            case NAN_AWARE -> bounds(mapping, value, range, range.isHighUnbounded() ? Optional.of(Comparisons.notNan(mapping, value)) : Optional.empty());
            case EQUALITY, ENUM, NULL_CHECK_ONLY, NONE -> Optional.empty();
        };
    }

    private static Optional<String> bounds(ColumnMapping mapping, String value, Range range, Optional<String> furtherCondition)
    {
        Optional<String> low = range.getLowValue().flatMap(bound -> PostgresLiterals.literal(mapping, bound));
        Optional<String> high = range.getHighValue().flatMap(bound -> PostgresLiterals.literal(mapping, bound));
        if (low.isPresent() != range.getLowValue().isPresent() || high.isPresent() != range.getHighValue().isPresent()) {
            return Optional.empty();
        }
        ImmutableList.Builder<String> bounds = ImmutableList.builder();
        low.ifPresent(bound -> bounds.add(value + (range.isLowInclusive() ? " >= " : " > ") + bound));
        high.ifPresent(bound -> bounds.add(value + (range.isHighInclusive() ? " <= " : " < ") + bound));
        furtherCondition.ifPresent(bounds::add);
        List<String> conjuncts = bounds.build();
        return Optional.of(conjuncts.size() == 1 ? conjuncts.getFirst() : "(" + String.join(" AND ", conjuncts) + ")");
    }
}
