package org.trinofdw.product;

import java.util.List;

/**
 * A subcommand of {@code ./fdw}.
 */
@FunctionalInterface
public interface Command
{
    /**
     * @return the exit code
     * @throws org.trinofdw.product.console.LauncherException if the person at the terminal can mend what is wrong
     */
    int run(CommandContext context, List<String> arguments);
}
