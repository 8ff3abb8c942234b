package org.trinofdw.connector;

import org.weakref.jmx.Managed;

import java.util.concurrent.atomic.LongAdder;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * What the scans of a catalog did on this node since it started, for JMX and the server's OpenMetrics endpoint. All numbers only grow.
 */
public final class ScanStatistics
{
    private final LongAdder splits = new LongAdder();
    private final LongAdder failedSplits = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder openNanos = new LongAdder();
    private final LongAdder readNanos = new LongAdder();

    /**
     * @param nanos how long it took until the remote side was ready to send
     */
    void opened(long nanos)
    {
        splits.increment();
        openNanos.add(nanos);
    }

    void failed()
    {
        failedSplits.increment();
    }

    void read(long rows, long bytes, long nanos)
    {
        this.rows.add(rows);
        this.bytes.add(bytes);
        readNanos.add(nanos);
    }

    /** Splits that were begun. */
    @Managed
    public long getSplits()
    {
        return splits.sum();
    }

    /** Splits that ended with an error. */
    @Managed
    public long getFailedSplits()
    {
        return failedSplits.sum();
    }

    @Managed
    public long getRows()
    {
        return rows.sum();
    }

    /** Bytes taken from remote sides, in their form. */
    @Managed
    public long getBytes()
    {
        return bytes.sum();
    }

    /** Time spent until remote sides were ready to send. */
    @Managed
    public long getOpenMillis()
    {
        return NANOSECONDS.toMillis(openNanos.sum());
    }

    /** Time spent waiting for rows and decoding them. */
    @Managed
    public long getReadMillis()
    {
        return NANOSECONDS.toMillis(readNanos.sum());
    }
}
