package org.trinofdw.maxcompute.read;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.EmptyPageSource;
import io.trino.spi.connector.MemoryContext;
import io.trino.spi.predicate.NullableValue;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.maxcompute.client.DownloadSource;
import org.trinofdw.maxcompute.client.MaxComputeClients;
import org.trinofdw.maxcompute.client.TunnelClient;
import org.trinofdw.maxcompute.handle.MaxComputeColumnHandle;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.pushdown.PartitionPruner;
import org.trinofdw.maxcompute.record.ColumnDecoder;
import org.trinofdw.maxcompute.record.DecoderFactory;
import org.trinofdw.maxcompute.record.RecordBatch;
import org.trinofdw.maxcompute.split.MaxComputeSplit;
import org.trinofdw.split.FdwSplit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.trino.spi.type.TypeUtils.writeNativeValue;
import static java.util.Comparator.comparingInt;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_MISMATCH;
import static org.trinofdw.maxcompute.type.MaxComputeTypeParser.parseType;

/**
 * Reads splits: the columns that are wanted and no others, in the order of the table, as the tunnel requires.
 */
public final class MaxComputeScanProvider
{
    private final MaxComputeClients clients;

    @Inject
    public MaxComputeScanProvider(MaxComputeClients clients)
    {
        this.clients = requireNonNull(clients, "clients is null");
    }

    /**
     * @param columns what to read, in the order wanted; without any, rows are only counted
     */
    public ConnectorPageSource open(
            ConnectorSession session,
            FdwSplit fdwSplit,
            FdwTableHandle fdwTable,
            FdwTableCredentials credentials,
            List<FdwColumnHandle> columns,
            DynamicFilter dynamicFilter,
            MemoryContext memory)
    {
        MaxComputeSplit split = (MaxComputeSplit) fdwSplit;
        MaxComputeTableHandle table = (MaxComputeTableHandle) fdwTable;
        if (split.spec().isPresent() && !PartitionPruner.matches(table, dynamicFilter.getCurrentPredicate(), split.spec().get())) {
            // a join excluded the partition after its split was made
            return new EmptyPageSource();
        }

        Map<String, Integer> positions = positions(split);
        int[] batchColumns = new int[columns.size()];
        Block[] constants = new Block[columns.size()];
        Arrays.fill(batchColumns, -1);
        List<Integer> wanted = columns.stream()
                .map(MaxComputeColumnHandle.class::cast)
                .filter(column -> !column.partitionKey())
                .map(column -> position(positions, table, column))
                .distinct()
                .sorted(comparingInt(position -> position))
                .toList();
        ColumnDecoder[] decoders = new ColumnDecoder[wanted.size()];
        DecoderFactory decoderFactory = new DecoderFactory(clients.zone(credentials));
        for (int channel = 0; channel < batchColumns.length; channel++) {
            MaxComputeColumnHandle column = (MaxComputeColumnHandle) columns.get(channel);
            if (column.partitionKey()) {
                PartitionSpec spec = split.spec().orElseThrow();
                NullableValue value = PartitionPruner.value(column, spec);
                constants[channel] = writeNativeValue(column.type(), value.getValue());
                continue;
            }
            int position = position(positions, table, column);
            int batchColumn = wanted.indexOf(position);
            batchColumns[channel] = batchColumn;
            decoders[batchColumn] = decoderFactory.create(column.name(), parseType(split.remoteColumns().get(position).type()), column.type());
        }
        MaxComputePageSource.ChannelBlocks channels = new MaxComputePageSource.ChannelBlocks(batchColumns, constants);
        if (wanted.isEmpty()) {
            return new CountingPageSource(split.count(), channels);
        }
        TunnelClient tunnel = clients.client(credentials).tunnel(table.remote().project());
        RowRangeReader range = new RowRangeReader(
                tunnel,
                split.instance()
                        .<DownloadSource>map(instance -> new DownloadSource.QueryRows(table.remote().project(), instance))
                        .orElseGet(() -> new DownloadSource.TableRows(table.remote(), split.partition())),
                split.sessionId(),
                split.start(),
                split.count(),
                wanted.stream().map(position -> split.remoteColumns().get(position).name()).toList());
        return new MaxComputePageSource(range, new RecordBatch(ImmutableList.copyOf(decoders)), channels, memory);
    }

    private static Map<String, Integer> positions(MaxComputeSplit split)
    {
        Map<String, Integer> positions = new HashMap<>();
        for (int position = 0; position < split.remoteColumns().size(); position++) {
            positions.put(split.remoteColumns().get(position).name().toLowerCase(ENGLISH), position);
        }
        return positions;
    }

    private static int position(Map<String, Integer> positions, MaxComputeTableHandle table, MaxComputeColumnHandle column)
    {
        Integer position = positions.get(column.remoteName().toLowerCase(ENGLISH));
        if (position == null) {
            throw new TrinoException(DEFINITION_MISMATCH, "Column \"%s\" of table %s does not exist in MaxCompute table %s; its columns are %s".formatted(
                    column.remoteName(), table.name(), table.remote(), positions.keySet()));
        }
        return position;
    }
}
