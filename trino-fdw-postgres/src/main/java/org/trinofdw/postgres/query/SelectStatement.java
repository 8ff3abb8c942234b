package org.trinofdw.postgres.query;

import com.google.common.collect.ImmutableList;
import org.trinofdw.postgres.handle.RemoteTableName;

import java.util.List;
import java.util.OptionalLong;

import static java.util.Objects.requireNonNull;

/**
 * A SELECT for PostgreSQL. The only place where the text of a scan is put together; values in it are literals, since COPY takes no parameters.
 *
 * @param expressions what is selected; may be empty, then the rows are only counted
 * @param conjuncts conditions that all must hold
 */
public record SelectStatement(List<String> expressions, RemoteTableName from, List<String> conjuncts, OptionalLong limit)
{
    public SelectStatement
    {
        expressions = ImmutableList.copyOf(expressions);
        requireNonNull(from, "from is null");
        conjuncts = ImmutableList.copyOf(conjuncts);
        requireNonNull(limit, "limit is null");
    }

    public String toSql()
    {
        StringBuilder sql = new StringBuilder("SELECT ");
        sql.append(String.join(", ", expressions));
        sql.append(expressions.isEmpty() ? "FROM " : " FROM ").append(from.toSql());
        if (!conjuncts.isEmpty()) {
            sql.append(" WHERE ").append(String.join(" AND ", conjuncts));
        }
        limit.ifPresent(rows -> sql.append(" LIMIT ").append(rows));
        return sql.toString();
    }

    public String toCopySql()
    {
        return "COPY (" + toSql() + ") TO STDOUT (FORMAT binary)";
    }
}
