package org.trinofdw.postgres.connector;

import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.postgres.connection.RemoteTransactions;
import org.trinofdw.postgres.handle.PartitionReference;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.split.PartitionResolver;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

/**
 * Rows of the partitions of a foreign table that are left after pruning, with one query for each server.
 */
final class PartitionedStatistics
{
    /** A remote table that is itself partitioned has its rows there since PostgreSQL 14. Unknown if one table was never analysed. */
    private static final String ROW_COUNT =
            """
            SELECT CASE WHEN coalesce(bool_and(relation.reltuples >= 0), true) THEN coalesce(sum(relation.reltuples), 0) END
            FROM pg_class relation
            JOIN pg_namespace schema ON schema.oid = relation.relnamespace
            WHERE (schema.nspname, relation.relname) IN (SELECT * FROM unnest(?::text[], ?::text[]))
            """;

    private final ForeignServers foreignServers;
    private final PartitionResolver partitionResolver;

    @Inject
    PartitionedStatistics(ForeignServers foreignServers, PartitionResolver partitionResolver)
    {
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.partitionResolver = requireNonNull(partitionResolver, "partitionResolver is null");
    }

    TableStatistics statistics(ConnectorSession session, RemoteTransactions transactions, PostgresTableHandle table)
    {
        Map<String, List<PartitionReference>> byServer = table.partitioned().orElseThrow().partitions().stream()
                .collect(groupingBy(PartitionReference::server));
        double rows = 0;
        for (Map.Entry<String, List<PartitionReference>> entry : byServer.entrySet()) {
            List<RemoteTableName> names = partitionResolver.remoteNames(session, table, entry.getValue());
            OptionalDouble serverRows = transactions.get(foreignServers.credentials(session, entry.getKey())).query(
                    ROW_COUNT,
                    List.of(
                            names.stream().map(RemoteTableName::schema).toArray(String[]::new),
                            names.stream().map(RemoteTableName::table).toArray(String[]::new)),
                    PostgresStatistics::optionalDouble).getFirst();
            if (serverRows.isEmpty()) {
                return TableStatistics.empty();
            }
            rows += serverRows.getAsDouble();
        }
        return TableStatistics.builder().setRowCount(Estimate.of(rows)).build();
    }
}
