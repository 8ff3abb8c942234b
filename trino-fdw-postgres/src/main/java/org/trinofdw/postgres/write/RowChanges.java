package org.trinofdw.postgres.write;

import com.google.inject.Inject;
import io.airlift.slice.Slice;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.connection.RemoteStatements;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresMergeHandle;
import org.trinofdw.postgres.type.ColumnMappings;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Applies the row changes of an UPDATE, DELETE or MERGE, all in one transaction.
 * <p>
 * Trino found the rows in a snapshot that is older than this transaction. A row that was changed since then has another version, with another ctid and
 * xmin, so it is not found and the counts differ; one that is being changed makes REPEATABLE READ fail. Either way the statement fails and changes
 * nothing. The snapshot is still held, which keeps the places of the old versions from being given to other rows; what would move rows all the same,
 * {@link TableFiles} shows. The target is not locked before this transaction, since the splits and writers are other sessions, which would wait behind
 * whoever waits for that lock.
 */
public final class RowChanges
{
    private final RemoteStatements remoteStatements;
    private final ColumnMappings columnMappings;

    @Inject
    public RowChanges(RemoteStatements remoteStatements, ColumnMappings columnMappings)
    {
        this.remoteStatements = requireNonNull(remoteStatements, "remoteStatements is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    /**
     * @param transaction holds the lock of the statement
     * @param files where the rows were when the statement began
     * @param fragments one for each writer that had changes
     * @throws io.trino.spi.TrinoException SERIALIZATION_FAILURE if a row was changed by somebody else since it was read
     */
    public void apply(FdwTableCredentials credentials, RemoteTransaction transaction, PostgresMergeHandle handle, TableFiles files, Collection<Slice> fragments)
    {
        List<RowChangeFragment> writers = fragments.stream()
                .map(RowChangeFragment::fromSlice)
                .collect(toImmutableList());
        if (writers.isEmpty()) {
            return;
        }
        List<RowChangeTable> tables = writers.stream()
                .map(writer -> new RowChangeTable(columnMappings, handle.staging(), writer.writerId(), false))
                .collect(toImmutableList());
        remoteStatements.inTransaction(
                credentials,
                "change rows of " + handle.table().remoteName().toSql(),
                "BEGIN ISOLATION LEVEL REPEATABLE READ",
                connection -> {
                    // the tables of changes are unlogged: had the server crashed since they were filled, they would be empty, and the lock gone
                    transaction.checkAlive();
                    return apply(connection, handle, files, writers, tables);
                });
    }

    private static long apply(RemoteConnection connection, PostgresMergeHandle handle, TableFiles files, List<RowChangeFragment> writers, List<RowChangeTable> tables)
            throws SQLException
    {
        RowChangeStatements statements = new RowChangeStatements(connection, RowChangeTarget.of(handle), tables);
        statements.lock();
        if (files.hasMoved(connection)) {
            throw statements.moved();
        }
        long deletes = writers.stream().mapToLong(RowChangeFragment::deletes).sum();
        if (deletes > 0) {
            statements.checkCount("deleted", deletes, statements.delete());
        }
        long updates = writers.stream().mapToLong(RowChangeFragment::updates).sum();
        if (updates > 0) {
            long updated = 0;
            for (Map.Entry<Integer, List<PostgresColumnHandle>> update : handle.updates().entrySet()) {
                updated += statements.update(update.getKey(), update.getValue());
            }
            statements.checkCount("updated", updates, updated);
        }
        if (writers.stream().anyMatch(writer -> writer.inserts() > 0)) {
            MissingDefaults.check(connection, handle, tables);
            statements.insert();
        }
        for (RowChangeTable table : tables) {
            connection.execute("DROP TABLE " + table.name().toSql());
        }
        return deletes + updates;
    }
}
