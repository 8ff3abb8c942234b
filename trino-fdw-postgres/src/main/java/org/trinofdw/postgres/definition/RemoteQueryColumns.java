package org.trinofdw.postgres.definition;

import io.trino.spi.TrinoException;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.type.PostgresTypeQuery;
import org.trinofdw.postgres.type.RemoteColumn;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * Finds the columns of a query that a user wrote: those of a temporary view over it, which is rolled back at once. The protocol's description of a
 * statement would do but for the collations, labels and base types that are in the catalog only.
 */
public final class RemoteQueryColumns
{
    private static final String VIEW = "pg_temp.fdw_query";

    private RemoteQueryColumns() {}

    /**
     * The only statement of a text, without a semicolon at its end.
     *
     * @throws TrinoException INVALID_FUNCTION_ARGUMENT if there are several, or none
     */
    public static String onlyStatement(String sql)
    {
        List<NativeQuery> statements;
        try {
            statements = Parser.parseJdbcSql(sql, true, false, true, false, true);
        }
        catch (SQLException e) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "Cannot read the query: " + e.getMessage(), e);
        }
        if (statements.size() != 1 || statements.getFirst().nativeSql.isBlank()) {
            throw new TrinoException(INVALID_FUNCTION_ARGUMENT, "The query is %s statements instead of one".formatted(statements.size()));
        }
        return statements.getFirst().nativeSql;
    }

    /**
     * @param sql one statement
     * @throws TrinoException REMOTE_ERROR if it is not a query, or gives two columns one name
     */
    public static List<RemoteColumn> describe(ConnectionPools pools, FdwTableCredentials credentials, String sql)
    {
        RemoteConnection connection = pools.acquire(credentials);
        try {
            connection.execute("BEGIN");
            connection.execute("CREATE TEMPORARY VIEW " + VIEW + " AS " + sql);
            List<RemoteColumn> columns = new ArrayList<>();
            try (Statement statement = connection.jdbc().createStatement();
                    ResultSet rows = statement.executeQuery(PostgresTypeQuery.sql(connection.serverVersion(), "= '" + VIEW + "'::regclass"))) {
                while (rows.next()) {
                    columns.add(PostgresTypeQuery.read(rows));
                }
            }
            connection.execute("ROLLBACK");
            connection.close();
            return columns;
        }
        catch (SQLException e) {
            throw remoteError(credentials.server().name(), "describe the query", e);
        }
        finally {
            // does nothing if all went well
            connection.discard();
        }
    }
}
