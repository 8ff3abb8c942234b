package org.trinofdw.postgres.connection;

import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.option.Option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor;

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
        return transactions.computeIfAbsent(credentials.withoutOrigin(), _ -> RemoteTransaction.begin(pools, credentials));
    }

    /**
     * @param atOnce which of parallel_commit and parallel_abort says whether the transaction of a server is ended while those of others are, as the Trino
     * transaction succeeds or fails; the remote ones are read-only, so that both end them the same way (postgres_fdw, section "Transaction Management Options")
     */
    public synchronized void end(Option<Boolean> atOnce)
    {
        ended = true;
        try (ExecutorService executor = newVirtualThreadPerTaskExecutor()) {
            List<RemoteTransaction> inTurn = new ArrayList<>();
            transactions.forEach((credentials, transaction) -> {
                if (pools.options(credentials.server()).require(atOnce)) {
                    executor.execute(transaction::end);
                }
                else {
                    inTurn.add(transaction);
                }
            });
            inTurn.forEach(RemoteTransaction::end);
        }
        transactions.clear();
    }
}
