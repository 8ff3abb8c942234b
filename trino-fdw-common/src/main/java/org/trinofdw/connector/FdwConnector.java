package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.airlift.bootstrap.LifeCycleManager;
import io.trino.plugin.base.security.AllowAllAccessControl;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorAccessControl;
import io.trino.spi.connector.ConnectorCapabilities;
import io.trino.spi.connector.ConnectorIndexProvider;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorNodePartitioningProvider;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.function.FunctionProvider;
import io.trino.spi.function.table.ConnectorTableFunction;
import io.trino.spi.procedure.Procedure;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.transaction.IsolationLevel;
import org.trinofdw.connector.warning.WarningAccessControl;
import org.trinofdw.connector.warning.WarningChannel;
import org.trinofdw.connector.warning.WarningFunction;
import org.trinofdw.connector.warning.WarningMetadata;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.option.OptionProperties;
import org.trinofdw.option.OptionTable;
import org.weakref.jmx.MBeanExporter;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.Sets.immutableEnumSet;
import static io.trino.spi.connector.ConnectorCapabilities.DEFAULT_COLUMN_VALUE;
import static io.trino.spi.connector.ConnectorCapabilities.NOT_NULL_COLUMN_CONSTRAINT;
import static io.trino.spi.transaction.IsolationLevel.REPEATABLE_READ;
import static io.trino.spi.transaction.IsolationLevel.checkConnectorSupports;
import static java.util.Objects.requireNonNull;

/**
 * One catalog over a wrapper: in SQL/MED terms a foreign server with its foreign tables.
 */
public final class FdwConnector
        implements Connector
{
    private final LifeCycleManager lifeCycleManager;
    private final MBeanExporter mbeanExporter;
    private final ForeignCatalog foreignCatalog;
    private final FdwTransactionManager transactionManager;
    private final ConnectorSplitManager splitManager;
    private final FdwPageSourceProvider pageSourceProvider;
    private final FdwPageSinkProvider pageSinkProvider;
    private final FdwNodePartitioningProvider nodePartitioningProvider;
    private final Optional<ConnectorIndexProvider> indexProvider;
    private final WarningChannel warningChannel;
    private final ConnectorAccessControl accessControl;
    private final Set<Procedure> procedures;
    private final Set<SystemTable> systemTables;
    private final Set<ConnectorTableFunction> tableFunctions;
    private final List<PropertyMetadata<?>> sessionProperties;
    private final List<PropertyMetadata<?>> tableProperties;
    private final List<PropertyMetadata<?>> columnProperties;

    @Inject
    public FdwConnector(
            LifeCycleManager lifeCycleManager,
            MBeanExporter mbeanExporter,
            ForeignCatalog foreignCatalog,
            OptionTable optionTable,
            FdwTransactionManager transactionManager,
            ConnectorSplitManager splitManager,
            FdwPageSourceProvider pageSourceProvider,
            FdwPageSinkProvider pageSinkProvider,
            FdwNodePartitioningProvider nodePartitioningProvider,
            Optional<ConnectorIndexProvider> indexProvider,
            WarningChannel warningChannel,
            Optional<ConnectorAccessControl> accessControl,
            Set<Procedure> procedures,
            Set<ProcedureGroup> procedureGroups,
            Set<SystemTable> systemTables,
            Set<ConnectorTableFunction> tableFunctions)
    {
        this.lifeCycleManager = requireNonNull(lifeCycleManager, "lifeCycleManager is null");
        this.mbeanExporter = requireNonNull(mbeanExporter, "mbeanExporter is null");
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.transactionManager = requireNonNull(transactionManager, "transactionManager is null");
        this.splitManager = requireNonNull(splitManager, "splitManager is null");
        this.pageSourceProvider = requireNonNull(pageSourceProvider, "pageSourceProvider is null");
        this.pageSinkProvider = requireNonNull(pageSinkProvider, "pageSinkProvider is null");
        this.nodePartitioningProvider = requireNonNull(nodePartitioningProvider, "nodePartitioningProvider is null");
        this.indexProvider = requireNonNull(indexProvider, "indexProvider is null");
        this.warningChannel = requireNonNull(warningChannel, "warningChannel is null");
        this.accessControl = new WarningAccessControl(accessControl.orElseGet(AllowAllAccessControl::new), warningChannel, foreignCatalog.ownServerName());
        this.procedures = ImmutableSet.<Procedure>builder()
                .addAll(procedures)
                .addAll(procedureGroups.stream().flatMap(group -> group.procedures().stream()).iterator())
                .build();
        this.systemTables = ImmutableSet.copyOf(systemTables);
        this.tableFunctions = ImmutableSet.copyOf(tableFunctions);
        this.sessionProperties = ImmutableList.copyOf(OptionProperties.sessionProperties(optionTable));
        this.tableProperties = ForeignTableProperties.tableProperties(optionTable);
        this.columnProperties = ForeignTableProperties.columnProperties(optionTable);
    }

    @Override
    public ConnectorTransactionHandle beginTransaction(IsolationLevel isolationLevel, boolean readOnly, boolean autoCommit)
    {
        checkConnectorSupports(REPEATABLE_READ, isolationLevel);
        return transactionManager.begin();
    }

    @Override
    public ConnectorMetadata getMetadata(ConnectorSession session, ConnectorTransactionHandle transaction)
    {
        return new WarningMetadata(new DefaultsMetadata(transactionManager.metadata(transaction)), warningChannel);
    }

    @Override
    public void commit(ConnectorTransactionHandle transaction)
    {
        transactionManager.commit(transaction);
    }

    @Override
    public void rollback(ConnectorTransactionHandle transaction)
    {
        transactionManager.rollback(transaction);
    }

    @Override
    public ConnectorSplitManager getSplitManager()
    {
        return splitManager;
    }

    @Override
    public ConnectorPageSourceProvider getPageSourceProvider()
    {
        return pageSourceProvider;
    }

    @Override
    public ConnectorPageSinkProvider getPageSinkProvider()
    {
        return pageSinkProvider;
    }

    @Override
    public ConnectorNodePartitioningProvider getNodePartitioningProvider()
    {
        return nodePartitioningProvider;
    }

    @Override
    public ConnectorIndexProvider getIndexProvider()
    {
        // says that there is none
        return indexProvider.orElseGet(Connector.super::getIndexProvider);
    }

    @Override
    public ConnectorAccessControl getAccessControl()
    {
        return accessControl;
    }

    @Override
    public Optional<FunctionProvider> getFunctionProvider()
    {
        return Optional.of(new WarningFunction());
    }

    @Override
    public Set<Procedure> getProcedures()
    {
        return procedures;
    }

    @Override
    public Set<SystemTable> getSystemTables()
    {
        return systemTables;
    }

    @Override
    public Set<ConnectorTableFunction> getTableFunctions()
    {
        return tableFunctions;
    }

    @Override
    public List<PropertyMetadata<?>> getSessionProperties()
    {
        return sessionProperties;
    }

    @Override
    public List<PropertyMetadata<?>> getTableProperties()
    {
        return tableProperties;
    }

    @Override
    public List<PropertyMetadata<?>> getColumnProperties()
    {
        return columnProperties;
    }

    @Override
    public Set<ConnectorCapabilities> getCapabilities()
    {
        return immutableEnumSet(DEFAULT_COLUMN_VALUE, NOT_NULL_COLUMN_CONSTRAINT);
    }

    @Override
    public void shutdown()
    {
        lifeCycleManager.stop();
        // a catalog of the same name counts from zero
        mbeanExporter.unexportAllAndReportMissing();
        // releases the directory of the definitions, for a catalog that takes this one's place
        foreignCatalog.close();
    }
}
