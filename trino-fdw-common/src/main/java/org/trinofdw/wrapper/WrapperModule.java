package org.trinofdw.wrapper;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Scopes;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSplitManager;
import org.trinofdw.connector.FdwMetadataFactory;
import org.trinofdw.connector.FdwScanProvider;
import org.trinofdw.connector.warning.TableWarningProvider;

import static com.google.inject.multibindings.OptionalBinder.newOptionalBinder;
import static java.util.Objects.requireNonNull;

/**
 * Binds the generic parts of a connector to a {@link ForeignDataWrapper}.
 */
final class WrapperModule
        implements Module
{
    private final ForeignDataWrapper wrapper;

    WrapperModule(ForeignDataWrapper wrapper)
    {
        this.wrapper = requireNonNull(wrapper, "wrapper is null");
    }

    @Override
    public void configure(Binder binder)
    {
        binder.bind(ForeignDataWrapper.class).toInstance(wrapper);
        binder.bind(WrapperRelations.class).in(Scopes.SINGLETON);
        binder.bind(WrapperPartitions.class).in(Scopes.SINGLETON);
        binder.bind(FdwMetadataFactory.class).to(WrapperMetadataFactory.class).in(Scopes.SINGLETON);
        binder.bind(ConnectorSplitManager.class).to(WrapperSplitManager.class).in(Scopes.SINGLETON);
        binder.bind(FdwScanProvider.class).to(WrapperScanProvider.class).in(Scopes.SINGLETON);
        binder.bind(ConnectorPageSinkProvider.class).to(WrapperPageSinkProvider.class).in(Scopes.SINGLETON);
        newOptionalBinder(binder, TableWarningProvider.class).setBinding().to(WrapperPartitions.class);
    }
}
