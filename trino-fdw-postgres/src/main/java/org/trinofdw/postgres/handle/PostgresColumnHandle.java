package org.trinofdw.postgres.handle;

import io.trino.spi.type.Type;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.postgres.type.PostgresType;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A column of a PostgreSQL table.
 *
 * @param name local name, in lower case
 * @param remoteName name as PostgreSQL spells it
 * @param type Trino type, natural or declared by a definition
 * @param generated true if PostgreSQL computes the value and refuses one that is given
 */
public record PostgresColumnHandle(
        String name,
        String remoteName,
        Type type,
        PostgresType remoteType,
        boolean nullable,
        boolean generated,
        Optional<String> comment)
        implements FdwColumnHandle
{
    public PostgresColumnHandle
    {
        requireNonNull(name, "name is null");
        requireNonNull(remoteName, "remoteName is null");
        requireNonNull(type, "type is null");
        requireNonNull(remoteType, "remoteType is null");
        requireNonNull(comment, "comment is null");
    }

    @Override
    public String toString()
    {
        return name + ":" + type.getDisplayName();
    }
}
