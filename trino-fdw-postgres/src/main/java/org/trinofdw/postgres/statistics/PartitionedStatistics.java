package org.trinofdw.postgres.statistics;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.statistics.TableStatistics;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.partition.LeafPartitions;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.handle.PartitionReference;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.split.PartitionResolver;
import org.trinofdw.postgres.split.PartitionTable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

/**
 * Statistics of the partitions of a foreign table that are left after pruning, of their rows within its constraint, with the same few queries for any number of
 * partitions of a server.
 */
public final class PartitionedStatistics
{
    private final ForeignCatalog foreignCatalog;
    private final ForeignServers foreignServers;
    private final PartitionResolver partitionResolver;
    private final RemoteFigures remoteFigures;

    @Inject
    public PartitionedStatistics(ForeignCatalog foreignCatalog, ForeignServers foreignServers, PartitionResolver partitionResolver, RemoteFigures remoteFigures)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.partitionResolver = requireNonNull(partitionResolver, "partitionResolver is null");
        this.remoteFigures = requireNonNull(remoteFigures, "remoteFigures is null");
    }

    /** Partitions that have no remote table have no rows. */
    public TableStatistics statistics(ConnectorSession session, RemoteTransactions transactions, PostgresTableHandle table)
    {
        Map<String, List<PartitionReference>> byServer = table.partitioned().orElseThrow().partitions().stream()
                .collect(groupingBy(PartitionReference::server));
        Map<SchemaTableName, TableStatistics> byPartition = new HashMap<>();
        byServer.forEach((server, partitions) -> byPartition.putAll(ofServer(session, transactions.get(foreignServers.credentials(session, server)), table, partitions)));
        return foreignCatalog.table(table.name())
                .map(definition -> combined(table, definition, byPartition))
                .orElse(TableStatistics.empty());
    }

    private Map<SchemaTableName, TableStatistics> ofServer(ConnectorSession session, RemoteTransaction transaction, PostgresTableHandle table, List<PartitionReference> partitions)
    {
        List<PartitionTable> found = partitionResolver.tables(session, transaction, table, partitions).stream()
                .filter(partition -> partition.relation().isPresent())
                .collect(toImmutableList());
        Map<Long, List<FigureColumn>> columns = new HashMap<>();
        found.forEach(partition -> columns.put(partition.relation().orElseThrow().oid(), columns(table, partition)));
        Map<Long, TableStatistics> statistics = remoteFigures.statistics(transaction, columns, table.constraint());
        ImmutableMap.Builder<SchemaTableName, TableStatistics> byPartition = ImmutableMap.builder();
        found.forEach(partition -> byPartition.put(partition.definition().name(), statistics.get(partition.relation().orElseThrow().oid())));
        return byPartition.buildOrThrow();
    }

    private static List<FigureColumn> columns(PostgresTableHandle table, PartitionTable partition)
    {
        ImmutableList.Builder<FigureColumn> columns = ImmutableList.builder();
        for (int index = 0; index < table.columns().size(); index++) {
            columns.add(new FigureColumn(table.columns().get(index), partition.columns().get(index).name(), partition.columns().get(index).type()));
        }
        return columns.build();
    }

    /** A partition that is itself partitioned is one part of its parent. */
    private TableStatistics combined(PostgresTableHandle table, ForeignTable parent, Map<SchemaTableName, TableStatistics> leaves)
    {
        List<TableStatistics> parts = foreignCatalog.partitionsOf(parent.name()).stream()
                .map(child -> LeafPartitions.isParent(child) ? Optional.of(combined(table, child, leaves)) : Optional.ofNullable(leaves.get(child.name())))
                .flatMap(Optional::stream)
                .collect(toImmutableList());
        return CombinedStatistics.of(parts, keys(table, parent));
    }

    /** One column by itself has no value in two partitions; of several columns, each may have. */
    private static Set<PostgresColumnHandle> keys(PostgresTableHandle table, ForeignTable parent)
    {
        List<String> keys = parent.partitioning().orElseThrow().levels().getFirst().keys();
        return keys.size() > 1 ? ImmutableSet.of() : table.columns().stream()
                .filter(column -> keys.contains(column.name()))
                .collect(toImmutableSet());
    }
}
