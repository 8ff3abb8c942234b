package org.trinofdw.postgres.read;

import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;
import org.trinofdw.split.ForwardingPageSource;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import static org.trinofdw.error.FdwErrorCode.REMOTE_CONNECTION_ERROR;

/**
 * Waits for its pages, since Trino's operator for lookups does not take "not yet" for an answer. The wait ends when the query is cancelled.
 */
public final class LookupPageSource
        extends ForwardingPageSource
{
    public LookupPageSource(ConnectorPageSource delegate)
    {
        super(delegate);
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        while (true) {
            SourcePage page = super.getNextSourcePage();
            if (page != null || isFinished()) {
                return page;
            }
            await(super.isBlocked());
        }
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
