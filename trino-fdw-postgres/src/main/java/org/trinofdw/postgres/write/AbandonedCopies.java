package org.trinofdw.postgres.write;

import com.google.inject.Inject;
import io.airlift.log.Logger;
import jakarta.annotation.PreDestroy;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.connection.RemoteConnection;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

import static io.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Ends the COPYs of row changes whose statement has ended. The engine aborts the sinks of an INSERT whose statement fails or is cancelled, but forgets those of an UPDATE,
 * DELETE or MERGE (Trino 483, {@code MergeWriterOperator.close}), which would keep their connections and their staging tables for ever.
 */
public final class AbandonedCopies
{
    private static final Logger log = Logger.get(AbandonedCopies.class);
    private static final long INTERVAL_MILLIS = 500;

    private final ConnectionPools pools;
    private final Map<RemoteCopy, Statement> copies = new ConcurrentHashMap<>();
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("fdw-abandoned-copies-%s"));

    @Inject
    public AbandonedCopies(ConnectionPools pools)
    {
        this.pools = requireNonNull(pools, "pools is null");
        executor.scheduleWithFixedDelay(this::endAbandoned, INTERVAL_MILLIS, INTERVAL_MILLIS, MILLISECONDS);
    }

    /**
     * @param isOver query for one boolean: true if the statement has ended
     */
    private record Statement(FdwTableCredentials credentials, String isOver) {}

    /** Watches a COPY until it ends, or the coordinator lets go of its statement. */
    RemoteCopy watched(RemoteCopy copy, FdwTableCredentials credentials, StagingLocks locks)
    {
        copies.put(copy, new Statement(credentials.withoutOrigin(), locks.isStatementOver()));
        return copy;
    }

    private void endAbandoned()
    {
        copies.keySet().removeIf(RemoteCopy::hasEnded);
        Set.copyOf(copies.values()).forEach(this::endIfOver);
    }

    private void endIfOver(Statement statement)
    {
        try (RemoteConnection connection = pools.acquireForLookUp(statement.credentials())) {
            if (connection.queryBoolean(statement.isOver())) {
                copies.forEach((copy, of) -> {
                    if (of.equals(statement)) {
                        copy.abandon();
                    }
                });
            }
        }
        catch (SQLException | RuntimeException e) {
            log.debug(e, "Cannot ask server %s whether a statement has ended", statement.credentials().server().name());
        }
    }

    @PreDestroy
    public void close()
    {
        executor.shutdownNow();
    }
}
