package org.trinofdw.product.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;

/**
 * What a connector that writes by rows does: prepared INSERTs in batches, one transaction.
 */
final class RowInserts
{
    private RowInserts() {}

    /**
     * Inserts the rows of one table into another.
     *
     * @param connection of the reader; the writer has its own
     * @return the number of rows
     */
    static long copy(Connection connection, String source, String target, int batchRows)
            throws SQLException
    {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(batchRows);
            try (ResultSet rows = statement.executeQuery("SELECT * FROM " + source)) {
                return insert(connection, rows, target, batchRows);
            }
        }
        finally {
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private static long insert(Connection connection, ResultSet rows, String target, int batchRows)
            throws SQLException
    {
        int columns = rows.getMetaData().getColumnCount();
        long count = 0;
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO %s VALUES (%s)".formatted(target, String.join(", ", Collections.nCopies(columns, "?"))))) {
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    insert.setObject(column, rows.getObject(column));
                }
                insert.addBatch();
                count++;
                if (count % batchRows == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        return count;
    }
}
