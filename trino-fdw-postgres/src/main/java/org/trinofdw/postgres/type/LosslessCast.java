package org.trinofdw.postgres.type;

import java.util.Set;

/**
 * Casts of numbers to integers and numeric that keep all digits, or fail where PostgreSQL's own would round.
 */
public final class LosslessCast
{
    private static final Set<String> FLOATS = Set.of("float4", "float8");
    private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8");

    private LosslessCast() {}

    /** The value in the other type; other types than numbers as PostgreSQL casts them. */
    public static String sql(String value, PostgresType from, PostgresType to)
    {
        boolean ofFloat = isOneOf(from, FLOATS);
        boolean toInteger = isOneOf(to, INTEGERS);
        if (ofFloat && (toInteger || to.isBuiltin("numeric"))) {
            String exact = cast(cast(value, "text"), "numeric");
            return toInteger ? ofNumeric(exact, to) : exact;
        }
        if (from.isBuiltin("numeric") && toInteger) {
            return ofNumeric(value, to);
        }
        return cast(value, to.displayName());
    }

    /** Integers cannot be made of a text with a fraction. */
    private static String ofNumeric(String value, PostgresType integer)
    {
        return cast(cast("trim_scale(" + value + ")", "text"), integer.displayName());
    }

    private static boolean isOneOf(PostgresType type, Set<String> names)
    {
        return names.stream().anyMatch(type::isBuiltin);
    }

    private static String cast(String value, String type)
    {
        return "CAST(" + value + " AS " + type + ")";
    }
}
