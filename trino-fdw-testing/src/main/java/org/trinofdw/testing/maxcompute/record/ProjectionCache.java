package org.trinofdw.testing.maxcompute.record;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.store.Column;

import java.util.List;

/**
 * Keeps recently projected chunks, so that repeated reads of the same columns cost little. Thread-safe.
 */
public final class ProjectionCache
{
    private final Cache<Key, RowChunk> cache;

    /**
     * @param maxBytes bytes of encoded rows to keep; 0 keeps nothing
     */
    public ProjectionCache(long maxBytes)
    {
        cache = CacheBuilder.newBuilder()
                .maximumWeight(maxBytes)
                .concurrencyLevel(1)
                .weigher((Key _, RowChunk chunk) -> chunk.data().length + 8 * chunk.rows())
                .build();
    }

    RowChunk project(RowChunk chunk, List<Column> columns)
    {
        Key key = new Key(chunk, columns.stream().map(Column::id).collect(ImmutableList.toImmutableList()));
        RowChunk projected = cache.getIfPresent(key);
        if (projected == null) {
            projected = RowProjector.project(chunk, columns);
            cache.put(key, projected);
        }
        return projected;
    }

    private record Key(RowChunk chunk, List<Integer> columns)
    {
        @Override
        public boolean equals(Object other)
        {
            return other instanceof Key that && chunk == that.chunk && columns.equals(that.columns);
        }

        @Override
        public int hashCode()
        {
            return 31 * System.identityHashCode(chunk) + columns.hashCode();
        }
    }
}
