package org.trinofdw.postgres.connection;

import org.trinofdw.handle.QueryOrigin;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static java.util.Objects.requireNonNull;

/**
 * Asks for a connection. The threads of the engine must not wait for one: those who have the connections need the threads to go on. Either {@link #begin} or
 * {@link #cancel} is called, once.
 */
public final class ConnectionRequest
{
    private final ConnectionPool pool;
    private final Optional<QueryOrigin> origin;
    private final CompletableFuture<Void> permit;
    private final CompletableFuture<?> answered;

    ConnectionRequest(ConnectionPool pool, Optional<QueryOrigin> origin)
    {
        this.pool = requireNonNull(pool, "pool is null");
        this.origin = requireNonNull(origin, "origin is null");
        this.permit = pool.requestPermit();
        this.answered = permit.handle((_, _) -> null);
    }

    /** Is done when {@link #begin} does not wait any more, or fails since no connection became free. */
    public CompletableFuture<?> answered()
    {
        return answered;
    }

    /**
     * The connection, with a transaction begun on it. Connects anew, once, if the connection was broken since it was used last (postgres_fdw, section
     * "Connection Management").
     *
     * @param activity what is being done, for errors
     * @param begin the statement that begins the transaction, with its isolation level
     */
    public RemoteConnection begin(String activity, String begin)
    {
        return pool.begin(origin, permit, activity, begin);
    }

    public void cancel()
    {
        pool.giveUp(permit);
    }
}
