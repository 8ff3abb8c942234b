package org.trinofdw.maxcompute.client;

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
        return quote(project) + schema.map(name -> "." + quote(name)).orElse("") + "." + quote(table);
    }

    public static String quote(String identifier)
    {
        return "`" + identifier.replace("`", "``") + "`";
    }

    @Override
    public String toString()
    {
        return project + schema.map(name -> "." + name).orElse("") + "." + table;
    }
}
