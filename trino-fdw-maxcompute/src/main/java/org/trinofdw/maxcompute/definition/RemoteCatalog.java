package org.trinofdw.maxcompute.definition;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.UncheckedExecutionException;
import com.google.inject.Inject;
import io.airlift.units.Duration;
import io.trino.spi.TrinoException;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.RemoteError;
import org.trinofdw.maxcompute.client.RemoteTable;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.handle.TableName;
import org.trinofdw.maxcompute.option.MaxComputeOptions;
import org.trinofdw.maxcompute.option.SchemaModel;
import org.trinofdw.option.Options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import static com.google.common.base.Throwables.throwIfUnchecked;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * What MaxCompute says about its projects, schemas, tables and partitions, kept for a while. Each account has its own view.
 */
public final class RemoteCatalog
{
    /** The one schema that projects without schemas show. */
    public static final String DEFAULT_SCHEMA = "default";

    private static final String SCHEMA_MODEL_PROPERTY = "odps.schema.model.enabled";
    private static final int MAX_ENTRIES = 10_000;

    private final Cache<Key, Object> cache;
    private final boolean caching;
    private final AtomicLong flushes = new AtomicLong();

    @Inject
    public RemoteCatalog(ForeignCatalog foreignCatalog)
    {
        Duration ttl = foreignCatalog.options(Options.EMPTY, foreignCatalog.ownServerName()).require(MaxComputeOptions.METADATA_CACHE_TTL);
        caching = ttl.toMillis() > 0;
        cache = CacheBuilder.newBuilder()
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(ttl.toMillis(), MILLISECONDS)
                .build();
    }

    /**
     * Forgets everything.
     */
    public void flush()
    {
        flushes.incrementAndGet();
        cache.invalidateAll();
    }

    /**
     * Whether names in the project have a schema.
     */
    public boolean hasSchemas(MaxComputeClient client, String project, SchemaModel model)
    {
        return switch (model) {
            case ENABLED -> true;
            case DISABLED -> false;
            case AUTO -> get(new Key(client, "model", project, Optional.empty(), "", ImmutableList.of()), () ->
                    Boolean.parseBoolean(client.metadata(project).projectProperties(project).getOrDefault(SCHEMA_MODEL_PROPERTY, "false")));
        };
    }

    /**
     * Names of the schemas of a project that has them, in lower case.
     */
    public List<String> schemas(MaxComputeClient client, String project)
    {
        return get(new Key(client, "schemas", project, Optional.empty(), "", ImmutableList.of()), () -> lowerCase(client.metadata(project).listSchemas(project)));
    }

    /**
     * Names of the tables of a schema, in lower case; empty when there is no such schema.
     */
    public List<String> tables(MaxComputeClient client, String project, Optional<String> schema)
    {
        return get(new Key(client, "tables", project, schema, "", ImmutableList.of()), () -> {
            try {
                return lowerCase(client.metadata(project).listTables(project, schema));
            }
            catch (TrinoException e) {
                if (schema.isPresent() && RemoteError.of(e).map(RemoteError::isNotFound).orElse(false)) {
                    return ImmutableList.of();
                }
                throw e;
            }
        });
    }

    public Optional<RemoteTable> table(MaxComputeClient client, TableName name)
    {
        return get(new Key(client, "table", name.project(), name.schema(), name.table(), ImmutableList.of()), () -> {
            try {
                return Optional.of(client.metadata(name.project()).table(name));
            }
            catch (TrinoException e) {
                if (RemoteError.of(e).filter(error -> error.isNotFound() && !error.code().equals("NoSuchProject")).isPresent()) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /**
     * Descriptions of all tables of a schema, in few requests.
     */
    public List<RemoteTable> describeTables(MaxComputeClient client, String project, Optional<String> schema)
    {
        return get(new Key(client, "descriptions", project, schema, "", ImmutableList.of()), () ->
                client.metadata(project).tables(project, schema, tables(client, project, schema)));
    }

    /**
     * The partitions whose first columns have the given values.
     */
    public List<PartitionSpec> partitions(MaxComputeClient client, TableName name, List<String> columns, List<String> prefix)
    {
        return get(new Key(client, "partitions", name.project(), name.schema(), name.table(), prefix), () ->
                client.metadata(name.project()).listPartitions(name, columns, prefix));
    }

    public boolean hasPartition(MaxComputeClient client, TableName name, PartitionSpec partition)
    {
        return get(new Key(client, "partition", name.project(), name.schema(), name.table(), partition.values()), () ->
                client.metadata(name.project()).partition(name, partition).isPresent());
    }

    private static List<String> lowerCase(List<String> names)
    {
        return names.stream()
                .map(name -> name.toLowerCase(Locale.ENGLISH))
                .distinct()
                .collect(toImmutableList());
    }

    @SuppressWarnings("unchecked")
    private <T> T get(Key key, Callable<T> loader)
    {
        try {
            if (!caching) {
                return loader.call();
            }
            long before = flushes.get();
            Object value = cache.get(key, (Callable<Object>) loader);
            if (before != flushes.get()) {
                // a flush while it was loaded must win
                cache.invalidate(key);
            }
            return (T) value;
        }
        catch (ExecutionException | UncheckedExecutionException e) {
            throwIfUnchecked(e.getCause());
            throw new IllegalStateException(e.getCause());
        }
        catch (TrinoException e) {
            throw e;
        }
        catch (Exception e) {
            throwIfUnchecked(e);
            throw new IllegalStateException(e);
        }
    }

    private record Key(MaxComputeClient client, String kind, String project, Optional<String> schema, String table, List<String> prefix) {}
}
