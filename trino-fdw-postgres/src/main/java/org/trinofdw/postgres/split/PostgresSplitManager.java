package org.trinofdw.postgres.split;

import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.FixedSplitSource;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.postgres.connection.OpenTransactions;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.handle.PostgresTableHandle;

import java.util.List;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Hands out the splits of a scan, planned under the snapshot of the transaction that the scan belongs to.
 */
public final class PostgresSplitManager
        implements ConnectorSplitManager
{
    private final ForeignServers foreignServers;
    private final OpenTransactions transactions;
    private final SplitPlanner planner;
    private final PartitionedSplitPlanner partitionedPlanner;

    @Inject
    public PostgresSplitManager(ForeignServers foreignServers, OpenTransactions transactions, SplitPlanner planner, PartitionedSplitPlanner partitionedPlanner)
    {
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.transactions = requireNonNull(transactions, "transactions is null");
        this.planner = requireNonNull(planner, "planner is null");
        this.partitionedPlanner = requireNonNull(partitionedPlanner, "partitionedPlanner is null");
    }

    @Override
    public ConnectorSplitSource getSplits(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorTableHandle tableHandle,
            Set<ColumnHandle> dynamicFilterColumns,
            Constraint constraint)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        if (table.constraint().isNone()) {
            return new FixedSplitSource(List.of());
        }
        if (table.partitioned().isPresent()) {
            RemoteTransactions remoteTransactions = transactions.get(transaction);
            return new PartitionedSplitSource(
                    dynamicFilter -> partitionedPlanner.plan(session, remoteTransactions, table, dynamicFilter),
                    !dynamicFilterColumns.isEmpty());
        }
        RemoteTransaction remoteTransaction = transactions.get(transaction).get(foreignServers.credentials(session, table.server()));
        return new FixedSplitSource(planner.plan(session, remoteTransaction, table));
    }
}
