package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorPageSink;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import static io.airlift.slice.Slices.utf8Slice;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * Writes pages through binary COPY. Nothing is begun remotely before the first page, so a writer that gets no rows leaves no trace.
 * Until the COPY is committed, and if the writer is aborted, nothing is visible.
 */
final class PostgresPageSink
        implements ConnectorPageSink
{
    private final Supplier<RemoteCopy> remoteCopySupplier;
    private final Optional<String> stagingId;
    private RemoteCopy remoteCopy;

    /**
     * @param stagingId names the staging table of this writer, which it commits by itself and tells the coordinator of; empty if the COPY is shared, which the
     * coordinator commits when all writers are done
     */
    PostgresPageSink(Supplier<RemoteCopy> remoteCopySupplier, Optional<String> stagingId)
    {
        this.remoteCopySupplier = requireNonNull(remoteCopySupplier, "remoteCopySupplier is null");
        this.stagingId = requireNonNull(stagingId, "stagingId is null");
    }

    @Override
    public long getCompletedBytes()
    {
        return remoteCopy == null ? 0 : remoteCopy.completedBytes();
    }

    @Override
    public long getMemoryUsage()
    {
        return remoteCopy == null ? 0 : remoteCopy.retainedSizeInBytes();
    }

    @Override
    public CompletableFuture<?> appendPage(Page page)
    {
        if (page.getPositionCount() > 0) {
            if (remoteCopy == null) {
                remoteCopy = remoteCopySupplier.get();
            }
            remoteCopy.write(page);
        }
        return NOT_BLOCKED;
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish()
    {
        if (remoteCopy == null) {
            return completedFuture(ImmutableList.of());
        }
        if (stagingId.isPresent()) {
            remoteCopy.commit();
        }
        return completedFuture(ImmutableList.of(utf8Slice(stagingId.orElse(""))));
    }

    @Override
    public void abort()
    {
        if (remoteCopy != null) {
            remoteCopy.abort();
        }
    }
}
