package org.trinofdw.postgres.connection;

import com.google.common.collect.ImmutableList;
import com.zaxxer.hikari.HikariDataSource;
import io.airlift.log.Logger;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.trinofdw.postgres.connection.StatementSpans.StatementCall;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A connection on loan from the pool. {@link #close} gives it back clean; {@link #discard} ends it, for when its state is not known.
 */
public final class RemoteConnection
        implements AutoCloseable
{
    private static final Logger log = Logger.get(RemoteConnection.class);

    private final HikariDataSource pool;
    private final Connection connection;
    /** What the pool has wrapped. */
    private final BaseConnection driverConnection;
    private final boolean kept;
    private final Runnable whenReleased;
    private Optional<StatementSpans> spans = Optional.empty();
    private boolean released;

    /**
     * @param kept whether the pool keeps the connection when it is given back
     * @param whenReleased to be run once, when the connection is given back or ended
     */
    RemoteConnection(HikariDataSource pool, Connection connection, boolean kept, Runnable whenReleased)
            throws SQLException
    {
        this.pool = requireNonNull(pool, "pool is null");
        this.connection = requireNonNull(connection, "connection is null");
        this.driverConnection = connection.unwrap(BaseConnection.class);
        this.kept = kept;
        this.whenReleased = requireNonNull(whenReleased, "whenReleased is null");
    }

    /** Names the session; asks the server only if it has another name. */
    void setApplicationName(String name)
            throws SQLException
    {
        try {
            connection.setClientInfo("ApplicationName", name);
        }
        catch (SQLException e) {
            discard();
            throw e;
        }
    }

    /** Makes spans of what {@link #execute}, {@link #executeUpdate}, {@link #queryBoolean} and {@link #queryTexts} run from here on. */
    void observe(StatementSpans spans)
    {
        this.spans = Optional.of(spans);
    }

    private <T> T observed(String sql, StatementCall<T> call)
            throws SQLException
    {
        return spans.isPresent() ? spans.get().run(sql, call) : call.run();
    }

    public Connection jdbc()
    {
        return connection;
    }

    /** The server's {@code server_version_num}, whose form changed with version 10. */
    public int serverVersion()
            throws SQLException
    {
        DatabaseMetaData database = connection.getMetaData();
        int major = database.getDatabaseMajorVersion();
        return major * 10_000 + (major >= 10 ? database.getDatabaseMinorVersion() : database.getDatabaseMinorVersion() * 100);
    }

    public CopyManager copyManager()
            throws SQLException
    {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** What the server sends, to be read past the driver. */
    public Optional<ServerMessages> messages()
            throws SQLException
    {
        return MessageSocket.messages(driverConnection);
    }

    public void execute(String sql)
            throws SQLException
    {
        observed(sql, () -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /**
     * Takes the snapshot that another transaction exported. To be called first in a transaction.
     *
     * @param snapshot name of the snapshot
     */
    public void importSnapshot(String snapshot)
            throws SQLException
    {
        execute(importOf(snapshot));
    }

    /** The statement by which {@link #importSnapshot} takes a snapshot. */
    public static String importOf(String snapshot)
    {
        return "SET TRANSACTION SNAPSHOT '" + snapshot.replace("'", "''") + "'";
    }

    /**
     * Runs an INSERT, UPDATE or DELETE.
     *
     * @return the number of rows that it changed
     */
    public long executeUpdate(String sql)
            throws SQLException
    {
        return observed(sql, () -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeLargeUpdate(sql);
            }
        });
    }

    /** Runs a query for one boolean. */
    public boolean queryBoolean(String sql)
            throws SQLException
    {
        return observed(sql, () -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getBoolean(1);
            }
        });
    }

    /**
     * Runs statements in one round trip.
     *
     * @return the results of those that are queries, each for one text
     */
    public List<String> queryTexts(String... statements)
            throws SQLException
    {
        String sql = String.join("; ", statements);
        return observed(sql, () -> {
            try (Statement statement = connection.createStatement()) {
                ImmutableList.Builder<String> texts = ImmutableList.builder();
                boolean isQuery = statement.execute(sql);
                while (isQuery || statement.getUpdateCount() >= 0) {
                    if (isQuery) {
                        texts.add(text(statement));
                    }
                    isQuery = statement.getMoreResults();
                }
                return texts.build();
            }
        });
    }

    private static String text(Statement statement)
            throws SQLException
    {
        try (ResultSet rows = statement.getResultSet()) {
            rows.next();
            return rows.getString(1);
        }
    }

    /**
     * Ends the connection, and the statement that may still run on it; the remote transaction, if any, is rolled back. Waits for nothing, and may be called
     * while another thread uses the connection: what that waits for, fails.
     */
    public synchronized void discard()
    {
        if (released) {
            return;
        }
        released = true;
        // a thread of its own, since this one may be interrupted, which would keep the request from being sent
        Thread.ofVirtual().name("fdw-discard").start(() -> {
            try {
                cancelStatement();
            }
            finally {
                pool.evictConnection(connection);
                whenReleased.run();
            }
        });
    }

    /** Asks the server to stop the statement that runs on this connection. A session that only ends goes on with it until it has something to send. */
    private void cancelStatement()
    {
        try {
            // of the executor, since the connection refuses when its socket is closed, and the server may not know that yet
            driverConnection.getQueryExecutor().sendQueryCancel();
        }
        catch (SQLException e) {
            log.debug(e, "Cannot cancel the statement");
        }
    }

    /** Gives the connection back. The pool rolls back what is left open in it. */
    @Override
    public synchronized void close()
    {
        if (released) {
            return;
        }
        released = true;
        try {
            if (kept) {
                connection.close();
            }
            else {
                pool.evictConnection(connection);
            }
        }
        catch (SQLException e) {
            log.debug(e, "Cannot give the connection back");
            pool.evictConnection(connection);
        }
        finally {
            whenReleased.run();
        }
    }
}
