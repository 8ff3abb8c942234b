package org.trinofdw.postgres.write;

import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import org.postgresql.copy.CopyIn;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.connection.RemoteConnection;
import org.trinofdw.postgres.copy.CopyBinaryWriter;
import org.trinofdw.postgres.copy.CopyTarget;
import org.trinofdw.postgres.handle.RemoteTableName;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.SERIALIZATION_FAILURE;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * A running {@code COPY … FROM STDIN} in a transaction of its own. Ends by {@link #commit}, {@link #prepare} or {@link #abort}; anything that fails aborts it. Several writers
 * may share it.
 */
final class RemoteCopy
{
    private final String server;
    private final RemoteTableName table;
    private final RemoteConnection connection;
    private final CopyIn copy;
    private final Optional<String> isStatementOver;
    private final CopyBinaryWriter writer;
    private volatile boolean ended;
    private volatile Runnable whenAbandoned = () -> {};
    /** Why this COPY was aborted: all who share it say the same, since the engine shows the error of only one of them. */
    private Optional<TrinoException> failure = Optional.empty();

    private RemoteCopy(String server, RemoteTableName table, RemoteConnection connection, CopyIn copy, Optional<String> isStatementOver, List<CopyTarget> columns)
    {
        this.server = requireNonNull(server, "server is null");
        this.table = requireNonNull(table, "table is null");
        this.connection = requireNonNull(connection, "connection is null");
        this.copy = requireNonNull(copy, "copy is null");
        this.isStatementOver = requireNonNull(isStatementOver, "isStatementOver is null");
        this.writer = new CopyBinaryWriter(columns, copy::writeToCopy);
    }

    /**
     * @param preparation statements that go first, in the same transaction
     * @param isStatementOver query for whether the statement has ended meanwhile, so that nothing must be committed
     */
    static RemoteCopy begin(ConnectionPools pools, FdwTableCredentials credentials, RemoteTableName table, String copySql, List<String> preparation, Optional<String> isStatementOver, List<CopyTarget> columns)
    {
        String server = credentials.server().name();
        RemoteConnection connection = pools.begin(credentials, "write to " + table.toSql(), "BEGIN");
        try {
            for (String statement : preparation) {
                connection.execute(statement);
            }
            return new RemoteCopy(server, table, connection, connection.copyManager().copyIn(copySql), isStatementOver, columns);
        }
        catch (SQLException e) {
            connection.discard();
            throw remoteError(server, "write to " + table.toSql(), e);
        }
    }

    boolean hasEnded()
    {
        return ended;
    }

    /** Those of all writers that share it. */
    synchronized long completedBytes()
    {
        return writer.bytes();
    }

    synchronized long retainedSizeInBytes()
    {
        return writer.retainedSizeInBytes();
    }

    /**
     * @return the bytes of these rows
     */
    synchronized long write(Page page)
    {
        if (ended) {
            throw statementOver();
        }
        long before = writer.bytes();
        try {
            writer.write(page);
            return writer.bytes() - before;
        }
        catch (SQLException e) {
            throw aborted(remoteError(server, "write to " + table.toSql(), e));
        }
        catch (TrinoException e) {
            throw aborted(e);
        }
        catch (RuntimeException e) {
            abort();
            throw e;
        }
    }

    void commit()
    {
        end("COMMIT");
    }

    /** Leaves the rows to a transaction of this name, which outlives the connection and any crash until somebody commits it or rolls it back. */
    void prepare(String transaction)
    {
        end("PREPARE TRANSACTION '" + transaction + "'");
    }

    private synchronized void end(String statement)
    {
        if (ended) {
            throw statementOver();
        }
        try {
            writer.finish();
            copy.endCopy();
            if (isStatementOver.isPresent() && connection.queryBoolean(isStatementOver.get())) {
                throw statementOver();
            }
            connection.execute(statement);
            ended = true;
            connection.close();
        }
        catch (SQLException e) {
            throw aborted(remoteError(server, "write to " + table.toSql(), e));
        }
        catch (TrinoException e) {
            throw aborted(e);
        }
        catch (RuntimeException e) {
            abort();
            throw e;
        }
    }

    /**
     * Leaves nothing of this COPY: the server rolls back a transaction whose connection ends. Does not wait for a writer that is blocked by the server, it frees it.
     */
    void abort()
    {
        if (ended) {
            return;
        }
        ended = true;
        connection.discard();
    }

    /**
     * @param action runs after {@link #abandon}
     */
    void whenAbandoned(Runnable action)
    {
        whenAbandoned = requireNonNull(action, "action is null");
    }

    /** Aborts this COPY, whose statement has ended, and tells its writer. */
    void abandon()
    {
        abort();
        whenAbandoned.run();
    }

    private TrinoException aborted(TrinoException cause)
    {
        failure = Optional.of(cause);
        abort();
        return cause;
    }

    private TrinoException statementOver()
    {
        if (failure.isPresent()) {
            return new TrinoException(failure.get()::getErrorCode, failure.get().getMessage(), failure.get());
        }
        return new TrinoException(SERIALIZATION_FAILURE, "write to %s: the statement has ended before this writer".formatted(table.toSql()));
    }
}
