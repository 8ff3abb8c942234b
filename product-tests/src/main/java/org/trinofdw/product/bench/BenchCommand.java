package org.trinofdw.product.bench;

import com.aliyun.odps.tunnel.TunnelException;
import com.google.common.collect.ImmutableList;
import org.trinofdw.product.Command;
import org.trinofdw.product.CommandContext;
import org.trinofdw.product.console.Arguments;
import org.trinofdw.product.console.Console;
import org.trinofdw.product.console.LauncherException;
import org.trinofdw.product.demo.DemoEnvironment;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code ./fdw bench}: what the connectors do, held against the sources' own streams in the same run.
 */
public final class BenchCommand
        implements Command
{
    @Override
    public int run(CommandContext context, List<String> argumentList)
    {
        Arguments arguments = Arguments.parse("bench", argumentList, Set.of("--scale", "--runs", "--workers", "--plot", "--peer"), Set.of());
        BigDecimal scale = scale(arguments.get("--scale").orElse("1"));
        int runs = arguments.getInteger("--runs", 1, 100).orElse(3);
        int workers = arguments.getInteger("--workers", 0, 16).orElse(0);
        Path plot = arguments.get("--plot").map(Path::of).orElseGet(() -> Path.of(System.getProperty("fdw.home", "."), "target", "bench.svg")).toAbsolutePath();
        if (!Files.isDirectory(plot.getParent())) {
            throw new LauncherException("--plot %s: there is no folder %s".formatted(plot, plot.getParent()));
        }
        Optional<Peer> peer = arguments.get("--peer").map(Peer::of);
        Console console = context.console();
        Consumer<String> progress = text -> console.line("  " + text);
        List<Comparison> comparisons;
        try {
            Optional<Path> plugins = peer.isPresent() ? Optional.of(peer.get().directory(context.runDirectory())) : Optional.empty();
            DemoEnvironment environment = DemoEnvironment.start(context.shutdown(), context.runDirectory(), workers, OptionalInt.empty(), false, plugins, console::line);
            Alternation alternation = new Alternation(runs, progress);
            comparisons = ImmutableList.<Comparison>builder()
                    .addAll(new PostgresBench(environment, context.runDirectory().directory("bench"), scale, peer, alternation, progress).run())
                    .addAll(new PlanningBench(environment, alternation, progress).run())
                    .addAll(new MaxComputeBench(environment, scale, alternation, progress).run())
                    .build();
        }
        catch (SQLException | IOException | TunnelException e) {
            throw new LauncherException("the benchmark stopped: " + e.getMessage(), e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("the benchmark was interrupted", e);
        }
        String title = "TPC-H scale factor %s, %s workers, median of %s runs".formatted(scale, workers, runs);
        console.heading(title);
        console.line(Machine.describe());
        for (Comparison comparison : comparisons) {
            console.heading(comparison.heading());
            console.table(comparison.table());
        }
        try {
            Files.writeString(plot, new ComparisonPlot(title, Machine.describe(), comparisons).toSvg());
        }
        catch (IOException e) {
            throw new LauncherException("cannot write the plot to %s: %s".formatted(plot, e.getMessage()), e);
        }
        console.line("");
        console.line("plot: " + plot);
        return 0;
    }

    private static BigDecimal scale(String text)
    {
        try {
            BigDecimal scale = new BigDecimal(text);
            if (scale.signum() > 0) {
                return scale;
            }
        }
        catch (NumberFormatException _) {
            // told below
        }
        throw new LauncherException("--scale %s: must be a number above 0, such as 0.1".formatted(text));
    }
}
