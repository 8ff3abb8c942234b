package org.trinofdw.testing.maxcompute;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.sun.net.httpserver.HttpServer;
import org.trinofdw.testing.maxcompute.disk.DataDirectory;
import org.trinofdw.testing.maxcompute.fault.Faults;
import org.trinofdw.testing.maxcompute.fault.RequestKind;
import org.trinofdw.testing.maxcompute.fault.RequestLog;
import org.trinofdw.testing.maxcompute.http.Credentials;
import org.trinofdw.testing.maxcompute.http.ServiceContext;
import org.trinofdw.testing.maxcompute.http.ServiceHandler;
import org.trinofdw.testing.maxcompute.http.ServiceLimits;
import org.trinofdw.testing.maxcompute.record.ProjectionCache;
import org.trinofdw.testing.maxcompute.record.RowEncoder;
import org.trinofdw.testing.maxcompute.sql.SqlExecutor;
import org.trinofdw.testing.maxcompute.sql.SqlResult;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.store.MetaStore;
import org.trinofdw.testing.maxcompute.store.Namespace;
import org.trinofdw.testing.maxcompute.store.PartitionKey;
import org.trinofdw.testing.maxcompute.store.PartitionSpecs;
import org.trinofdw.testing.maxcompute.store.Project;
import org.trinofdw.testing.maxcompute.store.Table;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static java.util.Objects.requireNonNull;

/**
 * A MaxCompute service in this process: projects, schemas, tables, partitions, SQL instances for DDL and plain SELECT, and Tunnel uploads and
 * downloads of records, over HTTP with verified signatures. Data is in memory, and on disk too if asked.
 */
public final class LocalMaxCompute
        implements AutoCloseable
{
    private static final int BACKLOG = 1024;

    private final HttpServer server;
    private final ExecutorService executor;
    private final ServiceContext context;
    private final ServiceHandler handler;
    private final SqlExecutor sqlExecutor;
    private final Optional<DataDirectory> dataDirectory;

    static {
        // without it every answer on a kept connection waits for the client's delayed acknowledgement
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    LocalMaxCompute(String host, int port, ServiceLimits limits, Credentials credentials, Map<String, Map<String, String>> projects, long projectionCacheBytes, Optional<Path> directory)
    {
        MetaStore store = new MetaStore();
        projects.forEach((name, properties) -> store.addProject(new Project(name, LocalMaxComputeBuilder.OWNER, properties)));
        dataDirectory = directory.map(DataDirectory::open);
        context = new ServiceContext(store, credentials, limits, new Faults(), new RequestLog(), new ProjectionCache(projectionCacheBytes));
        sqlExecutor = new SqlExecutor(store);
        try {
            dataDirectory.ifPresent(data -> data.attach(store));
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
        }
        catch (IOException e) {
            dataDirectory.ifPresent(DataDirectory::close);
            throw new UncheckedIOException("Local MaxCompute service cannot listen on %s:%s".formatted(host, port), e);
        }
        catch (RuntimeException e) {
            dataDirectory.ifPresent(DataDirectory::close);
            throw e;
        }
        handler = new ServiceHandler(context, this::address);
        executor = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(executor);
        server.createContext("/", handler);
        server.start();
    }

    /**
     * A service with one project without schemas and one with schemas, on a free port of 127.0.0.1.
     */
    public static LocalMaxCompute start()
    {
        return builder()
                .project(LocalMaxComputeBuilder.DEFAULT_PROJECT)
                .schemaProject(LocalMaxComputeBuilder.DEFAULT_SCHEMA_PROJECT)
                .start();
    }

    public static LocalMaxComputeBuilder builder()
    {
        return new LocalMaxComputeBuilder();
    }

    private String address()
    {
        return "%s:%s".formatted(server.getAddress().getAddress().getHostAddress(), port());
    }

    public int port()
    {
        return server.getAddress().getPort();
    }

    /**
     * The URL for {@code odps_endpoint}.
     */
    public String endpoint()
    {
        return tunnelEndpoint() + "/api";
    }

    /**
     * The URL for {@code tunnel_endpoint}.
     */
    public String tunnelEndpoint()
    {
        return "http://" + address();
    }

    public Faults faults()
    {
        return context.faults();
    }

    public RequestLog requests()
    {
        return context.log();
    }

    /**
     * Requests since the start or the last {@link RequestLog#reset()}, by name of kind, such as {@code download-session}.
     */
    public long requestCount(String kind)
    {
        return context.log().count(RequestKind.ofText(kind));
    }

    /**
     * Makes every Tunnel session that there is expired.
     */
    public void expireSessions()
    {
        handler.expireSessions();
    }

    /**
     * Executes DDL or a plain SELECT without HTTP.
     *
     * @return the text of the result
     */
    public String execute(String project, String sql)
    {
        Project owner = context.store().project(project);
        Map<String, String> hints = owner.hasSchemas() ? ImmutableMap.of("odps.namespace.schema", "true") : ImmutableMap.of();
        SqlResult result = sqlExecutor.execute(owner, hints, sql);
        return result.text();
    }

    /**
     * Appends rows without HTTP.
     *
     * @param partition in the form {@code pt=1,region=x}; created when it does not exist; empty for a table without partitions
     * @param rows Java values as {@link org.trinofdw.testing.maxcompute.record.RowDecoder} lists them, in the order of the data columns
     */
    public void load(String project, Optional<String> schema, String table, Optional<String> partition, Iterable<? extends List<?>> rows)
    {
        requireNonNull(rows, "rows is null");
        Table target = table(project, schema, table);
        PartitionKey key = partition.map(PartitionSpecs::parse).map(target::key).orElse(PartitionKey.NONE);
        if (target.isPartitioned()) {
            target.addPartition(key);
        }
        RowEncoder encoder = new RowEncoder(target.definition().columns());
        rows.forEach(encoder::add);
        target.partition(key).orElseThrow().commit(encoder.build(), false);
    }

    /**
     * Adds a column whose type only the service knows, as a newer service may have it.
     *
     * @param type any text
     */
    public void addColumnOfUnknownType(String project, Optional<String> schema, String table, String column, String type)
    {
        table(project, schema, table).addColumns(ImmutableList.of(new Column(0, column, OdpsType.other(type), true, Optional.empty(), Optional.empty())), false);
    }

    /**
     * Number of rows of a table, without HTTP.
     */
    public long rowCount(String project, Optional<String> schema, String table)
    {
        return table(project, schema, table).rows();
    }

    private Table table(String project, Optional<String> schema, String table)
    {
        Project owner = context.store().project(project);
        return context.store().namespace(owner, Optional.of(schema.orElse(Namespace.DEFAULT_NAME))).table(table)
                .orElseThrow(() -> new IllegalArgumentException("table %s.%s does not exist".formatted(project, table)));
    }

    @Override
    public void close()
    {
        server.stop(0);
        executor.shutdownNow();
        dataDirectory.ifPresent(DataDirectory::close);
    }
}
