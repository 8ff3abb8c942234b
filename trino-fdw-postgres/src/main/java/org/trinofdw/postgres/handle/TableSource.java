package org.trinofdw.postgres.handle;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A relation of the remote server.
 *
 * @param relationId its {@code pg_class.oid}
 * @param sample the part of its rows that is read; empty for all of them
 */
public record TableSource(RemoteTableName name, long relationId, RelationKind kind, Optional<TableSample> sample)
        implements RemoteSource
{
    public TableSource
    {
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(sample, "sample is null");
    }

    @Override
    public String toSql()
    {
        return name.toSql() + sample.map(value -> " " + value.toSql()).orElse("");
    }

    @Override
    public String subject()
    {
        return name.toSql();
    }

    @Override
    public int depth()
    {
        return 1;
    }
}
