package org.trinofdw.postgres.write;

import com.google.inject.Inject;
import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.connection.RemoteStatements;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresMergeHandle;
import org.trinofdw.postgres.type.ColumnMappings;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.connector.ConnectorMergeSink.DELETE_OPERATION_NUMBER;
import static io.trino.spi.connector.ConnectorMergeSink.INSERT_OPERATION_NUMBER;
import static io.trino.spi.connector.ConnectorMergeSink.UPDATE_OPERATION_NUMBER;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.error.FdwErrorCode.SERIALIZATION_FAILURE;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

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
    private static final String TARGET = "target";
    private static final String CHANGE = "change";

    private final RemoteStatements remoteStatements;
    private final ColumnMappings columnMappings;

    @Inject
    public RowChanges(RemoteStatements remoteStatements, ColumnMappings columnMappings)
    {
        this.remoteStatements = requireNonNull(remoteStatements, "remoteStatements is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    /**
     * @param files where the rows were when the statement began
     * @param fragments one for each writer that had changes
     * @throws TrinoException SERIALIZATION_FAILURE if a row was changed by somebody else since it was read
     */
    public void apply(FdwTableCredentials credentials, PostgresMergeHandle handle, TableFiles files, Collection<Slice> fragments)
    {
        List<RowChangeFragment> writers = fragments.stream()
                .map(RowChangeFragment::fromSlice)
                .collect(toImmutableList());
        if (writers.isEmpty()) {
            return;
        }
        List<RowChangeTable> tables = writers.stream()
                .map(writer -> new RowChangeTable(columnMappings, handle, writer.writerId()))
                .collect(toImmutableList());
        remoteStatements.inTransaction(
                credentials,
                "change rows of " + handle.table().remoteName().toSql(),
                "BEGIN ISOLATION LEVEL REPEATABLE READ",
                connection -> apply(connection, handle, files, writers, tables));
    }

    /** Rows go before others come, so that a new row may have the key of an old one. */
    private static long apply(RemoteConnection connection, PostgresMergeHandle handle, TableFiles files, List<RowChangeFragment> writers, List<RowChangeTable> tables)
            throws SQLException
    {
        connection.execute("LOCK TABLE " + handle.table().remoteName().toSql() + " IN ROW EXCLUSIVE MODE");
        if (files.hasMoved(connection)) {
            throw new TrinoException(SERIALIZATION_FAILURE, "could not change %s: it was rewritten since its rows were read. Nothing was changed; try again (SQLSTATE 40001)".formatted(handle.table().remoteName().toSql()));
        }
        long deletes = writers.stream().mapToLong(RowChangeFragment::deletes).sum();
        if (deletes > 0) {
            checkCount(handle, "deleted", deletes, connection.executeUpdate(deleteStatement(handle, tables)));
        }
        long updates = writers.stream().mapToLong(RowChangeFragment::updates).sum();
        if (updates > 0) {
            long updated = 0;
            for (Map.Entry<Integer, List<PostgresColumnHandle>> update : handle.updates().entrySet()) {
                updated += connection.executeUpdate(updateStatement(handle, tables, update.getKey(), update.getValue()));
            }
            checkCount(handle, "updated", updates, updated);
        }
        if (writers.stream().anyMatch(writer -> writer.inserts() > 0)) {
            connection.executeUpdate(insertStatement(handle, tables));
        }
        for (RowChangeTable table : tables) {
            connection.execute("DROP TABLE " + table.name().toSql());
        }
        return deletes + updates;
    }

    private static void checkCount(PostgresMergeHandle handle, String action, long expected, long actual)
    {
        if (actual != expected) {
            throw new TrinoException(SERIALIZATION_FAILURE, "could not change %s: %s rows were to be %s and %s could be; the others were changed or deleted since they were read, or a trigger kept them. Nothing was changed; try again (SQLSTATE 40001)".formatted(
                    handle.table().remoteName().toSql(),
                    expected,
                    action,
                    actual));
        }
    }

    private static String deleteStatement(PostgresMergeHandle handle, List<RowChangeTable> tables)
    {
        return "DELETE FROM " + handle.table().remoteName().toSql() + " AS " + TARGET +
                " USING " + RowChangeTable.union(tables) + " AS " + CHANGE +
                " WHERE " + operation(DELETE_OPERATION_NUMBER) + " AND " + sameRow();
    }

    private static String updateStatement(PostgresMergeHandle handle, List<RowChangeTable> tables, int caseNumber, List<PostgresColumnHandle> columns)
    {
        return "UPDATE " + handle.table().remoteName().toSql() + " AS " + TARGET +
                columns.stream()
                        .map(column -> quoted(column.remoteName()) + " = " + tables.getFirst().value(column, CHANGE))
                        .collect(joining(", ", " SET ", "")) +
                " FROM " + RowChangeTable.union(tables) + " AS " + CHANGE +
                " WHERE " + operation(UPDATE_OPERATION_NUMBER) + " AND " + CHANGE + "." + RowChangeTable.CASE_NUMBER + " = " + caseNumber + " AND " + sameRow();
    }

    private static String insertStatement(PostgresMergeHandle handle, List<RowChangeTable> tables)
    {
        List<PostgresColumnHandle> columns = handle.staging().columns();
        return "INSERT INTO " + handle.table().remoteName().toSql() +
                columns.stream()
                        .map(column -> quoted(column.remoteName()))
                        .collect(joining(", ", " (", ")")) +
                columns.stream()
                        .map(column -> tables.getFirst().value(column, CHANGE))
                        .collect(joining(", ", " SELECT ", "")) +
                " FROM " + RowChangeTable.union(tables) + " AS " + CHANGE +
                " WHERE " + operation(INSERT_OPERATION_NUMBER);
    }

    private static String operation(int number)
    {
        return CHANGE + "." + RowChangeTable.OPERATION + " = " + number;
    }

    private static String sameRow()
    {
        return "%1$s.tableoid = %2$s.%3$s AND %1$s.ctid = %2$s.%4$s AND %1$s.xmin = %2$s.%5$s".formatted(
                TARGET,
                CHANGE,
                RowChangeTable.ROW_TABLE,
                RowChangeTable.ROW_CTID,
                RowChangeTable.ROW_XMIN);
    }
}
