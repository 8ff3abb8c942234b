package org.trinofdw.postgres.pushdown;

import java.util.Optional;

import static org.trinofdw.postgres.type.PostgresLiterals.quote;

/**
 * LIKE patterns. Trino has no escape character unless ESCAPE names one; PostgreSQL has the backslash unless ESCAPE says otherwise.
 */
final class LikePatterns
{
    private LikePatterns() {}

    /**
     * What follows LIKE.
     *
     * @return empty if Trino refuses the pattern, or PostgreSQL cannot take its text
     */
    static Optional<String> sql(String pattern, Optional<String> escape)
    {
        if (pattern.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        if (escape.isEmpty()) {
            return Optional.of(quote(pattern) + " ESCAPE ''");
        }
        if (escape.get().length() != 1 || escape.get().equals("\0") || !escapesAreValid(pattern, escape.get().charAt(0))) {
            return Optional.empty();
        }
        return Optional.of(quote(pattern) + " ESCAPE " + quote(escape.get()));
    }

    /** In Trino the escape character stands only before a wildcard or itself. */
    private static boolean escapesAreValid(String pattern, char escape)
    {
        int index = 0;
        while (index < pattern.length()) {
            if (pattern.charAt(index) == escape) {
                index++;
                if (index == pattern.length() || (pattern.charAt(index) != escape && pattern.charAt(index) != '%' && pattern.charAt(index) != '_')) {
                    return false;
                }
            }
            index++;
        }
        return true;
    }
}
