package org.trinofdw.postgres.split;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.option.MppExecute;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.definition.StorageCatalog;
import org.trinofdw.postgres.handle.AggregateSource;
import org.trinofdw.postgres.handle.CtidRange;
import org.trinofdw.postgres.handle.JoinSource;
import org.trinofdw.postgres.handle.OnlyPartitionSource;
import org.trinofdw.postgres.handle.PartitionSource;
import org.trinofdw.postgres.handle.PartitionedSource;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.QuerySource;
import org.trinofdw.postgres.handle.TableSource;
import org.trinofdw.postgres.handle.TableStorage;
import org.trinofdw.postgres.query.ScanQuery;
import org.trinofdw.split.QueryWarnings;
import org.trinofdw.split.SplitPlacement;
import org.trinofdw.split.SplitPlacer;

import java.util.List;
import java.util.Optional;

import static java.lang.Math.ceilDiv;
import static java.lang.Math.clamp;
import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;

/**
 * Decides into how many disjoint parts a scan is cut, and where they run (DESIGN.md section 5). Every row is in exactly one split whatever the
 * number, because all splits read the same snapshot and the page ranges cover the table.
 */
public final class SplitPlanner
{
    /** Pages of 8 KiB that make a split worth its connection: 64 MiB. */
    private static final long PAGES_PER_SPLIT = 8192;
    private static final int MAX_SPLITS_PER_SEGMENT = 4;

    private final SplitPlacer placer;
    private final ScanQuery scanQuery;
    private final QueryWarnings queryWarnings;

    @Inject
    public SplitPlanner(SplitPlacer placer, ScanQuery scanQuery, QueryWarnings queryWarnings)
    {
        this.queryWarnings = requireNonNull(queryWarnings, "queryWarnings is null");
        this.placer = requireNonNull(placer, "placer is null");
        this.scanQuery = requireNonNull(scanQuery, "scanQuery is null");
    }

    public List<PostgresSplit> plan(ConnectorSession session, RemoteTransaction transaction, PostgresTableHandle table)
    {
        Optional<MppExecute> mppExecute = table.options().mppExecute();
        if (mppExecute.isPresent() && mppExecute.get() != MppExecute.ALL_SEGMENTS) {
            return single(transaction, placer.single(mppExecute.get()));
        }
        if (!table.query().divisible()) {
            return single(transaction, SplitPlacement.ANYWHERE);
        }
        // without a snapshot to share only one connection can read consistently
        Optional<TableSource> relation = transaction.snapshot().isPresent() && transaction.hasTidRangeScans() ?
                Optional.of(relation(table)).filter(source -> source.kind().hasPages()) :
                Optional.empty();
        Optional<HeapSize> heap = relation.flatMap(source -> HeapSize.measure(transaction, source.relationId()));
        if (heap.isEmpty()) {
            mppExecute.ifPresent(_ -> queryWarnings.add(session.getQueryId(), SingleSplit.warning(transaction, table)));
            return single(transaction, SplitPlacement.ANYWHERE);
        }
        int count = mppExecute.isPresent() ?
                segments(table, heap.get()) :
                chosenCount(transaction, table, heap.get());
        if (count == 1) {
            return single(transaction, SplitPlacement.ANYWHERE);
        }
        List<CtidRange> ranges = CtidRanges.cut(heap.get().largestHeapPages(), count);
        List<SplitPlacement> placements = placer.spread(ranges.size());
        Optional<TableStorage> storage = relation.map(source -> StorageCatalog.storage(transaction, source.relationId()));
        ImmutableList.Builder<PostgresSplit> splits = ImmutableList.builder();
        for (int index = 0; index < ranges.size(); index++) {
            splits.add(new PostgresSplit(transaction.server(), transaction.snapshot(), Optional.empty(), Optional.of(ranges.get(index)), storage, placements.get(index)));
        }
        return splits.build();
    }

    private static TableSource relation(PostgresTableHandle table)
    {
        return switch (table.query().source()) {
            case TableSource relation -> relation;
            case PartitionSource partition -> partition.table();
            case PartitionedSource _, OnlyPartitionSource _, AggregateSource _, JoinSource _, QuerySource _ -> throw new IllegalStateException("not a scan of one table: " + table);
        };
    }

    private static List<PostgresSplit> single(RemoteTransaction transaction, SplitPlacement placement)
    {
        return List.of(new PostgresSplit(transaction.server(), transaction.snapshot(), Optional.empty(), Optional.empty(), Optional.empty(), placement));
    }

    /** {@code 'all segments'}: as asked for, else at least one split a segment. */
    private int segments(PostgresTableHandle table, HeapSize heap)
    {
        return table.options().numSegments().orElseGet(() -> max(placer.segmentCount(), bySize(heap)));
    }

    /** {@code mpp_execute} not set: by size, and a single split where PostgreSQL finds the rows by an index, which each split would search in full. */
    private int chosenCount(RemoteTransaction transaction, PostgresTableHandle table, HeapSize heap)
    {
        int count = bySize(heap);
        if (count > 1 && !table.query().conditions().isEmpty() && isIndexScan(transaction, table)) {
            return 1;
        }
        return count;
    }

    private int bySize(HeapSize heap)
    {
        return clamp(ceilDiv(heap.totalPages(), PAGES_PER_SPLIT), 1, placer.segmentCount() * MAX_SPLITS_PER_SEGMENT);
    }

    private boolean isIndexScan(RemoteTransaction transaction, PostgresTableHandle table)
    {
        String sql = scanQuery.select(table, List.of(), Optional.empty(), TupleDomain.all()).toSql();
        return transaction.queryText("plan the scan of " + table.query().source().subject(), "EXPLAIN " + sql).stream()
                .anyMatch(line -> line.contains("Index Scan") || line.contains("Index Only Scan"));
    }
}
