package org.trinofdw.postgres.pushdown;

import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.LimitApplicationResult;
import org.trinofdw.option.MppExecute;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.RowLimit;

import java.util.Optional;

/**
 * Decides whether a LIMIT holds for the whole scan or for each of its splits.
 */
public final class LimitPushdown
{
    /** With {@code mpp_execute} not set, so few rows are read by one connection; of more, each split reads them. */
    private static final long MAX_ROWS_OF_ONE_SPLIT = 100_000;

    private LimitPushdown() {}

    /**
     * @return empty if nothing changes
     */
    public static Optional<LimitApplicationResult<ConnectorTableHandle>> apply(PostgresTableHandle table, long rows)
    {
        boolean precalculateStatistics = !table.options().useRemoteEstimate();
        Optional<RowLimit> known = table.query().limit();
        if (known.isPresent() && known.get().rows() <= rows) {
            return known.get().perSplit() ?
                    Optional.empty() :
                    Optional.of(new LimitApplicationResult<>(table, true, precalculateStatistics));
        }
        if (known.isPresent() && known.get().perSplit() && !table.query().order().isEmpty()) {
            // Trino still sorts what the splits return
            return Optional.empty();
        }
        RowLimit limit = limit(table, rows);
        return Optional.of(new LimitApplicationResult<>(table.withQuery(table.query().limited(limit)), !limit.perSplit(), precalculateStatistics));
    }

    /** The limit of a scan that is not limited yet, or to more rows. */
    static RowLimit limit(PostgresTableHandle table, long rows)
    {
        if (!table.query().divisible()) {
            return new RowLimit(rows, false);
        }
        boolean severalPartitions = table.partitioned().map(source -> source.partitions().size() > 1).orElse(false);
        boolean manySplits = severalPartitions || table.options().mppExecute()
                .map(mppExecute -> mppExecute == MppExecute.ALL_SEGMENTS)
                .orElse(rows > MAX_ROWS_OF_ONE_SPLIT);
        return new RowLimit(rows, manySplits);
    }
}
