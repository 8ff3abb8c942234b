package org.trinofdw.postgres.connector;

import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.connector.PassThrough;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.definition.RemoteQueryColumns;
import org.trinofdw.postgres.handle.PostgresTableHandle;

import java.sql.SQLException;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * Runs texts that are written for PostgreSQL. A query is read in one split. Statements are all or nothing unless they say otherwise, on a connection that
 * is used for nothing else, since they may change its settings.
 */
final class PostgresPassThrough
        implements PassThrough
{
    private final ForeignCatalog foreignCatalog;
    private final ForeignServers foreignServers;
    private final ConnectionPools pools;
    private final PostgresTables tables;

    @Inject
    PostgresPassThrough(ForeignCatalog foreignCatalog, ForeignServers foreignServers, ConnectionPools pools, PostgresTables tables)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.pools = requireNonNull(pools, "pools is null");
        this.tables = requireNonNull(tables, "tables is null");
    }

    @Override
    public PostgresTableHandle query(ConnectorSession session, String sql)
    {
        String statement = RemoteQueryColumns.onlyStatement(sql);
        FdwTableCredentials credentials = foreignServers.credentials(session, foreignCatalog.ownServerName());
        return tables.query(session, credentials.server().name(), statement, RemoteQueryColumns.describe(pools, credentials, statement));
    }

    @Override
    public void execute(ConnectorSession session, String sql)
    {
        FdwTableCredentials credentials = foreignServers.credentials(session, foreignCatalog.ownServerName());
        RemoteConnection connection = pools.acquire(credentials);
        try {
            connection.execute(sql);
        }
        catch (SQLException e) {
            throw remoteError(credentials.server().name(), "execute the statement", e);
        }
        finally {
            connection.discard();
        }
    }
}
