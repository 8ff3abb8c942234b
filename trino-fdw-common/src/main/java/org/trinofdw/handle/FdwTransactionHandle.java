package org.trinofdw.handle;

import io.trino.spi.connector.ConnectorTransactionHandle;

import java.util.UUID;

import static java.util.Objects.requireNonNull;

/**
 * Names one Trino transaction over one catalog.
 */
public record FdwTransactionHandle(UUID id)
        implements ConnectorTransactionHandle
{
    public FdwTransactionHandle
    {
        requireNonNull(id, "id is null");
    }

    public static FdwTransactionHandle create()
    {
        return new FdwTransactionHandle(UUID.randomUUID());
    }
}
