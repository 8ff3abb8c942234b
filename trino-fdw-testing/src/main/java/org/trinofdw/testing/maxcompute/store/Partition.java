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
    private final Instant created;
    private volatile Contents contents;
    private TableStorage storage = TableStorage.MEMORY;

    public Partition(PartitionKey key)
    {
        this(key, Instant.now());
    }

    private Partition(PartitionKey key, Instant created)
    {
        this(key, created, Contents.of(ImmutableList.of(), 0, created));
    }

    /**
     * A partition that was kept.
     */
    public Partition(PartitionKey key, Instant created, Contents contents)
    {
        this.key = requireNonNull(key, "key is null");
        this.created = requireNonNull(created, "created is null");
        this.contents = requireNonNull(contents, "contents is null");
    }

    /**
     * @param newStorage where commits go from now on; that of memory for a partition that was dropped
     */
    synchronized void attach(TableStorage newStorage)
    {
        storage = requireNonNull(newStorage, "newStorage is null");
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
        Contents next = Contents.of(all, contents.version() + 1, Instant.now());
        storage.saveRows(key, next, chunks, overwrite);
        contents = next;
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

        public static Contents of(List<RowChunk> chunks, long version, Instant modified)
        {
            long rows = 0;
            long bytes = 0;
            for (RowChunk chunk : chunks) {
                rows += chunk.rows();
                bytes += chunk.data().length;
            }
            return new Contents(chunks, rows, bytes, version, modified);
        }
    }
}
