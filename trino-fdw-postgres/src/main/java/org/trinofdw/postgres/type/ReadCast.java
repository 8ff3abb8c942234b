package org.trinofdw.postgres.type;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A cast in a SELECT list.
 *
 * @param through type that the value is cast to before, since the cast from its own type loses digits
 * @param type name of the type that is read
 */
public record ReadCast(Optional<String> through, String type)
{
    public ReadCast
    {
        requireNonNull(through, "through is null");
        requireNonNull(type, "type is null");
    }

    String of(String expression)
    {
        return "CAST(" + through.map(first -> "CAST(" + expression + " AS " + first + ")").orElse(expression) + " AS " + type + ")";
    }

    /** The same of each element of an array. */
    ReadCast ofElements()
    {
        return new ReadCast(through.map(first -> first + "[]"), type + "[]");
    }
}
