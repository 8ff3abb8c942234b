package org.trinofdw.postgres.statistics;

import com.google.inject.Inject;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.ColumnStatistics;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.TableSource;
import org.trinofdw.postgres.query.ScanQuery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Statistics of a scan of one server: of the rows within its constraint, by the figures that PostgreSQL has of the columns, or as many as its planner expects.
 */
public final class PostgresStatistics
{
    private static final Pattern PLAN_ROWS = Pattern.compile("rows=(\\d+)");

    private final ScanQuery scanQuery;
    private final RemoteFigures remoteFigures;

    @Inject
    public PostgresStatistics(ScanQuery scanQuery, RemoteFigures remoteFigures)
    {
        this.scanQuery = requireNonNull(scanQuery, "scanQuery is null");
        this.remoteFigures = requireNonNull(remoteFigures, "remoteFigures is null");
    }

    /**
     * Conditions that did not come from domains of columns count only with {@code use_remote_estimate}.
     */
    public TableStatistics statistics(RemoteTransaction transaction, PostgresTableHandle table)
    {
        TableStatistics known = table.table()
                .map(source -> known(transaction, table, source))
                .orElse(TableStatistics.empty());
        if (!table.options().useRemoteEstimate()) {
            return known;
        }
        OptionalDouble planned = plannedRows(transaction, table);
        return planned.isPresent() ? withRows(known, planned.getAsDouble()) : TableStatistics.empty();
    }

    private TableStatistics known(RemoteTransaction transaction, PostgresTableHandle table, TableSource source)
    {
        List<FigureColumn> columns = table.columns().stream()
                .map(column -> new FigureColumn(column, column.remoteName(), column.remoteType()))
                .collect(toImmutableList());
        TableStatistics statistics = remoteFigures.statistics(transaction, Map.of(source.relationId(), columns), table.constraint()).get(source.relationId());
        return source.sample()
                .filter(_ -> !statistics.getRowCount().isUnknown())
                .map(sample -> withRows(statistics, statistics.getRowCount().getValue() * sample.percent() / 100))
                .orElse(statistics);
    }

    /** {@code use_remote_estimate}: what the remote planner expects of the scan with its conditions. */
    private OptionalDouble plannedRows(RemoteTransaction transaction, PostgresTableHandle table)
    {
        String sql = scanQuery.select(table, List.of(), Optional.empty(), TupleDomain.all()).toSql();
        Matcher matcher = PLAN_ROWS.matcher(transaction.queryText("plan the scan of " + table.query().source().subject(), "EXPLAIN " + sql).getFirst());
        return matcher.find() ? OptionalDouble.of(Double.parseDouble(matcher.group(1))) : OptionalDouble.empty();
    }

    /** The same columns, of another number of rows. */
    private static TableStatistics withRows(TableStatistics statistics, double rows)
    {
        double knownRows = statistics.getRowCount().getValue();
        TableStatistics.Builder result = TableStatistics.builder().setRowCount(Estimate.of(rows));
        statistics.getColumnStatistics().forEach((handle, column) -> {
            boolean scalable = knownRows > 0 && !column.getDataSize().isUnknown();
            result.setColumnStatistics(handle, new ColumnStatistics(
                    column.getNullsFraction(),
                    column.getDistinctValuesCount(),
                    scalable ? Estimate.of(column.getDataSize().getValue() * rows / knownRows) : Estimate.unknown(),
                    column.getRange()));
        });
        return result.build();
    }
}
