package org.trinofdw.maxcompute.write;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.type.TypeUtils;
import org.trinofdw.maxcompute.definition.PartitionValues;
import org.trinofdw.maxcompute.handle.MaxComputeColumnHandle;
import org.trinofdw.maxcompute.handle.MaxComputeWriteHandle.TargetColumn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static io.trino.spi.type.BooleanType.BOOLEAN;
import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * Writes rows to the blocks of upload sessions. Nothing of it shows before the coordinator commits the sessions.
 */
final class MaxComputePageSink
        implements ConnectorPageSink
{
    private static final long MAX_BUFFERED_BYTES = 128L << 20;

    private final List<MaxComputeColumnHandle> columns;
    private final int[] partitionChannels;
    private final Sessions sessions;
    private final Map<List<String>, Target> targets = new LinkedHashMap<>();

    /**
     * @param partitionKeys names of the partition columns, in the order of the hierarchy; empty when all rows go to one session
     */
    MaxComputePageSink(List<MaxComputeColumnHandle> columns, List<String> partitionKeys, Sessions sessions)
    {
        this.columns = ImmutableList.copyOf(columns);
        this.sessions = requireNonNull(sessions, "sessions is null");
        partitionChannels = partitionKeys.stream().mapToInt(key -> channel(columns, key)).toArray();
    }

    private static int channel(List<MaxComputeColumnHandle> columns, String remoteName)
    {
        for (int channel = 0; channel < columns.size(); channel++) {
            if (columns.get(channel).remoteName().equalsIgnoreCase(remoteName)) {
                return channel;
            }
        }
        throw new IllegalArgumentException("No value comes for partition column " + remoteName);
    }

    @Override
    public CompletableFuture<?> appendPage(Page page)
    {
        if (partitionChannels.length == 0) {
            append(ImmutableList.of(), page);
            return NOT_BLOCKED;
        }
        Map<List<String>, PositionList> positions = new HashMap<>();
        List<String> previous = null;
        PositionList previousPositions = null;
        for (int position = 0; position < page.getPositionCount(); position++) {
            List<String> values = partition(page, position);
            if (!values.equals(previous)) {
                previous = values;
                previousPositions = positions.computeIfAbsent(values, _ -> new PositionList());
            }
            previousPositions.add(position);
        }
        positions.forEach((values, list) -> append(values, list.size == page.getPositionCount() ? page : page.getPositions(list.positions, 0, list.size)));
        return NOT_BLOCKED;
    }

    private List<String> partition(Page page, int position)
    {
        String[] values = new String[partitionChannels.length];
        for (int index = 0; index < values.length; index++) {
            MaxComputeColumnHandle column = columns.get(partitionChannels[index]);
            values[index] = PartitionValues.print(column.name(), column.type(), TypeUtils.readNativeValue(column.type(), page.getBlock(partitionChannels[index]), position));
        }
        return List.of(values);
    }

    private void append(List<String> partition, Page page)
    {
        Target target = targets.get(partition);
        if (target == null) {
            target = sessions.open(partition);
            targets.put(partition, target);
        }
        target.writer().append(arrange(page, target));
        if (targets.size() > 1 && bufferedBytes() > MAX_BUFFERED_BYTES) {
            targets.values().stream()
                    .map(Target::writer)
                    .max(comparingLong(BlockWriter::bufferedBytes))
                    .ifPresent(BlockWriter::send);
        }
    }

    /**
     * The channels in the order of the session's columns; columns that get no value are null.
     */
    private static Page arrange(Page page, Target target)
    {
        Block[] blocks = new Block[target.channels().length];
        for (int column = 0; column < blocks.length; column++) {
            int channel = target.channels()[column];
            blocks[column] = channel >= 0 ? page.getBlock(channel) : RunLengthEncodedBlock.create(BOOLEAN, null, page.getPositionCount());
        }
        return new Page(page.getPositionCount(), blocks);
    }

    private long bufferedBytes()
    {
        return targets.values().stream().mapToLong(target -> target.writer().bufferedBytes()).sum();
    }

    @Override
    public long getCompletedBytes()
    {
        return targets.values().stream().mapToLong(target -> target.writer().completedBytes()).sum();
    }

    @Override
    public long getMemoryUsage()
    {
        return bufferedBytes();
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish()
    {
        List<Slice> fragments = new ArrayList<>();
        targets.values().forEach(target -> fragments.add(target.writer().finish().toSlice()));
        targets.clear();
        return completedFuture(fragments);
    }

    /**
     * Sends nothing more. The sessions are never committed, and the service forgets them after a day.
     */
    @Override
    public void abort()
    {
        targets.values().forEach(target -> target.writer().discard());
        targets.clear();
    }

    /**
     * Opens what the rows of a partition are written to.
     */
    interface Sessions
    {
        Target open(List<String> partition);
    }

    /**
     * @param channels for each column of the session the channel of its values, or −1
     */
    record Target(BlockWriter writer, int[] channels)
    {
        static int[] channels(List<TargetColumn> targetColumns, List<MaxComputeColumnHandle> columns)
        {
            return targetColumns.stream()
                    .mapToInt(target -> {
                        for (int channel = 0; channel < columns.size(); channel++) {
                            if (!columns.get(channel).partitionKey() && columns.get(channel).remoteName().equalsIgnoreCase(target.name())) {
                                return channel;
                            }
                        }
                        return -1;
                    })
                    .toArray();
        }
    }

    private static final class PositionList
    {
        private int[] positions = new int[64];
        private int size;

        private void add(int position)
        {
            if (size == positions.length) {
                positions = Arrays.copyOf(positions, 2 * size);
            }
            positions[size++] = position;
        }
    }
}
