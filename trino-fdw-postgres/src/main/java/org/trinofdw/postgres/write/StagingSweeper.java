package org.trinofdw.postgres.write;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.inject.Inject;
import io.airlift.log.Logger;
import jakarta.annotation.PreDestroy;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.handle.RemoteTableName;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;

import static io.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newCachedThreadPool;

/**
 * Drops the staging tables of a statement that failed. Writers on other nodes may still be at work, and the sweep waits for them
 * ({@link StagingLocks}); it runs in the background for that reason. What nobody was left to sweep, {@link StagingOrphans} finds.
 */
public final class StagingSweeper
{
    private static final Logger log = Logger.get(StagingSweeper.class);

    /** How often a server is searched for the tables of statements whose coordinator has died. */
    private static final Duration ORPHAN_INTERVAL = Duration.ofMinutes(10);

    private final ConnectionPools pools;
    private final StagingOrphans orphans;
    private final Cache<FdwTableCredentials, Instant> orphanSweeps = CacheBuilder.newBuilder()
            .expireAfterWrite(ORPHAN_INTERVAL)
            .maximumSize(1_000)
            .build();
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("fdw-staging-sweeper-%s"));

    @Inject
    public StagingSweeper(ConnectionPools pools, StagingOrphans orphans)
    {
        this.orphans = requireNonNull(orphans, "orphans is null");
        this.pools = requireNonNull(pools, "pools is null");
    }

    /** To be called when the coordinator has released the statement's lock. */
    public void sweep(FdwTableCredentials credentials, PostgresWriteHandle handle)
    {
        executor.execute(() -> {
            try {
                dropStagingTables(credentials, handle);
            }
            catch (SQLException | RuntimeException e) {
                log.warn(e, "Tables named %s* may be left in schema %s of server %s; drop them by hand", handle.stagingPrefix().orElseThrow(), handle.target().schema(), handle.server());
            }
        });
    }

    /** Called when a statement begins to stage: now and then looks for what others have left. */
    public void sweepOrphans(FdwTableCredentials credentials)
    {
        if (orphanSweeps.asMap().putIfAbsent(credentials.withoutOrigin(), Instant.now()) == null) {
            executor.execute(() -> {
                try {
                    orphans.drop(credentials).forEach(done -> log.info("On server %s: %s, which a statement has left whose coordinator ended before it", credentials.server().name(), done));
                }
                catch (RuntimeException e) {
                    log.warn(e, "Cannot look for staging tables that were left on server %s", credentials.server().name());
                }
            });
        }
    }

    @PreDestroy
    public void close()
    {
        executor.shutdownNow();
    }

    private void dropStagingTables(FdwTableCredentials credentials, PostgresWriteHandle handle)
            throws SQLException
    {
        RemoteConnection connection = pools.acquire(credentials);
        try {
            connection.execute("BEGIN");
            connection.execute(new StagingLocks(handle).waitForWriters());
            for (RemoteTableName table : StagingOrphans.tables(connection, handle.stagingPrefix().orElseThrow())) {
                connection.execute("DROP TABLE IF EXISTS " + table.toSql());
            }
            connection.execute("COMMIT");
            connection.close();
        }
        finally {
            // does nothing if all went well
            connection.discard();
        }
    }
}
