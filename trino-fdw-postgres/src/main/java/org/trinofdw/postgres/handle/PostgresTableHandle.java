package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.handle.FdwTableHandle;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static java.util.Objects.requireNonNull;

/**
 * A scan of a PostgreSQL relation with what has been pushed into it.
 *
 * @param remoteName the relation that is read
 * @param relationId its {@code pg_class.oid}
 * @param columns all visible columns of the table
 * @param constraint the part of the predicate that PostgreSQL evaluates
 * @param limit rows wanted from each split at most
 */
public record PostgresTableHandle(
        SchemaTableName name,
        String server,
        boolean foreignTable,
        RemoteTableName remoteName,
        long relationId,
        RelationKind kind,
        List<PostgresColumnHandle> columns,
        Optional<String> comment,
        ScanOptions options,
        TupleDomain<ColumnHandle> constraint,
        OptionalLong limit)
        implements FdwTableHandle
{
    public PostgresTableHandle
    {
        requireNonNull(name, "name is null");
        requireNonNull(server, "server is null");
        requireNonNull(remoteName, "remoteName is null");
        requireNonNull(kind, "kind is null");
        columns = ImmutableList.copyOf(columns);
        requireNonNull(comment, "comment is null");
        requireNonNull(options, "options is null");
        requireNonNull(constraint, "constraint is null");
        requireNonNull(limit, "limit is null");
    }

    public PostgresTableHandle withConstraint(TupleDomain<ColumnHandle> constraint)
    {
        return new PostgresTableHandle(name, server, foreignTable, remoteName, relationId, kind, columns, comment, options, constraint, limit);
    }

    public PostgresTableHandle withLimit(long limit)
    {
        return new PostgresTableHandle(name, server, foreignTable, remoteName, relationId, kind, columns, comment, options, constraint, OptionalLong.of(limit));
    }

    /** What EXPLAIN shows. */
    @Override
    public String toString()
    {
        StringBuilder text = new StringBuilder(name.toString());
        text.append(" on ").append(server).append(' ').append(remoteName.toSql());
        if (!constraint.isAll()) {
            text.append(" constraint on ").append(constraint.getDomains()
                    .map(domains -> domains.keySet().toString())
                    .orElse("none"));
        }
        limit.ifPresent(value -> text.append(" limit ").append(value));
        return text.toString();
    }
}
