package org.trinofdw.product.bench;

import org.trinofdw.product.Shutdown;
import org.trinofdw.product.cluster.RunDirectory;
import org.trinofdw.product.console.Arguments;
import org.trinofdw.product.console.Console;
import org.trinofdw.product.console.LauncherException;
import org.trinofdw.product.demo.DemoEnvironment;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * {@code ./fdw bench}: what the connectors do, held against the sources' own streams in the same run.
 */
public final class BenchCommand
{
    private final Console console;

    public BenchCommand(Console console)
    {
        this.console = requireNonNull(console, "console is null");
    }

    public int run(List<String> argumentList)
    {
        Arguments arguments = Arguments.parse("bench", argumentList, Set.of("--scale", "--runs", "--workers"), Set.of());
        String scale = arguments.get("--scale").orElse("1");
        int runs = arguments.getInteger("--runs", 1, 100).orElse(3);
        int workers = arguments.getInteger("--workers", 0, 16).orElse(2);
        try (Shutdown shutdown = new Shutdown()) {
            RunDirectory runDirectory = shutdown.register(RunDirectory.open());
            DemoEnvironment environment = DemoEnvironment.start(shutdown, runDirectory, workers, OptionalInt.empty(), console::line);
            Alternation alternation = new Alternation(runs, text -> console.line("  " + text));
            List<Comparison> comparisons = new PostgresBench(environment, runDirectory.directory("bench"), scale, alternation, text -> console.line("  " + text)).run();
            console.heading("TPC-H scale factor %s, %s workers, median of %s runs".formatted(scale, workers, runs));
            console.line(Machine.describe());
            for (Comparison comparison : comparisons) {
                console.heading("%s (%,d rows, %,d MB as binary COPY)".formatted(comparison.title(), comparison.rows(), comparison.bytes() / 1_000_000));
                console.table(comparison.table());
            }
            return 0;
        }
        catch (SQLException e) {
            throw new LauncherException("the benchmark stopped: " + e.getMessage(), e);
        }
        catch (IOException e) {
            throw new LauncherException("the benchmark stopped: " + e, e);
        }
    }
}
