package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.OptionProperties;
import org.trinofdw.option.Options;
import org.trinofdw.partition.LeafPartition;
import org.trinofdw.partition.LeafPartitions;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.definition.RemoteCatalog;
import org.trinofdw.postgres.definition.RemoteRelation;
import org.trinofdw.postgres.handle.PartitionReference;
import org.trinofdw.postgres.handle.PartitionedSource;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.PushdownSwitches;
import org.trinofdw.postgres.handle.QuerySource;
import org.trinofdw.postgres.handle.RemoteCosts;
import org.trinofdw.postgres.handle.RemoteQuery;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.handle.ScanOptions;
import org.trinofdw.postgres.handle.TableSource;
import org.trinofdw.postgres.option.PostgresOptions;
import org.trinofdw.postgres.split.PartitionResolver;
import org.trinofdw.postgres.split.UnmatchedPartitions;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.RemoteColumn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_MISMATCH;

/**
 * Makes table handles: of live tables from the remote catalog, of foreign tables from a definition joined with the remote catalog.
 */
final class PostgresTables
{
    private final ForeignCatalog foreignCatalog;
    private final ColumnMappings columnMappings;
    private final UnmatchedPartitions unmatchedPartitions;

    @Inject
    PostgresTables(ForeignCatalog foreignCatalog, ColumnMappings columnMappings, UnmatchedPartitions unmatchedPartitions)
    {
        this.unmatchedPartitions = requireNonNull(unmatchedPartitions, "unmatchedPartitions is null");
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    PostgresTableHandle live(ConnectorSession session, RemoteTransaction transaction, SchemaTableName name, RemoteRelation relation)
    {
        List<PostgresColumnHandle> columns = liveColumns(RemoteCatalog.columns(transaction, relation.oid()));
        return handle(name, false, transaction.server(), relation, columns, relation.comment(), scanOptions(foreignCatalog.options(sessionOptions(session), transaction.server())));
    }

    /** The columns of several relations, by the oids of the relations. */
    Map<Long, List<PostgresColumnHandle>> liveColumns(RemoteTransaction transaction, List<RemoteRelation> relations)
    {
        Map<Long, List<RemoteColumn>> columns = RemoteCatalog.columns(transaction, relations.stream().map(RemoteRelation::oid).collect(toImmutableList()));
        return columns.entrySet().stream()
                .collect(toImmutableMap(Map.Entry::getKey, entry -> liveColumns(entry.getValue())));
    }

    /** All columns of a relation under their natural types; of names that differ in case only, the one in lower case is kept. */
    private List<PostgresColumnHandle> liveColumns(List<RemoteColumn> remoteColumns)
    {
        Map<String, RemoteColumn> byLocalName = new HashMap<>();
        for (RemoteColumn column : remoteColumns) {
            byLocalName.merge(
                    column.name().toLowerCase(ENGLISH),
                    column,
                    (first, second) -> second.name().equals(second.name().toLowerCase(ENGLISH)) ? second : first);
        }
        return remoteColumns.stream()
                .filter(column -> byLocalName.get(column.name().toLowerCase(ENGLISH)) == column)
                .map(column -> new PostgresColumnHandle(
                        column.name().toLowerCase(ENGLISH),
                        column.name(),
                        columnMappings.natural(column.type()).type(),
                        column.type(),
                        column.nullable(),
                        column.generationExpression().isPresent(),
                        column.comment()))
                .collect(toImmutableList());
    }

    /** A foreign table whose rows are in its partitions. No server is asked: the partitions are looked for when it is known which of them are read. */
    PostgresTableHandle partitioned(ConnectorSession session, ForeignTable definition)
    {
        List<PartitionReference> partitions = LeafPartitions.of(foreignCatalog, definition).stream()
                .map(LeafPartition::table)
                .map(partition -> new PartitionReference(partition.name(), partition.server()))
                .collect(toImmutableList());
        return new PostgresTableHandle(
                definition.name(),
                definition.server(),
                true,
                RemoteQuery.of(new PartitionedSource(definition.name(), partitions.size(), partitions, unmatchedPartitions.of(definition.name()), ImmutableSet.of())),
                definition.columns().stream()
                        .map(this::partitionedColumn)
                        .collect(toImmutableList()),
                definition.comment(),
                scanOptions(foreignCatalog.options(sessionOptions(session), definition)));
    }

    private PostgresColumnHandle partitionedColumn(ForeignColumn column)
    {
        return new PostgresColumnHandle(
                column.name(),
                column.name(),
                column.type().trinoType(),
                columnMappings.unmodified(column.name(), column.type().trinoType()),
                column.nullable(),
                column.generationExpression().isPresent(),
                column.comment());
    }

    PostgresTableHandle foreign(ConnectorSession session, RemoteTransaction transaction, ForeignTable definition)
    {
        Options sessionOptions = sessionOptions(session);
        EffectiveOptions options = foreignCatalog.options(sessionOptions, definition);
        RemoteTableName remoteName = PartitionResolver.remoteName(definition, options);
        RemoteRelation relation = RemoteCatalog.findRelation(transaction, remoteName)
                .orElseThrow(() -> new TrinoException(
                        DEFINITION_MISMATCH,
                        "foreign table \"%s\": server \"%s\" has no table %s; correct the options schema_name and table_name, or drop the foreign table".formatted(definition.name(), transaction.server(), remoteName.toSql())));
        List<RemoteColumn> remoteColumns = RemoteCatalog.columns(transaction, relation.oid());
        ImmutableList.Builder<PostgresColumnHandle> columns = ImmutableList.builder();
        for (ForeignColumn column : definition.columns()) {
            String remoteColumnName = foreignCatalog.options(sessionOptions, definition, column).get(PostgresOptions.COLUMN_NAME).orElse(column.name());
            columns.add(foreignColumn(definition, relation, remoteColumns, column, remoteColumnName));
        }
        return handle(definition.name(), true, transaction.server(), relation, columns.build(), definition.comment(), scanOptions(options));
    }

    private PostgresColumnHandle foreignColumn(ForeignTable definition, RemoteRelation relation, List<RemoteColumn> remoteColumns, ForeignColumn column, String remoteColumnName)
    {
        RemoteColumn remote = remoteColumns.stream()
                .filter(candidate -> candidate.name().equals(remoteColumnName))
                .findFirst()
                .orElseThrow(() -> new TrinoException(
                        DEFINITION_MISMATCH,
                        "foreign table \"%s\": remote table %s has no column \"%s\" for column \"%s\"; its columns are %s. Set the option column_name".formatted(
                                definition.name(),
                                relation.name().toSql(),
                                remoteColumnName,
                                column.name(),
                                remoteColumns.stream().map(candidate -> "\"" + candidate.name() + "\"").collect(joining(", ")))));
        if (columnMappings.find(remote.type(), column.type().trinoType()).isEmpty()) {
            throw new TrinoException(
                    DEFINITION_MISMATCH,
                    "foreign table \"%s\": remote table %s: %s".formatted(definition.name(), relation.name().toSql(), columnMappings.mismatch(column.name(), remote.type(), column.type().trinoType())));
        }
        return new PostgresColumnHandle(
                column.name(),
                remoteColumnName,
                column.type().trinoType(),
                remote.type(),
                column.nullable(),
                remote.generationExpression().isPresent(),
                column.comment());
    }

    /** The rows of a query that a user wrote for the server. */
    PostgresTableHandle query(ConnectorSession session, String server, String sql, List<RemoteColumn> columns)
    {
        return new PostgresTableHandle(
                new SchemaTableName("system", "query"),
                server,
                false,
                RemoteQuery.of(new QuerySource(sql)),
                liveColumns(columns),
                Optional.empty(),
                scanOptions(foreignCatalog.options(sessionOptions(session), server)));
    }

    /** The options in force for a table. */
    EffectiveOptions options(ConnectorSession session, PostgresTableHandle table)
    {
        return foreignCatalog.table(table.name())
                .filter(_ -> table.foreignTable())
                .map(definition -> foreignCatalog.options(sessionOptions(session), definition))
                .orElseGet(() -> foreignCatalog.options(sessionOptions(session), table.server()));
    }

    Options sessionOptions(ConnectorSession session)
    {
        return OptionProperties.fromSession(foreignCatalog.optionTable(), session);
    }

    static ScanOptions scanOptions(EffectiveOptions options)
    {
        return new ScanOptions(
                options.get(CommonOptions.MPP_EXECUTE),
                options.get(CommonOptions.NUM_SEGMENTS).map(OptionalInt::of).orElse(OptionalInt.empty()),
                options.require(PostgresOptions.FETCH_SIZE),
                options.require(PostgresOptions.UPDATABLE),
                options.require(PostgresOptions.USE_REMOTE_ESTIMATE),
                new RemoteCosts(options.require(PostgresOptions.FDW_STARTUP_COST), options.require(PostgresOptions.FDW_TUPLE_COST)),
                new PushdownSwitches(
                        options.require(PostgresOptions.COMPLEX_EXPRESSION_PUSHDOWN_ENABLED),
                        options.require(PostgresOptions.TOPN_PUSHDOWN_ENABLED),
                        options.require(PostgresOptions.AGGREGATION_PUSHDOWN_ENABLED),
                        options.require(PostgresOptions.FLOAT_AGGREGATION_PUSHDOWN_ENABLED),
                        options.require(PostgresOptions.JOIN_PUSHDOWN_ENABLED),
                        options.require(PostgresOptions.INDEX_JOIN_ENABLED),
                        options.get(PostgresOptions.EXTENSIONS).map(ImmutableSet::copyOf).orElseGet(ImmutableSet::of)));
    }

    private static PostgresTableHandle handle(
            SchemaTableName name,
            boolean foreignTable,
            String server,
            RemoteRelation relation,
            List<PostgresColumnHandle> columns,
            Optional<String> comment,
            ScanOptions options)
    {
        RemoteQuery query = RemoteQuery.of(new TableSource(relation.name(), relation.oid(), relation.kind(), Optional.empty()));
        return new PostgresTableHandle(name, server, foreignTable, query, columns, comment, options);
    }
}
