package org.trinofdw.postgres.connection;

import com.google.inject.Inject;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.trino.spi.TrinoException;
import jakarta.annotation.PreDestroy;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.option.PostgresOptions;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.REMOTE_CONNECTION_ERROR;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * One pool of connections for each server and user mapping, on each node.
 */
public final class ConnectionPools
{
    /**
     * What every remote session starts with: names are always qualified, and text forms do not depend on the server's settings
     * (postgres_fdw, section "Remote Query Execution Environment").
     */
    private static final String SESSION_SETTINGS =
            """
            SET search_path = pg_catalog; \
            SET timezone = 'UTC'; \
            SET datestyle = 'ISO'; \
            SET intervalstyle = 'postgres'; \
            SET extra_float_digits = 3; \
            SET standard_conforming_strings = on; \
            SET idle_in_transaction_session_timeout = 0""";

    /** How long a query waits for a connection when all of the pool are in use. */
    private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(60);
    /** How long the pool tries by itself; it would go on after a failure that does not pass, such as a wrong password. */
    private static final Duration ATTEMPT = Duration.ofSeconds(1);

    private final Map<FdwTableCredentials, HikariDataSource> pools = new ConcurrentHashMap<>();
    private final String ownServer;

    @Inject
    public ConnectionPools(ForeignCatalog foreignCatalog)
    {
        this.ownServer = foreignCatalog.ownServerName();
    }

    /**
     * The connections of a server as a user.
     *
     * @param mappedUser the Trino user, or "public"
     * @param used connections on loan
     * @param idle connections that wait for the next query
     */
    public record PoolState(String server, Optional<String> mappedUser, Optional<String> remoteUser, int used, int idle)
    {
        public PoolState
        {
            requireNonNull(server, "server is null");
            requireNonNull(mappedUser, "mappedUser is null");
            requireNonNull(remoteUser, "remoteUser is null");
        }
    }

    /**
     * @throws TrinoException REMOTE_CONNECTION_ERROR when the server cannot be reached or refuses the user
     */
    public RemoteConnection acquire(FdwTableCredentials credentials)
    {
        HikariDataSource pool = pools.computeIfAbsent(credentials, this::createPool);
        long start = System.nanoTime();
        while (true) {
            try {
                return new RemoteConnection(pool, pool.getConnection(), ConnectionSettings.keepConnections(credentials));
            }
            catch (SQLTransientConnectionException e) {
                boolean expired = System.nanoTime() - start >= ACQUIRE_TIMEOUT.toNanos();
                if (e.getCause() instanceof SQLException cause) {
                    if (expired || !mayPass(cause)) {
                        throw remoteError(credentials.server().name(), "connect", cause);
                    }
                }
                else if (expired) {
                    throw new TrinoException(
                            REMOTE_CONNECTION_ERROR,
                            "foreign server \"%s\": no connection became free; all %s of the pool are in use (option \"max_connections\")".formatted(credentials.server().name(), pool.getMaximumPoolSize()),
                            e);
                }
            }
            catch (SQLException e) {
                throw remoteError(credentials.server().name(), "connect", e);
            }
        }
    }

    /** Whether a connection may be made a little later: the server has too many of them, or is starting. */
    private static boolean mayPass(SQLException failure)
    {
        String state = failure.getSQLState();
        return state != null && (state.equals("53300") || state.equals("57P03"));
    }

    public List<PoolState> state()
    {
        return pools.entrySet().stream()
                .map(pool -> new PoolState(
                        pool.getKey().server().name(),
                        pool.getKey().userMapping().map(UserMapping::user),
                        pool.getKey().userMapping().map(mapping -> mapping.options().get(PostgresOptions.USER.name())),
                        pool.getValue().getHikariPoolMXBean().getActiveConnections(),
                        pool.getValue().getHikariPoolMXBean().getIdleConnections()))
                .collect(toImmutableList());
    }

    /** Closes the connections to a server, those in use when they are given back. */
    public void disconnect(String server)
    {
        pools.forEach((credentials, pool) -> {
            if (credentials.server().name().equals(server)) {
                pool.getHikariPoolMXBean().softEvictConnections();
            }
        });
    }

    /** Closes all connections, those in use when they are given back. */
    public void disconnectAll()
    {
        pools.values().forEach(pool -> pool.getHikariPoolMXBean().softEvictConnections());
    }

    @PreDestroy
    public void close()
    {
        pools.values().forEach(HikariDataSource::close);
    }

    private HikariDataSource createPool(FdwTableCredentials credentials)
    {
        ConnectionSettings settings = ConnectionSettings.of(credentials, ownServer);
        HikariConfig config = new HikariConfig();
        config.setPoolName("fdw-" + credentials.server().name());
        config.setDataSource(settings.dataSource());
        config.setConnectionInitSql(SESSION_SETTINGS);
        config.setMaximumPoolSize(settings.maxConnections());
        config.setMinimumIdle(0);
        config.setIdleTimeout(settings.idleTimeout().toMillis());
        config.setConnectionTimeout(ATTEMPT.toMillis());
        // the first connection is made when it is needed, so that a catalog loads while its server is down
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }
}
