package org.trinofdw.postgres.connection;

import org.trinofdw.handle.FdwTableCredentials;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * The read-only REPEATABLE READ transaction that a Trino transaction holds on one server as one user. All that the Trino transaction plans
 * and reads there sees its snapshot, the splits on the workers included (postgres_fdw, section "Transaction Management").
 */
public final class RemoteTransaction
{
    private static final int FIRST_VERSION_WITH_TID_RANGE_SCANS = 140_000;

    private final String server;
    private final RemoteConnection connection;
    private final int serverVersion;
    /** Held while a statement runs. */
    private final ReentrantLock running = new ReentrantLock();
    private Optional<Optional<String>> snapshot = Optional.empty();

    private RemoteTransaction(String server, RemoteConnection connection, int serverVersion)
    {
        this.server = requireNonNull(server, "server is null");
        this.connection = requireNonNull(connection, "connection is null");
        this.serverVersion = serverVersion;
    }

    static RemoteTransaction begin(ConnectionPools pools, FdwTableCredentials credentials)
    {
        String server = credentials.server().name();
        RemoteConnection connection = pools.beginTransaction(credentials, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        try {
            return new RemoteTransaction(server, connection, connection.serverVersion());
        }
        catch (SQLException e) {
            connection.discard();
            throw remoteError(server, "begin a transaction", e);
        }
    }

    public String server()
    {
        return server;
    }

    /** The server's {@code server_version_num}. */
    public int serverVersion()
    {
        return serverVersion;
    }

    /** True if a range of pages is read without reading the whole table; older servers filter a full scan by ctid. */
    public boolean hasTidRangeScans()
    {
        return serverVersion >= FIRST_VERSION_WITH_TID_RANGE_SCANS;
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

    /** Runs a query in the transaction; parameters are strings, long values or arrays of strings. */
    public <T> List<T> query(String sql, List<Object> parameters, RowMapper<T> mapper)
    {
        Connection jdbc = connection.jdbc();
        running.lock();
        try (PreparedStatement statement = jdbc.prepareStatement(sql)) {
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
        catch (SQLException e) {
            throw remoteError(server, "read the catalog", e);
        }
        finally {
            running.unlock();
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
        catch (SQLException e) {
            throw remoteError(server, activity, e);
        }
        finally {
            running.unlock();
        }
    }

    /**
     * Fails if the session has ended. What was known of the server when this transaction began may hold no more then: locks are free, and after a crash
     * unlogged tables are empty.
     */
    public void checkAlive()
    {
        execute("go on with the transaction", "SELECT 1");
    }

    /** Runs a statement whose result does not matter, such as one that takes an advisory lock until the transaction ends. */
    public void execute(String activity, String sql)
    {
        running.lock();
        try {
            connection.execute(sql);
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
        if (!running.tryLock()) {
            connection.discard();
            return;
        }
        try {
            connection.execute("ROLLBACK");
            connection.close();
        }
        catch (SQLException e) {
            // read-only: nothing can be lost
            connection.discard();
        }
        finally {
            running.unlock();
        }
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
