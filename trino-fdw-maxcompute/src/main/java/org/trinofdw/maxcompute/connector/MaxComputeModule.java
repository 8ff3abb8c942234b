package org.trinofdw.maxcompute.connector;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.procedure.Procedure;
import org.trinofdw.connector.FdwMetadataFactory;
import org.trinofdw.connector.FdwScanProvider;
import org.trinofdw.connector.PassThroughModule;
import org.trinofdw.connector.warning.TableWarningProvider;
import org.trinofdw.definition.ForeignSchemaImporter;
import org.trinofdw.definition.RemotePartitionLister;
import org.trinofdw.maxcompute.client.MaxComputeClients;
import org.trinofdw.maxcompute.definition.RemoteCatalog;
import org.trinofdw.maxcompute.read.MaxComputeScanProvider;
import org.trinofdw.maxcompute.split.MaxComputeSplitManager;
import org.trinofdw.maxcompute.split.PartitionLister;
import org.trinofdw.maxcompute.split.PartitionMatcher;
import org.trinofdw.maxcompute.write.MaxComputePageSinkProvider;

import static com.google.inject.multibindings.Multibinder.newSetBinder;
import static com.google.inject.multibindings.OptionalBinder.newOptionalBinder;

/**
 * Binds the MaxCompute wrapper.
 */
public final class MaxComputeModule
        implements Module
{
    @Override
    public void configure(Binder binder)
    {
        binder.bind(MaxComputeClients.class).in(Scopes.SINGLETON);
        binder.bind(RemoteCatalog.class).in(Scopes.SINGLETON);
        newOptionalBinder(binder, RemotePartitionLister.class).setBinding().to(MaxComputePartitionLister.class).in(Scopes.SINGLETON);
        newOptionalBinder(binder, ForeignSchemaImporter.class).setBinding().to(MaxComputeSchemaImporter.class).in(Scopes.SINGLETON);
        binder.bind(MaxComputeTables.class).in(Scopes.SINGLETON);
        binder.install(new PassThroughModule(MaxComputePassThrough.class));
        binder.bind(MaxComputeDdl.class).in(Scopes.SINGLETON);
        binder.bind(MaxComputeWrites.class).in(Scopes.SINGLETON);
        binder.bind(MaxComputeDeletes.class).in(Scopes.SINGLETON);
        binder.bind(MaxComputePartitions.class).in(Scopes.SINGLETON);
        binder.bind(PartitionLister.class).in(Scopes.SINGLETON);
        binder.bind(PartitionMatcher.class).in(Scopes.SINGLETON);
        newOptionalBinder(binder, TableWarningProvider.class).setBinding().to(MaxComputeWarnings.class).in(Scopes.SINGLETON);
        newSetBinder(binder, Procedure.class).addBinding().toProvider(FlushMetadataCacheProcedure.class).in(Scopes.SINGLETON);
        binder.bind(FdwMetadataFactory.class).to(MaxComputeMetadataFactory.class).in(Scopes.SINGLETON);
        binder.bind(MaxComputeScanProvider.class).in(Scopes.SINGLETON);
        binder.bind(ConnectorSplitManager.class).to(MaxComputeSplitManager.class).in(Scopes.SINGLETON);
        binder.bind(ConnectorPageSinkProvider.class).to(MaxComputePageSinkProvider.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    static FdwScanProvider scanProvider(MaxComputeScanProvider scans)
    {
        return scans::open;
    }
}
