package org.trinofdw.maxcompute.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import com.google.inject.Provider;
import io.trino.spi.procedure.Procedure;
import org.trinofdw.maxcompute.definition.RemoteCatalog;

import java.lang.invoke.MethodHandle;

import static java.lang.invoke.MethodHandles.lookup;
import static java.lang.invoke.MethodType.methodType;
import static java.util.Objects.requireNonNull;

/**
 * {@code CALL catalog.system.flush_metadata_cache()}: forgets what MaxCompute said about its tables and partitions.
 */
public final class FlushMetadataCacheProcedure
        implements Provider<Procedure>
{
    private static final MethodHandle FLUSH;

    static {
        try {
            FLUSH = lookup().findVirtual(FlushMetadataCacheProcedure.class, "flushMetadataCache", methodType(void.class));
        }
        catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private final RemoteCatalog remoteCatalog;

    @Inject
    public FlushMetadataCacheProcedure(RemoteCatalog remoteCatalog)
    {
        this.remoteCatalog = requireNonNull(remoteCatalog, "remoteCatalog is null");
    }

    @Override
    public Procedure get()
    {
        return new Procedure("system", "flush_metadata_cache", ImmutableList.of(), FLUSH.bindTo(this));
    }

    public void flushMetadataCache()
    {
        remoteCatalog.flush();
    }
}
