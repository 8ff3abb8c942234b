package org.trinofdw.product.bench;

import org.trinofdw.product.bench.Measurement.Run;
import org.trinofdw.product.console.LauncherException;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.product.console.Console.seconds;

/**
 * Measures several works by turns, so that a drift of the machine meets all of them alike; a first round warms up and is not counted.
 */
final class Alternation
{
    private final int runs;
    private final Consumer<String> progress;

    Alternation(int runs, Consumer<String> progress)
    {
        this.runs = runs;
        this.progress = requireNonNull(progress, "progress is null");
    }

    List<Measurement> measure(Map<String, Work> works)
    {
        Map<String, List<Run>> measured = new LinkedHashMap<>();
        for (int round = 0; round <= runs; round++) {
            for (Map.Entry<String, Work> work : works.entrySet()) {
                Run run = once(work.getValue());
                progress.accept("%s %s: %s".formatted(round == 0 ? "warm-up" : "run " + round, work.getKey(), seconds(run.wall())));
                if (round > 0) {
                    measured.computeIfAbsent(work.getKey(), _ -> new ArrayList<>()).add(run);
                }
            }
        }
        return measured.entrySet().stream()
                .map(entry -> new Measurement(entry.getKey(), entry.getValue()))
                .collect(toImmutableList());
    }

    private static Run once(Work work)
    {
        try {
            work.prepare();
            long start = System.nanoTime();
            Cost cost = work.run();
            return new Run(Duration.ofNanos(System.nanoTime() - start), cost);
        }
        catch (SQLException e) {
            throw new LauncherException("the benchmark stopped: " + e.getMessage(), e);
        }
        catch (Exception e) {
            throw new IllegalStateException("The benchmark stopped", e);
        }
    }
}
