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
import org.trinofdw.postgres.type.PostgresCollation;
import org.trinofdw.postgres.type.PostgresType;
import org.trinofdw.postgres.type.RemoteColumn;
import org.trinofdw.split.QueryWarnings;
import org.trinofdw.split.TableWarning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
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
    private final QueryWarnings queryWarnings;

    @Inject
    public PartitionResolver(ForeignCatalog foreignCatalog, UnmatchedPartitions unmatchedPartitions, QueryWarnings queryWarnings)
    {
        this.unmatchedPartitions = requireNonNull(unmatchedPartitions, "unmatchedPartitions is null");
        this.queryWarnings = requireNonNull(queryWarnings, "queryWarnings is null");
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
    }

    /**
     * @param partitions partitions on the server of the transaction
     * @return the partitions that have a remote table, in their order
     * @throws TrinoException if one has none and {@code unmatched_partition_policy} is 'fail', or if a remote table lacks a column
     */
    List<PartitionSource> resolve(ConnectorSession session, RemoteTransaction transaction, PostgresTableHandle table, List<PartitionReference> partitions)
    {
        Options sessionOptions = sessionOptions(session);
        Map<ForeignTable, RemoteTableName> remoteNames = remoteNames(sessionOptions, table, partitions);
        Map<RemoteTableName, RemoteRelation> relations = RemoteCatalog.findRelations(transaction, remoteNames.values()).stream()
                .collect(toImmutableMap(RemoteRelation::name, identity()));
        Map<Long, List<RemoteColumn>> columns = RemoteCatalog.columns(transaction, relations.values().stream().map(RemoteRelation::oid).collect(toImmutableList()));

        List<PartitionSource> sources = new ArrayList<>();
        Map<SchemaTableName, RemoteTableName> unmatched = new LinkedHashMap<>();
        remoteNames.forEach((definition, remoteName) -> {
            RemoteRelation relation = relations.get(remoteName);
            if (relation == null) {
                unmatched.put(definition.name(), remoteName);
                return;
            }
            sources.add(source(sessionOptions, table, definition, relation, columns.getOrDefault(relation.oid(), List.of())));
        });
        unmatchedPartitions.found(table.name(), sources.stream().map(PartitionSource::partition).toList(), unmatched.keySet());
        if (!unmatched.isEmpty()) {
            apply(policy(sessionOptions, table), session, table.name(), transaction.server(), unmatched);
        }
        return sources;
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

    private static RemoteTableName remoteName(ForeignTable definition, EffectiveOptions options)
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

    /** What a query can be told before any server is asked: the partitions that had no remote table the last time. */
    public Optional<TableWarning> knownWarning(ConnectorSession session, PostgresTableHandle table)
    {
        if (table.partitioned().isEmpty() || policy(sessionOptions(session), table) != UnmatchedPartitionPolicy.WARN) {
            return Optional.empty();
        }
        Set<SchemaTableName> known = unmatchedPartitions.of(table.name());
        List<SchemaTableName> unmatched = table.partitioned().get().partitions().stream()
                .map(PartitionReference::name)
                .filter(known::contains)
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

    private PartitionSource source(Options sessionOptions, PostgresTableHandle table, ForeignTable definition, RemoteRelation relation, List<RemoteColumn> remoteColumns)
    {
        Map<String, RemoteColumn> byName = remoteColumns.stream().collect(toImmutableMap(RemoteColumn::name, identity()));
        boolean same = true;
        ImmutableList.Builder<String> projection = ImmutableList.builder();
        for (PostgresColumnHandle column : table.columns()) {
            ForeignColumn declared = definition.column(column.name())
                    .orElseThrow(() -> new TrinoException(DEFINITION_MISMATCH, "partition \"%s\" has no column \"%s\" of foreign table \"%s\"".formatted(definition.name(), column.name(), table.name())));
            String remoteName = foreignCatalog.options(sessionOptions, definition, declared).get(PostgresOptions.COLUMN_NAME).orElse(declared.name());
            RemoteColumn remote = Optional.ofNullable(byName.get(remoteName))
                    .orElseThrow(() -> new TrinoException(DEFINITION_MISMATCH, "partition \"%s\": remote table %s on server \"%s\" has no column \"%s\" for column \"%s\"; set the option column_name".formatted(
                            definition.name(),
                            relation.name().toSql(),
                            definition.server(),
                            remoteName,
                            column.name())));
            String value = value(column.remoteType(), remote);
            same = same && value.equals(quoted(column.remoteName()));
            projection.add(value + " AS " + quoted(column.remoteName()));
        }
        TableSource source = new TableSource(relation.name(), relation.oid(), relation.kind(), Optional.empty());
        return new PartitionSource(definition.name(), source, same ? List.of() : projection.build());
    }

    /** The remote column as a value of the type that the partitioned table has; without a length or precision, which PostgreSQL would cut to in silence. */
    private static String value(PostgresType type, RemoteColumn remote)
    {
        String value = quoted(remote.name());
        if (!remote.type().schema().equals(type.schema()) || !remote.type().name().equals(type.name())) {
            value = "CAST(" + value + " AS " + type.displayName() + ")";
        }
        boolean deterministic = remote.type().collation().map(PostgresCollation::deterministic).orElse(true);
        // where values that differ count as equal, a predicate on the partitioned table would find too much
        return deterministic ? value : value + " COLLATE \"C\"";
    }
}
