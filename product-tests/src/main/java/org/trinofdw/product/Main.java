package org.trinofdw.product;

import org.trinofdw.product.console.Console;
import org.trinofdw.product.console.LauncherException;

import java.util.Arrays;
import java.util.List;

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
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        Console console = Console.standard();
        int exitCode;
        try {
            exitCode = switch (arguments[0]) {
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
