package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.partition.PartitionRouter;
import org.trinofdw.partition.PartitionTree;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.handle.PartitionReference;
import org.trinofdw.postgres.handle.PartitionedWriteHandle;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.handle.WritePartition;
import org.trinofdw.postgres.option.OnConflict;
import org.trinofdw.postgres.option.PostgresOptions;
import org.trinofdw.postgres.split.PartitionResolver;
import org.trinofdw.postgres.split.PartitionTable;
import org.trinofdw.postgres.type.RemoteColumn;
import org.trinofdw.postgres.write.PartitionedChanges;
import org.trinofdw.postgres.write.RowChangeTarget;
import org.trinofdw.postgres.write.TableFiles;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

/**
 * Plans writes to foreign tables whose rows are in partitions on one or several servers.
 */
final class PartitionedWrites
{
    private final ForeignCatalog foreignCatalog;
    private final ForeignServers foreignServers;
    private final PostgresTables tables;
    private final PartitionResolver partitionResolver;
    private final PostgresWrites writes;
    private final PostgresRowChanges rowChanges;

    @Inject
    PartitionedWrites(
            ForeignCatalog foreignCatalog,
            ForeignServers foreignServers,
            PostgresTables tables,
            PartitionResolver partitionResolver,
            PostgresWrites writes,
            PostgresRowChanges rowChanges)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.tables = requireNonNull(tables, "tables is null");
        this.partitionResolver = requireNonNull(partitionResolver, "partitionResolver is null");
        this.writes = requireNonNull(writes, "writes is null");
        this.rowChanges = requireNonNull(rowChanges, "rowChanges is null");
    }

    /**
     * A write that is about to begin.
     *
     * @param servers by the numbers of their stagings
     */
    record Plan(PartitionedWriteHandle handle, List<PartitionedChanges.Server> servers)
    {
        Plan
        {
            requireNonNull(handle, "handle is null");
            servers = ImmutableList.copyOf(servers);
        }
    }

    Plan beginInsert(ConnectorSession session, RemoteTransactions transactions, PostgresTableHandle table, List<ColumnHandle> columnHandles)
    {
        if (tables.options(session, table).require(PostgresOptions.ON_CONFLICT) != OnConflict.ERROR) {
            throw new TrinoException(NOT_SUPPORTED, "foreign table \"%s\" is partitioned, where on_conflict must be 'error'; write to the partitions".formatted(table.name()));
        }
        writes.checkInsertable(table, columnHandles);
        PartitionTree tree = tree(table);
        List<PostgresColumnHandle> columns = new ArrayList<>(columnHandles.stream().map(PostgresColumnHandle.class::cast).toList());
        table.columns().stream()
                .filter(column -> tree.keyColumns().contains(column.name()) && !columns.contains(column))
                .forEach(columns::add);
        return plan(session, transactions, table, tree, columns, ImmutableMap.of(), false);
    }

    Plan beginMerge(ConnectorSession session, RemoteTransactions transactions, PostgresTableHandle table, Map<Integer, Collection<ColumnHandle>> updateCaseColumns)
    {
        List<PostgresColumnHandle> writable = rowChanges.writableColumns(table);
        return plan(session, transactions, table, tree(table), writable, rowChanges.updates(table, writable, updateCaseColumns), true);
    }

    private PartitionTree tree(PostgresTableHandle table)
    {
        ForeignTable definition = foreignCatalog.table(table.name())
                .orElseThrow(() -> new TrinoException(NOT_SUPPORTED, "foreign table \"%s\" was dropped while the statement was planned".formatted(table.name())));
        PartitionTree tree = PartitionTree.of(foreignCatalog, definition);
        // says so if it cannot route
        new PartitionRouter(tree, ImmutableMap.of());
        return tree;
    }

    private Plan plan(
            ConnectorSession session,
            RemoteTransactions transactions,
            PostgresTableHandle table,
            PartitionTree tree,
            List<PostgresColumnHandle> columns,
            Map<Integer, List<PostgresColumnHandle>> updates,
            boolean changesRows)
    {
        List<SchemaTableName> leaves = tree.leaves();
        Map<SchemaTableName, WritePartition> partitions = new LinkedHashMap<>();
        ImmutableList.Builder<PostgresWriteHandle> stagings = ImmutableList.builder();
        List<PartitionedChanges.Server> servers = new ArrayList<>();
        for (Map.Entry<String, List<PartitionReference>> entry : byServer(leaves).entrySet()) {
            RemoteTransaction transaction = transactions.get(foreignServers.credentials(session, entry.getKey()));
            Map<Integer, RowChangeTarget> targets = new LinkedHashMap<>();
            List<PartitionTable> changed = new ArrayList<>();
            for (PartitionTable partition : partitionResolver.tables(session, transaction, table, entry.getValue())) {
                SchemaTableName name = partition.definition().name();
                Optional<String> refusal = refusal(session, table, partition);
                partitions.put(name, new WritePartition(name, partition.relation().isPresent(), refusal.isPresent() ? Optional.empty() : Optional.of(servers.size()), refusal));
                if (refusal.isEmpty()) {
                    targets.put(leaves.indexOf(name), target(table, columns, partition, leaves.indexOf(name)));
                    changed.add(partition);
                }
            }
            if (changed.isEmpty()) {
                continue;
            }
            if (changesRows) {
                rowChanges.checkRowsCanChange(transaction, changed.stream().map(partition -> partition.relation().orElseThrow()).toList());
            }
            stagings.add(staging(session, table, columns, transaction.server(), changed.getFirst().remoteName(), servers.size()));
            servers.add(new PartitionedChanges.Server(
                    foreignServers.credentials(session, entry.getKey()),
                    targets,
                    changesRows ? Optional.of(TableFiles.of(transaction, changed.stream().map(partition -> partition.relation().orElseThrow().oid()).toList())) : Optional.empty()));
        }
        Set<String> writtenServers = servers.stream().map(server -> server.credentials().server().name()).collect(toImmutableSet());
        PartitionedWriteHandle handle = new PartitionedWriteHandle(
                // the engine asks this handle for the credentials of the writers
                table.withQuery(table.query().withSource(table.partitioned().orElseThrow().withWrittenServers(writtenServers))),
                columns,
                tree,
                leaves.stream().map(partitions::get).collect(toImmutableList()),
                stagings.build(),
                updates);
        return new Plan(handle, servers);
    }

    private Map<String, List<PartitionReference>> byServer(List<SchemaTableName> leaves)
    {
        return leaves.stream()
                .map(leaf -> new PartitionReference(leaf, foreignCatalog.table(leaf).orElseThrow().server()))
                .collect(groupingBy(PartitionReference::server, LinkedHashMap::new, toList()));
    }

    /** Why no row can go to a partition. */
    private Optional<String> refusal(ConnectorSession session, PostgresTableHandle table, PartitionTable partition)
    {
        ForeignTable definition = partition.definition();
        if (partition.relation().isEmpty()) {
            return Optional.of("a row belongs to the partition \"%s\" of foreign table \"%s\", but server \"%s\" has no table %s; create it, or drop the partition".formatted(
                    definition.name(),
                    table.name(),
                    definition.server(),
                    partition.remoteName().toSql()));
        }
        EffectiveOptions options = foreignCatalog.options(tables.sessionOptions(session), definition);
        return options.require(PostgresOptions.UPDATABLE) ?
                Optional.empty() :
                Optional.of("a row belongs to the partition \"%s\" of foreign table \"%s\", which does not allow changes; its option updatable is false".formatted(definition.name(), table.name()));
    }

    private static RowChangeTarget target(PostgresTableHandle table, List<PostgresColumnHandle> columns, PartitionTable partition, int number)
    {
        return new RowChangeTarget(
                partition.remoteName(),
                columns.stream()
                        .map(column -> {
                            RemoteColumn remote = partition.columns().get(table.columns().indexOf(column));
                            return new RowChangeTarget.Column(column, remote.name(), remote.type());
                        })
                        .collect(toImmutableList()),
                Optional.of(number));
    }

    /** The changes of all partitions of a server wait in the schema of one of them. */
    private static PostgresWriteHandle staging(ConnectorSession session, PostgresTableHandle table, List<PostgresColumnHandle> columns, String server, RemoteTableName partition, int number)
    {
        return new PostgresWriteHandle(
                table.name(),
                server,
                partition,
                columns,
                Optional.empty(),
                // two servers may be one database
                Optional.of("fdw_staging_%s_%s_".formatted(session.getQueryId(), number)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
