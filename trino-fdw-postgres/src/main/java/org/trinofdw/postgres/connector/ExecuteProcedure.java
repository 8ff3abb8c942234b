package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import com.google.inject.Provider;
import io.trino.spi.classloader.ThreadContextClassLoader;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.procedure.Procedure;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.connection.RemoteConnection;

import java.lang.invoke.MethodHandle;
import java.sql.SQLException;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.invoke.MethodHandles.lookup;
import static java.lang.invoke.MethodType.methodType;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * {@code CALL system.execute('…')}: runs statements that are written for PostgreSQL, all or nothing unless they say otherwise, on a connection that is
 * used for nothing else, since they may change its settings. Results are thrown away.
 */
final class ExecuteProcedure
        implements Provider<Procedure>
{
    private static final MethodHandle EXECUTE;

    static {
        try {
            EXECUTE = lookup().findVirtual(ExecuteProcedure.class, "execute", methodType(void.class, ConnectorSession.class, String.class));
        }
        catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private final ForeignCatalog foreignCatalog;
    private final ForeignServers foreignServers;
    private final ConnectionPools pools;

    @Inject
    ExecuteProcedure(ForeignCatalog foreignCatalog, ForeignServers foreignServers, ConnectionPools pools)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.pools = requireNonNull(pools, "pools is null");
    }

    @Override
    public Procedure get()
    {
        return new Procedure("system", "execute", ImmutableList.of(new Procedure.Argument("QUERY", VARCHAR)), EXECUTE.bindTo(this));
    }

    public void execute(ConnectorSession session, String sql)
    {
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
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
}
