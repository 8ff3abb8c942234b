package org.trinofdw.postgres.handle;

import static java.util.Objects.requireNonNull;

/**
 * A query that a user wrote for PostgreSQL.
 *
 * @param sql one statement without a semicolon
 */
public record QuerySource(String sql)
        implements RemoteSource
{
    public QuerySource
    {
        requireNonNull(sql, "sql is null");
    }

    @Override
    public String toSql()
    {
        // on lines of its own, since it may end in a comment
        return "(\n" + sql + "\n) AS query";
    }

    @Override
    public String subject()
    {
        return "query";
    }

    @Override
    public int depth()
    {
        return 1;
    }
}
