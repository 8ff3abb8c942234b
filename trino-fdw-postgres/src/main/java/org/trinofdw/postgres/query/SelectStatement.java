package org.trinofdw.postgres.query;

import com.google.common.collect.ImmutableList;
import org.trinofdw.postgres.handle.RemoteQuery;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A SELECT for PostgreSQL. Values in it are literals, since COPY takes no parameters.
 *
 * @param expressions what is selected; may be empty, then the rows are only counted
 * @param conversions those of the expressions that the server casts, which may fail
 */
public record SelectStatement(List<String> expressions, List<String> conversions, RemoteQuery query)
{
    public SelectStatement
    {
        expressions = ImmutableList.copyOf(expressions);
        conversions = ImmutableList.copyOf(conversions);
        requireNonNull(query, "query is null");
    }

    /** The relations that are read, for messages. */
    public String subject()
    {
        return query.source().subject();
    }

    public String toSql()
    {
        return query.toSql(expressions);
    }

    public String toCopySql()
    {
        return "COPY (" + toSql() + ") TO STDOUT (FORMAT binary)";
    }
}
