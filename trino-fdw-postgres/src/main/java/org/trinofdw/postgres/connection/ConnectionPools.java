package org.trinofdw.postgres.connection;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import jakarta.annotation.PreDestroy;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.QueryOrigin;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.Options;
import org.trinofdw.postgres.option.PostgresOptions;
import org.trinofdw.trace.CallSpans;
import org.weakref.jmx.Managed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.lang.Math.ceilDiv;
import static java.util.Objects.requireNonNull;

/**
 * The connections of a node to each server as each mapped user. Their limit has parts, or statements would wait for each other for ever: Trino transactions hold a
 * connection from their first read to their end, their scans and writes need others meanwhile, and lookups of names, which end at once, must wait for neither:
 * they are made on threads that both need.
 */
public final class ConnectionPools
{
    /** One connection of so many is for lookups. */
    private static final int LOOK_UP_SHARE = 8;

    private final Map<FdwTableCredentials, Parts> pools = new ConcurrentHashMap<>();
    private final String ownServer;
    private final Options wrapperDefaults;
    private final CallSpans callSpans;

    @Inject
    public ConnectionPools(ForeignCatalog foreignCatalog, CallSpans callSpans)
    {
        this.ownServer = foreignCatalog.ownServerName();
        this.wrapperDefaults = foreignCatalog.wrapperDefaults();
        this.callSpans = requireNonNull(callSpans, "callSpans is null");
    }

    /**
     * @param transactions what Trino transactions hold
     * @param work what reads and writes
     * @param lookUps what looks up names; empty where there are too few connections for a part of its own, or none is kept from one lookup to the next
     */
    private record Parts(ConnectionPool transactions, ConnectionPool work, Optional<ConnectionPool> lookUps)
    {
        List<ConnectionPool> all()
        {
            return ImmutableList.<ConnectionPool>builder().add(transactions, work).addAll(lookUps.stream().iterator()).build();
        }
    }

    /**
     * The connections of a server as a user.
     *
     * @param mappedUser the Trino user, or "public"
     * @param used connections on loan
     * @param idle connections that wait for the next query
     */
    public record PoolState(String server, Optional<String> mappedUser, Optional<String> remoteUser, int used, int idle)
    {
        public PoolState
        {
            requireNonNull(server, "server is null");
            requireNonNull(mappedUser, "mappedUser is null");
            requireNonNull(remoteUser, "remoteUser is null");
        }
    }

    /**
     * A connection to read or write with.
     *
     * @throws TrinoException REMOTE_CONNECTION_ERROR when the server cannot be reached or refuses the user
     */
    public RemoteConnection acquire(FdwTableCredentials credentials)
    {
        return parts(credentials).work().acquire(credentials.origin());
    }

    /** Asks for a connection as {@link #acquire} gives it, and does not wait for it. */
    public ConnectionRequest request(FdwTableCredentials credentials)
    {
        return new ConnectionRequest(parts(credentials).work(), credentials.origin());
    }

    /**
     * A connection as {@link #acquire} gives it, with a transaction begun on it.
     *
     * @param activity what is being done, for errors
     * @param begin the statement that begins the transaction, with its isolation level
     */
    public RemoteConnection begin(FdwTableCredentials credentials, String activity, String begin)
    {
        return request(credentials).begin(activity, begin);
    }

    /** A connection with a transaction to hold as long as a Trino transaction lasts. */
    RemoteConnection beginTransaction(FdwTableCredentials credentials, String begin)
    {
        return new ConnectionRequest(parts(credentials).transactions(), credentials.origin()).begin("begin a transaction", begin);
    }

    /**
     * Asks for one of the connections for lookups, and does not wait for it. Who holds it must need no other to go on.
     *
     * @throws IllegalStateException unless {@link #lendsForLookUps}
     */
    public ConnectionRequest requestForLookUp(FdwTableCredentials credentials)
    {
        ConnectionPool pool = parts(credentials).lookUps().orElseThrow(() -> new IllegalStateException("no connections for lookups: " + credentials));
        return new ConnectionRequest(pool, credentials.origin());
    }

    /** Whether there are connections for lookups; else transactions look up. */
    public boolean lendsForLookUps(FdwTableCredentials credentials)
    {
        return parts(credentials).lookUps().isPresent();
    }

    /** A connection for one query that ends at once: one of those for lookups, if there are such. */
    public RemoteConnection acquireForLookUp(FdwTableCredentials credentials)
    {
        Parts parts = parts(credentials);
        return parts.lookUps().orElse(parts.work()).acquire(credentials.origin());
    }

    /** Closes connections for lookups that wait for the next, since one of them was broken. */
    void evictForLookUps(FdwTableCredentials credentials)
    {
        parts(credentials).lookUps().ifPresent(ConnectionPool::evict);
    }

    /** For statements of one query. */
    StatementSpans spans(FdwTableCredentials credentials)
    {
        return new StatementSpans(callSpans, credentials.server().name(), credentials.origin().map(QueryOrigin::queryId));
    }

    /** The options in force for a server. */
    EffectiveOptions options(ForeignServer server)
    {
        return EffectiveOptions.of(Options.fromValidated(server.options()), wrapperDefaults);
    }

    public List<PoolState> state()
    {
        return pools.entrySet().stream()
                .map(pool -> new PoolState(
                        pool.getKey().server().name(),
                        pool.getKey().userMapping().map(UserMapping::user),
                        pool.getKey().userMapping().map(mapping -> mapping.options().get(PostgresOptions.USER.name())),
                        pool.getValue().all().stream().mapToInt(ConnectionPool::used).sum(),
                        pool.getValue().all().stream().mapToInt(ConnectionPool::idle).sum()))
                .collect(toImmutableList());
    }

    /** Connections on loan, to all servers of the catalog. */
    @Managed
    public long getUsedConnections()
    {
        return state().stream().mapToLong(PoolState::used).sum();
    }

    /** Connections that wait for the next query, to all servers of the catalog. */
    @Managed
    public long getIdleConnections()
    {
        return state().stream().mapToLong(PoolState::idle).sum();
    }

    /** Closes the connections to a server, those in use when they are given back. */
    public void disconnect(String server)
    {
        pools.forEach((credentials, parts) -> {
            if (credentials.server().name().equals(server)) {
                parts.all().forEach(ConnectionPool::evict);
            }
        });
    }

    /** Closes all connections, those in use when they are given back. */
    public void disconnectAll()
    {
        pools.values().forEach(parts -> parts.all().forEach(ConnectionPool::evict));
    }

    @PreDestroy
    public void close()
    {
        pools.values().forEach(parts -> parts.all().forEach(ConnectionPool::close));
    }

    private Parts parts(FdwTableCredentials credentials)
    {
        return pools.computeIfAbsent(credentials.withoutOrigin(), this::createParts);
    }

    private Parts createParts(FdwTableCredentials credentials)
    {
        String server = credentials.server().name();
        ConnectionSettings settings = ConnectionSettings.of(credentials, ownServer, wrapperDefaults);
        int work = ceilDiv(settings.maxConnections(), 2);
        int lookUps = settings.keepConnections() ? settings.maxConnections() / LOOK_UP_SHARE : 0;
        return new Parts(
                new ConnectionPool(server, "transactions", settings, settings.maxConnections() - work - lookUps),
                new ConnectionPool(server, "work", settings, work),
                lookUps == 0 ? Optional.empty() : Optional.of(new ConnectionPool(server, "lookups", settings, lookUps)));
    }
}
