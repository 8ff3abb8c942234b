package org.trinofdw.product;

import org.trinofdw.product.cluster.Ports;
import org.trinofdw.product.console.Arguments;
import org.trinofdw.product.console.Console;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;

import java.util.List;
import java.util.Set;

import static org.trinofdw.product.demo.DemoEnvironment.ACCESS_ID;
import static org.trinofdw.product.demo.DemoEnvironment.ACCESS_KEY;
import static org.trinofdw.product.demo.DemoEnvironment.PROJECT;

/**
 * {@code ./fdw maxcompute}: the local MaxCompute service alone, with its data in memory.
 */
final class MaxComputeCommand
        implements Command
{
    @Override
    public int run(CommandContext context, List<String> argumentList)
    {
        Arguments arguments = Arguments.parse("maxcompute", argumentList, Set.of("--port", "--project", "--id", "--key"), Set.of());
        String project = arguments.get("--project").orElse(PROJECT);
        String id = arguments.get("--id").orElse(ACCESS_ID);
        String key = arguments.get("--key").orElse(ACCESS_KEY);
        int port = arguments.getInteger("--port", 1, 65535).orElse(0);
        if (port != 0) {
            Ports.requireFree(port, "--port");
        }
        LocalMaxCompute service = context.shutdown().register(LocalMaxCompute.builder()
                .port(port)
                .project(project)
                .accessKey(id, key)
                .start());
        Console console = context.console();
        console.line("odps_endpoint    " + console.bold(service.endpoint()));
        console.line("tunnel_endpoint  " + console.bold(service.tunnelEndpoint()));
        console.line("project          " + project);
        console.line("id               " + id);
        console.line("key              " + (arguments.get("--key").isPresent() ? "as given" : key));
        console.line("Ctrl-C ends it.");
        context.shutdown().awaitSignal();
        return 0;
    }
}
