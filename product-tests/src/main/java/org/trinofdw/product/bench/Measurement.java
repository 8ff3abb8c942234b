package org.trinofdw.product.bench;

import com.google.common.collect.ImmutableList;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What several runs of the same work took.
 */
record Measurement(String name, List<Run> runs)
{
    record Run(Duration wall, Cost cost)
    {
        Run
        {
            requireNonNull(wall, "wall is null");
            requireNonNull(cost, "cost is null");
        }
    }

    Measurement
    {
        requireNonNull(name, "name is null");
        runs = ImmutableList.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("No runs of " + name);
        }
    }

    Duration wall()
    {
        return median(runs.stream().map(Run::wall).sorted().toList());
    }

    Duration cpu()
    {
        return median(runs.stream().map(run -> run.cost().cpu()).sorted().toList());
    }

    /** Of the operators that read tables, in Trino; empty outside of it. */
    Optional<Duration> scanCpu()
    {
        List<Duration> times = runs.stream().map(run -> run.cost().scan()).flatMap(Optional::stream).sorted().toList();
        return times.isEmpty() ? Optional.empty() : Optional.of(median(times));
    }

    Duration fastest()
    {
        return runs.stream().map(Run::wall).min(Duration::compareTo).orElseThrow();
    }

    Duration slowest()
    {
        return runs.stream().map(Run::wall).max(Duration::compareTo).orElseThrow();
    }

    private static Duration median(List<Duration> sorted)
    {
        int middle = sorted.size() / 2;
        if (sorted.size() % 2 == 1) {
            return sorted.get(middle);
        }
        return sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
    }
}
