package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.connector.RetryMode;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.handle.PartitionedWriteHandle;
import org.trinofdw.postgres.handle.PostgresMergeHandle;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.write.PartitionedChanges;
import org.trinofdw.postgres.write.RowChanges;
import org.trinofdw.postgres.write.StagingLocks;
import org.trinofdw.postgres.write.TableFiles;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * The write of one Trino transaction, from its beginning to the end of the transaction, which cleans up what it has left.
 */
final class TransactionWrites
{
    private final RemoteTransactions transactions;
    private final PostgresWrites writes;
    private final RowChanges rowChanges;
    private final PartitionedChanges partitionedChanges;
    /** What has begun and not ended, or may have left something behind, on each server. */
    private List<PendingWrite> pending = List.of();
    /** Where the rows were that an UPDATE, DELETE or MERGE changes. */
    private Optional<TableFiles> mergeFiles = Optional.empty();
    /** The servers of a table with partitions that are written to. */
    private List<PartitionedChanges.Server> servers = List.of();

    TransactionWrites(RemoteTransactions transactions, PostgresWrites writes, RowChanges rowChanges, PartitionedChanges partitionedChanges)
    {
        this.transactions = requireNonNull(transactions, "transactions is null");
        this.writes = requireNonNull(writes, "writes is null");
        this.rowChanges = requireNonNull(rowChanges, "rowChanges is null");
        this.partitionedChanges = requireNonNull(partitionedChanges, "partitionedChanges is null");
    }

    PostgresWriteHandle begin(FdwTableCredentials credentials, PostgresWriteHandle handle, RetryMode retryMode)
    {
        pending = ImmutableList.<PendingWrite>builder()
                .addAll(pending)
                .add(new PendingWrite(credentials, handle, retryMode != RetryMode.NO_RETRIES))
                .build();
        if (handle.statementPrefix().isPresent()) {
            transactions.get(credentials).execute("begin to write to " + handle.target().toSql(), new StagingLocks(handle).holdStatement());
        }
        writes.open(credentials, handle);
        return handle;
    }

    PostgresMergeHandle beginMerge(FdwTableCredentials credentials, PostgresMergeHandle handle, RetryMode retryMode)
    {
        RemoteTransaction transaction = transactions.get(credentials);
        mergeFiles = Optional.of(TableFiles.of(transaction, List.of(handle.table().relationId())));
        begin(credentials, handle.staging(), retryMode);
        return handle;
    }

    PartitionedWriteHandle begin(PartitionedWrites.Plan plan, RetryMode retryMode)
    {
        servers = plan.servers();
        for (int number = 0; number < servers.size(); number++) {
            begin(servers.get(number).credentials(), plan.handle().stagings().get(number), retryMode);
        }
        return plan.handle();
    }

    void finish(String queryId, PartitionedWriteHandle handle, Collection<Slice> fragments)
    {
        partitionedChanges.apply(queryId, handle, servers, fragments);
        finished();
    }

    void finish(FdwTableCredentials credentials, PostgresWriteHandle handle, Collection<Slice> fragments)
    {
        writes.finish(credentials, transactions.get(credentials), handle, fragments);
        finished();
    }

    void finishMerge(FdwTableCredentials credentials, PostgresMergeHandle handle, Collection<Slice> fragments)
    {
        rowChanges.apply(credentials, transactions.get(credentials), handle, mergeFiles.orElseThrow(), fragments);
        finished();
    }

    /** Attempts that failed before one succeeded have left staging tables, which are swept when the transaction has ended. */
    private void finished()
    {
        pending = pending.stream().filter(PendingWrite::retried).collect(toImmutableList());
    }

    /** To be called when the remote transactions have ended, since they hold the statement's lock. */
    void end()
    {
        pending.forEach(write -> writes.abandon(write.credentials(), write.handle()));
    }

    private record PendingWrite(FdwTableCredentials credentials, PostgresWriteHandle handle, boolean retried) {}
}
