package org.trinofdw.postgres.connector;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import io.trino.spi.connector.ConnectorIndexProvider;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.procedure.Procedure;
import io.trino.spi.type.TypeManager;
import org.trinofdw.connector.FdwMetadataFactory;
import org.trinofdw.connector.FdwScanProvider;
import org.trinofdw.connector.warning.TableWarningProvider;
import org.trinofdw.connector.PassThroughModule;
import org.trinofdw.connector.ProcedureGroup;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignSchemaImporter;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.connection.OpenTransactions;
import org.trinofdw.postgres.connection.RemoteStatements;
import org.trinofdw.postgres.option.PostgresOptions;
import org.trinofdw.postgres.pushdown.AggregationPushdown;
import org.trinofdw.postgres.pushdown.ConditionTranslator;
import org.trinofdw.postgres.pushdown.DomainPredicates;
import org.trinofdw.postgres.pushdown.FilterPushdown;
import org.trinofdw.postgres.pushdown.JoinPushdown;
import org.trinofdw.postgres.pushdown.KeyMembership;
import org.trinofdw.postgres.pushdown.PartitionPruning;
import org.trinofdw.postgres.pushdown.ProjectionPushdown;
import org.trinofdw.postgres.pushdown.PushdownObstacles;
import org.trinofdw.postgres.pushdown.Pushdowns;
import org.trinofdw.postgres.pushdown.TopNPushdown;
import org.trinofdw.postgres.query.ScanQuery;
import org.trinofdw.postgres.read.PostgresScans;
import org.trinofdw.postgres.split.PartitionResolver;
import org.trinofdw.postgres.split.PartitionSearch;
import org.trinofdw.postgres.split.PartitionedSplitPlanner;
import org.trinofdw.postgres.split.PostgresSplitManager;
import org.trinofdw.postgres.split.SplitPlanner;
import org.trinofdw.postgres.split.UnmatchedPartitions;
import org.trinofdw.postgres.statistics.StatisticsModule;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.ValuePolicies;
import org.trinofdw.postgres.write.AbandonedCopies;
import org.trinofdw.postgres.write.PostgresPageSinkProvider;
import org.trinofdw.postgres.write.PartitionedChanges;
import org.trinofdw.postgres.write.RowChanges;
import org.trinofdw.postgres.write.PreparedWrites;
import org.trinofdw.postgres.write.SharedCopies;
import org.trinofdw.postgres.write.StagingOrphans;
import org.trinofdw.postgres.write.StagingSweeper;



import static com.google.inject.multibindings.Multibinder.newSetBinder;
import static com.google.inject.multibindings.OptionalBinder.newOptionalBinder;
import static org.weakref.jmx.guice.ExportBinder.newExporter;

/**
 * Binds the PostgreSQL wrapper.
 */
public final class PostgresModule
        implements Module
{
    @Override
    public void configure(Binder binder)
    {
        binder.bind(ConnectionPools.class).in(Scopes.SINGLETON);
        newExporter(binder).export(ConnectionPools.class).withGeneratedName();
        binder.bind(OpenTransactions.class).in(Scopes.SINGLETON);
        binder.bind(RemoteStatements.class).in(Scopes.SINGLETON);
        binder.bind(PreparedWrites.class).in(Scopes.SINGLETON);
        binder.bind(SharedCopies.class).in(Scopes.SINGLETON);
        binder.bind(AbandonedCopies.class).in(Scopes.SINGLETON);
        binder.bind(StagingOrphans.class).in(Scopes.SINGLETON);
        binder.bind(StagingSweeper.class).in(Scopes.SINGLETON);
        newOptionalBinder(binder, ForeignSchemaImporter.class).setBinding().to(PostgresSchemaImporter.class).in(Scopes.SINGLETON);
        binder.bind(PostgresTables.class).in(Scopes.SINGLETON);
        binder.bind(PostgresWrites.class).in(Scopes.SINGLETON);
        binder.install(new StatisticsModule());
        binder.bind(PostgresDdl.class).in(Scopes.SINGLETON);
        binder.install(new PassThroughModule(PostgresPassThrough.class));
        newSetBinder(binder, ProcedureGroup.class).addBinding().to(ConnectionProcedures.class).in(Scopes.SINGLETON);
        newSetBinder(binder, Procedure.class).addBinding().toProvider(DropStagingTablesProcedure.class).in(Scopes.SINGLETON);
        newSetBinder(binder, SystemTable.class).addBinding().to(ConnectionsTable.class).in(Scopes.SINGLETON);
        binder.bind(PostgresRowChanges.class).in(Scopes.SINGLETON);
        binder.bind(RowChanges.class).in(Scopes.SINGLETON);
        binder.bind(PartitionedWrites.class).in(Scopes.SINGLETON);
        binder.bind(OnlyPartition.class).in(Scopes.SINGLETON);
        binder.bind(PartitionListing.class).in(Scopes.SINGLETON);
        binder.bind(PartitionedTables.class).in(Scopes.SINGLETON);
        binder.bind(PartitionedChanges.class).in(Scopes.SINGLETON);
        binder.bind(DomainPredicates.class).in(Scopes.SINGLETON);
        binder.bind(ConditionTranslator.class).in(Scopes.SINGLETON);
        binder.bind(FilterPushdown.class).in(Scopes.SINGLETON);
        binder.bind(PushdownObstacles.class).in(Scopes.SINGLETON);
        binder.bind(ProjectionPushdown.class).in(Scopes.SINGLETON);
        binder.bind(TopNPushdown.class).in(Scopes.SINGLETON);
        binder.bind(AggregationPushdown.class).in(Scopes.SINGLETON);
        binder.bind(JoinPushdown.class).in(Scopes.SINGLETON);
        binder.bind(Pushdowns.class).in(Scopes.SINGLETON);
        binder.bind(KeyMembership.class).in(Scopes.SINGLETON);
        binder.bind(IndexJoins.class).in(Scopes.SINGLETON);
        newOptionalBinder(binder, ConnectorIndexProvider.class).setBinding().to(PostgresIndexProvider.class).in(Scopes.SINGLETON);
        binder.bind(ScanQuery.class).in(Scopes.SINGLETON);
        binder.bind(PartitionPruning.class).in(Scopes.SINGLETON);
        newOptionalBinder(binder, TableWarningProvider.class).setBinding().to(PostgresWarnings.class).in(Scopes.SINGLETON);
        binder.bind(UnmatchedPartitions.class).in(Scopes.SINGLETON);
        binder.bind(PartitionSearch.class).in(Scopes.SINGLETON);
        binder.bind(PartitionResolver.class).in(Scopes.SINGLETON);
        binder.bind(PartitionedSplitPlanner.class).in(Scopes.SINGLETON);
        binder.bind(SplitPlanner.class).in(Scopes.SINGLETON);
        binder.bind(FdwMetadataFactory.class).to(PostgresMetadataFactory.class).in(Scopes.SINGLETON);
        binder.bind(PostgresScans.class).in(Scopes.SINGLETON);
        binder.bind(ConnectorSplitManager.class).to(PostgresSplitManager.class).in(Scopes.SINGLETON);
        binder.bind(ConnectorPageSinkProvider.class).to(PostgresPageSinkProvider.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    static ColumnMappings columnMappings(TypeManager typeManager, ForeignCatalog foreignCatalog)
    {
        EffectiveOptions options = EffectiveOptions.of(foreignCatalog.catalogOptions().catalog());
        ValuePolicies policies = new ValuePolicies(
                options.require(PostgresOptions.INFINITY_POLICY),
                options.require(PostgresOptions.NOT_A_NUMBER_POLICY),
                options.require(PostgresOptions.END_OF_DAY_POLICY),
                options.require(PostgresOptions.EXCESS_DIGITS_POLICY),
                options.require(PostgresOptions.INVALID_TEXT_POLICY),
                options.require(PostgresOptions.NUL_CHARACTER_POLICY));
        return new ColumnMappings(typeManager, policies);
    }

    @Provides
    @Singleton
    static FdwScanProvider scanProvider(PostgresScans scans)
    {
        return (_, split, table, credentials, columns, dynamicFilter, memoryContext) -> scans.open(split, table, credentials, columns, dynamicFilter, memoryContext);
    }
}
