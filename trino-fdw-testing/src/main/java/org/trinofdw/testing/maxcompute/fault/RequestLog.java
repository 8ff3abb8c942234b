package org.trinofdw.testing.maxcompute.fault;

import com.google.common.collect.ImmutableMap;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what clients ask for, so that tests can hold them to a budget. Thread-safe.
 */
public final class RequestLog
{
    private final AtomicLongArray counts = new AtomicLongArray(RequestKind.values().length);
    private final LongAdder rowsServed = new LongAdder();

    public void add(RequestKind kind)
    {
        counts.incrementAndGet(kind.ordinal());
    }

    public void addRowsServed(long rows)
    {
        rowsServed.add(rows);
    }

    public long count(RequestKind kind)
    {
        return counts.get(kind.ordinal());
    }

    public long total()
    {
        return counts().values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Rows in the answers of download requests.
     */
    public long rowsServed()
    {
        return rowsServed.sum();
    }

    /**
     * The kinds of requests that came, by {@link RequestKind#text()}.
     */
    public Map<String, Long> counts()
    {
        ImmutableMap.Builder<String, Long> result = ImmutableMap.builder();
        for (RequestKind kind : RequestKind.values()) {
            if (count(kind) > 0) {
                result.put(kind.text(), count(kind));
            }
        }
        return result.buildOrThrow();
    }

    public void reset()
    {
        for (int index = 0; index < counts.length(); index++) {
            counts.set(index, 0);
        }
        rowsServed.reset();
    }
}
