package org.trinofdw.postgres.write;

import io.trino.spi.TrinoException;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresMergeHandle;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.connector.ConnectorMergeSink.INSERT_OPERATION_NUMBER;

/**
 * Trino gives null for the columns that INSERT of a MERGE leaves out, and does not tell which these are. Where PostgreSQL would have put the default of the
 * column, null would be a wrong value, so the statement is refused.
 */
final class MissingDefaults
{
    private static final String DEFAULTS =
            """
            SELECT attribute.attname, pg_get_expr(default_value.adbin, default_value.adrelid)
            FROM pg_attribute attribute
            JOIN pg_attrdef default_value ON default_value.adrelid = attribute.attrelid AND default_value.adnum = attribute.attnum
            WHERE attribute.attrelid = ?::bigint::oid
            """;

    private MissingDefaults() {}

    /**
     * @param tables the changes of all writers
     * @throws TrinoException NOT_SUPPORTED if a new row has null in a column with a default
     */
    static void check(RemoteConnection connection, PostgresMergeHandle handle, List<RowChangeTable> tables)
            throws SQLException
    {
        Map<String, String> defaults = defaults(connection, handle.table().relationId());
        for (PostgresColumnHandle column : handle.staging().columns()) {
            String expression = defaults.get(column.remoteName());
            // IS NULL would be true for a row of nulls as well
            if (expression != null && connection.queryBoolean("SELECT EXISTS (SELECT FROM " + RowChangeTable.union(tables) + " AS change" +
                    " WHERE change." + RowChangeTable.OPERATION + " = " + INSERT_OPERATION_NUMBER + " AND " + tables.getFirst().value(column, column.remoteType(), "change") + " IS NOT DISTINCT FROM NULL)")) {
                throw new TrinoException(NOT_SUPPORTED, "MERGE into %s: INSERT leaves out column \"%s\", or gives it NULL, and Trino does not tell which; its default is %s. Give the column a value, and set NULL by an UPDATE".formatted(
                        handle.table().name(),
                        column.name(),
                        expression));
            }
        }
    }

    private static Map<String, String> defaults(RemoteConnection connection, long relationId)
            throws SQLException
    {
        try (PreparedStatement statement = connection.jdbc().prepareStatement(DEFAULTS)) {
            statement.setLong(1, relationId);
            Map<String, String> defaults = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    defaults.put(rows.getString(1), rows.getString(2));
                }
            }
            return defaults;
        }
    }
}
