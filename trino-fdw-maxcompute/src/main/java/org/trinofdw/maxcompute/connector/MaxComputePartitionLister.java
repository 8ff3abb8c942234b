package org.trinofdw.maxcompute.connector;

import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.RemotePartitionLister;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.MaxComputeClients;
import org.trinofdw.maxcompute.definition.RemoteCatalog;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;

import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;

/**
 * Lists the partitions of MaxCompute tables, as they are now and not as they were kept.
 */
final class MaxComputePartitionLister
        implements RemotePartitionLister
{
    private final ForeignServers foreignServers;
    private final MaxComputeClients clients;
    private final MaxComputeTables tables;
    private final RemoteCatalog remoteCatalog;

    @Inject
    MaxComputePartitionLister(ForeignServers foreignServers, MaxComputeClients clients, MaxComputeTables tables, RemoteCatalog remoteCatalog)
    {
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.clients = requireNonNull(clients, "clients is null");
        this.tables = requireNonNull(tables, "tables is null");
        this.remoteCatalog = requireNonNull(remoteCatalog, "remoteCatalog is null");
    }

    @Override
    public List<List<String>> listPartitions(ConnectorSession session, ForeignTable table)
    {
        MaxComputeClient client = clients.client(foreignServers.credentials(session, table.server()));
        if (!client.hasService()) {
            throw new TrinoException(NOT_SUPPORTED, "server \"%s\" has a tunnel endpoint alone, which lists no partitions; set its option odps_endpoint".formatted(table.server()));
        }
        remoteCatalog.flush();
        MaxComputeTableHandle handle = tables.resolve(session, table);
        return remoteCatalog.partitions(client, handle.remote(), handle.partitionKeys(), List.of()).stream()
                .map(PartitionSpec::values)
                .collect(toImmutableList());
    }
}
