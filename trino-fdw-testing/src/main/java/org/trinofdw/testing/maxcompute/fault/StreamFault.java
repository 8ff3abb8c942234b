package org.trinofdw.testing.maxcompute.fault;

/**
 * What goes wrong in the body of a download.
 */
public sealed interface StreamFault
{
    /**
     * The body ends between two records, without the trailer, as if it were complete.
     */
    record CleanCut(long rows)
            implements StreamFault {}

    /**
     * The connection breaks between two records.
     */
    record BrokenConnection(long rows)
            implements StreamFault {}

    /**
     * A checksum is wrong.
     */
    record WrongChecksum()
            implements StreamFault {}
}
