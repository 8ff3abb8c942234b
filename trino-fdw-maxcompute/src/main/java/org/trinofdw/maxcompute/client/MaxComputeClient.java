package org.trinofdw.maxcompute.client;

import io.trino.spi.TrinoException;
import org.trinofdw.trace.CallSpans;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;

/**
 * MaxCompute as one account sees it. The tunnel's address is asked once per project.
 */
public final class MaxComputeClient
{
    private final ClientSettings settings;
    private final CallSpans callSpans;
    private final Map<String, TunnelClient> tunnels = new ConcurrentHashMap<>();
    private final Map<String, RestCaller> services = new ConcurrentHashMap<>();

    public MaxComputeClient(ClientSettings settings, CallSpans callSpans)
    {
        this.settings = requireNonNull(settings, "settings is null");
        this.callSpans = requireNonNull(callSpans, "callSpans is null");
    }

    /**
     * Whether the service itself can be asked, not only the tunnel.
     */
    public boolean hasService()
    {
        return settings.odpsEndpoint().isPresent();
    }

    /**
     * @throws TrinoException with INVALID_OPTION when only the tunnel's endpoint is known
     */
    public MetadataClient metadata(String project)
    {
        return new MetadataClient(service(project, "describe its tables"));
    }

    /**
     * @throws TrinoException with INVALID_OPTION when only the tunnel's endpoint is known
     */
    public SqlClient sql(String project)
    {
        return new SqlClient(service(project, "run statements"));
    }

    /**
     * The tunnel of a project: at its own endpoint if that is set, else where the service says.
     */
    public TunnelClient tunnel(String project)
    {
        return tunnels.computeIfAbsent(project, _ -> {
            String endpoint = settings.tunnelEndpoint()
                    .map(address -> withScheme(address, "http"))
                    .orElseGet(() -> metadata(project).tunnelEndpoint(project, settings.quota(), URI.create(serviceEndpoint("find the tunnel")).getScheme()));
            return new TunnelClient(new RestCaller(withoutTrailingSlash(endpoint), Optional.of(project), settings, callSpans));
        });
    }

    private RestCaller service(String project, String purpose)
    {
        return services.computeIfAbsent(project, _ -> new RestCaller(serviceEndpoint(purpose), Optional.of(project), settings, callSpans));
    }

    private String serviceEndpoint(String purpose)
    {
        String endpoint = settings.odpsEndpoint()
                .orElseThrow(() -> new TrinoException(INVALID_OPTION, "option \"odps_endpoint\" is not set, without it MaxCompute cannot be asked to %s; set it, or declare the tables with CREATE FOREIGN TABLE".formatted(purpose)));
        return withoutTrailingSlash(withScheme(endpoint, "http"));
    }

    private static String withScheme(String address, String scheme)
    {
        return address.contains("://") ? address : scheme + "://" + address;
    }

    private static String withoutTrailingSlash(String address)
    {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
}
