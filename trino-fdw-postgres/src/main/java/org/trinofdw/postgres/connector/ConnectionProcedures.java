package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.procedure.Procedure;
import io.trino.spi.procedure.Procedure.Argument;
import org.trinofdw.connector.ProcedureGroup;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.postgres.connection.ConnectionPools;

import java.lang.invoke.MethodHandle;
import java.util.List;

import static io.trino.spi.StandardErrorCode.INVALID_PROCEDURE_ARGUMENT;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.invoke.MethodHandles.lookup;
import static java.lang.invoke.MethodType.methodType;
import static java.util.Objects.requireNonNull;

/**
 * {@code disconnect(server)} and {@code disconnect_all()}: the postgres_fdw_disconnect functions (PostgreSQL 15, F.38.2). They close the connections of the
 * coordinator; those in use are closed when they are given back. Workers close theirs by themselves when they are idle.
 */
final class ConnectionProcedures
        implements ProcedureGroup
{
    private static final MethodHandle DISCONNECT;
    private static final MethodHandle DISCONNECT_ALL;

    static {
        try {
            DISCONNECT = lookup().findVirtual(ConnectionProcedures.class, "disconnect", methodType(void.class, String.class));
            DISCONNECT_ALL = lookup().findVirtual(ConnectionProcedures.class, "disconnectAll", methodType(void.class));
        }
        catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private final ForeignCatalog foreignCatalog;
    private final ConnectionPools connectionPools;

    @Inject
    ConnectionProcedures(ForeignCatalog foreignCatalog, ConnectionPools connectionPools)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.connectionPools = requireNonNull(connectionPools, "connectionPools is null");
    }

    @Override
    public List<Procedure> procedures()
    {
        return ImmutableList.of(
                new Procedure("system", "disconnect", ImmutableList.of(new Argument("SERVER", VARCHAR)), DISCONNECT.bindTo(this)),
                new Procedure("system", "disconnect_all", ImmutableList.of(), DISCONNECT_ALL.bindTo(this)));
    }

    void disconnect(String server)
    {
        if (server == null) {
            throw new TrinoException(INVALID_PROCEDURE_ARGUMENT, "server cannot be null");
        }
        connectionPools.disconnect(foreignCatalog.server(server).name());
    }

    void disconnectAll()
    {
        connectionPools.disconnectAll();
    }
}
