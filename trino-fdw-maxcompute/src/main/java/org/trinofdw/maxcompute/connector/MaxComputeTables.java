package org.trinofdw.maxcompute.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.airlift.log.Logger;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeManager;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionScheme;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.MaxComputeClients;
import org.trinofdw.maxcompute.client.RemoteColumn;
import org.trinofdw.maxcompute.client.RemoteTable;
import org.trinofdw.maxcompute.definition.DeclaredPartitions;
import org.trinofdw.maxcompute.definition.PartitionPaths;
import org.trinofdw.maxcompute.definition.PartitionValues;
import org.trinofdw.maxcompute.definition.RemoteCatalog;
import org.trinofdw.maxcompute.handle.MaxComputeColumnHandle;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.handle.RemoteQuery;
import org.trinofdw.maxcompute.handle.ScanOptions;
import org.trinofdw.maxcompute.handle.TableName;
import org.trinofdw.maxcompute.option.MaxComputeOptions;
import org.trinofdw.maxcompute.option.SchemaModel;
import org.trinofdw.maxcompute.record.DecoderFactory;
import org.trinofdw.maxcompute.type.InstantMapping;
import org.trinofdw.maxcompute.type.TypeMapper;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.OptionProperties;
import org.trinofdw.option.Options;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.StandardErrorCode.TABLE_NOT_FOUND;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_MISMATCH;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;

/**
 * Makes the handles of tables, live ones and those behind definitions.
 */
public final class MaxComputeTables
{
    private static final Logger log = Logger.get(MaxComputeTables.class);
    private static final Set<String> TUNNEL_KINDS = ImmutableSet.of("MANAGED_TABLE", "MATERIALIZED_VIEW");
    private static final String QUERY_NAME = "query";

    private final ForeignCatalog foreignCatalog;
    private final ForeignServers foreignServers;
    private final MaxComputeClients clients;
    private final RemoteCatalog remoteCatalog;
    private final TypeManager typeManager;

    @Inject
    public MaxComputeTables(ForeignCatalog foreignCatalog, ForeignServers foreignServers, MaxComputeClients clients, RemoteCatalog remoteCatalog, TypeManager typeManager)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.clients = requireNonNull(clients, "clients is null");
        this.remoteCatalog = requireNonNull(remoteCatalog, "remoteCatalog is null");
        this.typeManager = requireNonNull(typeManager, "typeManager is null");
    }

    /**
     * The project whose tables show live: the one of the catalog, when the service can be asked.
     */
    Optional<LiveProject> liveProject(ConnectorSession session)
    {
        String server = foreignCatalog.ownServerName();
        FdwTableCredentials credentials = foreignServers.credentials(session, server);
        EffectiveOptions options = clients.options(credentials);
        Optional<String> project = options.get(MaxComputeOptions.PROJECT);
        if (project.isEmpty() || options.get(MaxComputeOptions.ODPS_ENDPOINT).isEmpty()) {
            return Optional.empty();
        }
        MaxComputeClient client = clients.client(credentials);
        boolean hasSchemas = remoteCatalog.hasSchemas(client, project.get(), options.require(MaxComputeOptions.SCHEMA_MODEL));
        return Optional.of(new LiveProject(server, client, project.get(), hasSchemas));
    }

    List<String> schemas(LiveProject project)
    {
        return project.hasSchemas() ? remoteCatalog.schemas(project.client(), project.name()) : ImmutableList.of(RemoteCatalog.DEFAULT_SCHEMA);
    }

    List<SchemaTableName> tableNames(LiveProject project, Optional<String> schemaName)
    {
        return schemas(project).stream()
                .filter(schema -> schemaName.map(schema::equals).orElse(true))
                .flatMap(schema -> remoteCatalog.tables(project.client(), project.name(), project.remoteSchema(schema)).stream().map(table -> new SchemaTableName(schema, table)))
                .collect(toImmutableList());
    }

    /**
     * Tables with their columns; one that has no readable column is left out.
     */
    List<MaxComputeTableHandle> describeTables(ConnectorSession session, LiveProject project, Optional<String> schemaName)
    {
        return schemas(project).stream()
                .filter(schema -> schemaName.map(schema::equals).orElse(true))
                .flatMap(schema -> remoteCatalog.describeTables(project.client(), project.name(), project.remoteSchema(schema)).stream()
                        .map(table -> live(session, project, new SchemaTableName(schema, table.name().table().toLowerCase(Locale.ENGLISH)), table)))
                .filter(table -> !table.columns().isEmpty())
                .collect(toImmutableList());
    }

    Optional<MaxComputeTableHandle> findTable(ConnectorSession session, LiveProject project, SchemaTableName name)
    {
        if (!project.hasSchemas() && !name.getSchemaName().equals(RemoteCatalog.DEFAULT_SCHEMA)) {
            return Optional.empty();
        }
        return remoteCatalog.table(project.client(), project.tableName(name))
                .map(table -> live(session, project, name, table));
    }

    /**
     * Whether the tunnel refuses the table: a view has no rows of its own, and those of an external table lie elsewhere.
     */
    private static boolean isReadByQuery(RemoteTable table)
    {
        return !TUNNEL_KINDS.contains(table.kind());
    }

    /**
     * Partition columns of what a query reads are columns like others.
     */
    private static RemoteTable readable(RemoteTable table)
    {
        return isReadByQuery(table) ? table.withoutPartitions() : table;
    }

    /**
     * The project that statements run in: the one of the catalog.
     *
     * @throws TrinoException with INVALID_OPTION when the catalog names none, or only the tunnel
     */
    LiveProject queryProject(ConnectorSession session)
    {
        return liveProject(session)
                .orElseThrow(() -> new TrinoException(INVALID_OPTION, "Statements run in the project of the catalog; set its properties \"odps-endpoint\" and \"project\""));
    }

    /**
     * @param result columns of the result of the query
     */
    MaxComputeTableHandle query(ConnectorSession session, LiveProject project, RemoteQuery query, List<RemoteColumn> result)
    {
        TypeMapper typeMapper = typeMapper(project.server(), session);
        ImmutableList.Builder<MaxComputeColumnHandle> columns = ImmutableList.builder();
        for (RemoteColumn column : result) {
            Type type = typeMapper.toTrinoType(column.type())
                    .orElseThrow(() -> new TrinoException(NOT_SUPPORTED, "Column \"%s\" of the query has type %s, which has no counterpart; leave it out or cast it".formatted(column.name(), column.type())));
            columns.add(new MaxComputeColumnHandle(column.name().toLowerCase(Locale.ENGLISH), column.name(), type, true, Optional.empty(), false));
        }
        return new MaxComputeTableHandle(
                new SchemaTableName("system", QUERY_NAME),
                project.server(),
                false,
                new TableName(project.name(), project.remoteSchema(RemoteCatalog.DEFAULT_SCHEMA), QUERY_NAME),
                Optional.of(query),
                columns.build(),
                Optional.empty(),
                ImmutableList.of(),
                Optional.empty(),
                Optional.empty(),
                TupleDomain.all(),
                OptionalLong.empty(),
                ScanOptions.of(foreignCatalog.options(sessionOptions(session), project.server())));
    }

    private MaxComputeTableHandle live(ConnectorSession session, LiveProject project, SchemaTableName name, RemoteTable found)
    {
        RemoteTable table = readable(found);
        TypeMapper typeMapper = typeMapper(project.server(), session);
        ImmutableList.Builder<MaxComputeColumnHandle> columns = ImmutableList.builder();
        for (RemoteColumn column : table.columns()) {
            Optional<Type> type = typeMapper.toTrinoType(column.type());
            if (type.isEmpty()) {
                log.debug("Column %s of table %s has type %s, which has no counterpart; it is hidden", column.name(), table.name(), column.type());
                continue;
            }
            columns.add(new MaxComputeColumnHandle(column.name().toLowerCase(Locale.ENGLISH), column.name(), type.get(), column.nullable(), column.comment(), false));
        }
        for (RemoteColumn column : table.partitionColumns()) {
            typeMapper.toTrinoType(column.type())
                    .filter(PartitionValues::isSupported)
                    .ifPresent(type -> columns.add(new MaxComputeColumnHandle(column.name().toLowerCase(Locale.ENGLISH), column.name(), type, true, column.comment(), true)));
        }
        return new MaxComputeTableHandle(
                name,
                project.server(),
                false,
                project.tableName(name),
                isReadByQuery(table) ? Optional.of(RemoteQuery.of(project.tableName(name))) : Optional.empty(),
                columns.build(),
                table.comment(),
                table.partitionColumns().stream().map(RemoteColumn::name).collect(toImmutableList()),
                Optional.empty(),
                Optional.empty(),
                TupleDomain.all(),
                OptionalLong.empty(),
                ScanOptions.of(foreignCatalog.options(sessionOptions(session), project.server())));
    }

    /**
     * @throws TrinoException with DEFINITION_MISMATCH when the remote table does not fit
     */
    MaxComputeTableHandle resolve(ConnectorSession session, ForeignTable definition)
    {
        FdwTableCredentials credentials = foreignServers.credentials(session, definition.server());
        MaxComputeClient client = clients.client(credentials);
        EffectiveOptions options = foreignCatalog.options(sessionOptions(session), definition);
        TableName remote = remoteName(client, definition, options);
        Optional<RemoteTable> remoteTable = Optional.empty();
        if (client.hasService()) {
            remoteTable = Optional.of(remoteCatalog.table(client, remote)
                    .orElseThrow(() -> new TrinoException(TABLE_NOT_FOUND, "Foreign table %s: MaxCompute has no table %s".formatted(definition.name(), remote))));
            remoteTable = remoteTable.map(MaxComputeTables::readable);
        }
        List<String> declaredKeys = definition.partitioning()
                .filter(scheme -> scheme.style() == PartitionScheme.Style.DECLARED)
                .map(scheme -> scheme.keys().stream().map(key -> remoteColumnName(definition, key)).collect(toImmutableList()))
                .orElseGet(ImmutableList::of);
        List<String> remoteKeys = remoteTable
                .map(table -> table.partitionColumns().stream().map(RemoteColumn::name).collect(toImmutableList()))
                .orElse((ImmutableList<String>) declaredKeys);
        Optional<PartitionSpec> fixedPartition = options.get(MaxComputeOptions.PARTITION)
                .map(path -> PartitionPaths.parse(path, remoteKeys));
        // without the service the path is all that is known of the hierarchy
        List<String> keys = remoteKeys.isEmpty() && fixedPartition.isPresent() && remoteTable.isEmpty() ? fixedPartition.get().columns() : remoteKeys;
        if (fixedPartition.isPresent() && keys.isEmpty()) {
            throw new TrinoException(DEFINITION_MISMATCH, "Foreign table %s: MaxCompute table %s has no partitions; drop the option \"partition\"".formatted(definition.name(), remote));
        }
        checkDeclaredKeys(definition, remote, declaredKeys, keys, fixedPartition.isPresent());

        Set<String> keyNames = keys.stream().map(key -> key.toLowerCase(Locale.ENGLISH)).collect(toImmutableSet());
        ZoneId zone = clients.zone(credentials);
        ImmutableList.Builder<MaxComputeColumnHandle> columns = ImmutableList.builder();
        for (ForeignColumn column : definition.columns()) {
            String remoteColumn = remoteColumnName(definition, column.name());
            boolean partitionKey = keyNames.contains(remoteColumn.toLowerCase(Locale.ENGLISH));
            checkColumn(definition, remote, remoteTable, zone, column, remoteColumn, partitionKey);
            columns.add(new MaxComputeColumnHandle(column.name(), remoteColumn, column.type().trinoType(), column.nullable(), column.comment(), partitionKey));
        }
        return new MaxComputeTableHandle(
                definition.name(),
                definition.server(),
                true,
                remote,
                remoteTable.filter(MaxComputeTables::isReadByQuery).map(_ -> RemoteQuery.of(remote)),
                columns.build(),
                definition.comment(),
                keys,
                fixedPartition,
                fixedPartition.isPresent() ? Optional.empty() : DeclaredPartitions.of(definition, keys),
                TupleDomain.all(),
                OptionalLong.empty(),
                ScanOptions.of(options));
    }

    private TableName remoteName(MaxComputeClient client, ForeignTable definition, EffectiveOptions options)
    {
        String project = options.require(MaxComputeOptions.PROJECT);
        Optional<String> schema = options.get(MaxComputeOptions.SCHEMA);
        if (schema.isEmpty()) {
            SchemaModel model = options.require(MaxComputeOptions.SCHEMA_MODEL);
            boolean hasSchemas = client.hasService() ? remoteCatalog.hasSchemas(client, project, model) : model == SchemaModel.ENABLED;
            schema = hasSchemas ? Optional.of(RemoteCatalog.DEFAULT_SCHEMA) : Optional.empty();
        }
        return new TableName(project, schema, options.get(MaxComputeOptions.TABLE_NAME).orElse(definition.name().getTableName()));
    }

    private static void checkDeclaredKeys(ForeignTable definition, TableName remote, List<String> declared, List<String> keys, boolean fixed)
    {
        if (declared.isEmpty() || fixed) {
            return;
        }
        boolean same = declared.size() == keys.size();
        for (int index = 0; same && index < keys.size(); index++) {
            same = declared.get(index).equalsIgnoreCase(keys.get(index));
        }
        if (!same) {
            throw new TrinoException(DEFINITION_MISMATCH, "Foreign table %s is partitioned by %s, and MaxCompute table %s by %s; the keys must be the same, in the same order".formatted(definition.name(), declared, remote, keys));
        }
    }

    private static void checkColumn(ForeignTable definition, TableName remote, Optional<RemoteTable> remoteTable, ZoneId zone, ForeignColumn column, String remoteColumn, boolean partitionKey)
    {
        Type type = column.type().trinoType();
        if (partitionKey) {
            if (!PartitionValues.isSupported(type)) {
                throw new TrinoException(DEFINITION_MISMATCH, "Foreign table %s: partition column \"%s\" cannot be read as %s; declare it as text or an integer type".formatted(definition.name(), column.name(), type.getDisplayName()));
            }
            return;
        }
        if (remoteTable.isEmpty()) {
            return;
        }
        RemoteColumn found = remoteTable.get().columns().stream()
                .filter(candidate -> candidate.name().equalsIgnoreCase(remoteColumn))
                .findFirst()
                .orElseThrow(() -> new TrinoException(DEFINITION_MISMATCH, "Foreign table %s: MaxCompute table %s has no column \"%s\"; its columns are %s".formatted(
                        definition.name(), remote, remoteColumn, remoteTable.get().columns().stream().map(RemoteColumn::name).toList())));
        try {
            new DecoderFactory(zone).create(column.name(), found.type(), type);
        }
        catch (TrinoException e) {
            throw new TrinoException(DEFINITION_MISMATCH, "Foreign table %s on MaxCompute table %s: %s".formatted(definition.name(), remote, e.getMessage()), e);
        }
    }

    private static String remoteColumnName(ForeignTable definition, String column)
    {
        return definition.column(column)
                .map(declared -> Options.fromValidated(declared.options()))
                .flatMap(options -> options.get(MaxComputeOptions.COLUMN_NAME))
                .orElse(column);
    }

    TypeMapper typeMapper(String server, ConnectorSession session)
    {
        InstantMapping mapping = clients.options(foreignServers.credentials(session, server)).require(MaxComputeOptions.INSTANT_MAPPING);
        return new TypeMapper(typeManager, mapping);
    }

    Options sessionOptions(ConnectorSession session)
    {
        return OptionProperties.fromSession(foreignCatalog.optionTable(), session);
    }

    /**
     * @param server name of the server
     * @param hasSchemas whether names in the project have a schema
     */
    record LiveProject(String server, MaxComputeClient client, String name, boolean hasSchemas)
    {
        Optional<String> remoteSchema(String schema)
        {
            return hasSchemas ? Optional.of(schema) : Optional.empty();
        }

        TableName tableName(SchemaTableName table)
        {
            return new TableName(name, remoteSchema(table.getSchemaName()), table.getTableName());
        }
    }
}
