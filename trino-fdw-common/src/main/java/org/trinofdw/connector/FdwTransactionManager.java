package org.trinofdw.connector;

import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorTransactionHandle;
import org.trinofdw.handle.FdwTransactionHandle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

/**
 * Keeps the metadata of each open Trino transaction, and with it what the wrapper holds open remotely.
 */
public final class FdwTransactionManager
{
    private final FdwMetadataFactory metadataFactory;
    private final Map<ConnectorTransactionHandle, FdwMetadata> transactions = new ConcurrentHashMap<>();

    @Inject
    public FdwTransactionManager(FdwMetadataFactory metadataFactory)
    {
        this.metadataFactory = requireNonNull(metadataFactory, "metadataFactory is null");
    }

    public ConnectorTransactionHandle begin()
    {
        FdwTransactionHandle transaction = FdwTransactionHandle.create();
        transactions.put(transaction, metadataFactory.create(transaction));
        return transaction;
    }

    public FdwMetadata metadata(ConnectorTransactionHandle transaction)
    {
        FdwMetadata metadata = transactions.get(transaction);
        checkState(metadata != null, "no such transaction: %s", transaction);
        return metadata;
    }

    public void commit(ConnectorTransactionHandle transaction)
    {
        FdwMetadata metadata = transactions.remove(transaction);
        checkState(metadata != null, "no such transaction: %s", transaction);
        metadata.commit();
    }

    public void rollback(ConnectorTransactionHandle transaction)
    {
        FdwMetadata metadata = transactions.remove(transaction);
        checkState(metadata != null, "no such transaction: %s", transaction);
        metadata.rollback();
    }
}
