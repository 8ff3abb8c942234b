package org.trinofdw.postgres.statistics;

import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.type.PostgresType;

import static java.util.Objects.requireNonNull;

/**
 * A column of a remote table that figures are wanted of.
 *
 * @param handle what Trino reads it as
 * @param remoteName its name in the remote table
 * @param remoteType its type in the remote table
 */
record FigureColumn(PostgresColumnHandle handle, String remoteName, PostgresType remoteType)
{
    FigureColumn
    {
        requireNonNull(handle, "handle is null");
        requireNonNull(remoteName, "remoteName is null");
        requireNonNull(remoteType, "remoteType is null");
    }
}
