package org.trinofdw.postgres.handle;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * A column of a derived table.
 *
 * @param expression SQL over the columns of the level below
 */
public record OutputColumn(String expression, String name)
{
    public OutputColumn
    {
        requireNonNull(expression, "expression is null");
        requireNonNull(name, "name is null");
    }

    String toSql()
    {
        return expression.equals(quoted(name)) ? expression : expression + " AS " + quoted(name);
    }
}
