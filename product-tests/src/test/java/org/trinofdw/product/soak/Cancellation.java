package org.trinofdw.product.soak;

import io.trino.jdbc.TrinoStatement;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static java.util.Objects.requireNonNull;

/**
 * Cancels a statement some time after it has begun.
 * <p>
 * Not before its rows are awaited: Trino's JDBC driver does that on a thread of its own, and a client whose statement is cancelled before that thread has begun waits for
 * ever (483, {@code AsyncResultIterator.close}).
 */
final class Cancellation
{
    private static final int RETRY_MILLIS = 20;

    private final ScheduledExecutorService executor;
    private final AtomicBoolean awaited = new AtomicBoolean();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    Cancellation(ScheduledExecutorService executor)
    {
        this.executor = requireNonNull(executor, "executor is null");
    }

    /** Whether the statement has been cancelled. */
    AtomicBoolean cancelled()
    {
        return cancelled;
    }

    void schedule(Statement statement, long delayMillis)
            throws SQLException
    {
        Thread client = Thread.currentThread();
        statement.unwrap(TrinoStatement.class).setProgressMonitor(_ -> awaited.compareAndSet(false, Thread.currentThread() != client));
        executor.schedule(() -> cancel(statement), delayMillis, TimeUnit.MILLISECONDS);
    }

    void statementEnded()
    {
        ended.set(true);
    }

    private void cancel(Statement statement)
    {
        if (ended.get()) {
            return;
        }
        if (!awaited.get()) {
            executor.schedule(() -> cancel(statement), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        cancelled.set(true);
        try {
            statement.cancel();
        }
        catch (SQLException _) {
            // it has just ended by itself
        }
    }
}
