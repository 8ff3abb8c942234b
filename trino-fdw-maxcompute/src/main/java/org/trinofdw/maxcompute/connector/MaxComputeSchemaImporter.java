package org.trinofdw.maxcompute.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.TypeManager;
import org.trinofdw.ddl.syntax.DeclaredTypes;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignSchemaImporter;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.ImportFilter;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.QueryOrigin;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.MaxComputeClients;
import org.trinofdw.maxcompute.client.RemoteColumn;
import org.trinofdw.maxcompute.client.RemoteTable;
import org.trinofdw.maxcompute.definition.PartitionValues;
import org.trinofdw.maxcompute.definition.RemoteCatalog;
import org.trinofdw.maxcompute.option.MaxComputeOptions;
import org.trinofdw.maxcompute.type.TypeMapper;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.Options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.StandardErrorCode.SCHEMA_NOT_FOUND;
import static java.util.Objects.requireNonNull;

/**
 * IMPORT FOREIGN SCHEMA over MaxCompute. The remote schema is a project; or a schema of the server's project, if that has schemas; or
 * {@code "project.schema"}. Columns of partitions follow the data columns, and all partitions are read as they are there.
 */
final class MaxComputeSchemaImporter
        implements ForeignSchemaImporter
{
    private static final Set<String> READABLE_KINDS = ImmutableSet.of("MANAGED_TABLE", "MATERIALIZED_VIEW");

    private final MaxComputeClients clients;
    private final RemoteCatalog remoteCatalog;
    private final TypeManager typeManager;

    @Inject
    MaxComputeSchemaImporter(MaxComputeClients clients, RemoteCatalog remoteCatalog, TypeManager typeManager)
    {
        this.clients = requireNonNull(clients, "clients is null");
        this.remoteCatalog = requireNonNull(remoteCatalog, "remoteCatalog is null");
        this.typeManager = requireNonNull(typeManager, "typeManager is null");
    }

    @Override
    public List<ForeignTable> importSchema(
            ConnectorSession session,
            ForeignServer server,
            UserMapping userMapping,
            String remoteSchema,
            ImportFilter filter,
            String localSchema,
            Options options)
    {
        FdwTableCredentials credentials = new FdwTableCredentials(server, Optional.of(userMapping), Optional.of(QueryOrigin.of(session)));
        EffectiveOptions serverOptions = clients.options(credentials);
        MaxComputeClient client = clients.client(credentials);
        if (!client.hasService()) {
            throw new TrinoException(NOT_SUPPORTED, "server \"%s\" has a tunnel endpoint alone, which lists no tables; set its option odps_endpoint, or write CREATE FOREIGN TABLE".formatted(server.name()));
        }
        Source source = source(client, serverOptions, remoteSchema);
        Set<String> named = filter.tables().stream().map(MaxComputeSchemaImporter::lowerCase).collect(toImmutableSet());
        // names of MaxCompute differ without regard to case
        ImportFilter byLowerCase = new ImportFilter(filter.kind(), named);
        TypeMapper types = new TypeMapper(typeManager, serverOptions.require(MaxComputeOptions.INSTANT_MAPPING));
        remoteCatalog.flush();
        return remoteCatalog.describeTables(client, source.project(), source.schema()).stream()
                .filter(table -> READABLE_KINDS.contains(table.kind()) && byLowerCase.includes(lowerCase(table.name().table())))
                .map(table -> table(server, source, table, types, localSchema, options))
                .filter(table -> !table.columns().isEmpty())
                .collect(toImmutableList());
    }

    private Source source(MaxComputeClient client, EffectiveOptions server, String remoteSchema)
    {
        int dot = remoteSchema.indexOf('.');
        if (dot >= 0) {
            return checked(client, remoteSchema, new Source(remoteSchema.substring(0, dot), Optional.of(remoteSchema.substring(dot + 1))));
        }
        Optional<String> own = server.get(MaxComputeOptions.PROJECT);
        if (own.isPresent() && !own.get().equalsIgnoreCase(remoteSchema) && hasSchemas(client, server, own.get())) {
            return checked(client, remoteSchema, new Source(own.get(), Optional.of(remoteSchema)));
        }
        if (own.isPresent() && remoteSchema.equalsIgnoreCase(RemoteCatalog.DEFAULT_SCHEMA)) {
            return new Source(own.get(), Optional.empty());
        }
        String project = own.filter(remoteSchema::equalsIgnoreCase).orElse(remoteSchema);
        return new Source(project, hasSchemas(client, server, project) ? Optional.of(RemoteCatalog.DEFAULT_SCHEMA) : Optional.empty());
    }

    private Source checked(MaxComputeClient client, String remoteSchema, Source source)
    {
        List<String> schemas = remoteCatalog.schemas(client, source.project());
        if (!schemas.contains(lowerCase(source.schema().orElseThrow()))) {
            throw new TrinoException(SCHEMA_NOT_FOUND, "schema \"%s\" is not present in project %s; its schemas are %s".formatted(remoteSchema, source.project(), schemas));
        }
        return source;
    }

    private boolean hasSchemas(MaxComputeClient client, EffectiveOptions server, String project)
    {
        return remoteCatalog.hasSchemas(client, project, server.require(MaxComputeOptions.SCHEMA_MODEL));
    }

    private static ForeignTable table(ForeignServer server, Source source, RemoteTable remote, TypeMapper types, String localSchema, Options options)
    {
        SchemaTableName name = new SchemaTableName(localSchema, remote.name().table());
        ImmutableMap.Builder<String, String> tableOptions = ImmutableMap.builder();
        tableOptions.put(MaxComputeOptions.PROJECT.name(), source.project());
        source.schema().ifPresent(schema -> tableOptions.put(MaxComputeOptions.SCHEMA.name(), schema));
        if (!remote.name().table().equals(name.getTableName())) {
            tableOptions.put(MaxComputeOptions.TABLE_NAME.name(), remote.name().table());
        }
        ImmutableList.Builder<ForeignColumn> columns = ImmutableList.builder();
        boolean notNull = EffectiveOptions.of(options).require(CommonOptions.IMPORT_NOT_NULL);
        remote.columns().forEach(column -> column(column, types).ifPresent(found -> columns.add(found.withNullable(column.nullable() || !notNull))));
        remote.partitionColumns().forEach(column -> column(column, types)
                .filter(found -> PartitionValues.isSupported(found.type().trinoType()))
                .ifPresent(columns::add));
        return new ForeignTable(name, server.name(), columns.build(), tableOptions.buildOrThrow()).withComment(remote.comment().filter(comment -> !comment.isEmpty()));
    }

    private static Optional<ForeignColumn> column(RemoteColumn remote, TypeMapper types)
    {
        return types.toTrinoType(remote.type()).map(type -> {
            ForeignColumn column = new ForeignColumn(remote.name(), DeclaredTypes.of(type)).withComment(remote.comment().filter(comment -> !comment.isEmpty()));
            return remote.name().equals(column.name()) ? column : column.withOptions(ImmutableMap.of(MaxComputeOptions.COLUMN_NAME.name(), remote.name()));
        });
    }

    private static String lowerCase(String name)
    {
        return name.toLowerCase(Locale.ENGLISH);
    }

    /** Where the tables are. */
    private record Source(String project, Optional<String> schema)
    {
        private Source
        {
            requireNonNull(project, "project is null");
            requireNonNull(schema, "schema is null");
        }
    }
}
