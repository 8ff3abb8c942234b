package org.trinofdw.maxcompute.write;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.Node;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.connector.ConnectorPageSinkId;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTransactionHandle;
import org.trinofdw.handle.FdwScanCredentials;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.MaxComputeClients;
import org.trinofdw.maxcompute.client.SessionSchema;
import org.trinofdw.maxcompute.client.TunnelClient;
import org.trinofdw.maxcompute.client.UploadSession;
import org.trinofdw.maxcompute.handle.MaxComputeColumnHandle;
import org.trinofdw.maxcompute.handle.MaxComputeWriteHandle.TargetColumn;
import org.trinofdw.maxcompute.handle.MaxComputeWriteHandle.UploadTarget;
import org.trinofdw.maxcompute.handle.MaxComputeWriteHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.record.ColumnEncoder;
import org.trinofdw.maxcompute.record.EncoderFactory;
import org.trinofdw.maxcompute.type.MaxComputeType;
import org.trinofdw.maxcompute.write.MaxComputePageSink.Target;

import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.GENERIC_INTERNAL_ERROR;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_MISMATCH;
import static org.trinofdw.maxcompute.type.MaxComputeTypeParser.parseType;

/**
 * Makes the writers of INSERT and CREATE TABLE AS.
 */
public final class MaxComputePageSinkProvider
        implements ConnectorPageSinkProvider
{
    private final MaxComputeClients clients;
    private final String nodeId;
    private final BlockNumbers blockNumbers = new BlockNumbers();

    @Inject
    public MaxComputePageSinkProvider(MaxComputeClients clients, Node currentNode)
    {
        nodeId = currentNode.getNodeIdentifier();
        this.clients = requireNonNull(clients, "clients is null");
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorOutputTableHandle outputTable,
            Optional<ConnectorTableCredentials> tableCredentials,
            ConnectorPageSinkId pageSinkId)
    {
        return createPageSink((MaxComputeWriteHandle) outputTable, tableCredentials);
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorInsertTableHandle insertTable,
            Optional<ConnectorTableCredentials> tableCredentials,
            ConnectorPageSinkId pageSinkId)
    {
        return createPageSink((MaxComputeWriteHandle) insertTable, tableCredentials);
    }

    private ConnectorPageSink createPageSink(MaxComputeWriteHandle handle, Optional<ConnectorTableCredentials> tableCredentials)
    {
        FdwTableCredentials credentials = tableCredentials
                .map(FdwScanCredentials.class::cast)
                .orElseThrow(() -> new IllegalStateException("no credentials came with the write to " + handle))
                .of(handle.server());
        MaxComputeClient client = clients.client(credentials);
        EncoderFactory encoders = new EncoderFactory(clients.zone(credentials));
        int node = handle.writerNodes().indexOf(nodeId);
        if (node < 0) {
            throw new TrinoException(GENERIC_INTERNAL_ERROR, "Node %s joined the cluster while the write to table %s began; run the statement again".formatted(nodeId, handle.name()));
        }
        return new MaxComputePageSink(
                handle.columns(),
                handle.session().isPresent() ? ImmutableList.of() : handle.partitionKeys(),
                values -> open(client, encoders, handle, node, values));
    }

    private Target open(MaxComputeClient client, EncoderFactory encoders, MaxComputeWriteHandle handle, int node, List<String> values)
    {
        TunnelClient tunnel = client.tunnel(handle.remote().project());
        // a session that all writers share, or one of this writer alone
        boolean shared = handle.session().isPresent();
        UploadTarget target = handle.session().orElseGet(() -> openPartition(client, tunnel, handle, values));
        UploadSession session = new UploadSession(handle.remote(), target.partition(), target.sessionId(), new SessionSchema(ImmutableList.of(), ImmutableList.of()));
        int[] channels = Target.channels(target.columns(), handle.columns());
        checkAllWritten(handle, target);
        ImmutableList.Builder<ColumnEncoder> columns = ImmutableList.builder();
        for (int index = 0; index < channels.length; index++) {
            TargetColumn column = target.columns().get(index);
            MaxComputeType type = parseType(column.type());
            columns.add(channels[index] >= 0
                    ? encoders.create(handle.columns().get(channels[index]).name(), handle.columns().get(channels[index]).type(), type)
                    : EncoderFactory.alwaysNull(column.name(), type));
        }
        BlockWriter writer = new BlockWriter(
                tunnel,
                session,
                columns.build(),
                () -> shared ? blockNumbers.next(session.id(), node, handle.writerNodes().size()) : blockNumbers.next(session.id(), 0, 1),
                handle.blockSize().toBytes());
        return new Target(writer, channels);
    }

    private static UploadTarget openPartition(MaxComputeClient client, TunnelClient tunnel, MaxComputeWriteHandle handle, List<String> values)
    {
        PartitionSpec partition = new PartitionSpec(handle.partitionKeys(), values);
        if (client.hasService()) {
            client.sql(handle.remote().project()).execute(
                    handle.remote().project(),
                    "ALTER TABLE %s ADD IF NOT EXISTS PARTITION (%s);".formatted(handle.remote().quoted(), partition.sqlForm()),
                    handle.remote().schema().isPresent());
        }
        UploadSession session = tunnel.createUploadSession(handle.remote(), Optional.of(partition.tunnelForm()), handle.overwrite());
        return uploadTarget(session);
    }

    public static UploadTarget uploadTarget(UploadSession session)
    {
        return new UploadTarget(session.id(), session.partition(), session.schema().columns().stream()
                .map(column -> new TargetColumn(column.name(), column.type().toString()))
                .collect(toImmutableList()));
    }

    private static void checkAllWritten(MaxComputeWriteHandle handle, UploadTarget target)
    {
        for (MaxComputeColumnHandle column : handle.columns()) {
            if (!column.partitionKey() && target.columns().stream().noneMatch(candidate -> candidate.name().equalsIgnoreCase(column.remoteName()))) {
                throw new TrinoException(DEFINITION_MISMATCH, "Column \"%s\" of table %s does not exist in MaxCompute table %s".formatted(column.remoteName(), handle.name(), handle.remote()));
            }
        }
    }
}
