package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.airlift.log.Logger;
import io.trino.spi.TrinoException;
import jakarta.annotation.PreDestroy;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.handle.PostgresWriteHandle;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;

import static io.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static org.trinofdw.error.FdwErrorCode.REMOTE_ERROR;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * The end of statements whose writers have prepared a transaction each (PostgreSQL, PREPARE TRANSACTION). The decision to commit them is a prepared transaction
 * itself, without rows, and holds the decision's lock: from then on whoever comes, this coordinator or after its death another one, commits the rest. Without it,
 * and when the statement's lock is free ({@link StagingLocks}), whoever holds the decision's lock rolls them back.
 */
public final class PreparedWrites
{
    private static final Logger log = Logger.get(PreparedWrites.class);
    private static final String NAME_BEGIN = "fdw_write_";
    /** Upper case, which no id of a writer is. */
    private static final String DECISION = "COMMIT";
    private static final String UNDEFINED_OBJECT = "42704";
    private static final long WAIT_FOR_WRITERS_MILLIS = 500;

    /** Only the user who prepared a transaction, or a superuser, may end it. */
    private static final String TRANSACTIONS = "SELECT gid FROM pg_prepared_xacts WHERE starts_with(gid, ?) AND database = current_database() AND owner = current_user ORDER BY gid";

    private final ConnectionPools pools;
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("fdw-prepared-writes-%s"));

    @Inject
    public PreparedWrites(ConnectionPools pools)
    {
        this.pools = requireNonNull(pools, "pools is null");
    }

    @PreDestroy
    public void close()
    {
        executor.shutdownNow();
    }

    /** Begin of the names of the transactions of a query; the id of a writer follows. */
    public static String prefix(String queryId)
    {
        return NAME_BEGIN + queryId + "_";
    }

    static String transaction(PostgresWriteHandle handle, String writerId)
    {
        return handle.preparedPrefix().orElseThrow() + writerId;
    }

    /**
     * Makes the rows of all writers visible, those of one after those of the other.
     *
     * @param transaction holds the statement's lock
     * @param writerIds of those that had rows, all of which have prepared
     */
    public void commit(FdwTableCredentials credentials, RemoteTransaction transaction, PostgresWriteHandle handle, List<String> writerIds)
    {
        if (writerIds.isEmpty()) {
            return;
        }
        String activity = "write to " + handle.target().toSql();
        String decision = transaction(handle, DECISION);
        RemoteConnection connection = pools.begin(credentials, activity, "BEGIN");
        try {
            connection.execute(new StagingLocks(handle).holdDecision());
            // had its session ended, somebody could have taken the statement for dead
            transaction.checkAlive();
            connection.execute("PREPARE TRANSACTION '" + decision + "'");
            connection.close();
        }
        catch (SQLException e) {
            connection.discard();
            // the server may have done it and lost the session before it could say so
            if (!exists(credentials, activity, decision)) {
                throw remoteError(credentials.server().name(), activity, e);
            }
        }
        finally {
            // does nothing if all went well
            connection.discard();
        }
        try {
            endDecided(credentials, handle.preparedPrefix().orElseThrow());
        }
        catch (SQLException | RuntimeException e) {
            throw new TrinoException(
                    REMOTE_ERROR,
                    "the statement has succeeded, but server \"%s\" could not be told so; its rows appear when a later statement, or CALL system.drop_staging_tables(), ends the prepared transactions %s*: %s".formatted(
                            credentials.server().name(),
                            handle.preparedPrefix().orElseThrow(),
                            e.getMessage()),
                    e);
        }
    }

    /** Ends what the writers of a statement have left that is over; to be called when its lock is free. Writers may still be at work, so it goes on in the background. */
    public void abandon(FdwTableCredentials credentials, PostgresWriteHandle handle)
    {
        String prefix = handle.preparedPrefix().orElseThrow();
        executor.execute(() -> {
            try {
                while (!isOver(credentials, prefix)) {
                    Thread.sleep(WAIT_FOR_WRITERS_MILLIS);
                }
            }
            catch (SQLException | RuntimeException e) {
                log.warn(e, "Prepared transactions named %s* may be left on server %s until a later statement finds them", prefix, handle.server());
            }
            catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Ends the transactions that are there, and tells whether there can be no more. */
    private boolean isOver(FdwTableCredentials credentials, String prefix)
            throws SQLException
    {
        end(credentials, prefix);
        RemoteConnection connection = pools.begin(credentials, "end prepared transactions", "BEGIN");
        try {
            boolean writersGone = connection.queryBoolean(new StagingLocks(prefix).areWritersGone());
            connection.execute("ROLLBACK");
            connection.close();
            return writersGone && transactions(credentials, prefix).isEmpty();
        }
        finally {
            connection.discard();
        }
    }

    /**
     * Ends the transactions of statements whose coordinator has died.
     *
     * @return the names of those that were committed or rolled back
     * @throws TrinoException if the server cannot be reached or refuses
     */
    List<String> endOrphans(FdwTableCredentials credentials)
    {
        ImmutableList.Builder<String> ended = ImmutableList.builder();
        try {
            Set<String> prefixes = new LinkedHashSet<>();
            transactions(credentials, NAME_BEGIN).forEach(transaction -> prefixes.add(StagingTable.prefixOf(transaction)));
            for (String prefix : prefixes) {
                ended.addAll(end(credentials, prefix));
            }
        }
        catch (SQLException e) {
            throw remoteError(credentials.server().name(), "end prepared transactions that were left", e);
        }
        return ended.build();
    }

    /**
     * Commits the transactions of a statement if that was decided, and rolls them back if the statement is over; those of a statement at work are left alone.
     */
    private List<String> end(FdwTableCredentials credentials, String prefix)
            throws SQLException
    {
        RemoteConnection connection = pools.acquire(credentials);
        try {
            StagingLocks locks = new StagingLocks(prefix);
            List<String> ended = ImmutableList.of();
            if (transactions(connection, prefix).contains(prefix + DECISION)) {
                ended = endDecided(connection, prefix);
            }
            else if (connection.queryBoolean(locks.tryHoldDecisionInSession()) && connection.queryBoolean(locks.isStatementOverInSession())) {
                // nobody can decide otherwise now; what is listed was prepared before
                ended = transactions(connection, prefix);
                for (String transaction : ended) {
                    end(connection, "ROLLBACK PREPARED", transaction);
                }
            }
            connection.execute(StagingLocks.releaseSession());
            connection.close();
            return ended;
        }
        finally {
            // ends the session, and with it its locks, unless all went well
            connection.discard();
        }
    }

    private void endDecided(FdwTableCredentials credentials, String prefix)
            throws SQLException
    {
        RemoteConnection connection = pools.acquire(credentials);
        try {
            endDecided(connection, prefix);
            connection.close();
        }
        finally {
            connection.discard();
        }
    }

    private static List<String> endDecided(RemoteConnection connection, String prefix)
            throws SQLException
    {
        List<String> transactions = new ArrayList<>(transactions(connection, prefix));
        // last: it says what is to become of the others
        transactions.remove(prefix + DECISION);
        for (String transaction : transactions) {
            end(connection, "COMMIT PREPARED", transaction);
        }
        end(connection, "ROLLBACK PREPARED", prefix + DECISION);
        return transactions;
    }

    /** Somebody else may have done it before, to the same end. */
    private static void end(RemoteConnection connection, String command, String transaction)
            throws SQLException
    {
        try {
            connection.execute(command + " '" + transaction + "'");
        }
        catch (SQLException e) {
            if (!UNDEFINED_OBJECT.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private boolean exists(FdwTableCredentials credentials, String activity, String transaction)
    {
        try {
            return transactions(credentials, transaction).contains(transaction);
        }
        catch (SQLException e) {
            throw remoteError(credentials.server().name(), activity, e);
        }
    }

    private List<String> transactions(FdwTableCredentials credentials, String prefix)
            throws SQLException
    {
        RemoteConnection connection = pools.acquire(credentials);
        try {
            List<String> transactions = transactions(connection, prefix);
            connection.close();
            return transactions;
        }
        finally {
            connection.discard();
        }
    }

    private static List<String> transactions(RemoteConnection connection, String prefix)
            throws SQLException
    {
        try (PreparedStatement statement = connection.jdbc().prepareStatement(TRANSACTIONS)) {
            statement.setString(1, prefix);
            List<String> transactions = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    transactions.add(rows.getString(1));
                }
            }
            return transactions;
        }
    }
}
