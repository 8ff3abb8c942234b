package org.trinofdw.handle;

import io.trino.spi.connector.ConnectorTableCredentials;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.UserMapping;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What a worker needs to reach the foreign server of a table: the server's options and the user mapping that applies.
 * Trino carries it apart from handles and splits, so secrets appear in no plan, log or system table.
 *
 * @param origin who asks; gives no right to anything
 */
public record FdwTableCredentials(ForeignServer server, Optional<UserMapping> userMapping, Optional<QueryOrigin> origin)
        implements ConnectorTableCredentials
{
    public FdwTableCredentials
    {
        requireNonNull(server, "server is null");
        requireNonNull(userMapping, "userMapping is null");
        requireNonNull(origin, "origin is null");
    }

    /** What is the same for all queries, which may share connections then. */
    public FdwTableCredentials withoutOrigin()
    {
        return new FdwTableCredentials(server, userMapping, Optional.empty());
    }

    /** Names the server only: the options may hold secrets. */
    @Override
    public String toString()
    {
        return "FdwTableCredentials[server=" + server.name() + "]";
    }
}
