package org.trinofdw.postgres.connector;

import com.google.inject.Inject;
import org.trinofdw.connector.FdwMetadata;
import org.trinofdw.connector.FdwMetadataFactory;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwTransactionHandle;
import org.trinofdw.postgres.connection.OpenTransactions;
import org.trinofdw.postgres.pushdown.PartitionPruning;
import org.trinofdw.postgres.pushdown.Pushdowns;
import org.trinofdw.postgres.statistics.PostgresStatistics;
import org.trinofdw.postgres.write.RowChanges;

import static java.util.Objects.requireNonNull;

/**
 * Makes {@link PostgresMetadata}.
 */
final class PostgresMetadataFactory
        implements FdwMetadataFactory
{
    private final ForeignCatalog foreignCatalog;
    private final OpenTransactions openTransactions;
    private final PostgresTables tables;
    private final PartitionPruning partitionPruning;
    private final Pushdowns pushdowns;
    private final IndexJoins indexJoins;
    private final PostgresStatistics statistics;
    private final PartitionedTables partitionedTables;
    private final PostgresWrites writes;
    private final PostgresDdl ddl;
    private final PostgresRowChanges rowChangePlans;
    private final RowChanges rowChanges;

    @Inject
    PostgresMetadataFactory(
            ForeignCatalog foreignCatalog,
            OpenTransactions openTransactions,
            PostgresTables tables,
            PartitionPruning partitionPruning,
            Pushdowns pushdowns,
            IndexJoins indexJoins,
            PostgresStatistics statistics,
            PartitionedTables partitionedTables,
            PostgresWrites writes,
            PostgresDdl ddl,
            PostgresRowChanges rowChangePlans,
            RowChanges rowChanges)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.openTransactions = requireNonNull(openTransactions, "openTransactions is null");
        this.tables = requireNonNull(tables, "tables is null");
        this.partitionPruning = requireNonNull(partitionPruning, "partitionPruning is null");
        this.pushdowns = requireNonNull(pushdowns, "pushdowns is null");
        this.indexJoins = requireNonNull(indexJoins, "indexJoins is null");
        this.statistics = requireNonNull(statistics, "statistics is null");
        this.partitionedTables = requireNonNull(partitionedTables, "partitionedTables is null");
        this.writes = requireNonNull(writes, "writes is null");
        this.ddl = requireNonNull(ddl, "ddl is null");
        this.rowChangePlans = requireNonNull(rowChangePlans, "rowChangePlans is null");
        this.rowChanges = requireNonNull(rowChanges, "rowChanges is null");
    }

    @Override
    public FdwMetadata create(FdwTransactionHandle transaction)
    {
        return new PostgresMetadata(foreignCatalog, transaction, openTransactions, tables, partitionPruning, pushdowns, indexJoins, statistics, partitionedTables, writes, ddl, rowChangePlans, rowChanges);
    }
}
