package org.trinofdw.postgres.read;

import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.MemoryContext;
import io.trino.spi.connector.SourcePage;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.ConnectionRequest;
import org.trinofdw.postgres.copy.CopyBinaryReader;
import org.trinofdw.postgres.copy.CopyColumn;
import org.trinofdw.postgres.handle.TableStorage;
import org.trinofdw.postgres.query.SelectStatement;
import org.trinofdw.split.RemoteRequest;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * Reads a SELECT through binary COPY. The connection is asked for with the first page, and goes back to the pool when the stream has ended;
 * if the reader is closed sooner, the remote statement is cancelled and the connection ended, since the rest of the stream is still in it.
 */
final class CopyPageSource
        implements ConnectorPageSource, RemoteRequest
{
    private static final long MAX_PAGE_BYTES = 1024 * 1024;

    private final Supplier<ConnectionRequest> connecting;
    private final FdwTableCredentials credentials;
    private final Optional<String> snapshot;
    private final Optional<TableStorage> storage;
    private final Supplier<SelectStatement> statement;
    private final int maxPageRows;
    private final MemoryContext memoryContext;
    private final CopyBinaryReader reader;

    private ConnectionRequest request;
    private SelectStatement selected;
    private CopyStream stream;
    private boolean finished;
    private long completedBytes;
    private long completedPositions;
    private long readTimeNanos;

    /**
     * @param connecting asks for the connection
     * @param storage where the rows must still be at the end, if other statements read the table too
     * @param maxPageRows pages are cut at that many rows, or at MAX_PAGE_BYTES if they are reached first
     */
    CopyPageSource(
            Supplier<ConnectionRequest> connecting,
            FdwTableCredentials credentials,
            Optional<String> snapshot,
            Optional<TableStorage> storage,
            Supplier<SelectStatement> statement,
            List<CopyColumn> columns,
            int maxPageRows,
            MemoryContext memoryContext)
    {
        this.connecting = requireNonNull(connecting, "connecting is null");
        this.credentials = requireNonNull(credentials, "credentials is null");
        this.snapshot = requireNonNull(snapshot, "snapshot is null");
        this.storage = requireNonNull(storage, "storage is null");
        this.statement = requireNonNull(statement, "statement is null");
        this.maxPageRows = maxPageRows;
        this.memoryContext = requireNonNull(memoryContext, "memoryContext is null");
        this.reader = new CopyBinaryReader(columns);
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        if (finished) {
            return null;
        }
        long start = System.nanoTime();
        try {
            if (stream == null && !open()) {
                return null;
            }
            fillReader();
        }
        catch (SQLException e) {
            close();
            throw remoteError(credentials.server().name(), readActivity(e), e);
        }
        catch (RuntimeException e) {
            close();
            throw e;
        }
        finally {
            readTimeNanos += System.nanoTime() - start;
        }
        Page page = buildPage();
        memoryContext.setBytes(finished ? 0 : reader.retainedSizeInBytes() + stream.retainedBytes());
        completedPositions += page.getPositionCount();
        return page.getPositionCount() == 0 ? null : SourcePage.create(page);
    }

    /**
     * @return whether there is a connection
     */
    private boolean open()
    {
        if (request == null) {
            request = connecting.get();
        }
        if (!request.answered().isDone()) {
            return false;
        }
        selected = statement.get();
        ConnectionRequest answered = request;
        // from here on there is nothing to cancel
        request = null;
        stream = CopyStream.open(answered, credentials.server().name(), snapshot, storage, selected, reader::decodeAppended);
        return true;
    }

    private void fillReader()
            throws SQLException
    {
        try {
            while (reader.positionCount() < maxPageRows && reader.sizeInBytes() < MAX_PAGE_BYTES) {
                if (!stream.next()) {
                    reader.finish();
                    finished = true;
                    stream.finish();
                    return;
                }
                completedBytes += stream.end() - stream.start();
                reader.append(stream.bytes(), stream.start(), stream.end());
            }
        }
        catch (TrinoException e) {
            throw decodingError(e);
        }
    }

    private Page buildPage()
    {
        try {
            return reader.buildPage();
        }
        catch (TrinoException e) {
            close();
            throw decodingError(e);
        }
    }

    /** Decoders know the column and the value, not the table. */
    private TrinoException decodingError(TrinoException e)
    {
        return new TrinoException(e::getErrorCode, "foreign server \"%s\": cannot read %s: %s".formatted(credentials.server().name(), stream.statement().subject(), e.getMessage()), e);
    }

    private String readActivity(SQLException e)
    {
        if (stream == null) {
            return "read";
        }
        SelectStatement running = stream.statement();
        // class 22: data exception. PostgreSQL names the value and not the column, which may be one that is declared otherwise than it is there
        if (e.getSQLState() != null && e.getSQLState().startsWith("22") && !running.conversions().isEmpty()) {
            return "read %s with %s".formatted(running.subject(), String.join(", ", running.conversions()));
        }
        return "read " + running.subject();
    }

    @Override
    public long getCompletedBytes()
    {
        return completedBytes;
    }

    @Override
    public OptionalLong getCompletedPositions()
    {
        return OptionalLong.of(completedPositions);
    }

    @Override
    public long getReadTimeNanos()
    {
        return readTimeNanos;
    }

    @Override
    public boolean isFinished()
    {
        return finished;
    }

    @Override
    public CompletableFuture<?> isBlocked()
    {
        return request == null ? NOT_BLOCKED : request.answered();
    }

    @Override
    public String requestText()
    {
        return selected == null ? "" : selected.toCopySql();
    }

    @Override
    public void close()
    {
        finished = true;
        memoryContext.setBytes(0);
        if (stream != null) {
            stream.abandon();
        }
        else if (request != null) {
            request.cancel();
            request = null;
        }
    }
}
