package org.trinofdw.postgres.split;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.handle.PartitionReference;
import org.trinofdw.postgres.handle.PartitionSource;
import org.trinofdw.postgres.handle.PartitionedSource;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.pushdown.PartitionPruning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

/**
 * Makes the splits of a table whose partitions are foreign tables on one or several servers: each server is asked once, and read under one snapshot.
 */
public final class PartitionedSplitPlanner
{
    private final ForeignServers foreignServers;
    private final PartitionPruning partitionPruning;
    private final PartitionResolver partitionResolver;
    private final SplitPlanner splitPlanner;

    @Inject
    public PartitionedSplitPlanner(ForeignServers foreignServers, PartitionPruning partitionPruning, PartitionResolver partitionResolver, SplitPlanner splitPlanner)
    {
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.partitionPruning = requireNonNull(partitionPruning, "partitionPruning is null");
        this.partitionResolver = requireNonNull(partitionResolver, "partitionResolver is null");
        this.splitPlanner = requireNonNull(splitPlanner, "splitPlanner is null");
    }

    /**
     * @param dynamicFilter what the rest of the query can use; partitions outside of it are left out, and their servers not asked
     */
    PartitionedSplits plan(ConnectorSession session, RemoteTransactions transactions, PostgresTableHandle table, TupleDomain<ColumnHandle> dynamicFilter)
    {
        PartitionedSource source = table.partitioned().orElseThrow();
        List<PartitionReference> remaining = partitionPruning.remaining(source, dynamicFilter);
        Map<String, List<PartitionReference>> byServer = remaining.stream()
                .collect(groupingBy(PartitionReference::server, LinkedHashMap::new, toList()));
        List<List<PostgresSplit>> splitsByServer = new ArrayList<>();
        int matched = 0;
        for (Map.Entry<String, List<PartitionReference>> entry : byServer.entrySet()) {
            RemoteTransaction transaction = transactions.get(foreignServers.credentials(session, entry.getKey()));
            ImmutableList.Builder<PostgresSplit> splits = ImmutableList.builder();
            for (PartitionSource partition : partitionResolver.resolve(session, transaction, table, entry.getValue())) {
                matched++;
                splitPlanner.plan(session, transaction, table.withQuery(table.query().withSource(partition))).forEach(split -> splits.add(split.of(partition)));
            }
            splitsByServer.add(splits.build());
        }
        return new PartitionedSplits(inTurn(splitsByServer), remaining.size(), source.partitions().size() - remaining.size(), remaining.size() - matched);
    }

    /** All servers work at once if the splits that are begun together are of different ones. */
    private static List<PostgresSplit> inTurn(List<List<PostgresSplit>> lists)
    {
        ImmutableList.Builder<PostgresSplit> splits = ImmutableList.builder();
        int longest = lists.stream().mapToInt(List::size).max().orElse(0);
        for (int index = 0; index < longest; index++) {
            for (List<PostgresSplit> list : lists) {
                if (index < list.size()) {
                    splits.add(list.get(index));
                }
            }
        }
        return splits.build();
    }
}
