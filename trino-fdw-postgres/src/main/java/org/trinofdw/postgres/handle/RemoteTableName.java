package org.trinofdw.postgres.handle;

import static java.util.Objects.requireNonNull;

/**
 * Name of a relation as PostgreSQL spells it, upper case, blanks and quotes included.
 */
public record RemoteTableName(String schema, String table)
{
    public RemoteTableName
    {
        requireNonNull(schema, "schema is null");
        requireNonNull(table, "table is null");
    }

    /** The name as SQL text, always quoted. */
    public String toSql()
    {
        return quoted(schema) + "." + quoted(table);
    }

    @Override
    public String toString()
    {
        return toSql();
    }

    /** An identifier as SQL text, always quoted. */
    public static String quoted(String identifier)
    {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
