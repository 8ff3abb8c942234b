package org.trinofdw.postgres.connection;

import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import jakarta.annotation.PreDestroy;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.Options;
import org.trinofdw.postgres.option.PostgresOptions;
import org.weakref.jmx.Managed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * The connections of a node to each server as each mapped user. Their limit has two parts, or statements would wait for each other for ever: Trino
 * transactions hold a connection from their first look at the server to their end, and their scans and writes need others meanwhile, which end by themselves.
 */
public final class ConnectionPools
{
    private final Map<FdwTableCredentials, Pair> pools = new ConcurrentHashMap<>();
    private final String ownServer;
    private final Options wrapperDefaults;

    @Inject
    public ConnectionPools(ForeignCatalog foreignCatalog)
    {
        this.ownServer = foreignCatalog.ownServerName();
        this.wrapperDefaults = foreignCatalog.wrapperDefaults();
    }

    /**
     * @param transactions what Trino transactions hold
     * @param work what reads and writes
     */
    private record Pair(ConnectionPool transactions, ConnectionPool work)
    {
        void evict()
        {
            transactions.evict();
            work.evict();
        }

        void close()
        {
            transactions.close();
            work.close();
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
     * A connection to read or write with, whose use ends without the help of others.
     *
     * @throws TrinoException REMOTE_CONNECTION_ERROR when the server cannot be reached or refuses the user
     */
    public RemoteConnection acquire(FdwTableCredentials credentials)
    {
        return pair(credentials).work().acquire(credentials.origin());
    }

    /**
     * A connection as {@link #acquire} gives it, with a transaction begun on it.
     *
     * @param activity what is being done, for errors
     * @param begin the statement that begins the transaction, with its isolation level
     */
    public RemoteConnection begin(FdwTableCredentials credentials, String activity, String begin)
    {
        return pair(credentials).work().begin(credentials.origin(), activity, begin);
    }

    /** A connection with a transaction to hold as long as a Trino transaction lasts. */
    RemoteConnection beginTransaction(FdwTableCredentials credentials, String begin)
    {
        return pair(credentials).transactions().begin(credentials.origin(), "begin a transaction", begin);
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
                        pool.getValue().transactions().used() + pool.getValue().work().used(),
                        pool.getValue().transactions().idle() + pool.getValue().work().idle()))
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
        pools.forEach((credentials, pair) -> {
            if (credentials.server().name().equals(server)) {
                pair.evict();
            }
        });
    }

    /** Closes all connections, those in use when they are given back. */
    public void disconnectAll()
    {
        pools.values().forEach(Pair::evict);
    }

    @PreDestroy
    public void close()
    {
        pools.values().forEach(Pair::close);
    }

    private Pair pair(FdwTableCredentials credentials)
    {
        return pools.computeIfAbsent(credentials.withoutOrigin(), this::createPair);
    }

    private Pair createPair(FdwTableCredentials credentials)
    {
        String server = credentials.server().name();
        ConnectionSettings settings = ConnectionSettings.of(credentials, ownServer, wrapperDefaults);
        int transactions = settings.maxConnections() / 2;
        return new Pair(
                new ConnectionPool(server, "transactions", settings, transactions),
                new ConnectionPool(server, "work", settings, settings.maxConnections() - transactions));
    }
}
