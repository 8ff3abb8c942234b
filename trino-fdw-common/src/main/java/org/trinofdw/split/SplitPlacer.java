package org.trinofdw.split;

import com.google.inject.Inject;
import io.trino.spi.HostAddress;
import io.trino.spi.Node;
import io.trino.spi.NodeManager;
import org.trinofdw.option.MppExecute;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.lang.Math.floorMod;
import static java.util.Objects.requireNonNull;

/**
 * Turns {@code mpp_execute} into places for splits and writers (DESIGN.md section 5). Used on the coordinator only.
 */
public final class SplitPlacer
{
    private final Node currentNode;
    private final NodeManager nodeManager;

    @Inject
    public SplitPlacer(Node currentNode, NodeManager nodeManager)
    {
        this.currentNode = requireNonNull(currentNode, "currentNode is null");
        this.nodeManager = requireNonNull(nodeManager, "nodeManager is null");
    }

    /** Number of nodes that {@code 'all segments'} spreads over. */
    public int segmentCount()
    {
        return segments().size();
    }

    /** True if the coordinator is the only node that runs splits and writers. */
    public boolean isCoordinatorOnly()
    {
        return segments().equals(List.of(currentNode));
    }

    /** The place of the single split of {@code 'coordinator'} and {@code 'any'}. */
    public SplitPlacement single(MppExecute mppExecute)
    {
        return switch (mppExecute) {
            case COORDINATOR -> SplitPlacement.pinnedTo(currentNode.getHostAndPort());
            case ANY, ALL_SEGMENTS -> SplitPlacement.ANYWHERE;
        };
    }

    /** Places for {@code count} splits of one scan, dealt out to the segments in turn. */
    public List<SplitPlacement> spread(int count)
    {
        List<HostAddress> segments = segments().stream()
                .map(Node::getHostAndPort)
                .collect(toImmutableList());
        return IntStream.range(0, count)
                .mapToObj(index -> SplitPlacement.preferring(segments.get(index % segments.size())))
                .collect(toImmutableList());
    }

    /** The node of a single writer: the coordinator, or one of the segments chosen by {@code seed}. */
    public Node writer(MppExecute mppExecute, int seed)
    {
        if (mppExecute == MppExecute.COORDINATOR) {
            return currentNode;
        }
        List<Node> segments = segments();
        return segments.get(floorMod(seed, segments.size()));
    }

    /** The workers; the coordinator alone in a cluster that has no others. */
    private List<Node> segments()
    {
        List<Node> workers = nodeManager.getWorkerNodes().stream()
                .filter(node -> !node.isCoordinator())
                .sorted(Comparator.comparing(Node::getNodeIdentifier))
                .collect(toImmutableList());
        return workers.isEmpty() ? List.of(currentNode) : workers;
    }
}
