package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableSet;
import io.trino.spi.expression.Constant;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.PostgresCollation;
import org.trinofdw.postgres.type.PostgresLiterals;
import org.trinofdw.postgres.type.PushdownRule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static io.trino.spi.type.TypeUtils.isFloatingPointNaN;
import static org.trinofdw.postgres.pushdown.ComparisonOperator.GREATER_THAN;
import static org.trinofdw.postgres.pushdown.ComparisonOperator.GREATER_THAN_OR_EQUAL;

/**
 * Comparisons whose result PostgreSQL and Trino agree on for all values: true, false and null, so that they may stand under NOT and OR.
 */
final class Comparisons
{
    static final String C_COLLATION = " COLLATE \"C\"";

    // these compare with each other, by value
    private static final Set<String> EXACT_NUMBERS = ImmutableSet.of("smallint", "integer", "bigint", "numeric");

    private Comparisons() {}

    /** Compares with a constant that is not null. */
    static Optional<String> compare(ComparisonOperator operator, RemoteValue value, Constant constant)
    {
        ColumnMapping mapping = value.mapping();
        if (!sameValues(mapping.type(), constant.getType()) || isFloatingPointNaN(mapping.type(), constant.getValue())) {
            return Optional.empty();
        }
        return PostgresLiterals.literal(mapping, constant.getValue()).flatMap(literal -> switch (mapping.pushdown()) {
            case ALL, TEXT_BYTEWISE -> Optional.of(comparison(value.sql(), operator, literal));
            case NAN_AWARE -> Optional.of(operator == GREATER_THAN || operator == GREATER_THAN_OR_EQUAL ?
                    "(" + comparison(value.sql(), operator, literal) + " AND " + notNan(mapping, value.sql()) + ")" :
                    comparison(value.sql(), operator, literal));
            case TEXT, TEXT_UNORDERED, TEXT_CONSTANTS -> Optional.of(comparison(value.sql() + (operator.ordering() ? C_COLLATION : ""), operator, literal));
            case TEXT_COLLATED -> Optional.of(comparison(value.sql() + C_COLLATION, operator, literal));
            case EQUALITY, ENUM -> operator.ordering() ? Optional.empty() : Optional.of(comparison(value.sql(), operator, literal));
            case NULL_CHECK_ONLY, NONE -> Optional.empty();
        });
    }

    /** Compares two values of one type. */
    static Optional<String> compare(ComparisonOperator operator, RemoteValue left, RemoteValue right)
    {
        ColumnMapping leftMapping = left.mapping();
        ColumnMapping rightMapping = right.mapping();
        if (!sameValues(leftMapping.type(), rightMapping.type())) {
            return Optional.empty();
        }
        if (isText(leftMapping.pushdown()) && isText(rightMapping.pushdown())) {
            if (operator.ordering() && (leftMapping.pushdown() == PushdownRule.TEXT_UNORDERED || rightMapping.pushdown() == PushdownRule.TEXT_UNORDERED)) {
                return Optional.empty();
            }
            return Optional.of(comparison(left.sql() + (comparePlainly(operator, left, right) ? "" : C_COLLATION), operator, right.sql()));
        }
        if (leftMapping.pushdown() != rightMapping.pushdown()) {
            return Optional.empty();
        }
        boolean comparable = switch (leftMapping.pushdown()) {
            case ALL -> leftMapping.comparisonType().equals(rightMapping.comparisonType()) ||
                    (EXACT_NUMBERS.contains(leftMapping.comparisonType()) && EXACT_NUMBERS.contains(rightMapping.comparisonType()));
            case EQUALITY -> !operator.ordering() && sameCollation(leftMapping, rightMapping);
            case ENUM -> !operator.ordering() && leftMapping.remoteType().oid() == rightMapping.remoteType().oid();
            // NaN is equal to nothing in Trino and to itself in PostgreSQL
            case NAN_AWARE, TEXT_BYTEWISE, TEXT, TEXT_COLLATED, TEXT_UNORDERED, TEXT_CONSTANTS, NULL_CHECK_ONLY, NONE -> false;
        };
        return comparable ? Optional.of(comparison(left.sql(), operator, right.sql())) : Optional.empty();
    }

    /**
     * Membership in a list of constants.
     *
     * @param constants not null
     */
    static Optional<String> in(RemoteValue value, List<Constant> constants)
    {
        ColumnMapping mapping = value.mapping();
        if (mapping.pushdown() == PushdownRule.NONE || mapping.pushdown() == PushdownRule.NULL_CHECK_ONLY) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (Constant constant : constants) {
            if (!sameValues(mapping.type(), constant.getType()) || !mapping.hasCharacters(constant.getValue())) {
                return Optional.empty();
            }
            if (!isFloatingPointNaN(mapping.type(), constant.getValue())) {
                values.add(constant.getValue());
            }
        }
        return Memberships.sql(mapping, value.sql(), values);
    }

    /** A condition that is false for NaN, null for null, and true for all other numbers. */
    static String notNan(ColumnMapping mapping, String value)
    {
        // a range, which an index can serve; numeric has no infinity before PostgreSQL 14
        return mapping.comparisonType().equals("numeric") ?
                value + " <> 'NaN'::numeric" :
                value + " <= 'Infinity'::" + mapping.comparisonType();
    }

    /** Whether values are text that is one in PostgreSQL if it is in Trino. */
    static boolean isText(PushdownRule rule)
    {
        return switch (rule) {
            case TEXT_BYTEWISE, TEXT, TEXT_COLLATED, TEXT_UNORDERED -> true;
            case ALL, NAN_AWARE, TEXT_CONSTANTS, EQUALITY, ENUM, NULL_CHECK_ONLY, NONE -> false;
        };
    }

    private static boolean comparePlainly(ComparisonOperator operator, RemoteValue left, RemoteValue right)
    {
        if (left.computed() || right.computed()) {
            // they have COLLATE "C" already
            return true;
        }
        PushdownRule leftRule = left.mapping().pushdown();
        PushdownRule rightRule = right.mapping().pushdown();
        return sameCollation(left.mapping(), right.mapping()) &&
                leftRule == rightRule &&
                (leftRule == PushdownRule.TEXT_BYTEWISE || ((leftRule == PushdownRule.TEXT || leftRule == PushdownRule.TEXT_UNORDERED) && !operator.ordering()));
    }

    /** PostgreSQL refuses to choose between two collations. */
    private static boolean sameCollation(ColumnMapping left, ColumnMapping right)
    {
        Optional<PostgresCollation> collation = left.remoteType().collation();
        // that of a partition of a foreign table is not known
        return collation.isPresent() && collation.equals(right.remoteType().collation());
    }

    private static boolean sameValues(Type left, Type right)
    {
        return left.equals(right) || (left instanceof VarcharType && right instanceof VarcharType);
    }

    private static String comparison(String left, ComparisonOperator operator, String right)
    {
        return "(" + left + " " + operator.sql() + " " + right + ")";
    }
}
