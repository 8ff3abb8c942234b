package org.trinofdw.testing.maxcompute.store;

import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.record.RowChunk;

import java.time.Instant;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * The rows of one partition, or of a table without partitions. Thread-safe: readers see one {@link Contents} or the next.
 */
public final class Partition
{
    private final PartitionKey key;
    private final Instant created = Instant.now();
    private volatile Contents contents = new Contents(ImmutableList.of(), 0, 0, 0, created);

    public Partition(PartitionKey key)
    {
        this.key = requireNonNull(key, "key is null");
    }

    public PartitionKey key()
    {
        return key;
    }

    public Instant created()
    {
        return created;
    }

    public Contents contents()
    {
        return contents;
    }

    /**
     * Adds rows, or with {@code overwrite} puts them in the place of all rows, at once.
     */
    public synchronized void commit(List<RowChunk> chunks, boolean overwrite)
    {
        List<RowChunk> all = overwrite
                ? ImmutableList.copyOf(chunks)
                : ImmutableList.<RowChunk>builder().addAll(contents.chunks()).addAll(chunks).build();
        long rows = 0;
        long bytes = 0;
        for (RowChunk chunk : all) {
            rows += chunk.rows();
            bytes += chunk.data().length;
        }
        contents = new Contents(all, rows, bytes, contents.version() + 1, Instant.now());
    }

    /**
     * @param version changes with every change of the rows
     */
    public record Contents(List<RowChunk> chunks, long rows, long bytes, long version, Instant modified)
    {
        public Contents
        {
            chunks = ImmutableList.copyOf(chunks);
            requireNonNull(modified, "modified is null");
        }
    }
}
