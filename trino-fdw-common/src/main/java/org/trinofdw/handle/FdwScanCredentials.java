package org.trinofdw.handle;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.ConnectorTableCredentials;

import java.util.Map;

import static com.google.common.base.Preconditions.checkState;

/**
 * What a worker needs to reach the servers of a scan or a write; a table with partitions may have several.
 *
 * @param byServer by name of the foreign server
 */
public record FdwScanCredentials(Map<String, FdwTableCredentials> byServer)
        implements ConnectorTableCredentials
{
    public FdwScanCredentials
    {
        byServer = ImmutableMap.copyOf(byServer);
    }

    public FdwTableCredentials of(String server)
    {
        FdwTableCredentials credentials = byServer.get(server);
        checkState(credentials != null, "no credentials came for server %s", server);
        return credentials;
    }

    /** Names the servers only: the options may hold secrets. */
    @Override
    public String toString()
    {
        return "FdwScanCredentials[servers=" + byServer.keySet() + "]";
    }
}
