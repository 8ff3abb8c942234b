package org.trinofdw.ddl.syntax;

import io.trino.spi.connector.SchemaTableName;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A table as a statement names it, in the case it was written in (unquoted names are folded to lower case).
 */
public record TableReference(Optional<String> schema, String table, Position position)
{
    public TableReference
    {
        requireNonNull(schema, "schema is null");
        requireNonNull(table, "table is null");
        requireNonNull(position, "position is null");
    }

    /** @param defaultSchema schema of a table that is named without one */
    public SchemaTableName resolve(String defaultSchema)
    {
        return new SchemaTableName(schema.orElse(defaultSchema), table);
    }
}
