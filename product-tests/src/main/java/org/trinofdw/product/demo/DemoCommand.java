package org.trinofdw.product.demo;

import org.trinofdw.product.Command;
import org.trinofdw.product.CommandContext;
import org.trinofdw.product.console.Arguments;
import org.trinofdw.product.console.LauncherException;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code ./fdw demo}.
 */
public final class DemoCommand
        implements Command
{
    private static final String DEFAULT_SCALE = "0.02";

    @Override
    public int run(CommandContext context, List<String> argumentList)
    {
        Arguments arguments = Arguments.parse("demo", argumentList, Set.of("--scale", "--workers"), Set.of());
        String scale = arguments.get("--scale").orElse(DEFAULT_SCALE);
        boolean falsify = Objects.equals(System.getenv("FDW_DEMO_BREAK"), "1");
        long start = System.nanoTime();
        Narrator narrator = new Narrator(context.console());
        narrator.step("Start PostgreSQL, a local MaxCompute service and a Trino cluster");
        DemoEnvironment environment = DemoEnvironment.start(
                context.shutdown(),
                context.runDirectory(),
                arguments.getInteger("--workers", 0, 16).orElse(2),
                OptionalInt.empty(),
                true,
                narrator::say);
        try {
            new Demo(environment, narrator, scale, falsify).run();
        }
        catch (SQLException e) {
            throw new LauncherException("the demo stopped: " + e.getMessage(), e);
        }
        return narrator.conclude(Duration.ofNanos(System.nanoTime() - start)) ? 0 : 1;
    }
}
