package org.trinofdw.postgres.statistics;

import io.airlift.slice.Slices;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.statistics.ColumnStatistics;
import io.trino.spi.statistics.DoubleRange;
import io.trino.spi.statistics.Estimate;
import org.junit.jupiter.api.Test;
import org.trinofdw.postgres.statistics.ColumnFigures.CommonValue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class TestColumnFigures
{
    /** A tenth null, 30 percent 5, 20 percent 7, the others evenly from 100 to 1100. */
    private static final ColumnFigures FIGURES = ColumnFigures.of(
            BIGINT,
            0.1,
            OptionalDouble.of(1003),
            8,
            List.of(new CommonValue(Optional.of(5L), 0.3), new CommonValue(Optional.of(7L), 0.2)),
            LongStream.rangeClosed(0, 10).mapToObj(bucket -> Optional.<Object>of(100 + 100 * bucket)).toList());

    @Test
    void testShareOfValues()
    {
        assertShare(FIGURES, Domain.all(BIGINT), 1);
        assertShare(FIGURES, Domain.none(BIGINT), 0);
        assertShare(FIGURES, Domain.onlyNull(BIGINT), 0.1);
        assertShare(FIGURES, Domain.notNull(BIGINT), 0.9);
        assertShare(FIGURES, Domain.singleValue(BIGINT, 5L), 0.3);
        assertShare(FIGURES, Domain.singleValue(BIGINT, 5L, true), 0.4);
        assertShare(FIGURES, Domain.multipleValues(BIGINT, List.of(5L, 7L)), 0.5);
        assertShare(FIGURES, Domain.singleValue(BIGINT, 150L), 0.4 / 1001);
        assertShare(FIGURES, Domain.multipleValues(BIGINT, List.of(7L, 150L, 151L)), 0.2 + 2 * 0.4 / 1001);
    }

    @Test
    void testShareOfRanges()
    {
        double one = 0.4 / 1001;
        assertShare(FIGURES, range(Range.range(BIGINT, 100L, true, 350L, false)), 0.4 * 0.25);
        assertShare(FIGURES, range(Range.range(BIGINT, 100L, true, 350L, true)), 0.4 * 0.25 + one);
        assertShare(FIGURES, range(Range.range(BIGINT, 100L, false, 350L, false)), 0.4 * 0.25 - one);
        assertShare(FIGURES, range(Range.lessThan(BIGINT, 600L)), 0.5 + 0.4 * 0.5);
        assertShare(FIGURES, range(Range.greaterThan(BIGINT, 6L)), 0.2 + 0.4);
        assertShare(FIGURES, range(Range.lessThan(BIGINT, 200L), Range.greaterThan(BIGINT, 1000L)), 0.5 + 0.4 * 0.2);
        // not nothing, though beyond all that ANALYZE saw
        assertShare(FIGURES, range(Range.greaterThan(BIGINT, 5000L)), 0.4 * 0.01 / 10);
    }

    @Test
    void testShareWithoutHistogram()
    {
        ColumnFigures wide = ColumnFigures.of(VARCHAR, 0, OptionalDouble.of(50), 4000, List.of(), List.of());
        assertShare(wide, Domain.singleValue(VARCHAR, Slices.utf8Slice("a")), 0.02);
        assertShare(wide, range(Range.greaterThan(VARCHAR, Slices.utf8Slice("a"))), 1.0 / 3);
        ColumnFigures unknown = ColumnFigures.unknown(BIGINT);
        assertShare(unknown, Domain.onlyNull(BIGINT), 0.005);
        assertShare(unknown, Domain.singleValue(BIGINT, 5L), 0.995 / 200);
    }

    /** No value that was not among the most common ones is more frequent than those. */
    @Test
    void testRareValues()
    {
        ColumnFigures figures = ColumnFigures.of(BIGINT, 0, OptionalDouble.of(3), 8, List.of(new CommonValue(Optional.of(1L), 0.1), new CommonValue(Optional.of(2L), 0.05)), List.of());
        assertShare(figures, Domain.singleValue(BIGINT, 3L), 0.05);
    }

    @Test
    void testHistogramOfText()
    {
        // in the order of a collation, which is not that of Trino
        ColumnFigures figures = ColumnFigures.of(
                VARCHAR,
                0,
                OptionalDouble.of(1000),
                1,
                List.of(),
                Stream.of("a", "B", "c", "D", "e").map(text -> Optional.<Object>of(Slices.utf8Slice(text))).toList());
        assertShare(figures, range(Range.lessThan(VARCHAR, Slices.utf8Slice("a"))), 0.4);
        assertThat(figures.range()).isEmpty();
    }

    @Test
    void testValuesBeyondNumbers()
    {
        ColumnFigures dates = ColumnFigures.of(DATE, 0, OptionalDouble.of(100), 4, List.of(), List.of(Optional.empty(), Optional.of(10L), Optional.of(20L), Optional.of(30L), Optional.empty()));
        assertThat(dates.range()).isEmpty();
        assertShare(dates, range(Range.range(DATE, 10L, true, 20L, false)), 0.25);
        assertShare(dates, range(Range.lessThan(DATE, 10L)), 0.25);
        assertShare(dates, range(Range.lessThan(DATE, 5L)), 0.125);
        ColumnFigures doubles = ColumnFigures.of(DOUBLE, 0, OptionalDouble.of(100), 8, List.of(new CommonValue(Optional.of(Double.NaN), 0.5)), List.of(Optional.of(1.0), Optional.of(2.0), Optional.of(Double.NaN)));
        assertThat(doubles.range()).isEmpty();
        assertShare(doubles, range(Range.lessThan(DOUBLE, 2.0)), 0.25);
        assertShare(doubles, Domain.notNull(DOUBLE), 1);
    }

    /** The distance of two numbers may be infinite though they are not. */
    @Test
    void testValuesFarApart()
    {
        ColumnFigures figures = ColumnFigures.of(DOUBLE, 0, OptionalDouble.of(100), 8, List.of(), List.of(Optional.of(-1.6e308), Optional.of(1.6e308)));
        assertShare(figures, range(Range.lessThan(DOUBLE, 0.8e308)), 0.75);
        assertShare(figures, range(Range.lessThan(DOUBLE, 0.0)), 0.5);
        assertShare(figures, range(Range.lessThan(DOUBLE, Double.POSITIVE_INFINITY)), 1);
        assertThat(figures.within(range(Range.lessThan(DOUBLE, 0.8e308)), 75).getNullsFraction()).isEqualTo(Estimate.of(0));
    }

    /** Half of the least numbers is not a number of its own. */
    @Test
    void testValuesNextToEachOther()
    {
        ColumnFigures figures = ColumnFigures.of(DOUBLE, 0, OptionalDouble.of(100), 8, List.of(), List.of(Optional.of(3 * Double.MIN_VALUE), Optional.of(5 * Double.MIN_VALUE)));
        assertShare(figures, range(Range.lessThan(DOUBLE, 4 * Double.MIN_VALUE)), 0.5);
    }

    @Test
    void testFiguresWithin()
    {
        assertThat(FIGURES.within(Domain.all(BIGINT), 1000)).isEqualTo(new ColumnStatistics(Estimate.of(0.1), Estimate.of(1003), Estimate.of(7200), Optional.of(new DoubleRange(5, 1100))));
        ColumnStatistics filtered = FIGURES.within(range(Range.lessThan(BIGINT, 600L)), 700);
        assertThat(filtered.getNullsFraction()).isEqualTo(Estimate.of(0));
        assertThat(filtered.getDistinctValuesCount().getValue()).isCloseTo(502.5, within(0.1));
        assertThat(filtered.getRange()).contains(new DoubleRange(5, 600));
        assertThat(FIGURES.within(Domain.onlyNull(BIGINT), 100)).isEqualTo(new ColumnStatistics(Estimate.of(1), Estimate.of(0), Estimate.of(0), Optional.empty()));
        assertThat(FIGURES.within(Domain.singleValue(BIGINT, 9999L), 1).getRange()).isEmpty();
        assertThat(FIGURES.within(Domain.singleValue(BIGINT, 5L, true), 400).getNullsFraction().getValue()).isCloseTo(0.25, within(1e-9));
    }

    private static Domain range(Range first, Range... rest)
    {
        return Domain.create(ValueSet.ofRanges(first, rest), false);
    }

    private static void assertShare(ColumnFigures figures, Domain domain, double share)
    {
        assertThat(figures.share(domain)).isCloseTo(share, within(1e-9));
    }
}
