package org.trinofdw.postgres.read;

import org.postgresql.copy.CopyOut;
import org.trinofdw.postgres.connection.ConnectionRequest;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.query.SelectStatement;

import java.sql.SQLException;
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * A running {@code COPY … TO STDOUT}.
 */
final class CopyStream
{
    private final RemoteConnection connection;
    private final CopyOut copy;
    private final SelectStatement statement;
    private boolean ended;

    private CopyStream(RemoteConnection connection, CopyOut copy, SelectStatement statement)
    {
        this.connection = requireNonNull(connection, "connection is null");
        this.copy = requireNonNull(copy, "copy is null");
        this.statement = requireNonNull(statement, "statement is null");
    }

    static CopyStream open(ConnectionRequest request, String server, Optional<String> snapshot, SelectStatement statement)
    {
        RemoteConnection connection = request.begin("read " + statement.subject(), "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        try {
            if (snapshot.isPresent()) {
                connection.execute("SET TRANSACTION SNAPSHOT '" + snapshot.get().replace("'", "''") + "'");
            }
            return new CopyStream(connection, connection.copyManager().copyOut(statement.toCopySql()), statement);
        }
        catch (SQLException e) {
            connection.discard();
            throw remoteError(server, "read " + statement.subject(), e);
        }
    }

    SelectStatement statement()
    {
        return statement;
    }

    /**
     * The next message, or null after the last one.
     */
    byte[] next()
            throws SQLException
    {
        return copy.readFromCopy();
    }

    /** Gives the connection back after the last message. */
    void finish()
            throws SQLException
    {
        if (ended) {
            return;
        }
        ended = true;
        try {
            connection.execute("ROLLBACK");
            connection.close();
        }
        finally {
            // does nothing if all went well
            connection.discard();
        }
    }

    /** Stops the remote statement if it still runs. */
    void abandon()
    {
        if (ended) {
            return;
        }
        ended = true;
        connection.discard();
    }
}
