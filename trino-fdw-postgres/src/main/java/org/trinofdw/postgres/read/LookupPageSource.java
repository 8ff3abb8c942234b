package org.trinofdw.postgres.read;

import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;
import org.trinofdw.split.ForwardingPageSource;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import static org.trinofdw.error.FdwErrorCode.REMOTE_CONNECTION_ERROR;

/**
 * Waits for its pages, since Trino's operator for lookups does not take "not yet" for an answer. The wait ends when the query is cancelled. Pages are read ahead,
 * so that but for the largest lookups the connection is free again before the first row is handed on: what becomes of it may be looked up in another table.
 */
public final class LookupPageSource
        extends ForwardingPageSource
{
    private static final long MAX_BYTES_AHEAD = 16 * 1024 * 1024;

    private final Queue<SourcePage> pages = new ArrayDeque<>();

    public LookupPageSource(ConnectorPageSource delegate)
    {
        super(delegate);
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        if (pages.isEmpty()) {
            readAhead();
        }
        return pages.poll();
    }

    private void readAhead()
    {
        long bytes = 0;
        while (bytes < MAX_BYTES_AHEAD && !super.isFinished()) {
            SourcePage page = super.getNextSourcePage();
            if (page != null) {
                pages.add(page);
                bytes += page.getSizeInBytes();
            }
            else {
                await(super.isBlocked());
            }
        }
    }

    @Override
    public boolean isFinished()
    {
        return pages.isEmpty() && super.isFinished();
    }

    @Override
    public CompletableFuture<?> isBlocked()
    {
        return NOT_BLOCKED;
    }

    private static void await(CompletableFuture<?> answered)
    {
        try {
            answered.get();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrinoException(REMOTE_CONNECTION_ERROR, "interrupted while waiting for a connection", e);
        }
        catch (ExecutionException _) {
            // asking for the next page says what it was
        }
    }
}
