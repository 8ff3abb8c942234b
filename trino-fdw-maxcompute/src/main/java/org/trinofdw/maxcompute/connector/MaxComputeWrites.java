package org.trinofdw.maxcompute.connector;

import com.google.inject.Inject;
import io.airlift.slice.Slice;
import io.trino.spi.Node;
import io.trino.spi.NodeManager;
import io.trino.spi.TrinoException;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.SessionSchema;
import org.trinofdw.maxcompute.client.TunnelClient;
import org.trinofdw.maxcompute.client.UnknownCommitException;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
     * Commits exactly the blocks that finished writers report. The service commits one session, that is one partition, at a time: all sessions are checked
     * before the first is committed, so that what can be known to fail leaves nothing. A failure after that stops the rest, and the error says which partitions
     * show their rows, which do not, and of which it is not known.
     */
    void commit(MaxComputeClient client, MaxComputeWriteHandle handle, Collection<Slice> fragments)
    {
        TunnelClient tunnel = client.tunnel(handle.remote().project());
        Map<UploadSession, Set<Long>> sessions = sessions(handle, fragments);
        sessions.forEach(tunnel::checkComplete);
        List<UploadSession> remaining = new ArrayList<>(sessions.keySet());
        List<UploadSession> committed = new ArrayList<>();
        try {
            while (!remaining.isEmpty()) {
                tunnel.commit(remaining.getFirst());
                committed.add(remaining.removeFirst());
            }
        }
        catch (TrinoException e) {
            Optional<UploadSession> unknown = e instanceof UnknownCommitException ? Optional.of(remaining.removeFirst()) : Optional.empty();
            if (sessions.size() == 1 || (committed.isEmpty() && unknown.isEmpty())) {
                throw e;
            }
            throw new TrinoException(REMOTE_ERROR, "%s. %s".formatted(e.getMessage(), PartitionOutcomes.of(committed, unknown, remaining).describe()), e);
        }
        finally {
            remoteCatalog.flush();
        }
    }

    /**
     * The sessions that were written to, with their blocks.
     */
    private static Map<UploadSession, Set<Long>> sessions(MaxComputeWriteHandle handle, Collection<Slice> fragments)
    {
        Map<UploadSession, Set<Long>> sessions = new LinkedHashMap<>();
        if (handle.overwrite()) {
            // without rows too they replace what is there
            handle.session().ifPresent(target -> sessions.put(session(handle, target.sessionId(), target.partition()), new HashSet<>()));
        }
        for (Slice fragment : fragments) {
            WriteFragment written = WriteFragment.fromSlice(fragment);
            Set<Long> blocks = sessions.computeIfAbsent(session(handle, written.sessionId(), written.partition()), _ -> new HashSet<>());
            for (long block : written.blocks()) {
                if (!blocks.add(block)) {
                    throw new TrinoException(GENERIC_INTERNAL_ERROR, "Two writers used the same block of upload session %s; nothing was written".formatted(written.sessionId()));
                }
            }
        }
        long partitions = sessions.keySet().stream().map(UploadSession::partition).distinct().count();
        if (handle.overwrite() && partitions < sessions.size()) {
            throw new TrinoException(GENERIC_INTERNAL_ERROR, "Two writers would overwrite the rows of each other in table %s; nothing was written".formatted(handle.remote()));
        }
        return sessions;
    }

    private static UploadSession session(MaxComputeWriteHandle handle, String sessionId, Optional<String> partition)
    {
        return new UploadSession(handle.remote(), partition, sessionId, new SessionSchema(List.of(), List.of()));
    }
}
