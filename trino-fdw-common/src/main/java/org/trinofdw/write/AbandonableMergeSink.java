package org.trinofdw.write;

import io.trino.spi.connector.ConnectorMergeSink;

/**
 * A writer of row changes that may find out that its statement has ended: the engine forgets it then (Trino 483, {@code MergeWriterOperator.close}).
 */
public interface AbandonableMergeSink
        extends ConnectorMergeSink
{
    /**
     * @param action runs when the sink has found that out, possibly more than once, and on another thread; to be set before the first rows
     */
    void whenAbandoned(Runnable action);
}
