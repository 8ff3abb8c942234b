package org.trinofdw.definition;

import com.google.common.collect.ImmutableMap;

import java.util.Map;
import java.util.Optional;

import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * A column of a foreign table.
 *
 * @param name the local name, in lower case as Trino has it; the remote name may differ by the option "column_name"
 * @param nullable false for NOT NULL, which is assumed and not enforced
 * @param defaultExpression text of the DEFAULT expression
 * @param generationExpression text of the GENERATED ALWAYS AS (…) STORED expression
 * @param collation the name in the COLLATE clause, in SQL form
 * @param options text by option name, validated at the level COLUMN
 */
public record ForeignColumn(
        String name,
        DeclaredType type,
        boolean nullable,
        Optional<String> defaultExpression,
        Optional<String> generationExpression,
        Optional<String> collation,
        Optional<String> comment,
        Map<String, String> options)
{
    public ForeignColumn
    {
        requireNonNull(name, "name is null");
        name = name.toLowerCase(ENGLISH);
        requireNonNull(type, "type is null");
        requireNonNull(defaultExpression, "defaultExpression is null");
        requireNonNull(generationExpression, "generationExpression is null");
        requireNonNull(collation, "collation is null");
        requireNonNull(comment, "comment is null");
        options = ImmutableMap.copyOf(options);
    }

    /**
     * A nullable column without any clause.
     */
    public ForeignColumn(String name, DeclaredType type)
    {
        this(name, type, true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), ImmutableMap.of());
    }

    public ForeignColumn withName(String name)
    {
        return new ForeignColumn(name, type, nullable, defaultExpression, generationExpression, collation, comment, options);
    }

    public ForeignColumn withType(DeclaredType type)
    {
        return new ForeignColumn(name, type, nullable, defaultExpression, generationExpression, collation, comment, options);
    }

    public ForeignColumn withNullable(boolean nullable)
    {
        return new ForeignColumn(name, type, nullable, defaultExpression, generationExpression, collation, comment, options);
    }

    public ForeignColumn withDefaultExpression(Optional<String> defaultExpression)
    {
        return new ForeignColumn(name, type, nullable, defaultExpression, generationExpression, collation, comment, options);
    }

    public ForeignColumn withGenerationExpression(Optional<String> generationExpression)
    {
        return new ForeignColumn(name, type, nullable, defaultExpression, generationExpression, collation, comment, options);
    }

    public ForeignColumn withCollation(Optional<String> collation)
    {
        return new ForeignColumn(name, type, nullable, defaultExpression, generationExpression, collation, comment, options);
    }

    public ForeignColumn withComment(Optional<String> comment)
    {
        return new ForeignColumn(name, type, nullable, defaultExpression, generationExpression, collation, comment, options);
    }

    public ForeignColumn withOptions(Map<String, String> options)
    {
        return new ForeignColumn(name, type, nullable, defaultExpression, generationExpression, collation, comment, options);
    }
}
