package org.trinofdw.postgres.connection;

import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.option.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor;

/**
 * The remote transactions of one Trino transaction: at most one for each server and user mapping.
 */
public final class RemoteTransactions
{
    private final ConnectionPools pools;
    private final Map<FdwTableCredentials, RemoteTransaction> transactions = new ConcurrentHashMap<>();
    private volatile boolean ended;

    public RemoteTransactions(ConnectionPools pools)
    {
        this.pools = requireNonNull(pools, "pools is null");
    }

    public RemoteTransaction get(FdwTableCredentials credentials)
    {
        RemoteTransaction transaction = transactions.computeIfAbsent(credentials.withoutOrigin(), _ -> new RemoteTransaction(pools, credentials));
        if (ended) {
            // the query was cancelled meanwhile; ending it twice does no harm
            transaction.end();
            throw new IllegalStateException("the transaction has ended");
        }
        return transaction;
    }

    /**
     * Ends the transactions, and the statements that run in them. Does not wait for one that is being begun: who begins it ends it.
     *
     * @param atOnce which of parallel_commit and parallel_abort says whether the transaction of a server is ended while those of others are, as the Trino
     * transaction succeeds or fails; the remote ones are read-only, so that both end them the same way (postgres_fdw, section "Transaction Management Options")
     */
    public void end(Option<Boolean> atOnce)
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
    }
}
