package org.trinofdw.maxcompute.connector;

import com.google.common.collect.ImmutableList;
import io.airlift.log.Logger;
import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorOutputMetadata;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableLayout;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.LimitApplicationResult;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.RowChangeParadigm;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.security.TrinoPrincipal;
import io.trino.spi.statistics.ComputedStatistics;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import org.trinofdw.connector.FdwMetadata;
import org.trinofdw.connector.WriterPartitioningHandle;
import org.trinofdw.connector.system.PartitionsTable;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.MaxComputeClients;
import org.trinofdw.maxcompute.client.RemoteTable;
import org.trinofdw.maxcompute.connector.MaxComputeTables.LiveProject;
import org.trinofdw.maxcompute.definition.RemoteCatalog;
import org.trinofdw.maxcompute.handle.MaxComputeColumnHandle;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.MaxComputeWriteHandle;
import org.trinofdw.maxcompute.handle.ScanOptions;
import org.trinofdw.maxcompute.handle.TableName;
import org.trinofdw.maxcompute.option.InsertMode;
import org.trinofdw.maxcompute.option.MaxComputeOptions;
import org.trinofdw.maxcompute.type.TypeMapper;
import org.trinofdw.option.MppExecute;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.StandardErrorCode.SCHEMA_NOT_EMPTY;
import static io.trino.spi.StandardErrorCode.SCHEMA_NOT_FOUND;
import static io.trino.spi.StandardErrorCode.TABLE_ALREADY_EXISTS;
import static io.trino.spi.type.BigintType.BIGINT;
import static java.util.Objects.requireNonNull;

/**
 * Metadata of one Trino transaction over MaxCompute.
 */
public final class MaxComputeMetadata
        extends FdwMetadata
{
    private static final Logger log = Logger.get(MaxComputeMetadata.class);
    private static final String TEMPORARY_PREFIX = "trino_fdw_";

    private final MaxComputeClients clients;
    private final MaxComputeTables tables;
    private final MaxComputeDdl ddl;
    private final MaxComputeWrites writes;
    private final MaxComputePartitions partitions;
    private final MaxComputeDeletes deletes;
    private final RemoteCatalog remoteCatalog;
    // what to undo when the transaction fails
    private Optional<Runnable> undo = Optional.empty();

    MaxComputeMetadata(
            ForeignCatalog foreignCatalog,
            MaxComputeClients clients,
            MaxComputeTables tables,
            MaxComputeDdl ddl,
            MaxComputeWrites writes,
            MaxComputePartitions partitions,
            MaxComputeDeletes deletes,
            RemoteCatalog remoteCatalog)
    {
        super(foreignCatalog);
        this.clients = requireNonNull(clients, "clients is null");
        this.tables = requireNonNull(tables, "tables is null");
        this.ddl = requireNonNull(ddl, "ddl is null");
        this.writes = requireNonNull(writes, "writes is null");
        this.partitions = requireNonNull(partitions, "partitions is null");
        this.deletes = requireNonNull(deletes, "deletes is null");
        this.remoteCatalog = requireNonNull(remoteCatalog, "remoteCatalog is null");
    }

    @Override
    protected List<String> listRemoteSchemas(ConnectorSession session)
    {
        return tables.liveProject(session).map(tables::schemas).orElseGet(ImmutableList::of);
    }

    @Override
    protected List<SchemaTableName> listRemoteTables(ConnectorSession session, Optional<String> schemaName)
    {
        return tables.liveProject(session).map(project -> tables.tableNames(project, schemaName)).orElseGet(ImmutableList::of);
    }

    @Override
    protected Optional<MaxComputeTableHandle> findRemoteTable(ConnectorSession session, SchemaTableName name)
    {
        return tables.liveProject(session).flatMap(project -> tables.findTable(session, project, name));
    }

    @Override
    protected FdwTableHandle resolveForeignTable(ConnectorSession session, ForeignTable definition)
    {
        return tables.resolve(session, definition);
    }

    @Override
    protected Optional<Supplier<List<PartitionsTable.Row>>> partitions(ConnectorSession session, SchemaTableName name)
    {
        return getTableHandle(session, name, Optional.empty(), Optional.empty()) instanceof MaxComputeTableHandle table && !table.partitionKeys().isEmpty() ?
                Optional.of(() -> partitions.rows(session, table)) :
                Optional.empty();
    }

    @Override
    protected Map<SchemaTableName, List<ColumnMetadata>> listRemoteColumns(ConnectorSession session, Optional<String> schemaName)
    {
        Map<SchemaTableName, List<ColumnMetadata>> columns = new LinkedHashMap<>();
        tables.liveProject(session).ifPresent(project -> tables.describeTables(session, project, schemaName)
                .forEach(table -> columns.put(table.name(), table.columns().stream().map(MaxComputeColumnHandle::toColumnMetadata).collect(toImmutableList()))));
        return columns;
    }

    @Override
    public Optional<ConstraintApplicationResult<ConnectorTableHandle>> applyFilter(ConnectorSession session, ConnectorTableHandle handle, Constraint constraint)
    {
        MaxComputeTableHandle table = (MaxComputeTableHandle) handle;
        if (table.limit().isPresent() || constraint.getSummary().isNone()) {
            // a limit that was applied counts rows before the filter
            return Optional.empty();
        }
        Map<ColumnHandle, Domain> ours = new HashMap<>();
        Map<ColumnHandle, Domain> rest = new HashMap<>();
        constraint.getSummary().getDomains().orElseThrow().forEach((column, domain) ->
                (column instanceof MaxComputeColumnHandle(_, _, _, _, _, boolean partitionKey) && partitionKey ? ours : rest).put(column, domain));
        TupleDomain<ColumnHandle> combined = table.constraint().intersect(TupleDomain.withColumnDomains(ours));
        if (combined.equals(table.constraint())) {
            return Optional.empty();
        }
        return Optional.of(new ConstraintApplicationResult<>(table.withConstraint(combined), TupleDomain.withColumnDomains(rest), constraint.getExpression(), false));
    }

    @Override
    public Optional<LimitApplicationResult<ConnectorTableHandle>> applyLimit(ConnectorSession session, ConnectorTableHandle handle, long limit)
    {
        MaxComputeTableHandle table = (MaxComputeTableHandle) handle;
        if (table.limit().isPresent() && table.limit().getAsLong() <= limit) {
            return Optional.empty();
        }
        // one split source cuts the ranges of all splits, so that together they have exactly this many rows
        return Optional.of(new LimitApplicationResult<>(table.withLimit(limit), true, false));
    }

    @Override
    public void createSchema(ConnectorSession session, String schemaName, Map<String, Object> properties, TrinoPrincipal owner)
    {
        LiveProject project = projectWithSchemas(session, "creating schemas");
        MaxComputeDdl.checkName("Schema", schemaName);
        project.client().metadata(project.name()).createSchema(project.name(), schemaName);
        remoteCatalog.flush();
    }

    @Override
    public void dropSchema(ConnectorSession session, String schemaName, boolean cascade)
    {
        LiveProject project = projectWithSchemas(session, "dropping schemas");
        if (cascade) {
            throw new TrinoException(NOT_SUPPORTED, "This connector does not support dropping schemas with CASCADE option");
        }
        remoteCatalog.flush();
        if (!tables.tableNames(project, Optional.of(schemaName)).isEmpty()) {
            throw new TrinoException(SCHEMA_NOT_EMPTY, "Cannot drop non-empty schema '%s'".formatted(schemaName));
        }
        project.client().metadata(project.name()).dropSchema(project.name(), schemaName);
        remoteCatalog.flush();
    }

    private LiveProject projectWithSchemas(ConnectorSession session, String action)
    {
        return tables.liveProject(session)
                .filter(LiveProject::hasSchemas)
                .orElseThrow(() -> new TrinoException(NOT_SUPPORTED, "This connector does not support %s: the project has none".formatted(action)));
    }

    @Override
    protected void createRemoteTable(ConnectorSession session, ConnectorTableMetadata tableMetadata, SaveMode saveMode)
    {
        if (saveMode == SaveMode.REPLACE) {
            throw new TrinoException(NOT_SUPPORTED, "This connector does not support replacing tables");
        }
        LiveProject project = targetProject(session, tableMetadata.getTable());
        checkNotExists(session, tableMetadata.getTable(), saveMode == SaveMode.IGNORE);
        ddl.createTable(session, project.client(), project.tableName(tableMetadata.getTable()), tableMetadata, tables.typeMapper(project.server(), session), saveMode == SaveMode.IGNORE);
    }

    private LiveProject targetProject(ConnectorSession session, SchemaTableName name)
    {
        LiveProject project = tables.liveProject(session)
                .orElseThrow(() -> new TrinoException(NOT_SUPPORTED, "Tables cannot be created in this catalog; set its properties \"odps-endpoint\" and \"project\""));
        if (!tables.schemas(project).contains(name.getSchemaName())) {
            throw new TrinoException(SCHEMA_NOT_FOUND, "Schema %s not found".formatted(name.getSchemaName()));
        }
        return project;
    }

    private void checkNotExists(ConnectorSession session, SchemaTableName name, boolean ignore)
    {
        if (!ignore && findRemoteTable(session, name).isPresent()) {
            throw new TrinoException(TABLE_ALREADY_EXISTS, "Table '%s' already exists".formatted(name));
        }
    }

    @Override
    protected void dropRemoteTable(ConnectorSession session, FdwTableHandle handle)
    {
        MaxComputeTableHandle table = (MaxComputeTableHandle) handle;
        ddl.dropTable(client(session, table.server()), table.remote(), false);
    }

    @Override
    protected void renameRemoteTable(ConnectorSession session, FdwTableHandle handle, SchemaTableName newName)
    {
        MaxComputeTableHandle table = (MaxComputeTableHandle) handle;
        if (!table.name().getSchemaName().equals(newName.getSchemaName())) {
            throw new TrinoException(NOT_SUPPORTED, "This connector does not support renaming tables across schemas");
        }
        checkNotExists(session, newName, false);
        ddl.renameTable(client(session, table.server()), table.remote(), newName.getTableName());
    }

    @Override
    protected void addRemoteColumn(ConnectorSession session, FdwTableHandle table, ColumnMetadata column)
    {
        ddl.addColumn(client(session, table.server()), ((MaxComputeTableHandle) table).remote(), column, tables.typeMapper(table.server(), session));
    }

    @Override
    protected void setRemoteTableComment(ConnectorSession session, FdwTableHandle table, Optional<String> comment)
    {
        ddl.setTableComment(client(session, table.server()), ((MaxComputeTableHandle) table).remote(), comment);
    }

    @Override
    protected void setRemoteColumnComment(ConnectorSession session, FdwTableHandle table, FdwColumnHandle column, Optional<String> comment)
    {
        ddl.setColumnComment(client(session, table.server()), ((MaxComputeTableHandle) table).remote(), ((MaxComputeColumnHandle) column).remoteName(), comment);
    }

    @Override
    protected void truncateRemoteTable(ConnectorSession session, FdwTableHandle handle)
    {
        MaxComputeTableHandle table = (MaxComputeTableHandle) handle;
        if (table.partitionKeys().isEmpty()) {
            ddl.truncateTable(client(session, table.server()), table.remote());
            return;
        }
        deletes.truncate(client(session, table.server()), table);
    }

    @Override
    protected void setRemoteTableProperties(ConnectorSession session, FdwTableHandle table, Map<String, Optional<Object>> properties)
    {
        if (!properties.keySet().equals(Set.of(MaxComputeOptions.LIFECYCLE.name()))) {
            throw new TrinoException(NOT_SUPPORTED, "Only the property \"%s\" of a table in MaxCompute can be set".formatted(MaxComputeOptions.LIFECYCLE.name()));
        }
        int days = properties.get(MaxComputeOptions.LIFECYCLE.name())
                .map(value -> MaxComputeOptions.LIFECYCLE.parse(value.toString()))
                .orElseThrow(() -> new TrinoException(NOT_SUPPORTED, "MaxCompute does not take the lifecycle of a table away; set a number of days"));
        ddl.setLifecycle(client(session, table.server()), ((MaxComputeTableHandle) table).remote(), days);
    }

    /** Rows go by whole partitions only: nothing ever reads this column. */
    @Override
    public ColumnHandle getMergeRowIdColumnHandle(ConnectorSession session, ConnectorTableHandle handle)
    {
        checkDeletable(handle);
        return new MaxComputeColumnHandle("$row_id", "$row_id", BIGINT, true, Optional.empty(), false);
    }

    @Override
    public RowChangeParadigm getRowChangeParadigm(ConnectorSession session, ConnectorTableHandle handle)
    {
        checkDeletable(handle);
        return RowChangeParadigm.DELETE_ROW_AND_INSERT_ROW;
    }

    private static void checkDeletable(ConnectorTableHandle handle)
    {
        if (!(handle instanceof MaxComputeTableHandle table) || table.partitionKeys().isEmpty()) {
            throw new TrinoException(NOT_SUPPORTED, MODIFYING_ROWS_MESSAGE);
        }
    }

    @Override
    public ConnectorMergeTableHandle beginMerge(ConnectorSession session, ConnectorTableHandle handle, Map<Integer, Collection<ColumnHandle>> updateCaseColumns, RetryMode retryMode)
    {
        throw new TrinoException(NOT_SUPPORTED, MODIFYING_ROWS_MESSAGE + ", only deleting whole partitions, with conditions on partition columns alone");
    }

    @Override
    public Optional<ConnectorTableHandle> applyDelete(ConnectorSession session, ConnectorTableHandle handle)
    {
        MaxComputeTableHandle table = (MaxComputeTableHandle) handle;
        // what is left of the condition when it has been applied stands above the scan, and then this is not asked
        return table.partitionKeys().isEmpty() || table.limit().isPresent() ? Optional.empty() : Optional.of(table);
    }

    @Override
    public OptionalLong executeDelete(ConnectorSession session, ConnectorTableHandle handle)
    {
        MaxComputeTableHandle table = (MaxComputeTableHandle) handle;
        deletes.delete(client(session, table.server()), table);
        return OptionalLong.empty();
    }

    @Override
    public ConnectorTableMetadata getTableMetadata(ConnectorSession session, ConnectorTableHandle handle)
    {
        ConnectorTableMetadata metadata = super.getTableMetadata(session, handle);
        if (((FdwTableHandle) handle).foreignTable()) {
            return metadata;
        }
        MaxComputeTableHandle table = (MaxComputeTableHandle) handle;
        if (table.query().isPresent()) {
            return metadata;
        }
        Map<String, Object> properties = new HashMap<>(metadata.getProperties());
        if (!table.partitionKeys().isEmpty()) {
            properties.put(MaxComputeOptions.PARTITIONED_BY.name(), String.join(",", table.partitionColumns().stream().map(MaxComputeColumnHandle::name).toList()));
        }
        remoteCatalog.table(client(session, table.server()), table.remote())
                .map(RemoteTable::lifecycle)
                .filter(OptionalLong::isPresent)
                .ifPresent(days -> properties.put(MaxComputeOptions.LIFECYCLE.name(), Long.toString(days.getAsLong())));
        return new ConnectorTableMetadata(metadata.getTable(), metadata.getColumns(), properties, metadata.getComment());
    }

    /**
     * The number of rows as the service last counted them; it knows nothing about their values.
     */
    @Override
    public TableStatistics getTableStatistics(ConnectorSession session, ConnectorTableHandle handle)
    {
        MaxComputeTableHandle table = (MaxComputeTableHandle) handle;
        MaxComputeClient client = client(session, table.server());
        if (table.query().isPresent() || !client.hasService() || table.fixedPartition().isPresent() || !table.constraint().isAll()) {
            return TableStatistics.empty();
        }
        OptionalLong rows = remoteCatalog.table(client, table.remote())
                .map(RemoteTable::recordCount)
                .orElse(OptionalLong.empty());
        if (rows.isEmpty()) {
            return TableStatistics.empty();
        }
        return TableStatistics.builder()
                .setRowCount(Estimate.of(rows.getAsLong()))
                .build();
    }

    @Override
    public Optional<ConnectorTableLayout> getNewTableLayout(ConnectorSession session, ConnectorTableMetadata tableMetadata)
    {
        String server = foreignCatalog().ownServerName();
        ScanOptions options = ScanOptions.of(foreignCatalog().options(tables.sessionOptions(session), server));
        Object keys = tableMetadata.getProperties().get(MaxComputeOptions.PARTITIONED_BY.name());
        return layout(options, keys == null ? ImmutableList.of() : MaxComputeOptions.PARTITIONED_BY.parse(keys.toString()), false);
    }

    @Override
    public Optional<ConnectorTableLayout> getInsertLayout(ConnectorSession session, ConnectorTableHandle handle)
    {
        MaxComputeTableHandle table = (MaxComputeTableHandle) handle;
        List<String> keys = table.fixedPartition().isPresent() ? ImmutableList.of() : table.partitionColumns().stream().map(MaxComputeColumnHandle::name).toList();
        return layout(table.options(), keys, overwrite(session) && !keys.isEmpty());
    }

    /**
     * @param single whether one writer must write all rows
     */
    private static Optional<ConnectorTableLayout> layout(ScanOptions options, List<String> partitionColumns, boolean single)
    {
        Optional<MppExecute> mppExecute = options.mppExecute().filter(mode -> mode != MppExecute.ALL_SEGMENTS);
        if (mppExecute.isPresent() || single) {
            return Optional.of(new ConnectorTableLayout(new WriterPartitioningHandle(mppExecute.orElse(MppExecute.ANY), 0), partitionColumns, false));
        }
        // rows of a partition go to few writers: each writer makes a session for each of its partitions
        return partitionColumns.isEmpty() ? Optional.empty() : Optional.of(new ConnectorTableLayout(partitionColumns));
    }

    @Override
    public ConnectorOutputTableHandle beginCreateTable(ConnectorSession session, ConnectorTableMetadata tableMetadata, Optional<ConnectorTableLayout> layout, RetryMode retryMode, boolean replace)
    {
        checkNoRetries(retryMode);
        if (replace) {
            throw new TrinoException(NOT_SUPPORTED, "This connector does not support replacing tables");
        }
        checkRemoteTable(tableMetadata);
        LiveProject project = targetProject(session, tableMetadata.getTable());
        checkNotExists(session, tableMetadata.getTable(), false);
        MaxComputeDdl.checkName("Table", tableMetadata.getTable().getTableName());
        TableName target = project.tableName(tableMetadata.getTable());
        TableName temporary = new TableName(target.project(), target.schema(), TEMPORARY_PREFIX + session.getQueryId());
        TypeMapper typeMapper = tables.typeMapper(project.server(), session);
        List<String> keys = ddl.createTable(session, project.client(), temporary, tableMetadata, typeMapper, false).partitionKeys();
        undo = Optional.of(() -> ddl.dropTable(project.client(), temporary, true));
        List<MaxComputeColumnHandle> columns = tableMetadata.getColumns().stream()
                .map(column -> new MaxComputeColumnHandle(column.getName(), column.getName(), column.getType(), column.isNullable(), column.getComment(), keys.contains(column.getName())))
                .collect(toImmutableList());
        return new MaxComputeWriteHandle(
                tableMetadata.getTable(),
                project.server(),
                temporary,
                Optional.of(target.table()),
                columns,
                keys,
                keys.isEmpty() ? Optional.of(writes.openSession(project.client(), temporary, Optional.empty(), false)) : Optional.empty(),
                false,
                ScanOptions.of(foreignCatalog().options(tables.sessionOptions(session), project.server())).blockSize(),
                writes.writerNodes());
    }

    @Override
    public Optional<ConnectorOutputMetadata> finishCreateTable(ConnectorSession session, ConnectorOutputTableHandle tableHandle, Collection<Slice> fragments, Collection<ComputedStatistics> computedStatistics)
    {
        MaxComputeWriteHandle handle = (MaxComputeWriteHandle) tableHandle;
        MaxComputeClient client = client(session, handle.server());
        writes.commit(client, handle, fragments);
        // the table shows under its name only with all its rows
        ddl.renameTable(client, handle.remote(), handle.renameTo().orElseThrow());
        undo = Optional.empty();
        return Optional.empty();
    }

    @Override
    public ConnectorInsertTableHandle beginInsert(ConnectorSession session, ConnectorTableHandle tableHandle, List<ColumnHandle> columns, RetryMode retryMode)
    {
        checkNoRetries(retryMode);
        MaxComputeTableHandle table = (MaxComputeTableHandle) tableHandle;
        if (table.query().isPresent()) {
            throw new TrinoException(NOT_SUPPORTED, "Table %s cannot be written to: %s is a view or an external table".formatted(table.name(), table.remote()));
        }
        MaxComputeClient client = client(session, table.server());
        boolean overwrite = overwrite(session);
        boolean dynamic = !table.partitionKeys().isEmpty() && table.fixedPartition().isEmpty();
        List<MaxComputeColumnHandle> columnHandles = columns.stream().map(MaxComputeColumnHandle.class::cast).collect(toImmutableList());
        if (dynamic) {
            for (String key : table.partitionKeys()) {
                if (columnHandles.stream().noneMatch(column -> column.remoteName().equalsIgnoreCase(key))) {
                    throw new TrinoException(NOT_SUPPORTED, "Table %s cannot be written to without its partition column \"%s\"".formatted(table.name(), key));
                }
            }
        }
        return new MaxComputeWriteHandle(
                table.name(),
                table.server(),
                table.remote(),
                Optional.empty(),
                columnHandles,
                dynamic ? table.partitionKeys() : ImmutableList.of(),
                dynamic ? Optional.empty() : Optional.of(writes.openSession(client, table.remote(), table.fixedPartition(), overwrite)),
                overwrite,
                table.options().blockSize(),
                writes.writerNodes());
    }

    @Override
    public Optional<ConnectorOutputMetadata> finishInsert(ConnectorSession session, ConnectorInsertTableHandle insertHandle, List<ConnectorTableHandle> sourceTableHandles, Collection<Slice> fragments, Collection<ComputedStatistics> computedStatistics)
    {
        MaxComputeWriteHandle handle = (MaxComputeWriteHandle) insertHandle;
        writes.commit(client(session, handle.server()), handle, fragments);
        return Optional.empty();
    }

    private boolean overwrite(ConnectorSession session)
    {
        return tables.sessionOptions(session).get(MaxComputeOptions.INSERT_MODE).map(mode -> mode == InsertMode.OVERWRITE).orElse(false);
    }

    private static void checkNoRetries(RetryMode retryMode)
    {
        if (retryMode != RetryMode.NO_RETRIES) {
            throw new TrinoException(NOT_SUPPORTED, "This connector does not support query retries");
        }
    }

    private MaxComputeClient client(ConnectorSession session, String server)
    {
        return clients.client(foreignServers().credentials(session, server));
    }

    @Override
    public void rollback()
    {
        undo.ifPresent(action -> {
            try {
                action.run();
            }
            catch (RuntimeException e) {
                log.warn(e, "Could not drop the table of a failed CREATE TABLE AS");
            }
        });
        undo = Optional.empty();
    }
}
