package org.trinofdw.connector;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Scopes;
import io.trino.spi.function.table.ConnectorTableFunction;
import io.trino.spi.procedure.Procedure;

import static com.google.inject.multibindings.Multibinder.newSetBinder;
import static java.util.Objects.requireNonNull;

/**
 * Binds {@code system.query} and {@code system.execute} for a wrapper.
 */
public final class PassThroughModule
        implements Module
{
    private final Class<? extends PassThrough> passThrough;

    public PassThroughModule(Class<? extends PassThrough> passThrough)
    {
        this.passThrough = requireNonNull(passThrough, "passThrough is null");
    }

    @Override
    public void configure(Binder binder)
    {
        binder.bind(PassThrough.class).to(passThrough).in(Scopes.SINGLETON);
        newSetBinder(binder, Procedure.class).addBinding().toProvider(ExecuteProcedure.class).in(Scopes.SINGLETON);
        newSetBinder(binder, ConnectorTableFunction.class).addBinding().to(QueryFunction.class).in(Scopes.SINGLETON);
    }
}
