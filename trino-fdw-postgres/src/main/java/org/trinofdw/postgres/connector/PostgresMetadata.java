package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.AggregateFunction;
import io.trino.spi.connector.AggregationApplicationResult;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorOutputMetadata;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorResolvedIndex;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableLayout;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.JoinApplicationResult;
import io.trino.spi.connector.JoinStatistics;
import io.trino.spi.connector.JoinType;
import io.trino.spi.connector.LimitApplicationResult;
import io.trino.spi.connector.ProjectionApplicationResult;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.RowChangeParadigm;
import io.trino.spi.connector.SampleApplicationResult;
import io.trino.spi.connector.SampleType;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaNotFoundException;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SortItem;
import io.trino.spi.connector.TopNApplicationResult;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.security.TrinoPrincipal;
import io.trino.spi.statistics.ComputedStatistics;
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.type.Type;
import org.trinofdw.connector.FdwMetadata;
import org.trinofdw.connector.system.PartitionsTable;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.handle.FdwTransactionHandle;
import org.trinofdw.option.Option;
import org.trinofdw.partition.LeafPartitions;
import org.trinofdw.postgres.connection.OpenTransactions;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.definition.RemoteCatalog;
import org.trinofdw.postgres.definition.RemoteRelation;
import org.trinofdw.postgres.handle.PartitionedWriteHandle;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresMergeHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.PostgresUpdateHandle;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.option.PostgresOptions;
import org.trinofdw.postgres.pushdown.LimitPushdown;
import org.trinofdw.postgres.pushdown.PartitionPruning;
import org.trinofdw.postgres.pushdown.Pushdowns;
import org.trinofdw.postgres.pushdown.SamplePushdown;
import org.trinofdw.postgres.statistics.PostgresStatistics;
import org.trinofdw.postgres.write.RowChanges;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.StandardErrorCode.TABLE_ALREADY_EXISTS;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.connector.PostgresRowChanges.checkUpdatable;

/**
 * Metadata of one Trino transaction over PostgreSQL.
 */
public final class PostgresMetadata
        extends FdwMetadata
{
    private final FdwTransactionHandle transaction;
    private final OpenTransactions openTransactions;
    private final RemoteTransactions remoteTransactions;
    private final PostgresTables tables;
    private final PartitionPruning partitionPruning;
    private final Pushdowns pushdowns;
    private final IndexJoins indexJoins;
    private final PostgresStatistics statistics;
    private final PartitionedTables partitionedTables;
    private final PostgresWrites writes;
    private final PostgresDdl ddl;
    private final PostgresRowChanges rowChangePlans;
    private final TransactionWrites transactionWrites;

    PostgresMetadata(
            ForeignCatalog foreignCatalog,
            FdwTransactionHandle transaction,
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
        super(foreignCatalog);
        this.transaction = requireNonNull(transaction, "transaction is null");
        this.openTransactions = requireNonNull(openTransactions, "openTransactions is null");
        this.remoteTransactions = openTransactions.begin(transaction);
        this.tables = requireNonNull(tables, "tables is null");
        this.partitionPruning = requireNonNull(partitionPruning, "partitionPruning is null");
        this.pushdowns = requireNonNull(pushdowns, "pushdowns is null");
        this.indexJoins = requireNonNull(indexJoins, "indexJoins is null");
        this.statistics = requireNonNull(statistics, "statistics is null");
        this.partitionedTables = requireNonNull(partitionedTables, "partitionedTables is null");
        this.writes = requireNonNull(writes, "writes is null");
        this.ddl = requireNonNull(ddl, "ddl is null");
        this.rowChangePlans = requireNonNull(rowChangePlans, "rowChangePlans is null");
        this.transactionWrites = new TransactionWrites(remoteTransactions, writes, rowChanges, partitionedTables.changes());
    }

    @Override
    public void commit()
    {
        end(PostgresOptions.PARALLEL_COMMIT);
    }

    @Override
    public void rollback()
    {
        end(PostgresOptions.PARALLEL_ABORT);
    }

    private void end(Option<Boolean> atOnce)
    {
        openTransactions.end(transaction, atOnce);
        transactionWrites.end();
    }

    @Override
    protected List<String> listRemoteSchemas(ConnectorSession session)
    {
        return RemoteCatalog.listSchemas(ownTransaction(session));
    }

    @Override
    protected List<SchemaTableName> listRemoteTables(ConnectorSession session, Optional<String> schemaName)
    {
        return RemoteCatalog.listRelations(ownTransaction(session), schemaName).stream()
                .map(relation -> localName(relation))
                .distinct()
                .collect(toImmutableList());
    }

    @Override
    protected Optional<PostgresTableHandle> findRemoteTable(ConnectorSession session, SchemaTableName name)
    {
        RemoteTransaction remoteTransaction = ownTransaction(session);
        return RemoteCatalog.findRelation(remoteTransaction, name)
                .map(relation -> tables.live(session, remoteTransaction, name, relation));
    }

    @Override
    protected PostgresTableHandle resolveForeignTable(ConnectorSession session, ForeignTable definition)
    {
        if (LeafPartitions.isParent(definition)) {
            return tables.partitioned(session, definition);
        }
        return tables.foreign(session, remoteTransaction(session, definition.server()), definition);
    }

    @Override
    protected Map<SchemaTableName, List<ColumnMetadata>> listRemoteColumns(ConnectorSession session, Optional<String> schemaName)
    {
        RemoteTransaction remoteTransaction = ownTransaction(session);
        List<RemoteRelation> relations = RemoteCatalog.listRelations(remoteTransaction, schemaName);
        Map<Long, List<PostgresColumnHandle>> columns = tables.liveColumns(remoteTransaction, relations);
        ImmutableMap.Builder<SchemaTableName, List<ColumnMetadata>> result = ImmutableMap.builder();
        relations.forEach(relation -> result.put(
                localName(relation),
                columns.getOrDefault(relation.oid(), List.of()).stream()
                        .map(PostgresColumnHandle::toColumnMetadata)
                        .collect(toImmutableList())));
        return result.buildKeepingLast();
    }

    @Override
    protected Optional<Supplier<List<PartitionsTable.Row>>> partitions(ConnectorSession session, SchemaTableName table)
    {
        return partitionedTables.listing().of(session, remoteTransactions, table, name -> RemoteCatalog.findRelation(ownTransaction(session), name));
    }

    @Override
    public TableStatistics getTableStatistics(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        if (table.partitioned().isPresent()) {
            return partitionedTables.statistics().statistics(session, remoteTransactions, table);
        }
        return statistics.statistics(remoteTransaction(session, table.server()), table);
    }

    @Override
    public Optional<ConstraintApplicationResult<ConnectorTableHandle>> applyFilter(ConnectorSession session, ConnectorTableHandle tableHandle, Constraint constraint)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        PostgresTableHandle pruned = partitionPruning.prune(table, constraint.getSummary());
        Optional<ConstraintApplicationResult<ConnectorTableHandle>> filtered = pushdowns.filter().apply(pruned, constraint);
        if (filtered.isPresent() || pruned.equals(table)) {
            return filtered;
        }
        return Optional.of(new ConstraintApplicationResult<>(pruned, constraint.getSummary(), constraint.getExpression(), false));
    }

    @Override
    public Optional<ProjectionApplicationResult<ConnectorTableHandle>> applyProjection(
            ConnectorSession session,
            ConnectorTableHandle table,
            List<ConnectorExpression> projections,
            Map<String, ColumnHandle> assignments)
    {
        return pushdowns.projection().apply((PostgresTableHandle) table, projections, assignments);
    }

    @Override
    public Optional<LimitApplicationResult<ConnectorTableHandle>> applyLimit(ConnectorSession session, ConnectorTableHandle table, long limit)
    {
        return LimitPushdown.apply((PostgresTableHandle) table, limit);
    }

    @Override
    public Optional<TopNApplicationResult<ConnectorTableHandle>> applyTopN(
            ConnectorSession session,
            ConnectorTableHandle table,
            long topNCount,
            List<SortItem> sortItems,
            Map<String, ColumnHandle> assignments)
    {
        return pushdowns.topN().apply((PostgresTableHandle) table, topNCount, sortItems, assignments);
    }

    @Override
    public Optional<SampleApplicationResult<ConnectorTableHandle>> applySample(ConnectorSession session, ConnectorTableHandle table, SampleType sampleType, double sampleRatio)
    {
        return SamplePushdown.apply((PostgresTableHandle) table, sampleType, sampleRatio);
    }

    @Override
    public Optional<AggregationApplicationResult<ConnectorTableHandle>> applyAggregation(
            ConnectorSession session,
            ConnectorTableHandle table,
            List<AggregateFunction> aggregates,
            Map<String, ColumnHandle> assignments,
            List<List<ColumnHandle>> groupingSets)
    {
        return pushdowns.aggregation().apply(partitionedTables.onlyPartition().of(session, remoteTransactions, (PostgresTableHandle) table), aggregates, assignments, groupingSets);
    }

    @Override
    public Optional<JoinApplicationResult<ConnectorTableHandle>> applyJoin(
            ConnectorSession session,
            JoinType joinType,
            ConnectorTableHandle left,
            ConnectorTableHandle right,
            ConnectorExpression joinCondition,
            Map<String, ColumnHandle> leftAssignments,
            Map<String, ColumnHandle> rightAssignments,
            JoinStatistics joinStatistics)
    {
        return pushdowns.join().apply(
                joinType,
                (PostgresTableHandle) left,
                (PostgresTableHandle) right,
                joinCondition,
                leftAssignments,
                rightAssignments,
                joinStatistics);
    }

    @Override
    public Optional<ConnectorResolvedIndex> resolveIndex(
            ConnectorSession session,
            ConnectorTableHandle table,
            Set<ColumnHandle> indexableColumns,
            Set<ColumnHandle> outputColumns,
            TupleDomain<ColumnHandle> tupleDomain)
    {
        return indexJoins.resolve(session, remoteTransactions, (PostgresTableHandle) table, indexableColumns, outputColumns, tupleDomain);
    }

    @Override
    public void createSchema(ConnectorSession session, String schemaName, Map<String, Object> properties, TrinoPrincipal owner)
    {
        ddl.createSchema(ownCredentials(session), schemaName);
    }

    @Override
    public void dropSchema(ConnectorSession session, String schemaName, boolean cascade)
    {
        ddl.dropSchema(ownCredentials(session), remoteSchema(session, schemaName), cascade);
    }

    @Override
    public void renameSchema(ConnectorSession session, String source, String target)
    {
        ddl.renameSchema(ownCredentials(session), remoteSchema(session, source), target);
    }

    @Override
    protected void createRemoteTable(ConnectorSession session, ConnectorTableMetadata table, SaveMode saveMode)
    {
        checkSaveMode(saveMode);
        if (tableExists(session, table.getTable())) {
            if (saveMode == SaveMode.IGNORE) {
                return;
            }
            throw new TrinoException(TABLE_ALREADY_EXISTS, "Table \"%s\" exists already".formatted(table.getTable()));
        }
        ddl.createTable(ownCredentials(session), ddl.newTable(remoteSchema(session, table.getTable().getSchemaName()), table));
    }

    @Override
    protected void dropRemoteTable(ConnectorSession session, FdwTableHandle table)
    {
        ddl.dropTable(foreignServers().credentials(session, table.server()), (PostgresTableHandle) table);
    }

    @Override
    protected void renameRemoteTable(ConnectorSession session, FdwTableHandle tableHandle, SchemaTableName newName)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        if (tableExists(session, newName)) {
            throw new TrinoException(TABLE_ALREADY_EXISTS, "Table \"%s\" exists already".formatted(newName));
        }
        // the schema of the table may be another one than that of this name, if they differ in case only
        String remoteSchema = newName.getSchemaName().equals(table.name().getSchemaName()) ? table.remoteName().schema() : remoteSchema(session, newName.getSchemaName());
        ddl.renameTable(credentials(session, table), table, new RemoteTableName(remoteSchema, newName.getTableName()));
    }

    @Override
    protected void setRemoteTableComment(ConnectorSession session, FdwTableHandle tableHandle, Optional<String> comment)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        ddl.setTableComment(credentials(session, table), table, comment);
    }

    @Override
    protected void setRemoteColumnComment(ConnectorSession session, FdwTableHandle tableHandle, FdwColumnHandle column, Optional<String> comment)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        ddl.setColumnComment(credentials(session, table), table, (PostgresColumnHandle) column, comment);
    }

    @Override
    protected void addRemoteColumn(ConnectorSession session, FdwTableHandle tableHandle, ColumnMetadata column)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        ddl.addColumn(credentials(session, table), table, column);
    }

    @Override
    protected void dropRemoteColumn(ConnectorSession session, FdwTableHandle tableHandle, FdwColumnHandle column)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        ddl.dropColumn(credentials(session, table), table, (PostgresColumnHandle) column);
    }

    @Override
    protected void renameRemoteColumn(ConnectorSession session, FdwTableHandle tableHandle, FdwColumnHandle source, String target)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        ddl.renameColumn(credentials(session, table), table, (PostgresColumnHandle) source, target);
    }

    @Override
    protected void setRemoteColumnType(ConnectorSession session, FdwTableHandle tableHandle, FdwColumnHandle column, Type type)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        ddl.setColumnType(credentials(session, table), table, (PostgresColumnHandle) column, type);
    }

    @Override
    protected void dropRemoteNotNullConstraint(ConnectorSession session, FdwTableHandle tableHandle, FdwColumnHandle column)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        ddl.dropNotNull(credentials(session, table), table, (PostgresColumnHandle) column);
    }

    @Override
    public Optional<ConnectorTableLayout> getNewTableLayout(ConnectorSession session, ConnectorTableMetadata table)
    {
        return writes.newTableLayout(session, writes.newTableOptions(session, table.getProperties()));
    }

    @Override
    public ConnectorOutputTableHandle beginCreateTable(ConnectorSession session, ConnectorTableMetadata table, Optional<ConnectorTableLayout> layout, RetryMode retryMode, boolean replace)
    {
        checkSaveMode(replace ? SaveMode.REPLACE : SaveMode.FAIL);
        if (tableExists(session, table.getTable())) {
            throw new TrinoException(TABLE_ALREADY_EXISTS, "Table \"%s\" exists already".formatted(table.getTable()));
        }
        NewTable newTable = ddl.newTable(remoteSchema(session, table.getTable().getSchemaName()), table);
        PostgresWriteHandle handle = writes.beginCreate(session, table.getTable(), foreignCatalog().ownServerName(), newTable, writes.newTableOptions(session, table.getProperties()), retryMode);
        return transactionWrites.begin(ownCredentials(session), handle, retryMode);
    }

    @Override
    public Optional<ConnectorOutputMetadata> finishCreateTable(
            ConnectorSession session,
            ConnectorOutputTableHandle tableHandle,
            Collection<Slice> fragments,
            Collection<ComputedStatistics> computedStatistics)
    {
        finishWrite(session, (PostgresWriteHandle) tableHandle, fragments);
        return Optional.empty();
    }

    @Override
    public boolean supportsMissingColumnsOnInsert()
    {
        return true;
    }

    @Override
    public Optional<ConnectorTableLayout> getInsertLayout(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        return writes.insertLayout(session, remoteTransaction(session, table.server()), table);
    }

    @Override
    public ConnectorInsertTableHandle beginInsert(ConnectorSession session, ConnectorTableHandle tableHandle, List<ColumnHandle> columns, RetryMode retryMode)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        if (table.partitioned().isPresent()) {
            return transactionWrites.begin(partitionedTables.writes().beginInsert(session, remoteTransactions, table, columns), retryMode);
        }
        return transactionWrites.begin(credentials(session, table), writes.beginInsert(session, remoteTransaction(session, table.server()), table, columns, retryMode), retryMode);
    }

    @Override
    public Optional<ConnectorOutputMetadata> finishInsert(
            ConnectorSession session,
            ConnectorInsertTableHandle insertHandle,
            List<ConnectorTableHandle> sourceTableHandles,
            Collection<Slice> fragments,
            Collection<ComputedStatistics> computedStatistics)
    {
        if (insertHandle instanceof PartitionedWriteHandle partitioned) {
            transactionWrites.finish(session.getQueryId(), partitioned, fragments);
            return Optional.empty();
        }
        finishWrite(session, (PostgresWriteHandle) insertHandle, fragments);
        return Optional.empty();
    }

    @Override
    public RowChangeParadigm getRowChangeParadigm(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        return RowChangeParadigm.CHANGE_ONLY_UPDATED_COLUMNS;
    }

    @Override
    public ColumnHandle getMergeRowIdColumnHandle(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        return PostgresColumnHandle.rowId();
    }

    @Override
    public Optional<ConnectorTableHandle> applyDelete(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        checkUpdatable((PostgresTableHandle) tableHandle);
        return rowChangePlans.applyDelete((PostgresTableHandle) tableHandle).map(ConnectorTableHandle.class::cast);
    }

    @Override
    public OptionalLong executeDelete(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        return OptionalLong.of(rowChangePlans.executeDelete(credentials(session, table), table));
    }

    @Override
    public Optional<ConnectorTableHandle> applyUpdate(ConnectorSession session, ConnectorTableHandle tableHandle, Map<ColumnHandle, Constant> assignments)
    {
        checkUpdatable((PostgresTableHandle) tableHandle);
        return rowChangePlans.applyUpdate((PostgresTableHandle) tableHandle, assignments).map(ConnectorTableHandle.class::cast);
    }

    @Override
    public OptionalLong executeUpdate(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        PostgresUpdateHandle update = (PostgresUpdateHandle) tableHandle;
        return OptionalLong.of(rowChangePlans.executeUpdate(credentials(session, update.table()), update));
    }

    @Override
    protected void truncateRemoteTable(ConnectorSession session, FdwTableHandle tableHandle)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        if (!tables.options(session, table).require(PostgresOptions.TRUNCATABLE)) {
            throw new TrinoException(NOT_SUPPORTED, "foreign table \"%s\" does not allow truncates; its option truncatable is false".formatted(table.name()));
        }
        ddl.truncateTable(credentials(session, table), table);
    }

    @Override
    public ConnectorMergeTableHandle beginMerge(
            ConnectorSession session,
            ConnectorTableHandle tableHandle,
            Map<Integer, Collection<ColumnHandle>> updateCaseColumns,
            RetryMode retryMode)
    {
        PostgresTableHandle table = (PostgresTableHandle) tableHandle;
        checkUpdatable(table);
        if (table.partitioned().isPresent()) {
            return transactionWrites.begin(partitionedTables.writes().beginMerge(session, remoteTransactions, table, updateCaseColumns), retryMode);
        }
        PostgresMergeHandle handle = rowChangePlans.beginMerge(session, remoteTransaction(session, table.server()), table, updateCaseColumns);
        return transactionWrites.beginMerge(credentials(session, table), handle, retryMode);
    }

    @Override
    public void finishMerge(
            ConnectorSession session,
            ConnectorMergeTableHandle mergeHandle,
            List<ConnectorTableHandle> sourceTableHandles,
            Collection<Slice> fragments,
            Collection<ComputedStatistics> computedStatistics)
    {
        if (mergeHandle instanceof PartitionedWriteHandle partitioned) {
            transactionWrites.finish(session.getQueryId(), partitioned, fragments);
            return;
        }
        PostgresMergeHandle handle = (PostgresMergeHandle) mergeHandle;
        transactionWrites.finishMerge(credentials(session, handle.table()), handle, fragments);
    }

    private void finishWrite(ConnectorSession session, PostgresWriteHandle handle, Collection<Slice> fragments)
    {
        transactionWrites.finish(foreignServers().credentials(session, handle.server()), handle, fragments);
    }

    private boolean tableExists(ConnectorSession session, SchemaTableName name)
    {
        return foreignCatalog().table(name).isPresent() || RemoteCatalog.findRelation(ownTransaction(session), name).isPresent();
    }

    private String remoteSchema(ConnectorSession session, String schemaName)
    {
        return RemoteCatalog.findSchema(ownTransaction(session), schemaName)
                .orElseThrow(() -> new SchemaNotFoundException(schemaName));
    }

    private FdwTableCredentials ownCredentials(ConnectorSession session)
    {
        return foreignServers().credentials(session, foreignCatalog().ownServerName());
    }

    private FdwTableCredentials credentials(ConnectorSession session, PostgresTableHandle table)
    {
        return foreignServers().credentials(session, table.server());
    }

    private RemoteTransaction ownTransaction(ConnectorSession session)
    {
        return remoteTransactions.get(ownCredentials(session));
    }

    private RemoteTransaction remoteTransaction(ConnectorSession session, String server)
    {
        return remoteTransactions.get(foreignServers().credentials(session, server));
    }

    private static SchemaTableName localName(RemoteRelation relation)
    {
        // lower-cases both
        return new SchemaTableName(relation.name().schema(), relation.name().table());
    }

    private static void checkSaveMode(SaveMode saveMode)
    {
        if (saveMode == SaveMode.REPLACE) {
            throw new TrinoException(NOT_SUPPORTED, "This connector does not support replacing tables");
        }
    }
}
