package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
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
import org.trinofdw.ddl.ForeignCatalog;
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

    protected FdwMetadata(ForeignCatalog foreignCatalog)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
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
            return resolveForeignTable(session, definition.get());
        }
        if (!standingImport.includes(tableName)) {
            return null;
        }
        return findRemoteTable(session, tableName).orElse(null);
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
        List<ColumnMetadata> columns = getColumnHandles(session, table).values().stream()
                .map(column -> ((FdwColumnHandle) column).toColumnMetadata())
                .collect(toImmutableList());
        return new ConnectorTableMetadata(table.name(), columns, ImmutableMap.of(), table.comment());
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
        return ((FdwColumnHandle) columnHandle).toColumnMetadata();
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
        return Optional.of(foreignServers.credentials(session, ((FdwTableHandle) tableHandle).server()));
    }

    @Override
    public final Optional<ConnectorTableCredentials> getTableCredentials(ConnectorSession session, ConnectorWritableTableHandle tableHandle)
    {
        return Optional.of(foreignServers.credentials(session, ((FdwWritableTableHandle) tableHandle).server()));
    }

    @Override
    public final void createTable(ConnectorSession session, ConnectorTableMetadata tableMetadata, SaveMode saveMode)
    {
        createRemoteTable(session, tableMetadata, saveMode);
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

    private List<ForeignTable> definitions(Optional<String> schemaName)
    {
        return foreignCatalog.tables().stream()
                .filter(table -> schemaName.map(table.name().getSchemaName()::equals).orElse(true))
                .collect(toImmutableList());
    }

    private static List<ColumnMetadata> declaredColumns(ForeignTable table)
    {
        return table.columns().stream()
                .map(FdwMetadata::declaredColumn)
                .collect(toImmutableList());
    }

    private static ColumnMetadata declaredColumn(ForeignColumn column)
    {
        return ColumnMetadata.builder()
                .setName(column.name())
                .setType(column.type().trinoType())
                .setNullable(column.nullable())
                .setComment(column.comment())
                .build();
    }
}
