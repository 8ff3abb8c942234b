package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMergeSink;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.connector.ConnectorPageSinkId;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTransactionHandle;
import org.trinofdw.handle.FdwScanCredentials;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.handle.PostgresMergeHandle;
import org.trinofdw.postgres.type.ColumnMappings;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import static java.util.Objects.requireNonNull;

/**
 * Makes the writers of all statements: of whole rows, and of changes to rows.
 */
public final class PostgresSinkProvider
        implements ConnectorPageSinkProvider
{
    private final PostgresPageSinkProvider pageSinkProvider;
    private final ConnectionPools pools;
    private final ColumnMappings columnMappings;

    @Inject
    public PostgresSinkProvider(PostgresPageSinkProvider pageSinkProvider, ConnectionPools pools, ColumnMappings columnMappings)
    {
        this.pageSinkProvider = requireNonNull(pageSinkProvider, "pageSinkProvider is null");
        this.pools = requireNonNull(pools, "pools is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorOutputTableHandle outputTable,
            Optional<ConnectorTableCredentials> tableCredentials,
            ConnectorPageSinkId pageSinkId)
    {
        return pageSinkProvider.createPageSink(transaction, session, outputTable, tableCredentials, pageSinkId);
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorInsertTableHandle insertTable,
            Optional<ConnectorTableCredentials> tableCredentials,
            ConnectorPageSinkId pageSinkId)
    {
        return pageSinkProvider.createPageSink(transaction, session, insertTable, tableCredentials, pageSinkId);
    }

    @Override
    public ConnectorMergeSink createMergeSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorMergeTableHandle mergeTable,
            Optional<ConnectorTableCredentials> tableCredentials,
            ConnectorPageSinkId pageSinkId)
    {
        PostgresMergeHandle handle = (PostgresMergeHandle) mergeTable;
        // Trino asks for them with the handle of the table, as for a scan
        FdwTableCredentials credentials = tableCredentials
                .map(FdwScanCredentials.class::cast)
                .orElseThrow(() -> new IllegalStateException("no credentials came with the write to " + handle))
                .of(handle.table().server());
        // the id of a page sink is shared by the writers of a task
        String writerId = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
        StagingLocks locks = new StagingLocks(handle.staging());
        RowChangeTable table = new RowChangeTable(columnMappings, handle, writerId);
        return new PostgresMergeSink(
                handle,
                writerId,
                () -> RemoteCopy.begin(
                        pools,
                        credentials,
                        table.name(),
                        table.copyStatement(),
                        ImmutableList.of(locks.joinWriters(), table.createStatement()),
                        Optional.of(locks.isStatementOver()),
                        table.copyTargets()));
    }
}
