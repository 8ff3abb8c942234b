package org.trinofdw.postgres.write;

import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.connector.ConnectorMergeSink;
import org.trinofdw.postgres.handle.PartitionedWriteHandle;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.type.RowIdCodec;
import org.trinofdw.write.AbandonableMergeSink;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.TinyintType.TINYINT;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static java.util.Arrays.copyOf;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * Sends the row changes of an UPDATE, DELETE or MERGE to their partitions. A row whose new keys belong to another partition is deleted in the one and
 * inserted into the other (PostgreSQL, UPDATE, "Notes").
 */
final class PartitionedMergeSink
        implements AbandonableMergeSink
{
    private final PartitionedWriteHandle handle;
    private final PartitionedChangeWriter writer;
    private final InsertCheck insertCheck;
    /** Whether a case of the statement gives a key a new value. */
    private final Map<Integer, Boolean> movesRows;

    PartitionedMergeSink(PartitionedWriteHandle handle, PartitionedChangeWriter writer)
    {
        this.handle = requireNonNull(handle, "handle is null");
        this.writer = requireNonNull(writer, "writer is null");
        this.insertCheck = new InsertCheck(handle.name(), handle.table().columns(), handle.columns());
        Set<String> keys = handle.tree().keyColumns().stream().collect(toImmutableSet());
        this.movesRows = handle.updates().entrySet().stream()
                .collect(toImmutableMap(Map.Entry::getKey, update -> update.getValue().stream().map(PostgresColumnHandle::name).anyMatch(keys::contains)));
    }

    @Override
    public void whenAbandoned(Runnable action)
    {
        writer.whenAbandoned(action);
    }

    /** Takes the page that {@link ConnectorMergeSink#storeMergedRows} describes. */
    @Override
    public void storeMergedRows(Page page)
    {
        List<PostgresColumnHandle> columns = handle.table().columns();
        Block operations = page.getBlock(columns.size());
        Block cases = page.getBlock(columns.size() + 1);
        Block rowIds = page.getBlock(columns.size() + 2);
        Changes changes = new Changes(page.getPositionCount());
        for (int position = 0; position < page.getPositionCount(); position++) {
            switch (TINYINT.getByte(operations, position)) {
                case INSERT_OPERATION_NUMBER -> {
                    insertCheck.check(page, position);
                    changes.add(INSERT_OPERATION_NUMBER, position, writer.route(page, position));
                }
                case UPDATE_OPERATION_NUMBER -> {
                    int from = partition(rowIds, position);
                    int to = movesRows.get(INTEGER.getInt(cases, position)) ? writer.route(page, position) : from;
                    if (from == to) {
                        changes.add(UPDATE_OPERATION_NUMBER, position, from);
                    }
                    else {
                        changes.add(DELETE_OPERATION_NUMBER, position, from);
                        changes.add(INSERT_OPERATION_NUMBER, position, to);
                    }
                }
                case DELETE_OPERATION_NUMBER -> changes.add(DELETE_OPERATION_NUMBER, position, partition(rowIds, position));
                default -> throw new IllegalStateException("Unexpected operation: " + TINYINT.getByte(operations, position));
            }
        }
        if (changes.size == 0) {
            return;
        }
        int[] positions = copyOf(changes.positions, changes.size);
        Block[] values = handle.columns().stream()
                .map(column -> page.getBlock(columns.indexOf(column)).getPositions(positions, 0, positions.length))
                .toArray(Block[]::new);
        writer.write(
                copyOf(changes.operations, changes.size),
                copyOf(changes.partitions, changes.size),
                cases.getPositions(positions, 0, positions.length),
                rowIds.getPositions(positions, 0, positions.length),
                values);
    }

    private int partition(Block rowIds, int position)
    {
        return writer.number(RowIdCodec.partition(VARBINARY.getSlice(rowIds, position)));
    }

    @Override
    public long getCompletedBytes()
    {
        return writer.completedBytes();
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish()
    {
        return completedFuture(writer.finish());
    }

    @Override
    public void abort()
    {
        writer.abort();
    }

    /**
     * The changes of a page; an update may make two.
     */
    private static final class Changes
    {
        private final byte[] operations;
        private final int[] positions;
        private final int[] partitions;
        private int size;

        Changes(int rows)
        {
            operations = new byte[2 * rows];
            positions = new int[2 * rows];
            partitions = new int[2 * rows];
        }

        void add(int operation, int position, int partition)
        {
            operations[size] = (byte) operation;
            positions[size] = position;
            partitions[size] = partition;
            size++;
        }
    }
}
