package org.trinofdw.wrapper;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.FixedSplitSource;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.MppExecute;
import org.trinofdw.split.SplitPlacement;
import org.trinofdw.split.SplitPlacer;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Makes the splits of a table as {@code mpp_execute} says.
 */
final class WrapperSplitManager
        implements ConnectorSplitManager
{
    /** Below this size, more than one split costs more than it gains. */
    private static final long SMALL_BYTES = 8 << 20;

    private final ForeignDataWrapper wrapper;
    private final WrapperRelations relations;
    private final WrapperPartitions partitions;
    private final ForeignServers foreignServers;
    private final SplitPlacer placer;

    @Inject
    WrapperSplitManager(ForeignDataWrapper wrapper, WrapperRelations relations, WrapperPartitions partitions, ForeignServers foreignServers, SplitPlacer placer)
    {
        this.wrapper = requireNonNull(wrapper, "wrapper is null");
        this.relations = requireNonNull(relations, "relations is null");
        this.partitions = requireNonNull(partitions, "partitions is null");
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.placer = requireNonNull(placer, "placer is null");
    }

    @Override
    public ConnectorSplitSource getSplits(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorTableHandle tableHandle,
            Set<ColumnHandle> dynamicFilterColumns,
            Constraint constraint)
    {
        WrapperTableHandle table = (WrapperTableHandle) tableHandle;
        List<WrapperSource> sources = partitions.matched(session, table, table.remaining(TupleDomain.all()));
        ImmutableList.Builder<WrapperSplit> splits = ImmutableList.builder();
        List<SplitPlacement> spread = placer.spread(placer.segmentCount());
        int next = 0;
        for (WrapperSource source : sources) {
            ForeignRelation relation = relations.relation(session, source, foreignServers.credentials(session, source.server()));
            MppExecute mppExecute = mppExecute(relation);
            for (Map<String, String> part : wrapper.plan(relation, segments(relation, mppExecute, sources.size()))) {
                SplitPlacement placement = mppExecute == MppExecute.ALL_SEGMENTS ? spread.get(next++ % spread.size()) : single(session, mppExecute);
                splits.add(new WrapperSplit(placement, source, table.partitioned(), part));
            }
        }
        return new FixedSplitSource(splits.build());
    }

    private MppExecute mppExecute(ForeignRelation relation)
    {
        return relation.options().get(CommonOptions.MPP_EXECUTE)
                .orElseGet(() -> relation.options().get(CommonOptions.NUM_SEGMENTS).isEmpty() && wrapper.estimateSize(relation).bytes().orElse(Long.MAX_VALUE) < SMALL_BYTES ?
                        MppExecute.ANY :
                        MppExecute.ALL_SEGMENTS);
    }

    private int segments(ForeignRelation relation, MppExecute mppExecute, int sources)
    {
        if (mppExecute != MppExecute.ALL_SEGMENTS) {
            return 1;
        }
        int segments = relation.options().get(CommonOptions.NUM_SEGMENTS).orElseGet(placer::segmentCount);
        // so many in all, and at least one for each partition
        return Math.ceilDiv(segments, sources);
    }

    /** One node for all parts of a query. */
    private SplitPlacement single(ConnectorSession session, MppExecute mppExecute)
    {
        return SplitPlacement.pinnedTo(placer.writer(mppExecute, session.getQueryId().hashCode()).getHostAndPort());
    }
}
