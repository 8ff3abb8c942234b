package org.trinofdw.product.bench;

import com.google.common.collect.ImmutableList;
import org.trinofdw.product.console.TextTable;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import static java.util.Objects.requireNonNull;

/**
 * Measurements of works that do the same; the first is what the others are held against.
 */
record Comparison(String title, long rows, long bytes, List<Measurement> measurements)
{
    Comparison
    {
        requireNonNull(title, "title is null");
        measurements = ImmutableList.copyOf(measurements);
    }

    TextTable table()
    {
        Measurement base = measurements.getFirst();
        return new TextTable(
                List.of("", "median", "fastest", "slowest", "MB/s", "CPU in Trino", "ratio"),
                measurements.stream()
                        .map(measurement -> List.of(
                                measurement.name(),
                                seconds(measurement.wall()),
                                seconds(measurement.fastest()),
                                seconds(measurement.slowest()),
                                String.format(Locale.ROOT, "%.0f", bytes / 1e6 / inSeconds(measurement.wall())),
                                measurement.cpu().isZero() ? "" : seconds(measurement.cpu()),
                                String.format(Locale.ROOT, "%.2f x", inSeconds(measurement.wall()) / inSeconds(base.wall()))))
                        .toList());
    }

    private static double inSeconds(Duration duration)
    {
        return duration.toNanos() / 1e9;
    }

    private static String seconds(Duration duration)
    {
        return String.format(Locale.ROOT, "%.2f s", inSeconds(duration));
    }
}
