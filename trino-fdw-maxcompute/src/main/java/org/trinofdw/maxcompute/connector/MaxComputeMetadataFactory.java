package org.trinofdw.maxcompute.connector;

import com.google.inject.Inject;
import org.trinofdw.connector.FdwMetadata;
import org.trinofdw.connector.FdwMetadataFactory;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwTransactionHandle;
import org.trinofdw.maxcompute.client.MaxComputeClients;
import org.trinofdw.maxcompute.definition.RemoteCatalog;

import static java.util.Objects.requireNonNull;

/**
 * Makes {@link MaxComputeMetadata}.
 */
final class MaxComputeMetadataFactory
        implements FdwMetadataFactory
{
    private final ForeignCatalog foreignCatalog;
    private final MaxComputeClients clients;
    private final MaxComputeTables tables;
    private final MaxComputeDdl ddl;
    private final MaxComputeWrites writes;
    private final MaxComputePartitions partitions;
    private final MaxComputeDeletes deletes;
    private final RemoteCatalog remoteCatalog;

    @Inject
    MaxComputeMetadataFactory(
            ForeignCatalog foreignCatalog,
            MaxComputeClients clients,
            MaxComputeTables tables,
            MaxComputeDdl ddl,
            MaxComputeWrites writes,
            MaxComputePartitions partitions,
            MaxComputeDeletes deletes,
            RemoteCatalog remoteCatalog)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.clients = requireNonNull(clients, "clients is null");
        this.tables = requireNonNull(tables, "tables is null");
        this.ddl = requireNonNull(ddl, "ddl is null");
        this.writes = requireNonNull(writes, "writes is null");
        this.partitions = requireNonNull(partitions, "partitions is null");
        this.deletes = requireNonNull(deletes, "deletes is null");
        this.remoteCatalog = requireNonNull(remoteCatalog, "remoteCatalog is null");
    }

    @Override
    public FdwMetadata create(FdwTransactionHandle transaction)
    {
        return new MaxComputeMetadata(foreignCatalog, clients, tables, ddl, writes, partitions, deletes, remoteCatalog);
    }
}
