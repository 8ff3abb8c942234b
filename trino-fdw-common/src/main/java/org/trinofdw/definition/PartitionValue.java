package org.trinofdw.definition;

import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A value in a partition bound. A literal is text that PostgreSQL's input function of the key's type reads; '20170603'
 * and 20170603 are the same literal.
 *
 * @param text the text of a literal, empty for the other kinds
 */
public record PartitionValue(Kind kind, Optional<String> text)
{
    public static final PartitionValue NULL = new PartitionValue(Kind.NULL, Optional.empty());
    public static final PartitionValue MINVALUE = new PartitionValue(Kind.MINVALUE, Optional.empty());
    public static final PartitionValue MAXVALUE = new PartitionValue(Kind.MAXVALUE, Optional.empty());

    public enum Kind
    {
        LITERAL,
        NULL,
        /** Below every value; in RANGE bounds only. */
        MINVALUE,
        /** Above every value; in RANGE bounds only. */
        MAXVALUE,
    }

    public PartitionValue
    {
        requireNonNull(kind, "kind is null");
        requireNonNull(text, "text is null");
        checkArgument(text.isPresent() == (kind == Kind.LITERAL), "a literal has a text, and nothing else has");
    }

    public static PartitionValue literal(String text)
    {
        return new PartitionValue(Kind.LITERAL, Optional.of(text));
    }
}
