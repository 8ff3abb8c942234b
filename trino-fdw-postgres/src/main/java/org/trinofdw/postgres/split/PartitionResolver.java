package org.trinofdw.postgres.split;

import com.google.common.collect.ImmutableList;
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
import org.trinofdw.option.UnmatchedPartitionPolicy;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.definition.RemoteCatalog;
import org.trinofdw.postgres.definition.RemoteRelation;
import org.trinofdw.postgres.handle.PartitionReference;
import org.trinofdw.postgres.handle.PartitionSource;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.handle.TableSource;
import org.trinofdw.postgres.option.PostgresOptions;
import org.trinofdw.postgres.pushdown.TextOrder;
import org.trinofdw.postgres.type.LosslessCast;
import org.trinofdw.postgres.type.PostgresCollation;
import org.trinofdw.postgres.type.PostgresType;
import org.trinofdw.postgres.type.RemoteColumn;
import org.trinofdw.postgres.type.TextEncoding;
import org.trinofdw.split.QueryWarnings;
import org.trinofdw.split.TableWarning;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_MISMATCH;
import static org.trinofdw.error.FdwErrorCode.UNMATCHED_PARTITION;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * Finds the remote tables behind partitions, those of one server with two queries, and what makes the columns of the partitioned table of theirs.
 */
public final class PartitionResolver
{
    private final ForeignCatalog foreignCatalog;
    private final UnmatchedPartitions unmatchedPartitions;
    private final PartitionSearch search;
    private final QueryWarnings queryWarnings;

    @Inject
    public PartitionResolver(ForeignCatalog foreignCatalog, UnmatchedPartitions unmatchedPartitions, PartitionSearch search, QueryWarnings queryWarnings)
    {
        this.search = requireNonNull(search, "search is null");
        this.unmatchedPartitions = requireNonNull(unmatchedPartitions, "unmatchedPartitions is null");
        this.queryWarnings = requireNonNull(queryWarnings, "queryWarnings is null");
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
    }

    /**
     * @param partitions partitions on the server of the transaction
     * @return the partitions that have a remote table, in their order
     * @throws TrinoException if one has none and {@code unmatched_partition_policy} is 'fail', or if a remote table lacks a column
     */
    public List<PartitionSource> resolve(ConnectorSession session, RemoteTransaction transaction, PostgresTableHandle table, List<PartitionReference> partitions)
    {
        List<PartitionTable> tables = tables(session, transaction, table, partitions);
        List<PartitionSource> sources = tables.stream()
                .filter(partition -> partition.relation().isPresent())
                .map(partition -> source(table, partition))
                .collect(toImmutableList());
        Map<SchemaTableName, RemoteTableName> unmatched = new LinkedHashMap<>();
        tables.stream()
                .filter(partition -> partition.relation().isEmpty())
                .forEach(partition -> unmatched.put(partition.definition().name(), partition.remoteName()));
        unmatchedPartitions.found(table.name(), sources.stream().map(PartitionSource::partition).toList(), unmatched.keySet());
        if (!unmatched.isEmpty()) {
            apply(policy(sessionOptions(session), table), session, table.name(), transaction.server(), unmatched);
        }
        return sources;
    }

    /**
     * What the server has of partitions, in their order.
     *
     * @param partitions partitions on the server of the transaction
     * @throws TrinoException if a remote table lacks a column
     */
    public List<PartitionTable> tables(ConnectorSession session, RemoteTransaction transaction, PostgresTableHandle table, List<PartitionReference> partitions)
    {
        // or rows that move to a partition which is made meanwhile would be read nowhere
        transaction.begin();
        Options sessionOptions = sessionOptions(session);
        Map<ForeignTable, RemoteTableName> remoteNames = remoteNames(sessionOptions, table, partitions);
        Map<RemoteTableName, RemoteRelation> relations = RemoteCatalog.findRelations(transaction, remoteNames.values()).stream()
                .collect(toImmutableMap(RemoteRelation::name, identity()));
        Map<Long, List<RemoteColumn>> columns = RemoteCatalog.columns(transaction, relations.values().stream().map(RemoteRelation::oid).collect(toImmutableList()));
        return remoteNames.entrySet().stream()
                .map(entry -> {
                    Optional<RemoteRelation> relation = Optional.ofNullable(relations.get(entry.getValue()));
                    return new PartitionTable(
                            entry.getKey(),
                            entry.getValue(),
                            relation,
                            relation.map(found -> columns(sessionOptions, table, entry.getKey(), found, columns.getOrDefault(found.oid(), List.of()))).orElse(List.of()));
                })
                .collect(toImmutableList());
    }

    /** The names of the remote tables of partitions, which may not exist. */
    public List<RemoteTableName> remoteNames(ConnectorSession session, PostgresTableHandle table, List<PartitionReference> partitions)
    {
        return ImmutableList.copyOf(remoteNames(sessionOptions(session), table, partitions).values());
    }

    private Options sessionOptions(ConnectorSession session)
    {
        return OptionProperties.fromSession(foreignCatalog.optionTable(), session);
    }

    private Map<ForeignTable, RemoteTableName> remoteNames(Options sessionOptions, PostgresTableHandle table, List<PartitionReference> partitions)
    {
        Map<ForeignTable, RemoteTableName> remoteNames = new LinkedHashMap<>();
        for (PartitionReference partition : partitions) {
            ForeignTable definition = definition(table, partition.name());
            remoteNames.put(definition, remoteName(definition, foreignCatalog.options(sessionOptions, definition)));
        }
        return remoteNames;
    }

    private ForeignTable definition(PostgresTableHandle table, SchemaTableName partition)
    {
        return foreignCatalog.table(partition)
                .orElseThrow(() -> new TrinoException(DEFINITION_MISMATCH, "partition \"%s\" of foreign table \"%s\" was dropped while the query was planned; run it again".formatted(partition, table.name())));
    }

    /** The name of the remote table of a foreign table, which may not exist. */
    public RemoteTableName remoteName(ConnectorSession session, ForeignTable definition)
    {
        return remoteName(definition, foreignCatalog.options(sessionOptions(session), definition));
    }

    /**
     * @param options those in force for the table
     */
    public static RemoteTableName remoteName(ForeignTable definition, EffectiveOptions options)
    {
        return new RemoteTableName(
                options.get(PostgresOptions.SCHEMA_NAME).orElse(definition.name().getSchemaName()),
                options.get(PostgresOptions.TABLE_NAME).orElse(definition.name().getTableName()));
    }

    private void apply(UnmatchedPartitionPolicy policy, ConnectorSession session, SchemaTableName table, String server, Map<SchemaTableName, RemoteTableName> unmatched)
    {
        switch (policy) {
            case FAIL -> {
                Map.Entry<SchemaTableName, RemoteTableName> first = unmatched.entrySet().iterator().next();
                throw new TrinoException(
                        UNMATCHED_PARTITION,
                        "foreign table \"%s\" declares the partition \"%s\", but server \"%s\" has no table %s; drop the partition, correct its options schema_name and table_name, or set unmatched_partition_policy to 'warn'".formatted(
                                table,
                                first.getKey(),
                                server,
                                first.getValue().toSql()));
            }
            case WARN -> queryWarnings.add(session.getQueryId(), warning(table, "server \"%s\"".formatted(server), unmatched.keySet()));
            case IGNORE -> { /* as asked for */ }
        }
    }

    /** What a query can be told before it is planned: the partitions that had no remote table when they were last looked for. */
    public Optional<TableWarning> knownWarning(ConnectorSession session, PostgresTableHandle table)
    {
        Options sessionOptions = sessionOptions(session);
        if (table.partitioned().isEmpty() || policy(sessionOptions, table) != UnmatchedPartitionPolicy.WARN) {
            return Optional.empty();
        }
        List<PartitionReference> partitions = table.partitioned().get().partitions();
        Map<String, Map<SchemaTableName, RemoteTableName>> unknown = new LinkedHashMap<>();
        for (PartitionReference partition : partitions) {
            if (unmatchedPartitions.isMatched(table.name(), partition.name()).isEmpty()) {
                unknown.computeIfAbsent(partition.server(), _ -> new LinkedHashMap<>()).put(partition.name(), remoteName(session, definition(table, partition.name())));
            }
        }
        if (!unknown.isEmpty()) {
            search.look(session, table.name(), unknown);
        }
        List<SchemaTableName> unmatched = partitions.stream()
                .map(PartitionReference::name)
                .filter(partition -> !unmatchedPartitions.isMatched(table.name(), partition).orElse(true))
                .collect(toImmutableList());
        return unmatched.isEmpty() ? Optional.empty() : Optional.of(warning(table.name(), "the remote side", unmatched));
    }

    private static TableWarning warning(SchemaTableName table, String remote, Collection<SchemaTableName> partitions)
    {
        return TableWarning.unmatchedPartitions(table, remote, partitions.stream().map(SchemaTableName::toString).toList());
    }

    private UnmatchedPartitionPolicy policy(Options sessionOptions, PostgresTableHandle table)
    {
        return foreignCatalog.options(sessionOptions, definition(table, table.name())).require(CommonOptions.UNMATCHED_PARTITION_POLICY);
    }

    private List<RemoteColumn> columns(Options sessionOptions, PostgresTableHandle table, ForeignTable definition, RemoteRelation relation, List<RemoteColumn> remoteColumns)
    {
        Map<String, RemoteColumn> byName = remoteColumns.stream().collect(toImmutableMap(RemoteColumn::name, identity()));
        ImmutableList.Builder<RemoteColumn> columns = ImmutableList.builder();
        for (PostgresColumnHandle column : table.columns()) {
            ForeignColumn declared = definition.column(column.name())
                    .orElseThrow(() -> new TrinoException(DEFINITION_MISMATCH, "partition \"%s\" has no column \"%s\" of foreign table \"%s\"".formatted(definition.name(), column.name(), table.name())));
            String remoteName = foreignCatalog.options(sessionOptions, definition, declared).get(PostgresOptions.COLUMN_NAME).orElse(declared.name());
            columns.add(Optional.ofNullable(byName.get(remoteName))
                    .orElseThrow(() -> new TrinoException(DEFINITION_MISMATCH, "partition \"%s\": remote table %s on server \"%s\" has no column \"%s\" for column \"%s\"; set the option column_name".formatted(
                            definition.name(),
                            relation.name().toSql(),
                            definition.server(),
                            remoteName,
                            column.name()))));
        }
        return columns.build();
    }

    private static PartitionSource source(PostgresTableHandle table, PartitionTable partition)
    {
        RemoteRelation relation = partition.relation().orElseThrow();
        boolean same = true;
        ImmutableList.Builder<String> projection = ImmutableList.builder();
        for (int index = 0; index < partition.columns().size(); index++) {
            PostgresColumnHandle column = table.columns().get(index);
            String value = value(column.remoteType(), partition.columns().get(index));
            same = same && value.equals(quoted(column.remoteName()));
            projection.add(value + " AS " + quoted(column.remoteName()));
        }
        TableSource source = new TableSource(relation.name(), relation.oid(), relation.kind(), Optional.empty());
        TextEncoding encoding = TextEncoding.of(partition.columns().stream().map(RemoteColumn::type));
        if (encoding != TextEncoding.UTF8 && TextOrder.dependsOnEncoding(table.query())) {
            throw new TrinoException(NOT_SUPPORTED, "partition \"%s\" is in a database whose encoding is not UTF8, and orders text otherwise than the others; where foreign table \"%s\" has such partitions, text can be ordered neither by values nor by constants beyond ASCII there; for ORDER BY … LIMIT set topn_pushdown_enabled to false, and compare text in conditions with constants of ASCII".formatted(
                    partition.definition().name(),
                    table.name()));
        }
        return new PartitionSource(partition.definition().name(), source, encoding, same ? List.of() : projection.build());
    }

    /** The remote column as a value of the type that the partitioned table has; without a length or precision, which PostgreSQL would cut to in silence. */
    private static String value(PostgresType type, RemoteColumn remote)
    {
        String value = quoted(remote.name());
        if (!remote.type().schema().equals(type.schema()) || !remote.type().name().equals(type.name())) {
            value = LosslessCast.sql(value, remote.type(), type);
        }
        boolean deterministic = remote.type().collation().map(PostgresCollation::deterministic).orElse(true);
        // where values that differ count as equal, a predicate on the partitioned table would find too much
        return deterministic ? value : value + " COLLATE \"C\"";
    }
}
