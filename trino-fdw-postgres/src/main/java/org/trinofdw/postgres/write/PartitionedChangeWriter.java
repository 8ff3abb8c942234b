package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.ByteArrayBlock;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.partition.PartitionRouter;
import org.trinofdw.postgres.handle.PartitionedWriteHandle;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.handle.WritePartition;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.connector.ConnectorMergeSink.INSERT_OPERATION_NUMBER;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.UNMATCHED_PARTITION;

/**
 * Copies changes of the rows of partitions into the staging tables of their servers. A server gets a connection when it has its first change.
 */
final class PartitionedChangeWriter
{
    private final PartitionedWriteHandle handle;
    private final String writerId;
    private final Function<PostgresWriteHandle, RemoteCopy> opener;
    private final PartitionRouter router;
    private final Map<SchemaTableName, Integer> numbers;
    private final Map<String, Integer> numbersByText;
    private final Map<Integer, RemoteCopy> copies = new TreeMap<>();
    private final Map<Integer, Long> changes = new TreeMap<>();
    private Runnable whenAbandoned = () -> {};

    /**
     * @param columns those of the pages that rows are routed by
     * @param opener begins the COPY into the staging table of a server
     */
    PartitionedChangeWriter(PartitionedWriteHandle handle, List<PostgresColumnHandle> columns, String writerId, Function<PostgresWriteHandle, RemoteCopy> opener)
    {
        this.handle = requireNonNull(handle, "handle is null");
        this.writerId = requireNonNull(writerId, "writerId is null");
        this.opener = requireNonNull(opener, "opener is null");
        ImmutableMap.Builder<String, Integer> channels = ImmutableMap.builder();
        for (int channel = 0; channel < columns.size(); channel++) {
            channels.put(columns.get(channel).name(), channel);
        }
        this.router = new PartitionRouter(handle.tree(), channels.buildOrThrow());
        ImmutableMap.Builder<SchemaTableName, Integer> numbersBuilder = ImmutableMap.builder();
        for (int number = 0; number < handle.partitions().size(); number++) {
            numbersBuilder.put(handle.partitions().get(number).name(), number);
        }
        this.numbers = numbersBuilder.buildOrThrow();
        this.numbersByText = numbers.entrySet().stream().collect(toImmutableMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
    }

    /**
     * @param action runs when the statement is found to have ended, once for each server
     */
    void whenAbandoned(Runnable action)
    {
        whenAbandoned = requireNonNull(action, "action is null");
    }

    /**
     * The number of the partition that a new row goes to.
     *
     * @throws TrinoException if there is none, or it takes no rows
     */
    int route(Page page, int position)
    {
        int number = numbers.get(router.route(page, position));
        WritePartition partition = handle.partitions().get(number);
        if (partition.refusal().isPresent()) {
            throw new TrinoException(partition.matched() ? NOT_SUPPORTED : UNMATCHED_PARTITION, partition.refusal().get());
        }
        return number;
    }

    /** The number of a partition by its name as text. */
    int number(String partition)
    {
        return Optional.ofNullable(numbersByText.get(partition))
                .orElseThrow(() -> new IllegalStateException("no partition %s in %s".formatted(partition, handle)));
    }

    /**
     * @param operations those of {@link io.trino.spi.connector.ConnectorMergeSink}
     * @param partitions the number of the partition of each change
     * @param values the columns of the handle
     */
    void write(byte[] operations, int[] partitions, Block caseNumbers, Block rowIds, Block[] values)
    {
        int count = operations.length;
        ImmutableList.Builder<Block> blocks = ImmutableList.builder();
        blocks.add(new ByteArrayBlock(count, Optional.empty(), operations), caseNumbers, rowIds, rowIds, rowIds, new IntArrayBlock(count, Optional.empty(), partitions));
        blocks.add(values);
        Page page = new Page(count, blocks.build().toArray(Block[]::new));
        Map<Integer, IntList> positions = new TreeMap<>();
        for (int position = 0; position < count; position++) {
            positions.computeIfAbsent(staging(partitions[position]), _ -> new IntList(count)).add(position);
        }
        positions.forEach((staging, selected) -> {
            RemoteCopy copy = copies.computeIfAbsent(staging, this::open);
            copy.write(selected.size == count ? page : page.getPositions(selected.values, 0, selected.size));
            changes.merge(staging, (long) selected.size, Long::sum);
        });
    }

    private RemoteCopy open(int staging)
    {
        RemoteCopy copy = opener.apply(handle.stagings().get(staging));
        copy.whenAbandoned(whenAbandoned);
        return copy;
    }

    private int staging(int partition)
    {
        WritePartition target = handle.partitions().get(partition);
        return target.staging().orElseThrow(() -> new IllegalStateException("changes for a partition without a table: " + target));
    }

    /** An operation for each of many new rows. */
    static byte[] inserts(int count)
    {
        byte[] operations = new byte[count];
        Arrays.fill(operations, (byte) INSERT_OPERATION_NUMBER);
        return operations;
    }

    long completedBytes()
    {
        return copies.values().stream().mapToLong(RemoteCopy::completedBytes).sum();
    }

    long retainedSizeInBytes()
    {
        return copies.values().stream().mapToLong(RemoteCopy::retainedSizeInBytes).sum();
    }

    /** Commits the staging tables, each of which has one fragment. */
    Collection<Slice> finish()
    {
        copies.values().forEach(RemoteCopy::commit);
        return copies.keySet().stream()
                .map(staging -> new PartitionedChangeFragment(staging, writerId, changes.get(staging)).toSlice())
                .collect(toImmutableList());
    }

    void abort()
    {
        copies.values().forEach(RemoteCopy::abort);
    }

    /**
     * Positions of one server.
     */
    private static final class IntList
    {
        private final int[] values;
        private int size;

        IntList(int capacity)
        {
            values = new int[capacity];
        }

        void add(int value)
        {
            values[size++] = value;
        }
    }
}
