package org.trinofdw.product.demo;

import org.trinofdw.product.Shutdown;
import org.trinofdw.product.cluster.RunDirectory;
import org.trinofdw.product.console.Arguments;
import org.trinofdw.product.console.Console;
import org.trinofdw.product.console.LauncherException;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * {@code ./fdw demo}.
 */
public final class DemoCommand
{
    public static final String DEFAULT_SCALE = "0.02";

    private final Console console;

    public DemoCommand(Console console)
    {
        this.console = requireNonNull(console, "console is null");
    }

    public int run(List<String> argumentList)
    {
        Arguments arguments = Arguments.parse("demo", argumentList, Set.of("--scale", "--workers"), Set.of());
        String scale = arguments.get("--scale").orElse(DEFAULT_SCALE);
        boolean falsify = Objects.equals(System.getenv("FDW_DEMO_BREAK"), "1");
        long start = System.nanoTime();
        Narrator narrator = new Narrator(console);
        try (Shutdown shutdown = new Shutdown()) {
            narrator.step("Start PostgreSQL, a local MaxCompute service and a Trino cluster");
            DemoEnvironment environment = DemoEnvironment.start(shutdown, shutdown.register(RunDirectory.open()), arguments.getInteger("--workers", 0, 16).orElse(2), OptionalInt.empty(), narrator::say);
            new Demo(environment, narrator, scale, falsify).run();
        }
        catch (SQLException e) {
            throw new LauncherException("the demo stopped: " + e.getMessage(), e);
        }
        return narrator.conclude(Duration.ofNanos(System.nanoTime() - start)) ? 0 : 1;
    }
}
