package org.trinofdw.postgres.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.trino.spi.TrinoException;
import org.trinofdw.handle.QueryOrigin;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

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
    private final String purpose;
    private final boolean keepsConnections;
    private final ApplicationName applicationName;
    private final HikariDataSource dataSource;
    private final Permits permits;

    /**
     * @param purpose what the connections are for, such as "transactions"
     * @param size connections at most
     */
    ConnectionPool(String server, String purpose, ConnectionSettings settings, int size)
    {
        this.server = requireNonNull(server, "server is null");
        this.purpose = requireNonNull(purpose, "purpose is null");
        this.keepsConnections = settings.keepConnections();
        this.applicationName = settings.applicationName();
        this.permits = new Permits(size);
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

    /** Is done when a connection may be had, and fails when that takes too long. */
    CompletableFuture<Void> requestPermit()
    {
        return permits.request().orTimeout(ACQUIRE_TIMEOUT.toNanos(), NANOSECONDS);
    }

    /** Gives up what {@link #requestPermit} returned and nothing was made of. */
    void giveUp(CompletableFuture<Void> permit)
    {
        permits.giveUp(permit);
    }

    /**
     * @param origin the query that the connection is for
     * @throws TrinoException REMOTE_CONNECTION_ERROR when the server cannot be reached or refuses the user, or no connection becomes free
     */
    RemoteConnection acquire(Optional<QueryOrigin> origin)
    {
        return acquire(origin, requestPermit());
    }

    private RemoteConnection acquire(Optional<QueryOrigin> origin, CompletableFuture<Void> permit)
    {
        await(permit);
        boolean acquired = false;
        try {
            RemoteConnection connection = connect(System.nanoTime());
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
                permits.release();
            }
        }
    }

    /** @see ConnectionRequest#begin */
    RemoteConnection begin(Optional<QueryOrigin> origin, CompletableFuture<Void> permit, String activity, String begin)
    {
        RemoteConnection connection = acquire(origin, permit);
        CompletableFuture<Void> nextPermit;
        try {
            connection.execute(begin);
            return connection;
        }
        catch (SQLException e) {
            boolean retry = isBroken(e) && !Thread.currentThread().isInterrupted();
            // that of the connection which is given up now
            nextPermit = retry ? permits.requestFirst() : permit;
            connection.discard();
            if (!retry) {
                throw remoteError(server, activity, e);
            }
        }
        // what ended the one has likely ended the others, such as a restart of the server
        evict();
        RemoteConnection another = acquire(origin, nextPermit);
        try {
            another.execute(begin);
            return another;
        }
        catch (SQLException e) {
            another.discard();
            throw remoteError(server, activity, e);
        }
    }

    private void await(CompletableFuture<Void> permit)
    {
        try {
            if (Thread.interrupted()) {
                // the connection would be closed at its first use
                throw new InterruptedException();
            }
            permit.get();
        }
        catch (ExecutionException e) {
            throw new TrinoException(
                    REMOTE_CONNECTION_ERROR,
                    "foreign server \"%s\": no connection became free in %s s; all %s for %s are in use, a part of the option \"max_connections\"".formatted(server, ACQUIRE_TIMEOUT.toSeconds(), dataSource.getMaximumPoolSize(), purpose));
        }
        catch (InterruptedException e) {
            permits.giveUp(permit);
            Thread.currentThread().interrupt();
            throw new TrinoException(REMOTE_CONNECTION_ERROR, "foreign server \"%s\": interrupted while waiting for a connection".formatted(server), e);
        }
    }

    private RemoteConnection connect(long start)
            throws SQLException
    {
        while (true) {
            try {
                return new RemoteConnection(dataSource, dataSource.getConnection(), keepsConnections, permits::release);
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
