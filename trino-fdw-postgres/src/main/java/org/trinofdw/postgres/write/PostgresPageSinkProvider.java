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
import org.trinofdw.postgres.copy.CopyTarget;
import org.trinofdw.postgres.handle.PartitionedWriteHandle;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresMergeHandle;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.type.ColumnMappings;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * Makes the writers of all statements: of whole rows, and of changes to rows.
 */
public final class PostgresPageSinkProvider
        implements ConnectorPageSinkProvider
{
    private final ConnectionPools pools;
    private final ColumnMappings columnMappings;
    private final SharedCopies sharedCopies;
    private final AbandonedCopies abandonedCopies;

    @Inject
    public PostgresPageSinkProvider(ConnectionPools pools, ColumnMappings columnMappings, SharedCopies sharedCopies, AbandonedCopies abandonedCopies)
    {
        this.pools = requireNonNull(pools, "pools is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
        this.sharedCopies = requireNonNull(sharedCopies, "sharedCopies is null");
        this.abandonedCopies = requireNonNull(abandonedCopies, "abandonedCopies is null");
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorOutputTableHandle outputTable,
            Optional<ConnectorTableCredentials> tableCredentials,
            ConnectorPageSinkId pageSinkId)
    {
        return createPageSink((PostgresWriteHandle) outputTable, credentials(outputTable, tableCredentials));
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorInsertTableHandle insertTable,
            Optional<ConnectorTableCredentials> tableCredentials,
            ConnectorPageSinkId pageSinkId)
    {
        FdwScanCredentials credentials = credentials(insertTable, tableCredentials);
        return insertTable instanceof PartitionedWriteHandle partitioned ?
                new PartitionedPageSink(partitioned, changeWriter(partitioned, partitioned.columns(), credentials)) :
                createPageSink((PostgresWriteHandle) insertTable, credentials);
    }

    @Override
    public ConnectorMergeSink createMergeSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorMergeTableHandle mergeTable,
            Optional<ConnectorTableCredentials> tableCredentials,
            ConnectorPageSinkId pageSinkId)
    {
        // Trino asks for them with the handle of the table, as for a scan
        FdwScanCredentials credentials = credentials(mergeTable, tableCredentials);
        if (mergeTable instanceof PartitionedWriteHandle partitioned) {
            return new PartitionedMergeSink(partitioned, changeWriter(partitioned, partitioned.table().columns(), credentials));
        }
        PostgresMergeHandle handle = (PostgresMergeHandle) mergeTable;
        String writerId = newWriterId();
        RowChangeTable table = new RowChangeTable(columnMappings, handle.staging(), writerId, false);
        return new PostgresMergeSink(handle, writerId, () -> begin(handle.staging(), table, credentials.of(handle.table().server())));
    }

    private PartitionedChangeWriter changeWriter(PartitionedWriteHandle handle, List<PostgresColumnHandle> pageColumns, FdwScanCredentials credentials)
    {
        String writerId = newWriterId();
        return new PartitionedChangeWriter(
                handle,
                pageColumns,
                writerId,
                staging -> begin(staging, new RowChangeTable(columnMappings, staging, writerId, true), credentials.of(staging.server())));
    }

    private RemoteCopy begin(PostgresWriteHandle staging, RowChangeTable table, FdwTableCredentials credentials)
    {
        StagingLocks locks = new StagingLocks(staging);
        RemoteCopy copy = RemoteCopy.begin(
                pools,
                credentials,
                table.name(),
                table.copyStatement(),
                ImmutableList.of(locks.joinWriters(), table.createStatement()),
                Optional.of(locks.isStatementOver()),
                table.copyTargets());
        return abandonedCopies.watched(copy, credentials, locks);
    }

    private static FdwScanCredentials credentials(Object handle, Optional<ConnectorTableCredentials> tableCredentials)
    {
        return tableCredentials
                .map(FdwScanCredentials.class::cast)
                .orElseThrow(() -> new IllegalStateException("no credentials came with the write to " + handle));
    }

    private ConnectorPageSink createPageSink(PostgresWriteHandle handle, FdwScanCredentials scanCredentials)
    {
        FdwTableCredentials credentials = scanCredentials.of(handle.server());
        List<CopyTarget> columns = handle.columns().stream()
                .map(column -> columnMappings.declared(column.name(), column.remoteType(), column.type()).copyTarget(column.name()).orElseThrow())
                .collect(toImmutableList());
        if (handle.sharedCopy().isPresent()) {
            Supplier<RemoteCopy> opener = () -> RemoteCopy.begin(pools, credentials, handle.target(), copySql(handle.target(), handle), handle.createStatement().stream().toList(), Optional.empty(), columns);
            // which the coordinator commits when all writers are done
            return new PostgresPageSink(() -> sharedCopies.join(handle.sharedCopy().get(), opener), "", _ -> {});
        }
        String writerId = newWriterId();
        StagingLocks locks = new StagingLocks(handle);
        if (handle.preparedPrefix().isPresent()) {
            return new PostgresPageSink(
                    () -> RemoteCopy.begin(pools, credentials, handle.target(), copySql(handle.target(), handle), ImmutableList.of(locks.joinWriters()), Optional.of(locks.isStatementOver()), columns),
                    writerId,
                    copy -> copy.prepare(PreparedWrites.transaction(handle, writerId)));
        }
        StagingTable stagingTable = new StagingTable(columnMappings, handle, writerId);
        return new PostgresPageSink(
                () -> RemoteCopy.begin(pools, credentials, stagingTable.name(), copySql(stagingTable.name(), handle), ImmutableList.of(locks.joinWriters(), stagingTable.createStatement()), Optional.of(locks.isStatementOver()), columns),
                writerId,
                RemoteCopy::commit);
    }

    /** One of its own, since the id of a page sink is shared by the writers of a task. */
    private static String newWriterId()
    {
        return Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
    }

    private static String copySql(RemoteTableName table, PostgresWriteHandle handle)
    {
        // a table that is created in the same transaction is seen by nobody, so its rows can be frozen at once
        boolean created = handle.createStatement().isPresent() || handle.stagingPrefix().isPresent();
        return handle.columns().stream()
                .map(PostgresColumnHandle::remoteName)
                .map(column -> quoted(column))
                .collect(joining(", ", "COPY " + table.toSql() + " (", ") FROM STDIN (FORMAT binary" + (created ? ", FREEZE" : "") + ")"));
    }
}
