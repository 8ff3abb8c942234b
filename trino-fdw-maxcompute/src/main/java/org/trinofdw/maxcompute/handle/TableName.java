package org.trinofdw.maxcompute.handle;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The full name of a table.
 *
 * @param schema absent in projects without schemas
 */
public record TableName(String project, Optional<String> schema, String table)
{
    public TableName
    {
        requireNonNull(project, "project is null");
        requireNonNull(schema, "schema is null");
        requireNonNull(table, "table is null");
    }

    /**
     * The name in SQL of MaxCompute.
     */
    public String quoted()
    {
        return SqlText.quote(project) + schema.map(name -> "." + SqlText.quote(name)).orElse("") + "." + SqlText.quote(table);
    }

    @Override
    public String toString()
    {
        return project + schema.map(name -> "." + name).orElse("") + "." + table;
    }
}
