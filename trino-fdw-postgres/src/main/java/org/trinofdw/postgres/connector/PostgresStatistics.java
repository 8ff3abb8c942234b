package org.trinofdw.postgres.connector;

import com.google.inject.Inject;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.ColumnStatistics;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.query.ScanQuery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;

/**
 * What PostgreSQL knows of a table: rows, and for each column its nulls, distinct values and width.
 */
final class PostgresStatistics
{
    /**
     * Rows of a table with its partitions and heirs: the density that ANALYZE or VACUUM found, times the pages that there are now, as PostgreSQL's planner
     * reckons. Of a table that was never analysed ({@code reltuples} is -1) nothing is known.
     */
    private static final String ROW_COUNT =
            """
            WITH RECURSIVE members (oid) AS (
                SELECT ?::bigint::oid
                UNION
                SELECT inherits.inhrelid FROM pg_inherits inherits JOIN members ON inherits.inhparent = members.oid)
            SELECT CASE WHEN bool_and(relation.reltuples >= 0) THEN sum(
                CASE
                    WHEN relation.relpages > 0 THEN relation.reltuples / relation.relpages * (pg_relation_size(relation.oid) / current_setting('block_size')::bigint)
                    ELSE relation.reltuples
                END) END
            FROM members
            JOIN pg_class relation ON relation.oid = members.oid
            WHERE relation.relkind <> 'p'
            """;

    // with heirs there are two rows for a column; the one that covers the heirs is what a scan reads
    private static final String COLUMNS =
            """
            SELECT DISTINCT ON (statistics.attname) statistics.attname, statistics.null_frac, statistics.n_distinct, statistics.avg_width
            FROM pg_stats statistics
            WHERE statistics.schemaname = ? AND statistics.tablename = ?
            ORDER BY statistics.attname, statistics.inherited DESC
            """;

    private static final Pattern PLAN_ROWS = Pattern.compile("rows=(\\d+)");

    private final ScanQuery scanQuery;

    @Inject
    PostgresStatistics(ScanQuery scanQuery)
    {
        this.scanQuery = requireNonNull(scanQuery, "scanQuery is null");
    }

    TableStatistics statistics(RemoteTransaction transaction, PostgresTableHandle table)
    {
        OptionalDouble rowCount = rowCount(transaction, table);
        if (rowCount.isEmpty()) {
            return TableStatistics.empty();
        }
        if (table.table().isEmpty()) {
            return TableStatistics.builder().setRowCount(Estimate.of(rowCount.getAsDouble())).build();
        }
        Map<String, ColumnFigures> figures = transaction.query(
                        COLUMNS,
                        List.of(table.remoteName().schema(), table.remoteName().table()),
                        ColumnFigures::read).stream()
                .collect(toImmutableMap(ColumnFigures::column, Function.identity()));
        TableStatistics.Builder statistics = TableStatistics.builder().setRowCount(Estimate.of(rowCount.getAsDouble()));
        table.columns().forEach(column -> Optional.ofNullable(figures.get(column.remoteName()))
                .ifPresent(found -> statistics.setColumnStatistics(column, found.toStatistics(rowCount.getAsDouble()))));
        return statistics.build();
    }

    private OptionalDouble rowCount(RemoteTransaction transaction, PostgresTableHandle table)
    {
        if (table.options().useRemoteEstimate()) {
            return plannedRows(transaction, table);
        }
        if (table.table().isEmpty()) {
            return OptionalDouble.empty();
        }
        return transaction.query(ROW_COUNT, List.of(table.relationId()), PostgresStatistics::optionalDouble).getFirst();
    }

    /** {@code use_remote_estimate}: what the remote planner expects of the scan with its conditions. */
    private OptionalDouble plannedRows(RemoteTransaction transaction, PostgresTableHandle table)
    {
        String sql = scanQuery.select(table, List.of(), Optional.empty(), TupleDomain.all()).toSql();
        Matcher matcher = PLAN_ROWS.matcher(transaction.queryText("plan the scan of " + table.query().source().subject(), "EXPLAIN " + sql).getFirst());
        return matcher.find() ? OptionalDouble.of(Double.parseDouble(matcher.group(1))) : OptionalDouble.empty();
    }

    static OptionalDouble optionalDouble(ResultSet row)
            throws SQLException
    {
        double value = row.getDouble(1);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * @param distinct number of distinct values, or if negative their share of the rows
     * @param width average bytes of a value
     */
    private record ColumnFigures(String column, double nullFraction, double distinct, double width)
    {
        static ColumnFigures read(ResultSet row)
                throws SQLException
        {
            return new ColumnFigures(row.getString(1), row.getDouble(2), row.getDouble(3), row.getDouble(4));
        }

        ColumnStatistics toStatistics(double rowCount)
        {
            double rowsWithValue = rowCount * (1 - nullFraction);
            ColumnStatistics.Builder statistics = ColumnStatistics.builder()
                    .setNullsFraction(Estimate.of(nullFraction))
                    .setDataSize(Estimate.of(width * rowsWithValue));
            // zero: unknown
            if (distinct != 0) {
                statistics.setDistinctValuesCount(Estimate.of(distinct > 0 ? distinct : max(1, -distinct * rowCount)));
            }
            return statistics.build();
        }
    }
}
