package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.PostgresLiterals;
import org.trinofdw.postgres.type.PushdownRule;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import static org.trinofdw.postgres.pushdown.Comparisons.C_COLLATION;

/**
 * Conditions that a value is one of several.
 */
final class Memberships
{
    /** More values than this become one array, which is parsed faster than that many literals. */
    private static final int MAX_LITERALS = 32;

    private Memberships() {}

    /**
     * @param values values of the mapping's type; those that PostgreSQL cannot hold are equal to nothing there
     * @return empty if the mapping has no equality, or if none of the values is left
     */
    static Optional<String> sql(ColumnMapping mapping, String value, Collection<Object> values)
    {
        ImmutableList.Builder<Object> held = ImmutableList.builder();
        ImmutableList.Builder<String> heldLiterals = ImmutableList.builder();
        for (Object element : values) {
            PostgresLiterals.literal(mapping, element).ifPresent(literal -> {
                held.add(element);
                heldLiterals.add(literal);
            });
        }
        List<String> literals = heldLiterals.build();
        if (literals.isEmpty()) {
            return Optional.empty();
        }
        String left = mapping.pushdown() == PushdownRule.TEXT_COLLATED ? value + C_COLLATION : value;
        if (literals.size() == 1) {
            return Optional.of(left + " = " + literals.getFirst());
        }
        if (literals.size() > MAX_LITERALS) {
            return PostgresLiterals.arrayLiteral(mapping, held.build()).map(array -> left + " = ANY (" + array + ")");
        }
        return Optional.of(left + " IN (" + String.join(", ", literals) + ")");
    }
}
