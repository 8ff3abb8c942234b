package org.trinofdw.connector;

import org.weakref.jmx.Managed;

import java.util.concurrent.atomic.LongAdder;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * What the writers of a catalog did on this node since it started, for JMX and the server's OpenMetrics endpoint. All numbers only grow.
 */
public final class WriteStatistics
{
    private final LongAdder writers = new LongAdder();
    private final LongAdder failedWriters = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder writeNanos = new LongAdder();

    void opened()
    {
        writers.increment();
    }

    void failed()
    {
        failedWriters.increment();
    }

    void wrote(long rows, long bytes, long nanos)
    {
        this.rows.add(rows);
        this.bytes.add(bytes);
        writeNanos.add(nanos);
    }

    /** Writers that were begun; a statement has one or several. */
    @Managed
    public long getWriters()
    {
        return writers.sum();
    }

    /** Writers whose statement failed or was cancelled. */
    @Managed
    public long getFailedWriters()
    {
        return failedWriters.sum();
    }

    /** Rows given to writers, whether or not their statement succeeded. */
    @Managed
    public long getRows()
    {
        return rows.sum();
    }

    /** Bytes that writers have sent. */
    @Managed
    public long getBytes()
    {
        return bytes.sum();
    }

    /** Time spent encoding and sending rows. */
    @Managed
    public long getWriteMillis()
    {
        return NANOSECONDS.toMillis(writeNanos.sum());
    }
}
