package org.trinofdw.server;

import io.trino.server.Server;

import java.util.List;

import static com.google.common.base.Preconditions.checkState;

/**
 * Starts one node of Trino, coordinator or worker, from the configuration named by the usual system properties
 * ({@code config}, {@code node.environment}, {@code node.id}, {@code node.data-dir}).
 * <p>
 * With the argument {@code --end-with-parent} the node ends as soon as its standard input does, so that it never outlives
 * the process that started it, however that one ended.
 */
public final class ServerMain
{
    private static final String END_WITH_PARENT = "--end-with-parent";

    private ServerMain() {}

    public static void main(String[] arguments)
    {
        if (List.of(arguments).contains(END_WITH_PARENT)) {
            ParentWatch.start(System.in);
        }
        String version = Server.class.getPackage().getImplementationVersion();
        checkState(version != null, "The jar of trino-main does not name its version");
        new Server().start(version);
    }
}
