package org.trinofdw.maxcompute.client;

import io.airlift.units.Duration;
import org.trinofdw.maxcompute.record.Compression;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What is needed to reach MaxCompute as one account.
 *
 * @param odpsEndpoint address of the service for metadata and SQL, with its path ({@code https://…/api})
 * @param tunnelEndpoint address of the tunnel; absent: the service is asked
 * @param credentials who calls
 * @param region region of the endpoint, which selects signature version 4
 * @param quota name of the tunnel quota, absent for the shared one
 * @param retries attempts after the first for errors of the network and of the server
 * @param retryDelay first pause between attempts; doubles with each
 * @param throttleTimeout how long throttled calls (429) are repeated
 */
public record ClientSettings(
        Optional<String> odpsEndpoint,
        Optional<String> tunnelEndpoint,
        ClientCredentials credentials,
        Optional<String> region,
        Optional<String> quota,
        Compression compression,
        Duration connectTimeout,
        Duration readTimeout,
        int retries,
        Duration retryDelay,
        Duration throttleTimeout)
{
    public ClientSettings
    {
        requireNonNull(odpsEndpoint, "odpsEndpoint is null");
        requireNonNull(tunnelEndpoint, "tunnelEndpoint is null");
        requireNonNull(credentials, "credentials is null");
        requireNonNull(region, "region is null");
        requireNonNull(quota, "quota is null");
        requireNonNull(compression, "compression is null");
        requireNonNull(connectTimeout, "connectTimeout is null");
        requireNonNull(readTimeout, "readTimeout is null");
        requireNonNull(retryDelay, "retryDelay is null");
        requireNonNull(throttleTimeout, "throttleTimeout is null");
    }
}
