package org.trinofdw.postgres.write;

import com.google.inject.Inject;
import io.airlift.log.Logger;
import jakarta.annotation.PreDestroy;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.handle.RemoteTableName;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

import static io.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newCachedThreadPool;

/**
 * Drops the staging tables of a statement that failed. Writers on other nodes may still be at work, and the sweep waits for them
 * ({@link StagingLocks}); it runs in the background for that reason.
 */
public final class StagingSweeper
{
    private static final Logger log = Logger.get(StagingSweeper.class);

    private final ConnectionPools pools;
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("fdw-staging-sweeper-%s"));

    @Inject
    public StagingSweeper(ConnectionPools pools)
    {
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
            for (RemoteTableName table : stagingTables(connection, handle)) {
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

    private static List<RemoteTableName> stagingTables(RemoteConnection connection, PostgresWriteHandle handle)
            throws SQLException
    {
        try (PreparedStatement statement = connection.jdbc().prepareStatement(
                "SELECT relation.relname FROM pg_class relation JOIN pg_namespace schema ON schema.oid = relation.relnamespace WHERE schema.nspname = ? AND starts_with(relation.relname, ?)")) {
            statement.setString(1, handle.target().schema());
            statement.setString(2, handle.stagingPrefix().orElseThrow());
            List<RemoteTableName> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(new RemoteTableName(handle.target().schema(), rows.getString(1)));
                }
            }
            return tables;
        }
    }
}
