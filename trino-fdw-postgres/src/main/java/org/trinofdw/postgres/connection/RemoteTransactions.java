package org.trinofdw.postgres.connection;

import org.trinofdw.handle.FdwTableCredentials;

import java.util.HashMap;
import java.util.Map;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

/**
 * The remote transactions of one Trino transaction: at most one for each server and user mapping, begun when first needed.
 */
public final class RemoteTransactions
{
    private final ConnectionPools pools;
    private final Map<FdwTableCredentials, RemoteTransaction> transactions = new HashMap<>();
    private boolean ended;

    public RemoteTransactions(ConnectionPools pools)
    {
        this.pools = requireNonNull(pools, "pools is null");
    }

    public synchronized RemoteTransaction get(FdwTableCredentials credentials)
    {
        checkState(!ended, "the transaction has ended");
        return transactions.computeIfAbsent(credentials, key -> RemoteTransaction.begin(pools, key));
    }

    public synchronized void end()
    {
        ended = true;
        transactions.values().forEach(RemoteTransaction::end);
        transactions.clear();
    }
}
