package org.trinofdw.postgres.write;

import io.trino.spi.TrinoException;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.SERIALIZATION_FAILURE;

/**
 * The COPYs of those statements whose writers all run in the coordinator's process. Its writers share one COPY, and the coordinator commits it when
 * all of them are done: nothing becomes visible before the statement succeeds, and no row is written twice.
 */
public final class SharedCopies
{
    private final Map<String, SharedCopy> copies = new ConcurrentHashMap<>();

    /** Called on the coordinator before the first writer. */
    public void begin(String id)
    {
        checkState(copies.putIfAbsent(id, new SharedCopy()) == null, "a write has begun before: %s", id);
    }

    /**
     * The COPY that the writers share; the first one opens it.
     *
     * @throws TrinoException if the statement has ended, or if this is not the coordinator's process
     */
    RemoteCopy join(String id, Supplier<RemoteCopy> opener)
    {
        SharedCopy copy = copies.get(id);
        if (copy == null) {
            throw new TrinoException(SERIALIZATION_FAILURE, "The write of query %s has ended, or a node has joined the cluster since it was planned; run it again".formatted(id));
        }
        return copy.open(opener);
    }

    /** Makes the rows visible; called on the coordinator when all writers are done. */
    public void commit(String id)
    {
        SharedCopy copy = copies.remove(id);
        checkState(copy != null, "no such write: %s", id);
        copy.commit();
    }

    /** Leaves nothing of the rows. Does nothing if the write has ended. */
    public void abort(String id)
    {
        SharedCopy copy = copies.remove(id);
        if (copy != null) {
            copy.abort();
        }
    }

    private static final class SharedCopy
    {
        private RemoteCopy copy;
        private boolean ended;

        synchronized RemoteCopy open(Supplier<RemoteCopy> opener)
        {
            requireNonNull(opener, "opener is null");
            if (ended) {
                throw new TrinoException(SERIALIZATION_FAILURE, "The statement has ended before this writer began");
            }
            if (copy == null) {
                copy = opener.get();
            }
            return copy;
        }

        synchronized void commit()
        {
            ended = true;
            if (copy != null) {
                copy.commit();
            }
        }

        synchronized void abort()
        {
            ended = true;
            if (copy != null) {
                copy.abort();
            }
        }
    }
}
