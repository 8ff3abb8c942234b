package org.trinofdw.connector;

import org.trinofdw.handle.FdwTransactionHandle;

/**
 * Makes the metadata of one Trino transaction. Bound by every wrapper.
 */
public interface FdwMetadataFactory
{
    FdwMetadata create(FdwTransactionHandle transaction);
}
