package org.trinofdw.product.query;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

final class TestResultComparison
{
    @Test
    void testEqualRows()
    {
        assertThat(ResultComparison.difference(rows(row("a", 1L, null)), rows(row("a", 1L, null)))).isEmpty();
        assertThat(ResultComparison.difference(rows(row(new byte[] {1, 2})), rows(row(new byte[] {1, 2})))).isEmpty();
        assertThat(ResultComparison.difference(rows(row(Double.NaN)), rows(row(Double.NaN)))).isEmpty();
    }

    @Test
    void testDoublesWithinTheTolerance()
    {
        assertThat(ResultComparison.difference(rows(row(1e12)), rows(row(1e12 + 100)))).isEmpty();
        assertThat(ResultComparison.difference(rows(row(1e12)), rows(row(1e12 + 10_000))))
                .hasValue("row 1, column c1: 1000000010000 where 1000000000000 was expected");
    }

    @Test
    void testDifferences()
    {
        assertThat(ResultComparison.difference(rows(row("a"), row("b")), rows(row("a"), row("c"))))
                .hasValue("row 2, column c1: c where b was expected");
        assertThat(ResultComparison.difference(rows(row("a")), rows(row((Object) null))))
                .hasValue("row 1, column c1: NULL where a was expected");
        assertThat(ResultComparison.difference(rows(row("a"), row("b")), rows(row("a"))))
                .hasValue("1 rows where 2 were expected");
        assertThat(ResultComparison.difference(rows(row("a", "b")), rows(row("a"))))
                .hasValue("1 columns where 2 were expected");
        // a number of another type is not the same value
        assertThat(ResultComparison.difference(rows(row(1L)), rows(row(1)))).isPresent();
    }

    private static List<Object> row(Object... values)
    {
        return Arrays.asList(values);
    }

    @SafeVarargs
    private static Results rows(List<Object>... rows)
    {
        List<String> columns = IntStream.rangeClosed(1, rows[0].size())
                .mapToObj(column -> "c" + column)
                .toList();
        return new Results(columns, List.of(rows));
    }
}
