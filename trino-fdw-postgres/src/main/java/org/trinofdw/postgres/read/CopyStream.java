package org.trinofdw.postgres.read;

import io.trino.spi.TrinoException;
import org.postgresql.copy.CopyOut;
import org.trinofdw.postgres.connection.ConnectionRequest;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.connection.ServerMessages;
import org.trinofdw.postgres.definition.StorageCatalog;
import org.trinofdw.postgres.handle.TableStorage;
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
    private final Optional<String> snapshot;
    private final Optional<TableStorage> storage;
    private final CopyOut copy;
    private final SelectStatement statement;
    /** Null if the driver alone can read. */
    private final ServerMessages messages;
    private final Runnable beforeReuse;
    private byte[] bytes;
    private int start;
    private int end;
    private boolean ended;

    private CopyStream(
            RemoteConnection connection,
            Optional<String> snapshot,
            Optional<TableStorage> storage,
            CopyOut copy,
            SelectStatement statement,
            Optional<ServerMessages> messages,
            Runnable beforeReuse)
    {
        this.connection = requireNonNull(connection, "connection is null");
        this.snapshot = requireNonNull(snapshot, "snapshot is null");
        this.storage = requireNonNull(storage, "storage is null");
        this.copy = requireNonNull(copy, "copy is null");
        this.statement = requireNonNull(statement, "statement is null");
        this.messages = messages.orElse(null);
        this.beforeReuse = requireNonNull(beforeReuse, "beforeReuse is null");
    }

    /**
     * @param snapshot name of the snapshot to read under
     * @param storage where the rows must still be at the end, if other statements read the table too
     * @param beforeReuse called before the bytes of earlier messages are overwritten
     * @throws TrinoException SERIALIZATION_FAILURE if the rows are not where the storage says
     */
    static CopyStream open(ConnectionRequest request, String server, Optional<String> snapshot, Optional<TableStorage> storage, SelectStatement statement, Runnable beforeReuse)
    {
        RemoteConnection connection = request.begin("read " + statement.subject(), "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        try {
            if (storage.isPresent()) {
                StorageCatalog.importSnapshot(storage.get(), connection, snapshot.orElseThrow(), statement.toSql());
            }
            else if (snapshot.isPresent()) {
                connection.importSnapshot(snapshot.get());
            }
            Optional<ServerMessages> messages = connection.messages();
            messages.ifPresent(ServerMessages::share);
            return new CopyStream(connection, snapshot, storage, connection.copyManager().copyOut(statement.toCopySql()), statement, messages, beforeReuse);
        }
        catch (SQLException e) {
            connection.discard();
            throw remoteError(server, "read " + statement.subject(), e);
        }
        catch (TrinoException e) {
            connection.discard();
            throw new TrinoException(e::getErrorCode, "foreign server \"%s\": cannot read %s: %s".formatted(server, statement.subject(), e.getMessage()), e);
        }
    }

    SelectStatement statement()
    {
        return statement;
    }

    /**
     * Goes to the next message.
     *
     * @return false after the last one
     */
    boolean next()
            throws SQLException
    {
        if (messages != null && messages.nextRow(beforeReuse)) {
            bytes = messages.rowBytes();
            start = messages.rowStart();
            end = messages.rowEnd();
            return true;
        }
        bytes = copy.readFromCopy();
        start = 0;
        end = bytes == null ? 0 : bytes.length;
        return bytes != null;
    }

    /** What holds the message, from {@link #start} to {@link #end}. */
    byte[] bytes()
    {
        return bytes;
    }

    int start()
    {
        return start;
    }

    int end()
    {
        return end;
    }

    /** Memory that is held here for one message after another. */
    long retainedBytes()
    {
        return messages == null ? 0 : messages.retainedBytes();
    }

    /**
     * Gives the connection back after the last message.
     *
     * @throws TrinoException SERIALIZATION_FAILURE if the rows are not where the storage says
     */
    void finish()
            throws SQLException
    {
        if (ended) {
            return;
        }
        ended = true;
        if (messages != null) {
            messages.unshare();
        }
        try {
            if (storage.isPresent()) {
                StorageCatalog.rollBack(storage.get(), connection, snapshot.orElseThrow());
            }
            else {
                connection.execute("ROLLBACK");
            }
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
