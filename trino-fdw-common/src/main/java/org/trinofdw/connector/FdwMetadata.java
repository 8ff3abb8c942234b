package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ColumnPosition;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.ConnectorWritableTableHandle;
import io.trino.spi.connector.RelationColumnsMetadata;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.connector.TableFunctionApplicationResult;
import io.trino.spi.function.table.ConnectorTableFunctionHandle;
import io.trino.spi.type.Type;
import org.trinofdw.connector.QueryFunction.QueryHandle;
import org.trinofdw.connector.system.PartitionsTable;
import org.trinofdw.ddl.DefaultExpression;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.ddl.ForeignTableEditor;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.handle.FdwWritableTableHandle;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.handle.HiddenColumn;
import org.trinofdw.handle.HiddenColumnHandle;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;

/**
 * The metadata that all wrappers share: foreign tables before live remote tables of the same name, hidden columns, credentials, and
 * the rule that DDL on a foreign table edits its definition while DDL on a live table goes to the remote (DESIGN.md sections 3 and 4).
 * A wrapper extends it with its remote side and with what it pushes down.
 */
public abstract class FdwMetadata
        implements ConnectorMetadata
{
    private final ForeignCatalog foreignCatalog;
    private final ForeignServers foreignServers;
    private final StandingImport standingImport;
    private final ForeignTableEditor editor;
    private final ForeignTableProperties foreignTableProperties;

    protected FdwMetadata(ForeignCatalog foreignCatalog)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.editor = new ForeignTableEditor(foreignCatalog);
        this.foreignTableProperties = new ForeignTableProperties(foreignCatalog.optionTable(), editor, foreignCatalog.ownServerName());
        this.foreignServers = new ForeignServers(foreignCatalog);
        this.standingImport = StandingImport.of(foreignCatalog.catalogOptions().catalog());
    }

    /** Names of the remote schemas, in lower case. */
    protected abstract List<String> listRemoteSchemas(ConnectorSession session);

    /** Names of the remote tables of one schema or of all, in lower case. */
    protected abstract List<SchemaTableName> listRemoteTables(ConnectorSession session, Optional<String> schemaName);

    /** The live remote table of this name. */
    protected abstract Optional<? extends FdwTableHandle> findRemoteTable(ConnectorSession session, SchemaTableName name);

    /**
     * The foreign table behind a definition, joined with its remote table.
     *
     * @throws TrinoException when the remote table is missing or does not fit; it names column, remote table and remedy
     */
    protected abstract FdwTableHandle resolveForeignTable(ConnectorSession session, ForeignTable definition);

    /** Columns of the remote tables of one schema or of all, in as few remote calls as possible. A table that cannot be described is left out. */
    protected abstract Map<SchemaTableName, List<ColumnMetadata>> listRemoteColumns(ConnectorSession session, Optional<String> schemaName);

    /**
     * What lists the partitions of a table for {@code "t$partitions"}, from the servers each time that it is asked.
     *
     * @return empty if there is no such table, or it has no partitions
     */
    protected Optional<Supplier<List<PartitionsTable.Row>>> partitions(ConnectorSession session, SchemaTableName table)
    {
        return Optional.empty();
    }

    /** Ends what the transaction holds open remotely. */
    public void commit() {}

    /** Ends what the transaction holds open remotely. */
    public void rollback()
    {
        commit();
    }

    protected void createRemoteTable(ConnectorSession session, ConnectorTableMetadata tableMetadata, SaveMode saveMode)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support creating tables");
    }

    protected void dropRemoteTable(ConnectorSession session, FdwTableHandle table)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support dropping tables");
    }

    protected void truncateRemoteTable(ConnectorSession session, FdwTableHandle table)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support truncating tables");
    }

    protected void renameRemoteTable(ConnectorSession session, FdwTableHandle table, SchemaTableName newName)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support renaming tables");
    }

    protected void setRemoteTableProperties(ConnectorSession session, FdwTableHandle table, Map<String, Optional<Object>> properties)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support setting table properties");
    }

    protected void setRemoteTableComment(ConnectorSession session, FdwTableHandle table, Optional<String> comment)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support setting table comments");
    }

    protected void setRemoteColumnComment(ConnectorSession session, FdwTableHandle table, FdwColumnHandle column, Optional<String> comment)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support setting column comments");
    }

    protected void addRemoteColumn(ConnectorSession session, FdwTableHandle table, ColumnMetadata column)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support adding columns");
    }

    protected void dropRemoteColumn(ConnectorSession session, FdwTableHandle table, FdwColumnHandle column)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support dropping columns");
    }

    protected void renameRemoteColumn(ConnectorSession session, FdwTableHandle table, FdwColumnHandle column, String newName)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support renaming columns");
    }

    protected void setRemoteColumnType(ConnectorSession session, FdwTableHandle table, FdwColumnHandle column, Type type)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support setting column types");
    }

    protected void dropRemoteNotNullConstraint(ConnectorSession session, FdwTableHandle table, FdwColumnHandle column)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support dropping a not null constraint");
    }

    /**
     * @throws TrinoException if a table that is to be created on the remote server has what only foreign tables have
     */
    protected final void checkRemoteTable(ConnectorTableMetadata table)
    {
        foreignTableProperties.checkRemote(table);
        table.getColumns().forEach(this::checkNoDefault);
    }

    protected final ForeignCatalog foreignCatalog()
    {
        return foreignCatalog;
    }

    protected final ForeignServers foreignServers()
    {
        return foreignServers;
    }

    @Override
    public final List<String> listSchemaNames(ConnectorSession session)
    {
        ImmutableSet.Builder<String> schemas = ImmutableSet.builder();
        foreignCatalog.tables().forEach(table -> schemas.add(table.name().getSchemaName()));
        if (standingImport.enabled()) {
            listRemoteSchemas(session).stream()
                    .filter(standingImport::includesSchema)
                    .forEach(schemas::add);
        }
        return ImmutableList.copyOf(schemas.build());
    }

    @Override
    public final List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schemaName)
    {
        ImmutableSet.Builder<SchemaTableName> tables = ImmutableSet.builder();
        definitions(schemaName).forEach(table -> tables.add(table.name()));
        if (standingImport.enabled()) {
            listRemoteTables(session, schemaName).stream()
                    .filter(standingImport::includes)
                    .forEach(tables::add);
        }
        return ImmutableList.copyOf(tables.build());
    }

    @Override
    public final FdwTableHandle getTableHandle(
            ConnectorSession session,
            SchemaTableName tableName,
            Optional<ConnectorTableVersion> startVersion,
            Optional<ConnectorTableVersion> endVersion)
    {
        if (startVersion.isPresent() || endVersion.isPresent()) {
            throw new TrinoException(NOT_SUPPORTED, "This connector does not support versioned tables");
        }
        Optional<ForeignTable> definition = foreignCatalog.table(tableName);
        if (definition.isPresent()) {
            try {
                return resolveForeignTable(session, definition.get());
            }
            catch (TrinoException e) {
                // what cannot be read can still be shown, changed and dropped
                return new UnresolvedTableHandle(definition.get(), e);
            }
        }
        if (!standingImport.includes(tableName)) {
            return null;
        }
        return findRemoteTable(session, tableName).orElse(null);
    }

    @Override
    public final Optional<SystemTable> getSystemTable(ConnectorSession session, SchemaTableName tableName)
    {
        return PartitionsTable.partitionedTable(tableName)
                .filter(table -> foreignCatalog.table(table).isPresent() || standingImport.includes(table))
                .flatMap(table -> partitions(session, table).map(rows -> new PartitionsTable(table, rows)));
    }

    @Override
    public final Optional<TableFunctionApplicationResult<ConnectorTableHandle>> applyTableFunction(ConnectorSession session, ConnectorTableFunctionHandle handle)
    {
        if (!(handle instanceof QueryHandle(FdwTableHandle table))) {
            return Optional.empty();
        }
        return Optional.of(new TableFunctionApplicationResult<>(table, ImmutableList.copyOf(table.columns())));
    }

    @Override
    public final SchemaTableName getTableName(ConnectorSession session, ConnectorTableHandle table)
    {
        return ((FdwTableHandle) table).name();
    }

    @Override
    public ConnectorTableMetadata getTableMetadata(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        if (table instanceof UnresolvedTableHandle(ForeignTable definition, _)) {
            return new ConnectorTableMetadata(definition.name(), declaredColumns(definition), foreignTableProperties.of(definition), definition.comment());
        }
        List<ColumnMetadata> columns = getColumnHandles(session, table).values().stream()
                .map(column -> columnMetadata(table, (FdwColumnHandle) column))
                .collect(toImmutableList());
        Map<String, Object> properties = definition(table).map(foreignTableProperties::of).orElseGet(ImmutableMap::of);
        return new ConnectorTableMetadata(table.name(), columns, properties, table.comment());
    }

    @Override
    public final Map<String, ColumnHandle> getColumnHandles(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        ImmutableMap.Builder<String, ColumnHandle> columns = ImmutableMap.builder();
        ((FdwTableHandle) tableHandle).columns().forEach(column -> columns.put(column.name(), column));
        Arrays.stream(HiddenColumn.values()).forEach(column -> columns.put(column.columnName(), new HiddenColumnHandle(column)));
        return columns.buildOrThrow();
    }

    @Override
    public final ColumnMetadata getColumnMetadata(ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle columnHandle)
    {
        return columnMetadata((FdwTableHandle) tableHandle, (FdwColumnHandle) columnHandle);
    }

    /** The column with what its definition adds to what the wrapper knows of it. */
    private ColumnMetadata columnMetadata(FdwTableHandle table, FdwColumnHandle column)
    {
        return definition(table)
                .flatMap(definition -> definition.column(column.name()))
                .map(declared -> declaredColumn(declared, ColumnMetadata.builderFrom(column.toColumnMetadata())))
                .orElseGet(column::toColumnMetadata);
    }

    /** The definition behind a foreign table. */
    final Optional<ForeignTable> definition(FdwTableHandle table)
    {
        return table.foreignTable() ? foreignCatalog.table(table.name()) : Optional.empty();
    }

    @Override
    public final Iterator<RelationColumnsMetadata> streamRelationColumns(
            ConnectorSession session,
            Optional<String> schemaName,
            UnaryOperator<Set<SchemaTableName>> relationFilter)
    {
        Map<SchemaTableName, List<ColumnMetadata>> columns = new LinkedHashMap<>();
        if (standingImport.enabled()) {
            listRemoteColumns(session, schemaName).forEach((table, remoteColumns) -> {
                if (standingImport.includes(table)) {
                    columns.put(table, remoteColumns);
                }
            });
        }
        definitions(schemaName).forEach(table -> columns.put(table.name(), declaredColumns(table)));
        return relationFilter.apply(columns.keySet()).stream()
                .map(name -> RelationColumnsMetadata.forTable(name, columns.get(name)))
                .iterator();
    }

    @Override
    public final Optional<ConnectorTableCredentials> getTableCredentials(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        return Optional.of(foreignServers.credentials(session, ((FdwTableHandle) tableHandle).servers()));
    }

    @Override
    public final Optional<ConnectorTableCredentials> getTableCredentials(ConnectorSession session, ConnectorWritableTableHandle tableHandle)
    {
        return Optional.of(foreignServers.credentials(session, ((FdwWritableTableHandle) tableHandle).servers()));
    }

    @Override
    public final void createTable(ConnectorSession session, ConnectorTableMetadata table, SaveMode saveMode)
    {
        if (!foreignTableProperties.definesForeignTable(table)) {
            checkRemoteTable(table);
            createRemoteTable(session, table, saveMode);
            return;
        }
        if (saveMode == SaveMode.REPLACE) {
            throw new TrinoException(NOT_SUPPORTED, "This connector does not support replacing tables");
        }
        if (saveMode == SaveMode.IGNORE && foreignCatalog.table(table.getTable()).isPresent()) {
            return;
        }
        editor.create(foreignTableProperties.definition(table), foreignTableProperties.clauses(table));
    }

    @Override
    public final void dropTable(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        if (table.foreignTable()) {
            foreignCatalog.dropTable(table.name());
            return;
        }
        dropRemoteTable(session, table);
    }

    /** Removes rows, so that it goes to the remote for foreign tables too. */
    @Override
    public final void truncateTable(ConnectorSession session, ConnectorTableHandle tableHandle)
    {
        if (tableHandle instanceof UnresolvedTableHandle(_, TrinoException failure)) {
            throw failure;
        }
        truncateRemoteTable(session, (FdwTableHandle) tableHandle);
    }

    @Override
    public final void renameTable(ConnectorSession session, ConnectorTableHandle tableHandle, SchemaTableName newName)
    {
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        if (table.foreignTable()) {
            editor.rename(table.name(), newName);
            return;
        }
        renameRemoteTable(session, table, newName);
    }

    @Override
    public final void setTableProperties(ConnectorSession session, ConnectorTableHandle tableHandle, Map<String, Optional<Object>> properties)
    {
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        if (table.foreignTable()) {
            Optional<String> server = properties.containsKey(ForeignTableProperties.SERVER) ?
                    Optional.of(properties.get(ForeignTableProperties.SERVER).map(String.class::cast).orElseGet(foreignCatalog::ownServerName)) :
                    Optional.empty();
            editor.setOptions(table.name(), foreignTableProperties.changedOptions(properties), server);
            return;
        }
        setRemoteTableProperties(session, table, properties);
    }

    @Override
    public final void setTableComment(ConnectorSession session, ConnectorTableHandle tableHandle, Optional<String> comment)
    {
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        if (table.foreignTable()) {
            editor.setComment(table.name(), comment);
            return;
        }
        setRemoteTableComment(session, table, comment);
    }

    @Override
    public final void setColumnComment(ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle column, Optional<String> comment)
    {
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        if (table.foreignTable()) {
            editor.setColumnComment(table.name(), name(column), comment);
            return;
        }
        setRemoteColumnComment(session, table, (FdwColumnHandle) column, comment);
    }

    @Override
    public final void addColumn(ConnectorSession session, ConnectorTableHandle tableHandle, ColumnMetadata column, ColumnPosition position)
    {
        switch (position) {
            case ColumnPosition.First _ -> throw new TrinoException(NOT_SUPPORTED, "This connector does not support adding columns with FIRST clause");
            case ColumnPosition.After _ -> throw new TrinoException(NOT_SUPPORTED, "This connector does not support adding columns with AFTER clause");
            case ColumnPosition.Last _ -> {}
        }
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        if (table.foreignTable()) {
            editor.addColumn(table.name(), foreignTableProperties.column(column));
            return;
        }
        checkNoDefault(column);
        addRemoteColumn(session, table, column);
    }

    @Override
    public final void dropColumn(ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle column)
    {
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        if (table.foreignTable()) {
            editor.dropColumn(table.name(), name(column));
            return;
        }
        dropRemoteColumn(session, table, (FdwColumnHandle) column);
    }

    @Override
    public final void renameColumn(ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle column, String newName)
    {
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        if (table.foreignTable()) {
            editor.renameColumn(table.name(), name(column), newName);
            return;
        }
        renameRemoteColumn(session, table, (FdwColumnHandle) column, newName);
    }

    @Override
    public final void setColumnType(ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle column, Type type)
    {
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        if (table.foreignTable()) {
            editor.setColumnType(table.name(), name(column), type);
            return;
        }
        setRemoteColumnType(session, table, (FdwColumnHandle) column, type);
    }

    @Override
    public final void dropNotNullConstraint(ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle column)
    {
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        if (table.foreignTable()) {
            editor.dropNotNull(table.name(), name(column));
            return;
        }
        dropRemoteNotNullConstraint(session, table, (FdwColumnHandle) column);
    }

    @Override
    public final void setDefaultValue(ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle column, String defaultValue)
    {
        setDefault((FdwTableHandle) tableHandle, name(column), Optional.of(defaultValue));
    }

    @Override
    public final void dropDefaultValue(ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle column)
    {
        setDefault((FdwTableHandle) tableHandle, name(column), Optional.empty());
    }

    private void setDefault(FdwTableHandle table, String column, Optional<String> expression)
    {
        if (!table.foreignTable()) {
            throw noRemoteDefault(column);
        }
        editor.setDefault(table.name(), column, expression);
    }

    private void checkNoDefault(ColumnMetadata column)
    {
        if (column.getDefaultValue().isPresent()) {
            throw noRemoteDefault(column.getName());
        }
    }

    private TrinoException noRemoteDefault(String column)
    {
        return new TrinoException(NOT_SUPPORTED, "Only foreign tables have defaults here; for tables of the remote server Catalog '%s' does not support default value for column name '%s'".formatted(foreignCatalog.ownServerName(), column));
    }

    private static String name(ColumnHandle column)
    {
        return ((FdwColumnHandle) column).name();
    }

    private List<ForeignTable> definitions(Optional<String> schemaName)
    {
        return foreignCatalog.tables().stream()
                .filter(table -> schemaName.map(table.name().getSchemaName()::equals).orElse(true))
                .collect(toImmutableList());
    }

    private List<ColumnMetadata> declaredColumns(ForeignTable table)
    {
        return table.columns().stream()
                .map(column -> declaredColumn(column, ColumnMetadata.builder().setName(column.name()).setType(column.type().trinoType())))
                .collect(toImmutableList());
    }

    private ColumnMetadata declaredColumn(ForeignColumn column, ColumnMetadata.Builder builder)
    {
        Optional<String> literal = DefaultExpression.of(column).flatMap(DefaultExpression::literal);
        return builder
                .setNullable(column.nullable())
                .setComment(column.comment())
                .setDefaultValue(literal)
                .setProperties(foreignTableProperties.of(column, literal.isPresent()))
                .build();
    }
}
