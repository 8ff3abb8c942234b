package org.trinofdw.product;

import org.trinofdw.product.cluster.ServerHome;
import org.trinofdw.product.cluster.TrinoCluster;
import org.trinofdw.product.console.Arguments;
import org.trinofdw.product.console.Console;
import org.trinofdw.product.console.LauncherException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code ./fdw server}: a cluster on the operator's own catalogs, until it is ended.
 */
final class ServerCommand
        implements Command
{
    static final int DEFAULT_PORT = 8080;

    @Override
    public int run(CommandContext context, List<String> argumentList)
    {
        Arguments arguments = Arguments.parse("server", argumentList, Set.of("--etc", "--http-port", "--workers", "--data", "--heap", "--plugins"), Set.of());
        Path etc = Path.of(arguments.require("--etc")).toAbsolutePath().normalize();
        if (!Files.isDirectory(etc.resolve("catalog"))) {
            throw new LauncherException("%s has no folder 'catalog' with a properties file for each catalog; the folder 'etc' of the checkout shows how it looks".formatted(etc));
        }
        Console console = context.console();
        TrinoCluster.Builder builder = TrinoCluster.builder(ServerHome.locate(), context.runDirectory())
                .etc(etc)
                .data(arguments.get("--data").map(Path::of).orElse(etc.resolveSibling("var")))
                .httpPort(OptionalInt.of(arguments.getInteger("--http-port", 1, 65535).orElse(DEFAULT_PORT)))
                .workers(arguments.getInteger("--workers", 0, 64).orElse(0))
                .progress(console::line);
        arguments.get("--plugins").map(Path::of).ifPresent(builder::additionalPlugins);
        arguments.get("--heap").ifPresent(builder::heap);
        console.line("Starting a cluster on " + etc);
        TrinoCluster cluster = context.shutdown().register(builder.start());
        console.line("");
        console.line("Trino serves %s  (JDBC: %s)".formatted(console.bold(cluster.url()), cluster.jdbcUrl()));
        cluster.coordinator().failedCatalogs().forEach((catalog, reason) -> console.line(console.bad("The catalog %s does not work: ".formatted(catalog)) + reason));
        console.line("Query it: ./fdw cli --server " + cluster.url());
        console.line("Ctrl-C ends it.");
        context.shutdown().awaitSignal();
        return 0;
    }
}
