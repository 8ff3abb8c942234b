package org.trinofdw.postgres.connector;

import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.handle.OnlyPartitionSource;
import org.trinofdw.postgres.handle.PartitionReference;
import org.trinofdw.postgres.handle.PartitionSource;
import org.trinofdw.postgres.handle.PartitionedSource;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.split.PartitionResolver;
import org.trinofdw.postgres.type.TextEncoding;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Takes a scan of one partition, which pruning has left, for what it is: a scan of one table of its server, over which more can go down.
 */
final class OnlyPartition
{
    private final ForeignServers foreignServers;
    private final PartitionResolver partitionResolver;

    @Inject
    OnlyPartition(ForeignServers foreignServers, PartitionResolver partitionResolver)
    {
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.partitionResolver = requireNonNull(partitionResolver, "partitionResolver is null");
    }

    /**
     * @return the scan itself if it is not of exactly one partition, or if the server does not have that
     */
    PostgresTableHandle of(ConnectorSession session, RemoteTransactions transactions, PostgresTableHandle table)
    {
        Optional<PartitionReference> only = table.partitioned()
                .map(PartitionedSource::partitions)
                .filter(partitions -> partitions.size() == 1)
                .map(List::getFirst);
        if (only.isEmpty()) {
            return table;
        }
        String server = only.get().server();
        List<PartitionSource> found = partitionResolver.resolve(session, transactions.get(foreignServers.credentials(session, server)), table, List.of(only.get()));
        // the columns are those of the partitioned table, and do not know of another encoding
        return found.isEmpty() || found.getFirst().encoding() != TextEncoding.UTF8 ? table : table.onServer(server).withQuery(table.query().withSource(new OnlyPartitionSource(found.getFirst())));
    }
}
