package org.trinofdw.maxcompute.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.connector.warning.TableWarningProvider;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.MaxComputeClients;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.split.PartitionMatcher;
import org.trinofdw.option.UnmatchedPartitionPolicy;
import org.trinofdw.split.TableWarning;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * Warns about declared partitions that MaxCompute does not have (AnalyticDB, Partitioned foreign tables).
 */
public final class MaxComputeWarnings
        implements TableWarningProvider
{
    private final MaxComputeClients clients;
    private final ForeignServers foreignServers;
    private final PartitionMatcher matcher;

    @Inject
    public MaxComputeWarnings(MaxComputeClients clients, ForeignServers foreignServers, PartitionMatcher matcher)
    {
        this.clients = requireNonNull(clients, "clients is null");
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.matcher = requireNonNull(matcher, "matcher is null");
    }

    @Override
    public List<TableWarning> warnings(ConnectorSession session, FdwTableHandle handle)
    {
        if (!(handle instanceof MaxComputeTableHandle table)
                || table.declaredPartitions().isEmpty()
                || table.options().unmatchedPartitions() != UnmatchedPartitionPolicy.WARN) {
            return ImmutableList.of();
        }
        MaxComputeClient client = clients.client(foreignServers.credentials(session, table.server()));
        List<PartitionSpec> unmatched = matcher.unmatched(client, table);
        return unmatched.isEmpty() ? ImmutableList.of() : ImmutableList.of(warning(table, unmatched));
    }

    private static TableWarning warning(MaxComputeTableHandle table, List<PartitionSpec> partitions)
    {
        return TableWarning.unmatchedPartitions(table.name(), "MaxCompute table " + table.remote(), partitions.stream().map(PartitionSpec::toString).toList());
    }
}
