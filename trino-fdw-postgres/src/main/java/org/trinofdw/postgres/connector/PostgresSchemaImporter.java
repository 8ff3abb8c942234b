package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeManager;
import org.trinofdw.ddl.syntax.DeclaredTypes;
import org.trinofdw.ddl.DefaultExpression;
import org.trinofdw.definition.DeclaredType;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignSchemaImporter;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.ImportFilter;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.QueryOrigin;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.Option;
import org.trinofdw.option.Options;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.definition.RemoteCatalog;
import org.trinofdw.postgres.definition.RemoteRelation;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.option.PostgresOptions;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.PostgresCollation;
import org.trinofdw.postgres.type.RemoteColumn;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.AMBIGUOUS_NAME;
import static io.trino.spi.StandardErrorCode.SCHEMA_NOT_FOUND;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * IMPORT FOREIGN SCHEMA over PostgreSQL (PostgreSQL 15, F.38.1.9 Importing Options). Partitions are imported only when LIMIT TO names them. Of the
 * defaults those are imported that can be computed here; a column without one is left to the remote table's own default anyway.
 */
final class PostgresSchemaImporter
        implements ForeignSchemaImporter
{
    private static final String DEFAULT_COLLATION = "default";

    private final ConnectionPools connectionPools;
    private final ColumnMappings columnMappings;
    private final TypeManager typeManager;

    @Inject
    PostgresSchemaImporter(ConnectionPools connectionPools, ColumnMappings columnMappings, TypeManager typeManager)
    {
        this.connectionPools = requireNonNull(connectionPools, "connectionPools is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
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
        RemoteTransactions transactions = new RemoteTransactions(connectionPools);
        try {
            RemoteTransaction transaction = transactions.get(new FdwTableCredentials(server, Optional.of(userMapping), Optional.of(QueryOrigin.of(session))));
            transaction.begin();
            List<RemoteRelation> relations = RemoteCatalog.schemaRelations(transaction, remoteSchema)
                    .orElseThrow(() -> new TrinoException(SCHEMA_NOT_FOUND, "schema \"%s\" is not present on foreign server \"%s\"; write the name as the server spells it".formatted(remoteSchema, server.name()))).stream()
                    .filter(imported -> filter.kind() == ImportFilter.Kind.LIMIT_TO || !imported.partition())
                    .map(RemoteCatalog.ImportedRelation::relation)
                    .filter(relation -> filter.includes(relation.name().table()))
                    .collect(toImmutableList());
            checkNames(remoteSchema, relations);
            Map<Long, List<RemoteColumn>> columns = RemoteCatalog.columns(transaction, relations.stream().map(RemoteRelation::oid).collect(toImmutableList()));
            return relations.stream()
                    .map(relation -> table(server, relation, columns.getOrDefault(relation.oid(), ImmutableList.of()), localSchema, options))
                    .collect(toImmutableList());
        }
        finally {
            transactions.end(PostgresOptions.PARALLEL_ABORT);
        }
    }

    private static void checkNames(String remoteSchema, List<RemoteRelation> relations)
    {
        Set<String> names = new HashSet<>();
        for (RemoteRelation relation : relations) {
            if (!names.add(relation.name().table().toLowerCase(ENGLISH))) {
                throw new TrinoException(AMBIGUOUS_NAME, "schema \"%s\" has several tables whose names are \"%s\" without regard to case; leave all but one out with EXCEPT".formatted(remoteSchema, relation.name().table().toLowerCase(ENGLISH)));
            }
        }
    }

    private ForeignTable table(ForeignServer server, RemoteRelation relation, List<RemoteColumn> columns, String localSchema, Options options)
    {
        SchemaTableName name = new SchemaTableName(localSchema, relation.name().table());
        ImmutableMap.Builder<String, String> tableOptions = ImmutableMap.builder();
        if (!relation.name().schema().equals(name.getSchemaName())) {
            tableOptions.put(PostgresOptions.SCHEMA_NAME.name(), relation.name().schema());
        }
        if (!relation.name().table().equals(name.getTableName())) {
            tableOptions.put(PostgresOptions.TABLE_NAME.name(), relation.name().table());
        }
        return new ForeignTable(
                name,
                server.name(),
                columns.stream().map(column -> column(column, options)).collect(toImmutableList()),
                tableOptions.buildOrThrow())
                .withComment(relation.comment());
    }

    private ForeignColumn column(RemoteColumn remote, Options options)
    {
        ForeignColumn column = new ForeignColumn(remote.name(), declaredType(remote))
                .withNullable(remote.nullable() || !isSet(options, CommonOptions.IMPORT_NOT_NULL))
                .withGenerationExpression(remote.generationExpression().filter(_ -> isSet(options, CommonOptions.IMPORT_GENERATED)))
                .withCollation(remote.type().collation()
                        .map(PostgresCollation::name)
                        .filter(collation -> !collation.equals(DEFAULT_COLLATION) && isSet(options, CommonOptions.IMPORT_COLLATE))
                        .map(RemoteTableName::quoted))
                .withComment(remote.comment());
        if (!remote.name().equals(column.name())) {
            column = column.withOptions(ImmutableMap.of(PostgresOptions.COLUMN_NAME.name(), remote.name()));
        }
        if (isSet(options, CommonOptions.IMPORT_DEFAULT)) {
            ForeignColumn withDefault = column.withDefaultExpression(remote.defaultExpression());
            if (DefaultExpression.of(withDefault).filter(DefaultExpression::isComputable).isPresent()) {
                column = withDefault;
            }
        }
        return column;
    }

    /** The remote type in PostgreSQL's words, if they mean the same type to queries. */
    private DeclaredType declaredType(RemoteColumn column)
    {
        Type natural = columnMappings.natural(column.type()).type();
        try {
            DeclaredType declared = DeclaredTypes.parse(column.type().displayName(), typeManager);
            if (declared.trinoType().equals(natural)) {
                return declared;
            }
        }
        catch (TrinoException e) {
            // a type of the server, such as an enum
        }
        return DeclaredTypes.of(natural);
    }

    private static boolean isSet(Options options, Option<Boolean> option)
    {
        return EffectiveOptions.of(options).require(option);
    }
}
