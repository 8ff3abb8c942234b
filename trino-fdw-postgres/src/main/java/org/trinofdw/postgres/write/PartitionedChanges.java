package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Inject;
import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.connection.RemoteStatements;
import org.trinofdw.postgres.connection.RemoteStatements.Part;
import org.trinofdw.postgres.handle.PartitionedWriteHandle;
import org.trinofdw.postgres.type.ColumnMappings;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.connector.ConnectorMergeSink.DELETE_OPERATION_NUMBER;
import static io.trino.spi.connector.ConnectorMergeSink.INSERT_OPERATION_NUMBER;
import static io.trino.spi.connector.ConnectorMergeSink.UPDATE_OPERATION_NUMBER;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.trinofdw.error.FdwErrorCode.REMOTE_ERROR;

/**
 * Applies the changes of the rows of partitions, those of one server in one transaction; {@link RowChanges} says why rows are found again. The servers commit
 * when all of them have applied theirs.
 */
public final class PartitionedChanges
{
    /** From that many partitions on, an index finds the changes of each faster than a scan. */
    private static final int INDEXED_PARTITIONS = 4;

    private final RemoteStatements remoteStatements;
    private final ColumnMappings columnMappings;

    @Inject
    public PartitionedChanges(RemoteStatements remoteStatements, ColumnMappings columnMappings)
    {
        this.remoteStatements = requireNonNull(remoteStatements, "remoteStatements is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    /**
     * A server that may have changes.
     *
     * @param targets its partitions by their numbers
     * @param files where the rows were when the statement began, for one that changes rows
     */
    public record Server(FdwTableCredentials credentials, Map<Integer, RowChangeTarget> targets, Optional<TableFiles> files)
    {
        public Server
        {
            requireNonNull(credentials, "credentials is null");
            targets = ImmutableMap.copyOf(targets);
            requireNonNull(files, "files is null");
        }
    }

    /**
     * @param servers by the numbers of their stagings in the handle
     * @param fragments what the writers have reported
     */
    public void apply(String queryId, PartitionedWriteHandle handle, List<Server> servers, Collection<Slice> fragments)
    {
        Map<Integer, List<PartitionedChangeFragment>> writers = fragments.stream()
                .map(PartitionedChangeFragment::fromSlice)
                .collect(groupingBy(PartitionedChangeFragment::staging, LinkedHashMap::new, toList()));
        List<Part> parts = new ArrayList<>();
        writers.forEach((staging, written) -> {
            Server server = servers.get(staging);
            List<RowChangeTable> tables = written.stream()
                    .map(fragment -> new RowChangeTable(columnMappings, handle.stagings().get(staging), fragment.writerId(), true))
                    .collect(toImmutableList());
            long expected = written.stream().mapToLong(PartitionedChangeFragment::changes).sum();
            parts.add(new Part(
                    server.credentials(),
                    "write to partitions of " + handle.name(),
                    server.files().isPresent() ? "BEGIN ISOLATION LEVEL REPEATABLE READ" : "BEGIN",
                    connection -> apply(connection, handle, server, tables, expected)));
        });
        remoteStatements.inTransactions(queryId, parts);
    }

    private static long apply(RemoteConnection connection, PartitionedWriteHandle handle, Server server, List<RowChangeTable> tables, long expected)
            throws SQLException
    {
        List<Change> changes = changes(connection, tables);
        long found = changes.stream().mapToLong(Change::rows).sum();
        if (found != expected) {
            // the tables of changes are unlogged: they are empty after a crash of the server
            throw new TrinoException(REMOTE_ERROR, "server \"%s\" has %s of the %s changes that were sent to it for partitions of %s; if it was restarted meanwhile, run the statement again: nothing was changed"
                    .formatted(server.credentials().server().name(), found, expected, handle.name()));
        }
        Map<Integer, RowChangeStatements> statements = new LinkedHashMap<>();
        for (Change change : changes) {
            statements.computeIfAbsent(change.partition(), number -> new RowChangeStatements(connection, server.targets().get(number), tables));
        }
        for (RowChangeStatements partition : statements.values()) {
            partition.lock();
        }
        if (server.files().isPresent() && server.files().get().hasMoved(connection)) {
            throw statements.values().iterator().next().moved();
        }
        if (statements.size() >= INDEXED_PARTITIONS) {
            for (RowChangeTable table : tables) {
                connection.execute(table.indexStatement());
            }
        }
        long changed = 0;
        for (Change change : changes) {
            RowChangeStatements partition = statements.get(change.partition());
            changed += switch (change.operation()) {
                case DELETE_OPERATION_NUMBER -> partition.checkCount("deleted", change.rows(), partition.delete());
                case UPDATE_OPERATION_NUMBER -> partition.checkCount("updated", change.rows(), partition.update(change.caseNumber(), handle.updates().get(change.caseNumber())));
                case INSERT_OPERATION_NUMBER -> partition.insert();
                default -> throw new IllegalStateException("Unexpected operation: " + change);
            };
        }
        for (RowChangeTable table : tables) {
            connection.execute("DROP TABLE " + table.name().toSql());
        }
        return changed;
    }

    /**
     * What is to be done to a partition. Rows go before others come, so that a new row may have the key of an old one.
     */
    private static List<Change> changes(RemoteConnection connection, List<RowChangeTable> tables)
            throws SQLException
    {
        String caseNumber = "CASE WHEN operation = %s THEN case_number ELSE -1 END".formatted(UPDATE_OPERATION_NUMBER);
        String sql = "SELECT operation, partition, %s, count(*) FROM %s AS change GROUP BY 1, 2, 3 ORDER BY CASE operation WHEN %s THEN 1 WHEN %s THEN 2 ELSE 3 END, 2, 3".formatted(
                caseNumber,
                RowChangeTable.union(tables),
                DELETE_OPERATION_NUMBER,
                UPDATE_OPERATION_NUMBER);
        try (Statement statement = connection.jdbc().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ImmutableList.Builder<Change> changes = ImmutableList.builder();
            while (rows.next()) {
                changes.add(new Change(rows.getInt(1), rows.getInt(2), rows.getInt(3), rows.getLong(4)));
            }
            return changes.build();
        }
    }

    /**
     * @param caseNumber the case of the statement for an update
     * @param rows how many rows it is about
     */
    private record Change(int operation, int partition, int caseNumber, long rows) {}
}
