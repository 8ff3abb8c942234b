package org.trinofdw.postgres.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.trino.spi.TrinoException;
import jakarta.annotation.PreDestroy;
import org.trinofdw.handle.FdwTableCredentials;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

    private final Map<FdwTableCredentials, HikariDataSource> pools = new ConcurrentHashMap<>();

    /**
     * @throws TrinoException REMOTE_CONNECTION_ERROR when the server cannot be reached or refuses the user
     */
    public RemoteConnection acquire(FdwTableCredentials credentials)
    {
        HikariDataSource pool = pools.computeIfAbsent(credentials, ConnectionPools::createPool);
        try {
            return new RemoteConnection(pool, pool.getConnection());
        }
        catch (SQLTransientConnectionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw remoteError(credentials.server().name(), "connect", cause);
            }
            throw new TrinoException(
                    REMOTE_CONNECTION_ERROR,
                    "foreign server \"%s\": no connection became free; all %s of the pool are in use (option \"max_connections\")".formatted(credentials.server().name(), pool.getMaximumPoolSize()),
                    e);
        }
        catch (SQLException e) {
            throw remoteError(credentials.server().name(), "connect", e);
        }
    }

    @PreDestroy
    public void close()
    {
        pools.values().forEach(HikariDataSource::close);
    }

    private static HikariDataSource createPool(FdwTableCredentials credentials)
    {
        ConnectionSettings settings = ConnectionSettings.of(credentials);
        HikariConfig config = new HikariConfig();
        config.setPoolName("fdw-" + credentials.server().name());
        config.setDataSource(settings.dataSource());
        config.setConnectionInitSql(SESSION_SETTINGS);
        config.setMaximumPoolSize(settings.maxConnections());
        config.setMinimumIdle(0);
        config.setIdleTimeout(settings.idleTimeout().toMillis());
        config.setConnectionTimeout(settings.acquireTimeout().toMillis());
        // the first connection is made when it is needed, so that a catalog loads while its server is down
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }
}
