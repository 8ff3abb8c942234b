package org.trinofdw.maxcompute.client;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.maxcompute.option.MaxComputeOptions;
import org.trinofdw.option.CatalogOptions;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.Options;
import org.trinofdw.trace.CallSpans;

import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;

import static org.trinofdw.error.FdwErrorCode.USER_MAPPING_NOT_FOUND;

/**
 * Keeps one client for each server and account.
 */
public final class MaxComputeClients
{
    private static final int MAX_CLIENTS = 1000;

    private final Options wrapperDefaults;
    private final LoadingCache<ClientSettings, MaxComputeClient> clients;

    @Inject
    public MaxComputeClients(ForeignCatalog foreignCatalog, CallSpans callSpans)
    {
        clients = CacheBuilder.newBuilder()
                .maximumSize(MAX_CLIENTS)
                .build(CacheLoader.from((ClientSettings settings) -> new MaxComputeClient(settings, callSpans)));
        // workers know the servers only from what comes with a scan, but the defaults from their own file
        wrapperDefaults = foreignCatalog.catalogOptions().catalog().get(CommonOptions.DEFAULTS_FILE)
                .map(file -> CatalogOptions.wrapperDefaults(foreignCatalog.optionTable(), Path.of(file)))
                .orElse(Options.EMPTY);
    }

    /**
     * @throws TrinoException with USER_MAPPING_NOT_FOUND when there is nobody to sign requests as
     */
    public MaxComputeClient client(FdwTableCredentials credentials)
    {
        return clients.getUnchecked(settings(credentials));
    }

    /**
     * The options of a server, with the defaults of the wrapper behind them.
     */
    public EffectiveOptions options(FdwTableCredentials credentials)
    {
        return EffectiveOptions.of(Options.fromValidated(credentials.server().options()), wrapperDefaults);
    }

    public ZoneId zone(FdwTableCredentials credentials)
    {
        return ZoneId.of(options(credentials).require(MaxComputeOptions.TIME_ZONE));
    }

    private ClientSettings settings(FdwTableCredentials credentials)
    {
        EffectiveOptions options = options(credentials);
        Options mapping = credentials.userMapping()
                .map(userMapping -> Options.fromValidated(userMapping.options()))
                .orElseThrow(() -> new TrinoException(USER_MAPPING_NOT_FOUND, "user mapping not found for server \"%s\"; set \"id\" and \"key\" on the catalog, or make one with CREATE USER MAPPING".formatted(credentials.server().name())));
        ClientCredentials account = mapping.get(MaxComputeOptions.BEARER_TOKEN)
                .<ClientCredentials>map(ClientCredentials.BearerToken::new)
                .or(() -> mapping.get(MaxComputeOptions.CREDENTIALS_URI).map(uri -> new ClientCredentials.CredentialsUri(URI.create(uri))))
                .orElseGet(() -> new ClientCredentials.AccessKey(
                        mapping.get(MaxComputeOptions.ID).orElseThrow(),
                        mapping.get(MaxComputeOptions.KEY).orElseThrow(),
                        mapping.get(MaxComputeOptions.STS_TOKEN)));
        return new ClientSettings(
                options.get(MaxComputeOptions.ODPS_ENDPOINT),
                options.get(MaxComputeOptions.TUNNEL_ENDPOINT),
                account,
                options.get(MaxComputeOptions.REGION),
                options.get(MaxComputeOptions.QUOTA),
                options.require(MaxComputeOptions.COMPRESSION),
                options.require(MaxComputeOptions.CONNECT_TIMEOUT),
                options.require(MaxComputeOptions.READ_TIMEOUT),
                options.require(MaxComputeOptions.MAX_RETRIES),
                options.require(MaxComputeOptions.RETRY_DELAY),
                options.require(MaxComputeOptions.THROTTLE_TIMEOUT));
    }
}
