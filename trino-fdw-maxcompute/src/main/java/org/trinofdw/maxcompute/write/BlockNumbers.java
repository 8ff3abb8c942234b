package org.trinofdw.maxcompute.write;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import io.trino.spi.TrinoException;

import java.util.concurrent.atomic.AtomicLong;

import static java.util.concurrent.TimeUnit.DAYS;
import static org.trinofdw.error.FdwErrorCode.UNSUPPORTED_VALUE;

/**
 * Hands out the numbers of blocks: each node takes every n-th number of a session, and the writers on a node, whatever their stage, share a counter. Two
 * writers never take the same number, which would lose the rows of one of them.
 */
final class BlockNumbers
{
    /** A session has blocks 0 to 19,999. */
    private static final long MAX_BLOCKS = 20_000;

    private final LoadingCache<String, AtomicLong> counters = CacheBuilder.newBuilder()
            .expireAfterAccess(1, DAYS)
            .build(CacheLoader.from(_ -> new AtomicLong()));

    /**
     * @param node index of this node among those that write
     */
    long next(String sessionId, int node, int nodes)
    {
        long block = counters.getUnchecked(sessionId).getAndIncrement() * nodes + node;
        if (block >= MAX_BLOCKS) {
            throw new TrinoException(UNSUPPORTED_VALUE, "A write needs more than the %s blocks that an upload session of MaxCompute has; set a larger \"block_size\"".formatted(MAX_BLOCKS));
        }
        return block;
    }
}
