package org.trinofdw.testing.maxcompute.http;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import org.trinofdw.testing.maxcompute.record.RowChunk;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.store.PartitionKey;
import org.trinofdw.testing.maxcompute.store.ServiceException;
import org.trinofdw.testing.maxcompute.store.Table;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import static java.util.Objects.requireNonNull;

/**
 * Blocks on their way into one partition; nobody sees them before the commit. Thread-safe.
 */
final class UploadSession
{
    private final String id;
    private final TunnelTable name;
    private final Table table;
    private final PartitionKey key;
    private final List<Column> columns;
    private final boolean overwrite;
    private final Instant created = Instant.now();
    private final TreeMap<Long, Block> blocks = new TreeMap<>();
    private Set<Long> committedBlocks = ImmutableSet.of();
    private boolean committed;
    private volatile boolean expired;

    UploadSession(String id, TunnelTable name, Table table, PartitionKey key, boolean overwrite)
    {
        this.id = requireNonNull(id, "id is null");
        this.name = requireNonNull(name, "name is null");
        this.table = requireNonNull(table, "table is null");
        this.key = requireNonNull(key, "key is null");
        this.columns = ImmutableList.copyOf(table.definition().columns());
        this.overwrite = overwrite;
    }

    String id()
    {
        return id;
    }

    TunnelTable name()
    {
        return name;
    }

    Table table()
    {
        return table;
    }

    PartitionKey key()
    {
        return key;
    }

    List<Column> columns()
    {
        return columns;
    }

    Instant created()
    {
        return created;
    }

    boolean isExpired()
    {
        return expired;
    }

    void expire()
    {
        expired = true;
    }

    synchronized boolean isCommitted()
    {
        return committed;
    }

    synchronized Set<Long> blockIds()
    {
        return committed ? committedBlocks : ImmutableSet.copyOf(blocks.keySet());
    }

    /**
     * Puts a block in the place of an earlier one of the same id.
     *
     * @param version 0 if the client gave none; a version replaces only smaller ones
     */
    synchronized void put(long blockId, long version, List<RowChunk> chunks)
    {
        requireOpen();
        Block existing = blocks.get(blockId);
        if (existing != null && version < existing.version()) {
            throw new ServiceException(409, "BlockVersionConflict", "Block %s has version %s, which is newer than %s".formatted(blockId, existing.version(), version));
        }
        blocks.put(blockId, new Block(version, chunks));
    }

    /**
     * Makes the blocks visible, in the order of their ids.
     */
    synchronized void commit()
    {
        requireOpen();
        ImmutableList.Builder<RowChunk> chunks = ImmutableList.builder();
        blocks.values().forEach(block -> chunks.addAll(block.chunks()));
        TunnelTable.partition(table, key).commit(chunks.build(), overwrite);
        committed = true;
        committedBlocks = ImmutableSet.copyOf(blocks.keySet());
        // the table has the rows now; the session must not keep them alive
        blocks.clear();
    }

    private void requireOpen()
    {
        if (committed) {
            throw new ServiceException(409, "StatusConflict", "You cannot complete the specified operation under the current upload or download status.");
        }
    }

    private record Block(long version, List<RowChunk> chunks) {}
}
