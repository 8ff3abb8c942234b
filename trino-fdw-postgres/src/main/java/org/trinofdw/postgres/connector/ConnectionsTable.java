package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.Node;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.InMemoryRecordSet;
import io.trino.spi.connector.RecordCursor;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.postgres.connection.ConnectionPools;

import static io.trino.spi.connector.SystemTable.Distribution.ALL_NODES;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * {@code system.connections}: the open connections of each node, by server and user mapping (postgres_fdw_get_connections).
 */
final class ConnectionsTable
        implements SystemTable
{
    private static final ConnectorTableMetadata METADATA = new ConnectorTableMetadata(new SchemaTableName("system", "connections"), ImmutableList.of(
            new ColumnMetadata("node_id", VARCHAR),
            new ColumnMetadata("server_name", VARCHAR),
            new ColumnMetadata("mapped_user", VARCHAR),
            new ColumnMetadata("remote_user", VARCHAR),
            new ColumnMetadata("used", BIGINT),
            new ColumnMetadata("idle", BIGINT)));

    private final ConnectionPools connectionPools;
    private final String nodeId;

    @Inject
    ConnectionsTable(ConnectionPools connectionPools, Node currentNode)
    {
        this.connectionPools = requireNonNull(connectionPools, "connectionPools is null");
        this.nodeId = currentNode.getNodeIdentifier();
    }

    @Override
    public Distribution getDistribution()
    {
        return ALL_NODES;
    }

    @Override
    public ConnectorTableMetadata getTableMetadata()
    {
        return METADATA;
    }

    @Override
    public RecordCursor cursor(ConnectorTransactionHandle transaction, ConnectorSession session, TupleDomain<Integer> constraint)
    {
        InMemoryRecordSet.Builder rows = InMemoryRecordSet.builder(METADATA);
        connectionPools.state().forEach(pool -> rows.addRow(nodeId, pool.server(), pool.mappedUser().orElse(null), pool.remoteUser().orElse(null), (long) pool.used(), (long) pool.idle()));
        return rows.build().cursor();
    }
}
