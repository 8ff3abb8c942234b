package org.trinofdw.postgres.statistics;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import org.trinofdw.postgres.handle.PostgresColumnHandle;

import java.util.Map;

import static java.lang.Math.clamp;
import static java.util.Objects.requireNonNull;

/**
 * What PostgreSQL knows of a table.
 *
 * @param columns figures of the columns that it has figures of
 */
record TableFigures(double rows, Map<PostgresColumnHandle, ColumnFigures> columns)
{
    TableFigures
    {
        requireNonNull(columns, "columns is null");
        columns = ImmutableMap.copyOf(columns);
    }

    /** Statistics of the rows within a constraint. As PostgreSQL's planner, it takes the columns for independent, and does not believe that there is no row. */
    TableStatistics within(TupleDomain<ColumnHandle> constraint)
    {
        if (constraint.isNone()) {
            return TableStatistics.builder().setRowCount(Estimate.of(0)).build();
        }
        Map<ColumnHandle, Domain> domains = constraint.getDomains().orElseThrow();
        double share = 1;
        for (Map.Entry<ColumnHandle, Domain> entry : domains.entrySet()) {
            share *= figures((PostgresColumnHandle) entry.getKey()).share(entry.getValue());
        }
        double rowsWithin = domains.isEmpty() ? rows : clamp(rows * share, Math.min(rows, 1), rows);
        TableStatistics.Builder statistics = TableStatistics.builder().setRowCount(Estimate.of(rowsWithin));
        columns.forEach((column, figures) -> statistics.setColumnStatistics(
                column,
                figures.within(domains.getOrDefault(column, Domain.all(column.type())), rowsWithin)));
        return statistics.build();
    }

    private ColumnFigures figures(PostgresColumnHandle column)
    {
        ColumnFigures known = columns.get(column);
        return known == null ? ColumnFigures.unknown(column.type()) : known;
    }
}
