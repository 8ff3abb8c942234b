package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import io.trino.plugin.base.security.ConnectorAccessControlModule;
import io.trino.spi.connector.ConnectorIndexProvider;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.function.table.ConnectorTableFunction;
import io.trino.spi.procedure.Procedure;
import org.trinofdw.connector.system.ForeignPartitionsTable;
import org.trinofdw.connector.system.ForeignServersTable;
import org.trinofdw.connector.system.ForeignTableOptionsTable;
import org.trinofdw.connector.system.ForeignTablesTable;
import org.trinofdw.connector.system.UserMappingsTable;
import org.trinofdw.connector.warning.TableWarningProvider;
import org.trinofdw.connector.warning.WarningChannel;
import org.trinofdw.ddl.DeclaredPartitionEditor;
import org.trinofdw.definition.ForeignSchemaImporter;
import org.trinofdw.definition.RemotePartitionLister;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.split.QueryWarnings;
import org.trinofdw.split.SplitPlacer;
import org.trinofdw.trace.CallSpans;

import static com.google.inject.multibindings.Multibinder.newSetBinder;
import static com.google.inject.multibindings.OptionalBinder.newOptionalBinder;
import static org.weakref.jmx.guice.ExportBinder.newExporter;

/**
 * Binds what the toolkit brings. A wrapper's own module binds {@link FdwMetadataFactory}, {@link FdwScanProvider},
 * {@link io.trino.spi.connector.ConnectorSplitManager} and {@link io.trino.spi.connector.ConnectorPageSinkProvider}.
 */
final class FdwConnectorModule
        implements Module
{
    @Override
    public void configure(Binder binder)
    {
        binder.bind(FdwConnector.class).in(Scopes.SINGLETON);
        binder.bind(FdwTransactionManager.class).in(Scopes.SINGLETON);
        binder.bind(FdwPageSinkProvider.class).in(Scopes.SINGLETON);
        binder.bind(FdwPageSourceProvider.class).in(Scopes.SINGLETON);
        binder.bind(ScanMeasurement.class).in(Scopes.SINGLETON);
        binder.bind(SlowThresholds.class).in(Scopes.SINGLETON);
        binder.bind(CallSpans.class).in(Scopes.SINGLETON);
        binder.bind(ScanStatistics.class).in(Scopes.SINGLETON);
        newExporter(binder).export(ScanStatistics.class).withGeneratedName();
        binder.bind(WriteStatistics.class).in(Scopes.SINGLETON);
        newExporter(binder).export(WriteStatistics.class).withGeneratedName();
        binder.bind(FdwNodePartitioningProvider.class).in(Scopes.SINGLETON);
        binder.bind(ForeignServers.class).in(Scopes.SINGLETON);
        binder.bind(SplitPlacer.class).in(Scopes.SINGLETON);
        binder.bind(QueryWarnings.class).in(Scopes.SINGLETON);
        binder.bind(WarningChannel.class).in(Scopes.SINGLETON);
        newOptionalBinder(binder, TableWarningProvider.class).setDefault().toInstance((_, _) -> ImmutableList.of());
        binder.install(new ConnectorAccessControlModule());
        newOptionalBinder(binder, ForeignSchemaImporter.class);
        newOptionalBinder(binder, ConnectorIndexProvider.class);
        newOptionalBinder(binder, RemotePartitionLister.class);
        binder.bind(DeclaredPartitionEditor.class).in(Scopes.SINGLETON);
        newSetBinder(binder, ProcedureGroup.class).addBinding().to(PartitionProcedures.class).in(Scopes.SINGLETON);
        binder.bind(Notices.class).in(Scopes.SINGLETON);
        Multibinder<Procedure> procedures = newSetBinder(binder, Procedure.class);
        procedures.addBinding().toProvider(ExecuteDdlProcedure.class).in(Scopes.SINGLETON);
        procedures.addBinding().toProvider(ImportForeignSchemaProcedure.class).in(Scopes.SINGLETON);
        Multibinder<SystemTable> systemTables = newSetBinder(binder, SystemTable.class);
        systemTables.addBinding().to(ForeignServersTable.class).in(Scopes.SINGLETON);
        systemTables.addBinding().to(UserMappingsTable.class).in(Scopes.SINGLETON);
        systemTables.addBinding().to(ForeignTablesTable.class).in(Scopes.SINGLETON);
        systemTables.addBinding().to(ForeignTableOptionsTable.class).in(Scopes.SINGLETON);
        systemTables.addBinding().to(ForeignPartitionsTable.class).in(Scopes.SINGLETON);
        systemTables.addBinding().to(WarningsTable.class).in(Scopes.SINGLETON);
        newSetBinder(binder, ConnectorTableFunction.class);
    }
}
