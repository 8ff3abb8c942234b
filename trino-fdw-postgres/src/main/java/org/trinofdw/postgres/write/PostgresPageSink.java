package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorPageSink;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
    private final String writerId;
    private final Consumer<RemoteCopy> finish;
    private RemoteCopy remoteCopy;
    private long completedBytes;

    /**
     * @param writerId what the coordinator is told of a writer that had rows
     * @param finish what the writer does to its COPY when it is done
     */
    PostgresPageSink(Supplier<RemoteCopy> remoteCopySupplier, String writerId, Consumer<RemoteCopy> finish)
    {
        this.remoteCopySupplier = requireNonNull(remoteCopySupplier, "remoteCopySupplier is null");
        this.writerId = requireNonNull(writerId, "writerId is null");
        this.finish = requireNonNull(finish, "finish is null");
    }

    @Override
    public long getCompletedBytes()
    {
        return completedBytes;
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
            completedBytes += remoteCopy.write(page);
        }
        return NOT_BLOCKED;
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish()
    {
        if (remoteCopy == null) {
            return completedFuture(ImmutableList.of());
        }
        finish.accept(remoteCopy);
        return completedFuture(ImmutableList.of(utf8Slice(writerId)));
    }

    @Override
    public void abort()
    {
        if (remoteCopy != null) {
            remoteCopy.abort();
        }
    }
}
