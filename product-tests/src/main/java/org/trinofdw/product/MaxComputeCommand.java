package org.trinofdw.product;

import org.trinofdw.product.cluster.Ports;
import org.trinofdw.product.console.Arguments;
import org.trinofdw.product.console.Console;
import org.trinofdw.product.console.LauncherException;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.trinofdw.product.demo.DemoEnvironment.ACCESS_ID;
import static org.trinofdw.product.demo.DemoEnvironment.ACCESS_KEY;
import static org.trinofdw.product.demo.DemoEnvironment.PROJECT;

/**
 * {@code ./fdw maxcompute}: the local MaxCompute service alone, with its data in memory, or in a directory too.
 */
final class MaxComputeCommand
        implements Command
{
    @Override
    public int run(CommandContext context, List<String> argumentList)
    {
        Arguments arguments = Arguments.parse("maxcompute", argumentList, Set.of("--port", "--project", "--id", "--key", "--data"), Set.of());
        String project = arguments.get("--project").orElse(PROJECT);
        String id = arguments.get("--id").orElse(ACCESS_ID);
        String key = arguments.get("--key").orElse(ACCESS_KEY);
        int port = arguments.getInteger("--port", 1, 65535).orElse(0);
        if (port != 0) {
            Ports.requireFree(port, "--port");
        }
        LocalMaxComputeBuilder builder = LocalMaxCompute.builder()
                .port(port)
                .project(project)
                .accessKey(id, key);
        Optional<Path> data = arguments.get("--data").map(Path::of);
        data.ifPresent(builder::dataDirectory);
        LocalMaxCompute service = context.shutdown().register(start(builder));
        Console console = context.console();
        console.line("odps_endpoint    " + console.bold(service.endpoint()));
        console.line("tunnel_endpoint  " + console.bold(service.tunnelEndpoint()));
        console.line("project          " + project);
        console.line("id               " + id);
        console.line("key              " + (arguments.get("--key").isPresent() ? "as given" : key));
        console.line("data             " + data.map(Path::toString).orElse("in memory alone"));
        console.line("Ctrl-C ends it.");
        context.shutdown().awaitSignal();
        return 0;
    }

    private static LocalMaxCompute start(LocalMaxComputeBuilder builder)
    {
        try {
            return builder.start();
        }
        catch (IllegalStateException | UncheckedIOException e) {
            // the data directory is in use, cannot be written, or holds damaged files
            throw new LauncherException(e.getMessage());
        }
    }
}
