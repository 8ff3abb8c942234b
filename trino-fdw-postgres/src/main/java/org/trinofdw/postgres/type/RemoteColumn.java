package org.trinofdw.postgres.type;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A column of a remote relation as the catalogs describe it.
 *
 * @param relationOid oid of the relation
 * @param position attnum; gaps are left by dropped columns
 * @param nullable false if the column has a not-null constraint
 * @param defaultExpression expression of the default, unless the column is generated
 * @param generationExpression expression of a generated column, which cannot be written
 * @param alwaysIdentity whether the column is GENERATED ALWAYS AS IDENTITY, which INSERT cannot write without OVERRIDING
 */
public record RemoteColumn(
        long relationOid,
        int position,
        String name,
        PostgresType type,
        boolean nullable,
        Optional<String> defaultExpression,
        Optional<String> generationExpression,
        boolean alwaysIdentity,
        Optional<String> comment)
{
    public RemoteColumn
    {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        requireNonNull(defaultExpression, "defaultExpression is null");
        requireNonNull(generationExpression, "generationExpression is null");
        requireNonNull(comment, "comment is null");
    }
}
