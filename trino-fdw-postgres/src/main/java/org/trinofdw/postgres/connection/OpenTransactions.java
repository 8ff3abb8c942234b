package org.trinofdw.postgres.connection;

import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorTransactionHandle;
import org.trinofdw.option.Option;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

/**
 * The remote transactions of the Trino transactions that are open on this node.
 */
public final class OpenTransactions
{
    private final ConnectionPools pools;
    private final Map<ConnectorTransactionHandle, RemoteTransactions> transactions = new ConcurrentHashMap<>();

    @Inject
    public OpenTransactions(ConnectionPools pools)
    {
        this.pools = requireNonNull(pools, "pools is null");
    }

    public RemoteTransactions begin(ConnectorTransactionHandle transaction)
    {
        RemoteTransactions remoteTransactions = new RemoteTransactions(pools);
        checkState(transactions.putIfAbsent(transaction, remoteTransactions) == null, "transaction has begun before: %s", transaction);
        return remoteTransactions;
    }

    public RemoteTransactions get(ConnectorTransactionHandle transaction)
    {
        RemoteTransactions remoteTransactions = transactions.get(transaction);
        checkState(remoteTransactions != null, "no such transaction: %s", transaction);
        return remoteTransactions;
    }

    /**
     * @param atOnce as {@link RemoteTransactions#end}
     */
    public void end(ConnectorTransactionHandle transaction, Option<Boolean> atOnce)
    {
        RemoteTransactions remoteTransactions = transactions.remove(transaction);
        if (remoteTransactions != null) {
            remoteTransactions.end(atOnce);
        }
    }
}
