package org.trinofdw.postgres.statistics;

import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.statistics.ColumnStatistics;
import io.trino.spi.statistics.DoubleRange;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

final class TestCombinedStatistics
{
    private static final Column A = new Column("a");
    private static final Column B = new Column("b");

    @Test
    void testColumnsOfParts()
    {
        TableStatistics combined = CombinedStatistics.of(
                List.of(
                        table(100, Map.of(A, column(0.5, 10, 400, 1, 20), B, column(0, 30, 800, 5, 50))),
                        table(300, Map.of(A, column(0.1, 20, 1000, 10, 40), B, column(0, 30, 2400, 0, 40)))),
                Set.of(B));
        assertThat(combined).isEqualTo(table(400, Map.of(A, column(0.2, 20, 1400, 1, 40), B, column(0, 60, 3200, 0, 50))));
    }

    /** Parts whose ranges do not meet have no value in common. */
    @Test
    void testDisjointRanges()
    {
        assertThat(CombinedStatistics.of(List.of(table(100, Map.of(A, column(0, 10, 400, 21, 40))), table(100, Map.of(A, column(0, 20, 400, 1, 20)))), Set.of()))
                .isEqualTo(table(200, Map.of(A, column(0, 30, 800, 1, 40))));
    }

    @Test
    void testUnknownOfOnePart()
    {
        ColumnStatistics noRange = new ColumnStatistics(Estimate.of(0), Estimate.unknown(), Estimate.of(400), Optional.empty());
        assertThat(CombinedStatistics.of(List.of(table(100, Map.of(A, column(0, 10, 400, 1, 20), B, column(0, 10, 400, 1, 20))), table(100, Map.of(A, noRange))), Set.of()))
                .isEqualTo(table(200, Map.of(A, new ColumnStatistics(Estimate.of(0), Estimate.unknown(), Estimate.of(800), Optional.empty()))));
        assertThat(CombinedStatistics.of(List.of(table(100, Map.of(A, noRange)), TableStatistics.empty()), Set.of())).isEqualTo(TableStatistics.empty());
    }

    @Test
    void testPartsWithoutValues()
    {
        ColumnStatistics onlyNulls = new ColumnStatistics(Estimate.of(1), Estimate.of(0), Estimate.of(0), Optional.empty());
        TableStatistics known = table(100, Map.of(A, column(0, 10, 400, 1, 20)));
        assertThat(CombinedStatistics.of(List.of(known, table(300, Map.of(A, onlyNulls)), table(0, Map.of())), Set.of()))
                .isEqualTo(table(400, Map.of(A, column(0.75, 10, 400, 1, 20))));
        assertThat(CombinedStatistics.of(List.of(), Set.of())).isEqualTo(table(0, Map.of()));
    }

    private static TableStatistics table(double rows, Map<ColumnHandle, ColumnStatistics> columns)
    {
        return new TableStatistics(Estimate.of(rows), columns);
    }

    private static ColumnStatistics column(double nulls, double distinct, double size, double low, double high)
    {
        return new ColumnStatistics(Estimate.of(nulls), Estimate.of(distinct), Estimate.of(size), Optional.of(new DoubleRange(low, high)));
    }

    private record Column(String name)
            implements ColumnHandle {}
}
