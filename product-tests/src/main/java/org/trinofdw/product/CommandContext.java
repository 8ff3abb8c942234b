package org.trinofdw.product;

import org.trinofdw.product.cluster.RunDirectory;
import org.trinofdw.product.console.Console;

import static java.util.Objects.requireNonNull;

/**
 * What every subcommand gets.
 *
 * @param shutdown closes what is registered with it when the command ends, however it ends
 * @param runDirectory where everything temporary goes
 */
public record CommandContext(Console console, Shutdown shutdown, RunDirectory runDirectory)
{
    public CommandContext
    {
        requireNonNull(console, "console is null");
        requireNonNull(shutdown, "shutdown is null");
        requireNonNull(runDirectory, "runDirectory is null");
    }
}
