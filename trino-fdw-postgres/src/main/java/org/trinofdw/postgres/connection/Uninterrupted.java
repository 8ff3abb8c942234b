package org.trinofdw.postgres.connection;

import io.opentelemetry.context.Context;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import static com.google.common.base.Throwables.throwIfUnchecked;
import static com.google.common.util.concurrent.Uninterruptibles.getUninterruptibly;

/**
 * Does what has to be done to its end, even if the engine interrupts the thread that asks for it, as it does when a query is cancelled: an interrupt closes
 * the connection that the thread waits for ({@link InterruptibleSocketFactory}).
 */
final class Uninterrupted
{
    private Uninterrupted() {}

    /** Runs the work in a thread that nobody else knows, and waits for it. Its spans belong to that of the caller. */
    static void run(Runnable work)
    {
        FutureTask<Void> task = new FutureTask<>(Context.current().wrap(work), null);
        Thread.ofVirtual().name("fdw-uninterrupted").start(task);
        try {
            getUninterruptibly(task);
        }
        catch (ExecutionException e) {
            throwIfUnchecked(e.getCause());
            throw new AssertionError(e.getCause());
        }
    }
}
