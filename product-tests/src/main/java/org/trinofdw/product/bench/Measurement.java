package org.trinofdw.product.bench;

import com.google.common.collect.ImmutableList;

import java.time.Duration;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * What several runs of the same work took. The CPU time is what Trino accounts to the query, zero for work outside of Trino.
 */
public record Measurement(String name, List<Run> runs)
{
    public record Run(Duration wall, Duration cpu)
    {
        public Run
        {
            requireNonNull(wall, "wall is null");
            requireNonNull(cpu, "cpu is null");
        }
    }

    public Measurement
    {
        requireNonNull(name, "name is null");
        runs = ImmutableList.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("No runs of " + name);
        }
    }

    public Duration wall()
    {
        return median(runs.stream().map(Run::wall).sorted().toList());
    }

    public Duration cpu()
    {
        return median(runs.stream().map(Run::cpu).sorted().toList());
    }

    public Duration fastest()
    {
        return runs.stream().map(Run::wall).min(Duration::compareTo).orElseThrow();
    }

    public Duration slowest()
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
