package org.trinofdw.testing.maxcompute;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The local MaxCompute service as a process. Prints its URLs and runs until it is interrupted.
 */
public final class LocalMaxComputeServer
{
    private static final String USAGE = """
            Usage: maxcompute [--port PORT] [--host HOST] [--project NAME]... [--schema-model] [--data DIR] [--access-id ID --access-key KEY]
              --port PORT        port to listen on; a free one without it
              --host HOST        address to listen on; 127.0.0.1 without it
              --project NAME     a project; %s without it
              --schema-model     the projects have schemas
              --data DIR         keeps the data in DIR, and begins with what is there; in memory alone without it
              --access-id ID     access id of the clients; %s without it
              --access-key KEY   its key; %s without it
            """.formatted(LocalMaxComputeBuilder.DEFAULT_PROJECT, LocalMaxComputeBuilder.DEFAULT_ACCESS_ID, LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY);

    private LocalMaxComputeServer() {}

    public static void main(String[] arguments)
            throws InterruptedException
    {
        LocalMaxComputeBuilder builder = LocalMaxCompute.builder();
        List<String> projects = new ArrayList<>();
        boolean schemaModel = false;
        String accessId = LocalMaxComputeBuilder.DEFAULT_ACCESS_ID;
        String accessKey = LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY;
        try {
            for (int index = 0; index < arguments.length; index++) {
                switch (arguments[index]) {
                    case "--port" -> builder.port(Integer.parseInt(arguments[++index]));
                    case "--host" -> builder.host(arguments[++index]);
                    case "--project" -> projects.add(arguments[++index]);
                    case "--schema-model" -> schemaModel = true;
                    case "--data" -> builder.dataDirectory(Path.of(arguments[++index]));
                    case "--access-id" -> accessId = arguments[++index];
                    case "--access-key" -> accessKey = arguments[++index];
                    case "--help" -> {
                        System.out.print(USAGE);
                        return;
                    }
                    default -> throw new IllegalArgumentException("unknown option " + arguments[index]);
                }
            }
        }
        catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.err.println("maxcompute: " + (e instanceof ArrayIndexOutOfBoundsException ? "value expected behind " + arguments[arguments.length - 1] : e.getMessage()));
            System.err.print(USAGE);
            System.exit(2);
        }
        if (projects.isEmpty()) {
            projects.add(LocalMaxComputeBuilder.DEFAULT_PROJECT);
        }
        for (String project : projects) {
            if (schemaModel) {
                builder.schemaProject(project);
            }
            else {
                builder.project(project);
            }
        }
        try (LocalMaxCompute service = builder.accessKey(accessId, accessKey).start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(service::close));
            System.out.println("odps_endpoint   " + service.endpoint());
            System.out.println("tunnel_endpoint " + service.tunnelEndpoint());
            System.out.println("projects        " + String.join(", ", projects) + (schemaModel ? " (with schemas)" : ""));
            System.out.println("access id       " + accessId);
            System.out.println("access key      " + (accessKey.equals(LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY) ? accessKey : "as given"));
            new CountDownLatch(1).await();
        }
    }
}
