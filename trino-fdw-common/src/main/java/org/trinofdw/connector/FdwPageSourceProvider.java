package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.airlift.slice.Slice;
import io.trino.spi.Node;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.MemoryContext;
import org.trinofdw.connector.HiddenColumnsPageSource.Channel;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwScanCredentials;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.handle.HiddenColumn;
import org.trinofdw.handle.HiddenColumnHandle;
import org.trinofdw.split.FdwSplit;

import java.util.List;
import java.util.Optional;

import static io.airlift.slice.Slices.utf8Slice;
import static java.util.Objects.requireNonNull;

/**
 * Opens the wrapper's scan of a split, measured, and adds the hidden columns to it.
 */
public final class FdwPageSourceProvider
        implements ConnectorPageSourceProvider
{
    private final FdwScanProvider scanProvider;
    private final ScanMeasurement measurement;
    private final String nodeId;

    @Inject
    public FdwPageSourceProvider(FdwScanProvider scanProvider, ScanMeasurement measurement, Node currentNode)
    {
        this.scanProvider = requireNonNull(scanProvider, "scanProvider is null");
        this.measurement = requireNonNull(measurement, "measurement is null");
        this.nodeId = currentNode.getNodeIdentifier();
    }

    @Override
    public ConnectorPageSource createPageSource(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorSplit connectorSplit,
            ConnectorTableHandle table,
            Optional<ConnectorTableCredentials> tableCredentials,
            List<ColumnHandle> columns,
            DynamicFilter dynamicFilter,
            MemoryContext memoryContext)
    {
        FdwSplit split = (FdwSplit) connectorSplit;
        FdwTableCredentials credentials = tableCredentials
                .map(FdwScanCredentials.class::cast)
                .orElseThrow(() -> new IllegalStateException("no credentials came with the scan of " + table))
                .of(split.server());

        ImmutableList.Builder<FdwColumnHandle> dataColumns = ImmutableList.builder();
        ImmutableList.Builder<Channel> channels = ImmutableList.builder();
        int dataChannel = 0;
        for (ColumnHandle column : columns) {
            if (column instanceof HiddenColumnHandle(HiddenColumn hiddenColumn)) {
                channels.add(Channel.constant(hiddenValue(hiddenColumn, split)));
            }
            else {
                dataColumns.add((FdwColumnHandle) column);
                channels.add(Channel.data(dataChannel));
                dataChannel++;
            }
        }

        FdwTableHandle fdwTable = (FdwTableHandle) table;
        ConnectorPageSource source = measurement.open(
                session,
                fdwTable,
                credentials,
                () -> scanProvider.open(session, split, fdwTable, credentials, dataColumns.build(), dynamicFilter, memoryContext));
        if (dataChannel == columns.size()) {
            return source;
        }
        return new HiddenColumnsPageSource(source, channels.build());
    }

    private Optional<Slice> hiddenValue(HiddenColumn column, FdwSplit split)
    {
        return switch (column) {
            case NODE -> Optional.of(utf8Slice(nodeId));
            case PARTITION -> split.partition().map(partition -> utf8Slice(partition));
            case SERVER -> Optional.of(utf8Slice(split.server()));
        };
    }
}
