package org.trinofdw.connector.warning;

import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.split.TableWarning;

import java.util.List;

/**
 * Says what users should hear about a table that they query. A wrapper that has something to say binds it; the toolkit brings it to the client, the log and
 * the system table. Asked on the coordinator, once for each foreign table of a query, while the query is analyzed.
 */
public interface TableWarningProvider
{
    /**
     * Empty for almost all tables; a table with warnings is read as any other. Should answer from what the coordinator keeps, as far as it can.
     * What it throws is logged and does not stop the query. A wrapper that fails by {@code unmatched_partition_policy} does so when it makes splits.
     */
    List<TableWarning> warnings(ConnectorSession session, FdwTableHandle table);
}
