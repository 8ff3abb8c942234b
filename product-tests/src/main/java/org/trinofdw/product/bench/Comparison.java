package org.trinofdw.product.bench;

import com.google.common.collect.ImmutableList;
import org.trinofdw.product.console.TextTable;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import static java.util.Objects.requireNonNull;

/**
 * Measurements of works that do the same; the first is what the others are held against.
 *
 * @param rows how many rows each of them takes, 0 if it does not matter
 * @param bytes the size of the rows as binary COPY, 0 if it does not matter
 */
record Comparison(String title, long rows, long bytes, List<Measurement> measurements)
{
    Comparison
    {
        requireNonNull(title, "title is null");
        measurements = ImmutableList.copyOf(measurements);
    }

    String heading()
    {
        if (rows == 0) {
            return title;
        }
        String size = bytes == 0 ? "" : ", %,d MB as binary COPY".formatted(bytes / 1_000_000);
        return "%s (%,d rows%s)".formatted(title, rows, size);
    }

    TextTable table()
    {
        Measurement base = measurements.getFirst();
        return new TextTable(
                List.of("", "median", "fastest", "slowest", "MB/s", "rows/s", "CPU", "scan CPU", "ratio"),
                measurements.stream()
                        .map(measurement -> List.of(
                                measurement.name(),
                                seconds(measurement.wall()),
                                seconds(measurement.fastest()),
                                seconds(measurement.slowest()),
                                bytes == 0 ? "" : String.format(Locale.ROOT, "%.0f", bytes / 1e6 / inSeconds(measurement.wall())),
                                rows == 0 ? "" : String.format(Locale.ROOT, "%,.0f", rows / inSeconds(measurement.wall())),
                                seconds(measurement.cpu()),
                                measurement.scanCpu().map(Comparison::seconds).orElse(""),
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
