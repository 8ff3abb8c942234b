package org.trinofdw.maxcompute.split;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.airlift.units.Duration;
import io.trino.spi.TrinoException;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.maxcompute.client.DownloadSource;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.RemoteError;
import org.trinofdw.maxcompute.definition.RemoteCatalog;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.handle.TableName;
import org.trinofdw.maxcompute.option.MaxComputeOptions;
import org.trinofdw.option.Options;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Knows which declared partitions MaxCompute has: from its list of partitions, or, behind a server with the endpoint of the tunnel alone, from the sessions
 * that were made. There, partitions that no scan has touched yet are asked for with a session each, as long as they are few: the service allows 200 sessions
 * per table in 5 minutes.
 */
public final class PartitionMatcher
{
    private static final int MAX_PARTITIONS = 100_000;
    private static final int MAX_SESSIONS = 20;
    /** So many partitions are asked for one by one, instead of all that the table has. */
    private static final int MAX_REQUESTS = 5;

    private final RemoteCatalog remoteCatalog;
    private final Cache<Key, Boolean> matched;
    private final Cache<Key, Boolean> unmatched;

    @Inject
    public PartitionMatcher(RemoteCatalog remoteCatalog, ForeignCatalog foreignCatalog)
    {
        this.remoteCatalog = requireNonNull(remoteCatalog, "remoteCatalog is null");
        Duration ttl = foreignCatalog.options(Options.EMPTY, foreignCatalog.ownServerName()).require(MaxComputeOptions.METADATA_CACHE_TTL);
        // partitions come every day and seldom go
        matched = CacheBuilder.newBuilder().maximumSize(MAX_PARTITIONS).expireAfterWrite(1, HOURS).build();
        unmatched = CacheBuilder.newBuilder().maximumSize(MAX_PARTITIONS).expireAfterWrite(max(1, ttl.toMillis()), MILLISECONDS).build();
    }

    /**
     * The declared partitions that MaxCompute does not have, as far as that is known.
     *
     * @throws TrinoException if MaxCompute cannot be asked
     */
    public List<PartitionSpec> unmatched(MaxComputeClient client, MaxComputeTableHandle table)
    {
        return unmatched(client, table, MAX_SESSIONS);
    }

    /**
     * @param maxSessions how many partitions may be asked for with sessions, behind a server with the endpoint of the tunnel alone; when more are unknown none is
     */
    public List<PartitionSpec> unmatched(MaxComputeClient client, MaxComputeTableHandle table, int maxSessions)
    {
        List<PartitionSpec> declared = table.declaredPartitions().or(() -> table.fixedPartition().map(ImmutableList::of)).orElse(ImmutableList.of());
        if (declared.isEmpty()) {
            return ImmutableList.of();
        }
        if (client.hasService() && declared.size() <= MAX_REQUESTS) {
            // a table may have many more partitions than are declared
            return declared.stream()
                    .filter(partition -> !remoteCatalog.hasPartition(client, table.remote(), partition))
                    .collect(toImmutableList());
        }
        if (client.hasService()) {
            Set<List<String>> remote = remoteCatalog.partitions(client, table.remote(), table.partitionKeys(), ImmutableList.of()).stream()
                    .map(PartitionSpec::values)
                    .collect(toImmutableSet());
            return declared.stream().filter(partition -> !remote.contains(partition.values())).collect(toImmutableList());
        }
        List<PartitionSpec> unknown = declared.stream().filter(partition -> isMatched(client, table, partition).isEmpty()).collect(toImmutableList());
        if (unknown.size() <= maxSessions) {
            unknown.forEach(partition -> ask(client, table, partition));
        }
        return declared.stream().filter(partition -> isMatched(client, table, partition).equals(Optional.of(false))).collect(toImmutableList());
    }

    /** Remembers what a scan found. */
    void found(MaxComputeClient client, MaxComputeTableHandle table, PartitionSpec partition, boolean exists)
    {
        Key key = new Key(client, table.remote(), partition.values());
        (exists ? unmatched : matched).invalidate(key);
        (exists ? matched : unmatched).put(key, true);
    }

    private Optional<Boolean> isMatched(MaxComputeClient client, MaxComputeTableHandle table, PartitionSpec partition)
    {
        Key key = new Key(client, table.remote(), partition.values());
        if (matched.getIfPresent(key) != null) {
            return Optional.of(true);
        }
        return unmatched.getIfPresent(key) == null ? Optional.empty() : Optional.of(false);
    }

    private void ask(MaxComputeClient client, MaxComputeTableHandle table, PartitionSpec partition)
    {
        try {
            client.tunnel(table.remote().project()).createDownloadSession(new DownloadSource.TableRows(table.remote(), Optional.of(partition.tunnelForm())));
            found(client, table, partition, true);
        }
        catch (TrinoException e) {
            if (!RemoteError.of(e).map(RemoteError::isNoSuchPartition).orElse(false)) {
                throw e;
            }
            found(client, table, partition, false);
        }
    }

    private record Key(MaxComputeClient client, TableName table, List<String> values) {}
}
