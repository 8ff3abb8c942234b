package org.trinofdw.connector;

import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorPageSink;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;

import static java.util.Objects.requireNonNull;

/**
 * Hands everything on; what it is for, its subclasses override.
 */
abstract class ForwardingPageSink
        implements ConnectorPageSink
{
    private final ConnectorPageSink delegate;

    protected ForwardingPageSink(ConnectorPageSink delegate)
    {
        this.delegate = requireNonNull(delegate, "delegate is null");
    }

    @Override
    public CompletableFuture<?> appendPage(Page page)
    {
        return delegate.appendPage(page);
    }

    @Override
    public void closeIdleWriters()
    {
        delegate.closeIdleWriters();
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish()
    {
        return delegate.finish();
    }

    @Override
    public void abort()
    {
        delegate.abort();
    }

    @Override
    public long getCompletedBytes()
    {
        return delegate.getCompletedBytes();
    }

    @Override
    public long getMemoryUsage()
    {
        return delegate.getMemoryUsage();
    }

    @Override
    public long getValidationCpuNanos()
    {
        return delegate.getValidationCpuNanos();
    }
}
