package org.trinofdw.wrapper;

import io.trino.spi.block.BlockBuilder;

import java.io.IOException;

/**
 * A running scan of one part. Used by one thread at a time. An IOException of it reaches the user as FDW_REMOTE_ERROR that names table and remote object.
 */
public interface ForeignScan
        extends AutoCloseable
{
    /**
     * IterateForeignScan: goes to the next row.
     *
     * @return false after the last one
     */
    boolean next()
            throws IOException;

    /**
     * Appends the value that the row has in a column, or null.
     *
     * @param column index among the columns that the scan was begun with
     */
    void append(int column, BlockBuilder target);

    /** Bytes taken from the remote side so far, as far as that is known. */
    long readBytes();

    /** EndForeignScan. */
    @Override
    void close()
            throws IOException;
}
