package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import com.google.inject.Provider;
import io.trino.spi.classloader.ThreadContextClassLoader;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.procedure.Procedure;

import java.lang.invoke.MethodHandle;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.invoke.MethodHandles.lookup;
import static java.lang.invoke.MethodType.methodType;
import static java.util.Objects.requireNonNull;

/**
 * {@code CALL system.execute('…')}: runs statements that are written for the remote server.
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

    private final PassThrough passThrough;

    @Inject
    ExecuteProcedure(PassThrough passThrough)
    {
        this.passThrough = requireNonNull(passThrough, "passThrough is null");
    }

    @Override
    public Procedure get()
    {
        return new Procedure("system", "execute", ImmutableList.of(new Procedure.Argument("QUERY", VARCHAR)), EXECUTE.bindTo(this));
    }

    public void execute(ConnectorSession session, String sql)
    {
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
            passThrough.execute(session, sql);
        }
    }
}
