package org.trinofdw.wrapper;

import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorPageSink;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static io.airlift.slice.Slices.utf8Slice;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * Hands the rows of an INSERT to the wrapper. Trino makes several sinks and sends all rows to one of them, which alone has a writer.
 */
final class WrapperPageSink
        implements ConnectorPageSink
{
    private final Opener opener;
    private final String subject;
    private Optional<ForeignInsert> insert = Optional.empty();

    /** Begins to write. */
    interface Opener
    {
        ForeignInsert begin()
                throws IOException;
    }

    /**
     * @param subject what is written, for messages
     */
    WrapperPageSink(Opener opener, String subject)
    {
        this.opener = requireNonNull(opener, "opener is null");
        this.subject = requireNonNull(subject, "subject is null");
    }

    @Override
    public CompletableFuture<?> appendPage(Page page)
    {
        try {
            if (insert.isEmpty()) {
                insert = Optional.of(opener.begin());
            }
            insert.get().insert(page);
            return NOT_BLOCKED;
        }
        catch (IOException e) {
            throw WrapperErrors.failed(subject, e);
        }
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish()
    {
        if (insert.isEmpty()) {
            return completedFuture(List.of());
        }
        try {
            return completedFuture(List.of(utf8Slice(insert.get().finish())));
        }
        catch (IOException e) {
            throw WrapperErrors.failed(subject, e);
        }
    }

    @Override
    public void abort()
    {
        if (insert.isEmpty()) {
            return;
        }
        try {
            insert.get().abort();
        }
        catch (IOException e) {
            throw WrapperErrors.failed(subject, e);
        }
    }
}
