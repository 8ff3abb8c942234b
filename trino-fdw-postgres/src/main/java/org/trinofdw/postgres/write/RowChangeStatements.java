package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import io.trino.spi.TrinoException;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.handle.PostgresColumnHandle;

import java.sql.SQLException;
import java.util.List;

import static io.trino.spi.connector.ConnectorMergeSink.DELETE_OPERATION_NUMBER;
import static io.trino.spi.connector.ConnectorMergeSink.INSERT_OPERATION_NUMBER;
import static io.trino.spi.connector.ConnectorMergeSink.UPDATE_OPERATION_NUMBER;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.error.FdwErrorCode.SERIALIZATION_FAILURE;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * Applies the changes of one table. Those of a statement are to be made in the order of the methods, so that a new row may have the key of an old one.
 */
final class RowChangeStatements
{
    private static final String TARGET = "target";
    private static final String CHANGE = "change";

    private final RemoteConnection connection;
    private final RowChangeTarget target;
    private final List<RowChangeTable> tables;

    /**
     * @param tables one for each writer, with the same columns
     */
    RowChangeStatements(RemoteConnection connection, RowChangeTarget target, List<RowChangeTable> tables)
    {
        this.connection = requireNonNull(connection, "connection is null");
        this.target = requireNonNull(target, "target is null");
        this.tables = ImmutableList.copyOf(tables);
    }

    void lock()
            throws SQLException
    {
        connection.execute("LOCK TABLE " + target.name().toSql() + " IN ROW EXCLUSIVE MODE");
    }

    /** The error for a table whose rows are elsewhere since they were read. */
    TrinoException moved()
    {
        return new TrinoException(SERIALIZATION_FAILURE, "could not change %s: it was rewritten since its rows were read. Nothing was changed; try again (SQLSTATE 40001)".formatted(target.name().toSql()));
    }

    long delete()
            throws SQLException
    {
        return connection.executeUpdate("DELETE FROM " + target.name().toSql() + " AS " + TARGET +
                " USING " + RowChangeTable.union(tables) + " AS " + CHANGE +
                " WHERE " + isChange(DELETE_OPERATION_NUMBER) + " AND " + sameRow());
    }

    long update(int caseNumber, List<PostgresColumnHandle> columns)
            throws SQLException
    {
        return connection.executeUpdate("UPDATE " + target.name().toSql() + " AS " + TARGET +
                columns.stream()
                        .map(target::column)
                        .map(column -> quoted(column.remoteName()) + " = " + value(column))
                        .collect(joining(", ", " SET ", "")) +
                " FROM " + RowChangeTable.union(tables) + " AS " + CHANGE +
                " WHERE " + isChange(UPDATE_OPERATION_NUMBER) + " AND " + CHANGE + "." + RowChangeTable.CASE_NUMBER + " = " + caseNumber + " AND " + sameRow());
    }

    long insert()
            throws SQLException
    {
        return connection.executeUpdate("INSERT INTO " + target.name().toSql() +
                target.columns().stream()
                        .map(column -> quoted(column.remoteName()))
                        .collect(joining(", ", " (", ")")) +
                target.columns().stream()
                        .map(this::value)
                        .collect(joining(", ", " SELECT ", "")) +
                " FROM " + RowChangeTable.union(tables) + " AS " + CHANGE +
                " WHERE " + isChange(INSERT_OPERATION_NUMBER));
    }

    /**
     * @return the number of rows that were changed
     * @throws TrinoException SERIALIZATION_FAILURE if not as many rows could be changed as were to be
     */
    long checkCount(String action, long expected, long actual)
    {
        if (actual != expected) {
            throw new TrinoException(SERIALIZATION_FAILURE, "could not change %s: %s rows were to be %s and %s could be; the others were changed or deleted since they were read, or a trigger kept them. Nothing was changed; try again (SQLSTATE 40001)".formatted(
                    target.name().toSql(),
                    expected,
                    action,
                    actual));
        }
        return actual;
    }

    private String value(RowChangeTarget.Column column)
    {
        return tables.getFirst().value(column.staged(), column.type(), CHANGE);
    }

    private String isChange(int operation)
    {
        return CHANGE + "." + RowChangeTable.OPERATION + " = " + operation +
                target.partition().map(number -> " AND " + CHANGE + "." + RowChangeTable.PARTITION + " = " + number).orElse("");
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
