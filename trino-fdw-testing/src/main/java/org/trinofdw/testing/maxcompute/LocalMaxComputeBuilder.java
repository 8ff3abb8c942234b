package org.trinofdw.testing.maxcompute;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.testing.maxcompute.http.Credentials;
import org.trinofdw.testing.maxcompute.http.ServiceLimits;
import org.trinofdw.testing.maxcompute.store.Project;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import static java.util.Objects.requireNonNull;

/**
 * Settings of a {@link LocalMaxCompute}.
 */
public final class LocalMaxComputeBuilder
{
    public static final String DEFAULT_ACCESS_ID = "local-access-id";
    public static final String DEFAULT_ACCESS_KEY = "local-access-key";
    public static final String DEFAULT_PROJECT = "local_project";
    public static final String DEFAULT_SCHEMA_PROJECT = "local_schema_project";
    static final String OWNER = "ALIYUN$local@trino-fdw";

    private String host = "127.0.0.1";
    private int port;
    private ServiceLimits limits = ServiceLimits.DEFAULTS;
    private long projectionCacheBytes = 256L << 20;
    private Optional<Path> dataDirectory = Optional.empty();
    private final Map<String, Map<String, String>> projects = new LinkedHashMap<>();
    private final Map<String, String> accessKeys = new LinkedHashMap<>();
    private final Map<String, String> securityTokens = new LinkedHashMap<>();
    private final Set<String> bearerTokens = new HashSet<>();

    LocalMaxComputeBuilder() {}

    public LocalMaxComputeBuilder host(String newHost)
    {
        host = requireNonNull(newHost, "newHost is null");
        return this;
    }

    /**
     * @param newPort 0 for a free one
     */
    public LocalMaxComputeBuilder port(int newPort)
    {
        port = newPort;
        return this;
    }

    /**
     * A project whose tables lie in no schemas.
     */
    public LocalMaxComputeBuilder project(String name)
    {
        return project(name, ImmutableMap.of());
    }

    /**
     * A project whose tables lie in schemas.
     */
    public LocalMaxComputeBuilder schemaProject(String name)
    {
        return project(name, ImmutableMap.of(Project.SCHEMA_MODEL_PROPERTY, "true"));
    }

    public LocalMaxComputeBuilder project(String name, Map<String, String> properties)
    {
        projects.put(name, ImmutableMap.<String, String>builder()
                .put("odps.sql.timezone", "Asia/Shanghai")
                .put("odps.sql.type.system.odps2", "true")
                .putAll(properties)
                .buildKeepingLast());
        return this;
    }

    /**
     * An access id and its key. Without any, there is the default id.
     */
    public LocalMaxComputeBuilder accessKey(String id, String key)
    {
        accessKeys.put(id, key);
        return this;
    }

    /**
     * An access id that is valid only together with the token (STS).
     */
    public LocalMaxComputeBuilder securityToken(String id, String key, String token)
    {
        accessKeys.put(id, key);
        securityTokens.put(id, token);
        return this;
    }

    public LocalMaxComputeBuilder bearerToken(String token)
    {
        bearerTokens.add(token);
        return this;
    }

    public LocalMaxComputeBuilder limits(UnaryOperator<ServiceLimits> change)
    {
        limits = change.apply(limits);
        return this;
    }

    /**
     * Bytes of re-encoded rows to keep for repeated reads of some columns; 0 for none.
     */
    public LocalMaxComputeBuilder projectionCacheBytes(long bytes)
    {
        projectionCacheBytes = bytes;
        return this;
    }

    /**
     * Keeps all projects, schemas, tables and rows in a directory, and begins with those that are there. Rows are in memory as well.
     *
     * @param directory made if it does not exist; one service at a time has it
     */
    public LocalMaxComputeBuilder dataDirectory(Path directory)
    {
        dataDirectory = Optional.of(directory);
        return this;
    }

    public LocalMaxCompute start()
    {
        if (accessKeys.isEmpty()) {
            accessKeys.put(DEFAULT_ACCESS_ID, DEFAULT_ACCESS_KEY);
        }
        return new LocalMaxCompute(host, port, limits, new Credentials(accessKeys, securityTokens, bearerTokens), projects, projectionCacheBytes, dataDirectory);
    }
}
