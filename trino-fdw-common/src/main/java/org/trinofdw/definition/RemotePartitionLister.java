package org.trinofdw.definition;

import io.trino.spi.connector.ConnectorSession;

import java.util.List;

/**
 * Lists the partitions that the remote table of a foreign table has. Implemented by wrappers whose tables declare partitions inside themselves.
 */
public interface RemotePartitionLister
{
    /**
     * The lowest-level partitions as they are now, each as the values of its keys from the top.
     */
    List<List<String>> listPartitions(ConnectorSession session, ForeignTable table);
}
