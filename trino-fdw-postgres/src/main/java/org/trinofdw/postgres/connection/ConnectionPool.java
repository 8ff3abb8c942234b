package org.trinofdw.postgres.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.trino.spi.TrinoException;
import org.trinofdw.handle.QueryOrigin;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.trinofdw.error.FdwErrorCode.REMOTE_CONNECTION_ERROR;
import static org.trinofdw.postgres.connection.RemoteErrors.isBroken;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * Up to a number of connections to one server as one user. Those who wait for one get it in the order they came.
 */
final class ConnectionPool
        implements AutoCloseable
{
    /**
     * What every remote session starts with: names are always qualified, and text forms do not depend on the server's settings
     * (postgres_fdw, section "Remote Query Execution Environment"). A server that can, looks now and then whether its client is still there while it runs a
     * statement: one that has died cannot cancel it (PostgreSQL 14 and later, not on all systems).
     */
    private static final String SESSION_SETTINGS =
            """
            SET search_path = pg_catalog; \
            SET timezone = 'UTC'; \
            SET datestyle = 'ISO'; \
            SET intervalstyle = 'postgres'; \
            SET extra_float_digits = 3; \
            SET standard_conforming_strings = on; \
            SET idle_in_transaction_session_timeout = 0; \
            SELECT set_config('client_connection_check_interval', '500ms', false) \
            WHERE current_setting('client_connection_check_interval', true) = '0' AND version() LIKE '%linux%'""";

    /** How long a query waits for a connection when all of the pool are in use. */
    private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(60);
    /** How long the pool tries by itself; it would go on after a failure that does not pass, such as a wrong password. */
    private static final Duration ATTEMPT = Duration.ofSeconds(1);

    private final String server;
    private final boolean keepsConnections;
    private final ApplicationName applicationName;
    private final HikariDataSource dataSource;
    private final Semaphore free;

    /**
     * @param purpose what the connections are for, to tell pools apart
     * @param size connections at most
     */
    ConnectionPool(String server, String purpose, ConnectionSettings settings, int size)
    {
        this.server = requireNonNull(server, "server is null");
        this.keepsConnections = settings.keepConnections();
        this.applicationName = settings.applicationName();
        this.free = new Semaphore(size, true);
        HikariConfig config = new HikariConfig();
        config.setPoolName("fdw-%s-%s".formatted(server, purpose));
        config.setDataSource(settings.dataSource());
        config.setConnectionInitSql(SESSION_SETTINGS);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setIdleTimeout(settings.idleTimeout().toMillis());
        config.setConnectionTimeout(ATTEMPT.toMillis());
        // the first connection is made when it is needed, so that a catalog loads while its server is down
        config.setInitializationFailTimeout(-1);
        this.dataSource = new HikariDataSource(config);
    }

    /**
     * @param origin the query that the connection is for
     * @throws TrinoException REMOTE_CONNECTION_ERROR when the server cannot be reached or refuses the user, or no connection becomes free
     */
    RemoteConnection acquire(Optional<QueryOrigin> origin)
    {
        long start = System.nanoTime();
        awaitFree();
        boolean acquired = false;
        try {
            RemoteConnection connection = connect(start);
            acquired = true;
            if (applicationName.tellsOfQuery()) {
                connection.setApplicationName(applicationName.expand(origin));
            }
            return connection;
        }
        catch (SQLException e) {
            throw remoteError(server, "connect", e);
        }
        finally {
            if (!acquired) {
                free.release();
            }
        }
    }

    /**
     * A connection with a transaction begun on it. Connects anew, once, if the connection was broken since it was used last (postgres_fdw, section
     * "Connection Management").
     *
     * @param activity what is being done, for errors
     * @param begin the statement that begins the transaction, with its isolation level
     */
    RemoteConnection begin(Optional<QueryOrigin> origin, String activity, String begin)
    {
        RemoteConnection connection = acquire(origin);
        try {
            connection.execute(begin);
            return connection;
        }
        catch (SQLException e) {
            connection.discard();
            if (!isBroken(e)) {
                throw remoteError(server, activity, e);
            }
        }
        // what ended the one has likely ended the others, such as a restart of the server
        evict();
        RemoteConnection another = acquire(origin);
        try {
            another.execute(begin);
            return another;
        }
        catch (SQLException e) {
            another.discard();
            throw remoteError(server, activity, e);
        }
    }

    private void awaitFree()
    {
        try {
            if (!free.tryAcquire(ACQUIRE_TIMEOUT.toNanos(), NANOSECONDS)) {
                throw new TrinoException(
                        REMOTE_CONNECTION_ERROR,
                        "foreign server \"%s\": no connection became free; all %s of this kind are in use, half of the option \"max_connections\"".formatted(server, dataSource.getMaximumPoolSize()));
            }
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrinoException(REMOTE_CONNECTION_ERROR, "foreign server \"%s\": interrupted while waiting for a connection".formatted(server), e);
        }
    }

    private RemoteConnection connect(long start)
            throws SQLException
    {
        while (true) {
            try {
                return new RemoteConnection(dataSource, dataSource.getConnection(), keepsConnections, free::release);
            }
            catch (SQLTransientConnectionException e) {
                boolean expired = System.nanoTime() - start >= ACQUIRE_TIMEOUT.toNanos();
                if (e.getCause() instanceof SQLException cause) {
                    if (expired || !mayPass(cause)) {
                        throw cause;
                    }
                }
                else if (expired) {
                    throw e;
                }
            }
        }
    }

    /** Whether a connection may be made a little later: the server has too many of them, or is starting. */
    private static boolean mayPass(SQLException failure)
    {
        String state = failure.getSQLState();
        return state != null && (state.equals("53300") || state.equals("57P03"));
    }

    int used()
    {
        return dataSource.getHikariPoolMXBean().getActiveConnections();
    }

    int idle()
    {
        return dataSource.getHikariPoolMXBean().getIdleConnections();
    }

    /** Closes the connections, those in use when they are given back. */
    void evict()
    {
        dataSource.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close()
    {
        dataSource.close();
    }
}
