package org.trinofdw.postgres.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * A number of permits, given to those who ask in the order they came. Who asks need not wait for the answer.
 */
final class Permits
{
    private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int free;

    Permits(int count)
    {
        this.free = count;
    }

    /** Is done when the permit is given. One who fails or cancels it before gets none. */
    synchronized CompletableFuture<Void> request()
    {
        if (free > 0) {
            free--;
            return completedFuture(null);
        }
        CompletableFuture<Void> request = new CompletableFuture<>();
        waiting.addLast(request);
        return request;
    }

    /** As {@link #request}, before all others: for one who is about to give back a permit and needs one again. */
    synchronized CompletableFuture<Void> requestFirst()
    {
        CompletableFuture<Void> request = new CompletableFuture<>();
        waiting.addFirst(request);
        return request;
    }

    /** Gives up what {@link #request} returned, or gives back the permit if it was given. */
    void giveUp(CompletableFuture<Void> request)
    {
        request.cancel(false);
        if (!request.isCompletedExceptionally()) {
            release();
        }
    }

    void release()
    {
        CompletableFuture<Void> next = next();
        while (next != null && !next.complete(null)) {
            next = next();
        }
    }

    private synchronized CompletableFuture<Void> next()
    {
        CompletableFuture<Void> next = waiting.poll();
        if (next == null) {
            free++;
        }
        return next;
    }
}
