package org.trinofdw.handle;

import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.UserMapping;

import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;

/**
 * Finds what is needed to reach a server as a user. Used on the coordinator; workers get it with the scan.
 */
public final class ForeignServers
{
    private final ForeignCatalog foreignCatalog;

    @Inject
    public ForeignServers(ForeignCatalog foreignCatalog)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
    }

    /**
     * @throws io.trino.spi.TrinoException as {@link #credentials(ConnectorSession, String)}
     */
    public FdwScanCredentials credentials(ConnectorSession session, Set<String> servers)
    {
        return new FdwScanCredentials(servers.stream().collect(toImmutableMap(server -> server, server -> credentials(session, server))));
    }

    /**
     * @throws io.trino.spi.TrinoException when there is no such server, or the wrapper has remote users and no user mapping on the server applies
     */
    public FdwTableCredentials credentials(ConnectorSession session, String server)
    {
        Optional<UserMapping> userMapping = foreignCatalog.optionTable().credentials().isEmpty() ?
                foreignCatalog.userMapping(server, session.getIdentity()) :
                Optional.of(foreignCatalog.requireUserMapping(server, session.getIdentity()));
        return new FdwTableCredentials(foreignCatalog.server(server), userMapping, Optional.of(QueryOrigin.of(session)));
    }

    /**
     * Whether {@link #credentials(ConnectorSession, String)} are the same on a worker, so that they need not be sent to it.
     */
    public boolean areKnownOnEveryNode(ConnectorSession session, String server)
    {
        return foreignCatalog.isKnownOnEveryNode(server, session.getIdentity());
    }
}
