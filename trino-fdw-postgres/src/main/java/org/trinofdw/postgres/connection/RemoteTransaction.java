package org.trinofdw.postgres.connection;

import org.trinofdw.handle.FdwTableCredentials;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.connection.RemoteErrors.isBroken;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * The read-only REPEATABLE READ transaction that a Trino transaction holds on one server as one user. All that the Trino transaction reads there sees its
 * snapshot, the splits on the workers included (postgres_fdw, section "Transaction Management"). It begins when it is first needed; looking up names does not
 * need it where there are connections for that.
 */
public final class RemoteTransaction
{
    private static final int FIRST_VERSION_WITH_TID_RANGE_SCANS = 140_000;
    private static final String READ_THE_CATALOG = "read the catalog";

    private final ConnectionPools pools;
    private final FdwTableCredentials credentials;
    private final String server;
    private final StatementSpans spans;
    /** Held while a statement runs. */
    private final ReentrantLock running = new ReentrantLock();
    /** What the transaction holds from its begin to its end. */
    private volatile Optional<RemoteConnection> held = Optional.empty();
    /** What a statement before the begin runs on. */
    private volatile Optional<RemoteConnection> lent = Optional.empty();
    private volatile boolean ended;
    private OptionalInt serverVersion = OptionalInt.empty();
    private Optional<Optional<String>> snapshot = Optional.empty();

    RemoteTransaction(ConnectionPools pools, FdwTableCredentials credentials)
    {
        this.pools = requireNonNull(pools, "pools is null");
        this.credentials = requireNonNull(credentials, "credentials is null");
        this.server = credentials.server().name();
        // the queries of a Trino transaction share it
        this.spans = pools.spans(credentials.withoutOrigin());
    }

    public String server()
    {
        return server;
    }

    /** The server's {@code server_version_num}. */
    public int serverVersion()
    {
        running.lock();
        try {
            if (serverVersion.isEmpty()) {
                serverVersion = OptionalInt.of(atOnce(RemoteConnection::serverVersion));
            }
            return serverVersion.getAsInt();
        }
        catch (SQLException e) {
            throw remoteError(server, READ_THE_CATALOG, e);
        }
        finally {
            running.unlock();
        }
    }

    /** True if a range of pages is read without reading the whole table; older servers filter a full scan by ctid. */
    public boolean hasTidRangeScans()
    {
        return serverVersion() >= FIRST_VERSION_WITH_TID_RANGE_SCANS;
    }

    /**
     * The name under which other connections can take this transaction's snapshot, or empty where the server cannot export one:
     * a standby (no transaction ids are given out in recovery). Then only one connection may read.
     */
    public Optional<String> snapshot()
    {
        running.lock();
        try {
            if (snapshot.isEmpty()) {
                boolean standby = query("SELECT pg_is_in_recovery()", List.of(), row -> row.getBoolean(1)).getFirst();
                snapshot = Optional.of(standby ?
                        Optional.empty() :
                        Optional.of(query("SELECT pg_export_snapshot()", List.of(), row -> row.getString(1)).getFirst()));
            }
            return snapshot.get();
        }
        finally {
            running.unlock();
        }
    }

    /** Begins now, if it has not before: all that is looked up from here on is what the snapshot has too. */
    public void begin()
    {
        running.lock();
        try {
            held();
        }
        finally {
            running.unlock();
        }
    }

    /** Runs a query in the transaction; parameters are strings, long values or arrays of strings. */
    public <T> List<T> query(String sql, List<Object> parameters, RowMapper<T> mapper)
    {
        running.lock();
        try {
            return query(held(), sql, parameters, mapper);
        }
        catch (SQLException e) {
            throw remoteError(server, READ_THE_CATALOG, e);
        }
        finally {
            running.unlock();
        }
    }

    /**
     * Runs a query for what is known of the server's objects: in the transaction if it has begun, else by itself. Nobody has to wait for it long: a query over
     * information_schema asks on a thread that those who hold transactions need too.
     *
     * @param parameters as {@link #query}
     */
    public <T> List<T> lookUp(String sql, List<Object> parameters, RowMapper<T> mapper)
    {
        running.lock();
        try {
            return atOnce(connection -> query(connection, sql, parameters, mapper));
        }
        catch (SQLException e) {
            throw remoteError(server, READ_THE_CATALOG, e);
        }
        finally {
            running.unlock();
        }
    }

    private <T> T atOnce(Work<T> work)
            throws SQLException
    {
        if (held.isPresent() || !pools.lendsForLookUps(credentials)) {
            return work.of(held());
        }
        try {
            return onLent(pools.acquireForLookUp(credentials), work);
        }
        catch (SQLException e) {
            if (!isBroken(e) || ended || Thread.currentThread().isInterrupted()) {
                throw e;
            }
        }
        // it was broken since it was used last, and with it likely the others
        pools.evictForLookUps(credentials);
        return onLent(pools.acquireForLookUp(credentials), work);
    }

    private <T> T onLent(RemoteConnection connection, Work<T> work)
            throws SQLException
    {
        lent = Optional.of(connection);
        try {
            checkNotEnded(connection);
            T result = work.of(connection);
            connection.close();
            return result;
        }
        finally {
            lent = Optional.empty();
            // does nothing if all went well
            connection.discard();
        }
    }

    private <T> List<T> query(RemoteConnection connection, String sql, List<Object> parameters, RowMapper<T> mapper)
            throws SQLException
    {
        return spans.run(sql, () -> rows(connection, sql, parameters, mapper));
    }

    private static <T> List<T> rows(RemoteConnection connection, String sql, List<Object> parameters, RowMapper<T> mapper)
            throws SQLException
    {
        try (PreparedStatement statement = connection.jdbc().prepareStatement(sql)) {
            for (int index = 0; index < parameters.size(); index++) {
                statement.setObject(index + 1, parameters.get(index));
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> result = new ArrayList<>();
                while (rows.next()) {
                    result.add(mapper.map(rows));
                }
                return result;
            }
        }
    }

    /** The connection of the transaction, which begins now if it has not before. To be called with the lock. */
    private RemoteConnection held()
    {
        if (held.isEmpty()) {
            RemoteConnection connection = pools.beginTransaction(credentials, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            held = Optional.of(connection);
            checkNotEnded(connection);
        }
        return held.get();
    }

    /** The query may be cancelled while a connection is waited for; who got it ends it. */
    private void checkNotEnded(RemoteConnection connection)
    {
        if (ended) {
            connection.discard();
            throw new IllegalStateException("the transaction has ended");
        }
    }

    /**
     * Runs a statement without parameters and returns the first column of its rows, such as the lines of EXPLAIN. The locks that it takes are released
     * at once: if they lasted as long as the transaction, somebody waiting for an exclusive lock would stand between it and its own splits and
     * writers, and PostgreSQL could not see that deadlock.
     */
    public List<String> queryText(String activity, String sql)
    {
        running.lock();
        try {
            RemoteConnection connection = held();
            return spans.run(sql, () -> lines(connection, sql));
        }
        catch (SQLException e) {
            throw remoteError(server, activity, e);
        }
        finally {
            running.unlock();
        }
    }

    private static List<String> lines(RemoteConnection connection, String sql)
            throws SQLException
    {
        try (Statement statement = connection.jdbc().createStatement()) {
            statement.execute("SAVEPOINT before_locks; " + sql + "; ROLLBACK TO SAVEPOINT before_locks; RELEASE SAVEPOINT before_locks");
            statement.getMoreResults();
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines;
        }
    }

    /**
     * Fails if the session has ended. What was known of the server when this transaction began may hold no more then: locks are free, and after a crash
     * unlogged tables are empty.
     */
    public void checkAlive()
    {
        checkState(held.isPresent(), "the transaction has not begun");
        execute("go on with the transaction", "SELECT 1");
    }

    /** Runs a statement whose result does not matter, such as one that takes an advisory lock until the transaction ends. */
    public void execute(String activity, String sql)
    {
        running.lock();
        try {
            RemoteConnection connection = held();
            spans.run(sql, () -> {
                connection.execute(sql);
                return null;
            });
        }
        catch (SQLException e) {
            throw remoteError(server, activity, e);
        }
        finally {
            running.unlock();
        }
    }

    /** Ends the transaction, and the statement that runs in it: it is one of a query that was cancelled, and may wait for a lock. */
    void end()
    {
        ended = true;
        if (!running.tryLock()) {
            held.ifPresent(RemoteConnection::discard);
            lent.ifPresent(RemoteConnection::discard);
            return;
        }
        try {
            held.ifPresent(RemoteTransaction::rollBack);
        }
        finally {
            running.unlock();
        }
    }

    private static void rollBack(RemoteConnection connection)
    {
        try {
            connection.execute("ROLLBACK");
            connection.close();
        }
        catch (SQLException e) {
            // read-only: nothing can be lost
            connection.discard();
        }
    }

    @FunctionalInterface
    private interface Work<T>
    {
        T of(RemoteConnection connection)
                throws SQLException;
    }

    /**
     * Makes a value of one row.
     */
    public interface RowMapper<T>
    {
        T map(ResultSet row)
                throws SQLException;
    }
}
