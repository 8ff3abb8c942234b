package org.trinofdw.connector;

import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.MemoryContext;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.split.FdwSplit;

import java.util.List;

/**
 * Reads one split of a foreign table, on a worker. Bound by every wrapper; it plays the role of BeginForeignScan and IterateForeignScan.
 */
public interface FdwScanProvider
{
    /**
     * @param columns the data columns to read, in the order wanted; hidden columns are added by the toolkit. May be empty: then only rows are counted.
     */
    ConnectorPageSource open(
            ConnectorSession session,
            FdwSplit split,
            FdwTableHandle table,
            FdwTableCredentials credentials,
            List<FdwColumnHandle> columns,
            DynamicFilter dynamicFilter,
            MemoryContext memoryContext);
}
