package org.trinofdw.product;

import org.trinofdw.product.console.Arguments;
import org.trinofdw.product.console.Console;
import org.trinofdw.product.demo.DemoEnvironment;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import static org.trinofdw.product.demo.DemoEnvironment.ACCESS_ID;
import static org.trinofdw.product.demo.DemoEnvironment.ACCESS_KEY;
import static org.trinofdw.product.demo.DemoEnvironment.ODPS;
import static org.trinofdw.product.demo.DemoEnvironment.POSTGRES;
import static org.trinofdw.product.demo.DemoEnvironment.PROJECT;
import static org.trinofdw.product.demo.DemoEnvironment.TPCH;

/**
 * {@code ./fdw up}: the demo's environment, kept until it is ended.
 */
final class UpCommand
        implements Command
{
    @Override
    public int run(CommandContext context, List<String> argumentList)
    {
        Arguments arguments = Arguments.parse("up", argumentList, Set.of("--http-port", "--workers"), Set.of());
        Console console = context.console();
        DemoEnvironment environment = DemoEnvironment.start(
                context.shutdown(),
                context.runDirectory(),
                arguments.getInteger("--workers", 0, 16).orElse(2),
                OptionalInt.of(arguments.getInteger("--http-port", 1, 65535).orElse(ServerCommand.DEFAULT_PORT)),
                false,
                console::line);
        console.line("");
        console.line("Trino           " + console.bold(environment.cluster().url()) + "  (web UI with any user name)");
        console.line("JDBC            " + environment.cluster().jdbcUrl());
        console.line("catalogs        %s (postgres_fdw), %s (odps_fdw), %s".formatted(POSTGRES, ODPS, TPCH));
        console.line("PostgreSQL      %s  user %s, no password".formatted(environment.postgres().jdbcUrl(), environment.postgres().user()));
        console.line("MaxCompute      odps_endpoint %s, tunnel_endpoint %s".formatted(environment.maxCompute().endpoint(), environment.maxCompute().tunnelEndpoint()));
        console.line("                project %s, id %s, key %s".formatted(PROJECT, ACCESS_ID, ACCESS_KEY));
        console.line("");
        console.line("Query it: ./fdw cli --server " + environment.cluster().url());
        console.line("Ctrl-C ends it.");
        context.shutdown().awaitSignal();
        return 0;
    }
}
