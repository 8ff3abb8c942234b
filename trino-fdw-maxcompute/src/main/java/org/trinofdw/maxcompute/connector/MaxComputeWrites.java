package org.trinofdw.maxcompute.connector;

import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.airlift.slice.Slice;
import io.trino.spi.Node;
import io.trino.spi.NodeManager;
import io.trino.spi.TrinoException;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.SessionSchema;
import org.trinofdw.maxcompute.client.TunnelClient;
import org.trinofdw.maxcompute.client.UploadSession;
import org.trinofdw.maxcompute.definition.RemoteCatalog;
import org.trinofdw.maxcompute.handle.MaxComputeWriteHandle.UploadTarget;
import org.trinofdw.maxcompute.handle.MaxComputeWriteHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.handle.TableName;
import org.trinofdw.maxcompute.write.MaxComputePageSinkProvider;
import org.trinofdw.maxcompute.write.WriteFragment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.GENERIC_INTERNAL_ERROR;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.REMOTE_ERROR;

/**
 * The coordinator's part of writing: upload sessions before, and one commit after all writers are done.
 */
public final class MaxComputeWrites
{
    private final NodeManager nodeManager;
    private final RemoteCatalog remoteCatalog;

    @Inject
    public MaxComputeWrites(NodeManager nodeManager, RemoteCatalog remoteCatalog)
    {
        this.nodeManager = requireNonNull(nodeManager, "nodeManager is null");
        this.remoteCatalog = requireNonNull(remoteCatalog, "remoteCatalog is null");
    }

    /**
     * Identifiers of the nodes that may write.
     */
    List<String> writerNodes()
    {
        return nodeManager.getAllNodes().stream()
                .map(Node::getNodeIdentifier)
                .sorted()
                .collect(toImmutableList());
    }

    /**
     * The session that all writers of a table or partition share.
     */
    UploadTarget openSession(MaxComputeClient client, TableName table, Optional<PartitionSpec> partition, boolean overwrite)
    {
        if (partition.isPresent() && client.hasService()) {
            client.sql(table.project()).execute(
                    table.project(),
                    "ALTER TABLE %s ADD IF NOT EXISTS PARTITION (%s);".formatted(table.quoted(), partition.get().sqlForm()),
                    table.schema().isPresent());
        }
        UploadSession session = client.tunnel(table.project()).createUploadSession(table, partition.map(PartitionSpec::tunnelForm), overwrite);
        return MaxComputePageSinkProvider.uploadTarget(session);
    }

    /**
     * Commits exactly the blocks that finished writers report. A session is one commit; with several partitions the first failure stops
     * the rest, and the error says what shows already.
     */
    void commit(MaxComputeClient client, MaxComputeWriteHandle handle, Collection<Slice> fragments)
    {
        Map<String, List<WriteFragment>> sessions = new LinkedHashMap<>();
        fragments.stream()
                .map(WriteFragment::fromSlice)
                .forEach(fragment -> sessions.computeIfAbsent(fragment.sessionId(), _ -> new ArrayList<>()).add(fragment));
        if (handle.session().isPresent() && handle.overwrite() && sessions.isEmpty()) {
            // no rows replace what is there
            sessions.put(handle.session().get().sessionId(), List.of());
        }
        TunnelClient tunnel = client.tunnel(handle.remote().project());
        List<String> committed = new ArrayList<>();
        try {
            sessions.forEach((sessionId, parts) -> {
                List<Long> blocks = parts.stream().flatMap(part -> part.blocks().stream()).collect(toImmutableList());
                if (ImmutableSet.copyOf(blocks).size() != blocks.size()) {
                    throw new TrinoException(GENERIC_INTERNAL_ERROR, "Two writers used the same block of upload session %s; nothing of it was written".formatted(sessionId));
                }
                Optional<String> partition = parts.isEmpty() ? handle.session().flatMap(UploadTarget::partition) : parts.getFirst().partition();
                tunnel.commit(new UploadSession(handle.remote(), partition, sessionId, new SessionSchema(List.of(), List.of())), ImmutableSet.copyOf(blocks));
                committed.add(partition.orElse(handle.remote().toString()));
            });
        }
        catch (TrinoException e) {
            if (committed.isEmpty()) {
                throw e;
            }
            throw new TrinoException(REMOTE_ERROR, "Rows of %s of %s partitions were written before the commit failed: %s. %s".formatted(committed.size(), sessions.size(), committed, e.getMessage()), e);
        }
        finally {
            remoteCatalog.flush();
        }
    }
}
