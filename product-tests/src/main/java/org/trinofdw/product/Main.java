package org.trinofdw.product;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.bench.BenchCommand;
import org.trinofdw.product.cluster.RunDirectory;
import org.trinofdw.product.console.Console;
import org.trinofdw.product.console.LauncherException;
import org.trinofdw.product.demo.DemoCommand;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

import static java.util.logging.Level.WARNING;

/**
 * The Java side of {@code ./fdw}: runs the subcommand named by the first argument.
 */
public final class Main
{
    private static final Map<String, Command> COMMANDS = ImmutableMap.of(
            "bench", new BenchCommand(),
            "demo", new DemoCommand(),
            "maxcompute", new MaxComputeCommand(),
            "server", new ServerCommand(),
            "up", new UpCommand());

    private Main() {}

    public static void main(String[] arguments)
    {
        if (arguments.length == 0 || !COMMANDS.containsKey(arguments[0])) {
            throw new IllegalArgumentException("The first argument must be one of " + COMMANDS.keySet());
        }
        // what the libraries find worth a warning, and no more
        Logger.getLogger("").setLevel(WARNING);
        System.exit(run(COMMANDS.get(arguments[0]), Arrays.asList(arguments).subList(1, arguments.length)));
    }

    private static int run(Command command, List<String> arguments)
    {
        Console console = Console.standard();
        try (Shutdown shutdown = new Shutdown()) {
            RunDirectory runDirectory = shutdown.register(RunDirectory.open());
            return command.run(new CommandContext(console, shutdown, runDirectory), arguments);
        }
        catch (LauncherException e) {
            console.line(console.bad("fdw: ") + e.getMessage());
            return 1;
        }
    }
}
