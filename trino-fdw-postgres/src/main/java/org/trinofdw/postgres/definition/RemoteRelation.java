package org.trinofdw.postgres.definition;

import org.trinofdw.postgres.handle.RelationKind;
import org.trinofdw.postgres.handle.RemoteTableName;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A relation as {@code pg_class} describes it.
 *
 * @param oid its {@code pg_class.oid}
 */
public record RemoteRelation(long oid, RemoteTableName name, RelationKind kind, Optional<String> comment)
{
    public RemoteRelation
    {
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(comment, "comment is null");
    }
}
