package org.trinofdw.definition;

import io.trino.spi.type.Type;

import static java.util.Objects.requireNonNull;

/**
 * The type of a column as its declaration gives it.
 *
 * @param text the canonical PostgreSQL name, such as "character varying(44)" or "integer[]"; a type that PostgreSQL
 * does not have is the Trino type in double quotes, such as "map(varchar, bigint)"
 * @param trinoType the type that queries see
 */
public record DeclaredType(String text, Type trinoType)
{
    public DeclaredType
    {
        requireNonNull(text, "text is null");
        requireNonNull(trinoType, "trinoType is null");
    }
}
