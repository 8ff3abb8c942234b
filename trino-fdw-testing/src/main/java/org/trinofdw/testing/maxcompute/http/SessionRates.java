package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.store.ServiceException;
import org.trinofdw.testing.maxcompute.store.Table;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.WeakHashMap;

import static java.util.Objects.requireNonNull;

/**
 * Limits how many sessions of a table may be created in a window of time. Thread-safe.
 */
final class SessionRates
{
    private final int maximum;
    private final Duration window;
    private final Map<Table, Deque<Long>> times = new WeakHashMap<>();

    SessionRates(int maximum, Duration window)
    {
        this.maximum = maximum;
        this.window = requireNonNull(window, "window is null");
    }

    /**
     * @throws ServiceException FlowExceeded (429) if there were too many
     */
    synchronized void acquire(Table table)
    {
        Deque<Long> created = times.computeIfAbsent(table, _ -> new ArrayDeque<>());
        long now = System.nanoTime();
        while (!created.isEmpty() && now - created.getFirst() > window.toNanos()) {
            created.removeFirst();
        }
        if (created.size() >= maximum) {
            throw new ServiceException(429, "FlowExceeded", "Your flow quota is exceeded: %s sessions of a table in %s".formatted(maximum, window));
        }
        created.addLast(now);
    }
}
