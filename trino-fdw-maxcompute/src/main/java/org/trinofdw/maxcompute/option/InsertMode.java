package org.trinofdw.maxcompute.option;

/**
 * What an INSERT does about the rows that are there.
 */
public enum InsertMode
{
    APPEND,
    /** The rows replace those of each table or partition that is written to. */
    OVERWRITE,
}
