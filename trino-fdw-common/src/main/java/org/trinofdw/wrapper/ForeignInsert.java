package org.trinofdw.wrapper;

import io.trino.spi.Page;

import java.io.IOException;

/**
 * The writer of an INSERT. Used by one thread at a time.
 */
public interface ForeignInsert
{
    /**
     * ExecForeignInsert, for many rows at once.
     *
     * @param rows a channel for each column that the writer was begun with
     */
    void insert(Page rows)
            throws IOException;

    /**
     * Ends the writer when all rows are in.
     *
     * @return what {@link ForeignDataWrapper#finishInsert} needs to make the rows show
     */
    String finish()
            throws IOException;

    /** Takes back what was written; called instead of {@link #finish} when the statement failed. */
    void abort()
            throws IOException;
}
