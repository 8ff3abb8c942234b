package org.trinofdw.product;

import org.trinofdw.product.bench.BenchCommand;
import org.trinofdw.product.console.Console;
import org.trinofdw.product.console.LauncherException;
import org.trinofdw.product.demo.DemoCommand;

import java.util.Arrays;
import java.util.List;
import java.util.logging.Logger;

import static java.util.logging.Level.WARNING;

/**
 * The Java side of {@code ./fdw}: runs the subcommand named by the first argument.
 */
public final class Main
{
    private Main() {}

    public static void main(String[] arguments)
    {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("The first argument is the subcommand");
        }
        // what the libraries find worth a warning, and no more
        Logger.getLogger("").setLevel(WARNING);
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        Console console = Console.standard();
        int exitCode;
        try {
            exitCode = switch (arguments[0]) {
                case "bench" -> new BenchCommand(console).run(rest);
                case "demo" -> new DemoCommand(console).run(rest);
                case "maxcompute" -> new MaxComputeCommand(console).run(rest);
                case "up" -> new UpCommand(console).run(rest);
                case "server" -> new ServerCommand(console).run(rest);
                default -> throw new LauncherException("'%s' is not a subcommand; './fdw help' lists them".formatted(arguments[0]));
            };
        }
        catch (LauncherException e) {
            console.line(console.bad("fdw: ") + e.getMessage());
            exitCode = 1;
        }
        System.exit(exitCode);
    }
}
