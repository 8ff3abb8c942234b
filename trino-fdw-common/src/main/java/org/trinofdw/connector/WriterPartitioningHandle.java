package org.trinofdw.connector;

import io.trino.spi.connector.ConnectorPartitioningHandle;
import org.trinofdw.option.MppExecute;

import static java.util.Objects.requireNonNull;

/**
 * Sends all rows of a write to one writer.
 *
 * @param mppExecute where the writer runs
 * @param seed picks the node where several are possible
 */
public record WriterPartitioningHandle(MppExecute mppExecute, int seed)
        implements ConnectorPartitioningHandle
{
    public WriterPartitioningHandle
    {
        requireNonNull(mppExecute, "mppExecute is null");
    }
}
