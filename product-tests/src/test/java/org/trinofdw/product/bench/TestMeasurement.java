package org.trinofdw.product.bench;

import org.junit.jupiter.api.Test;
import org.trinofdw.product.bench.Measurement.Run;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

final class TestMeasurement
{
    @Test
    void testMedian()
    {
        assertThat(measurement(900, 100, 200).wall()).isEqualTo(Duration.ofMillis(200));
        assertThat(measurement(100, 900, 200, 300).wall()).isEqualTo(Duration.ofMillis(250));
        assertThat(measurement(900, 100, 200).fastest()).isEqualTo(Duration.ofMillis(100));
        assertThat(measurement(900, 100, 200).slowest()).isEqualTo(Duration.ofMillis(900));
    }

    @Test
    void testRatio()
    {
        Comparison comparison = new Comparison("scan", 10, 200_000_000, List.of(measurement(2000), measurement(2500)));

        assertThat(comparison.table().lines().getLast()).endsWith("1.25 x");
        assertThat(comparison.table().lines().getLast()).contains("80");
    }

    private static Measurement measurement(long... millis)
    {
        return new Measurement("work", LongStream.of(millis)
                .mapToObj(value -> new Run(Duration.ofMillis(value), Cost.of(Duration.ZERO)))
                .toList());
    }
}
