package org.trinofdw.maxcompute.client;

import com.aliyun.credentials.api.ICredentials;
import com.aliyun.credentials.api.ICredentialsProvider;
import com.fasterxml.jackson.databind.JsonNode;
import io.airlift.log.Logger;
import io.trino.spi.TrinoException;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import static io.trino.spi.StandardErrorCode.GENERIC_USER_ERROR;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.REMOTE_CONNECTION_ERROR;

/**
 * Temporary AccessKeys that an address gives out, as the metadata service of an ECS instance does for its RAM role, and programs do behind
 * {@code ALIBABA_CLOUD_CREDENTIALS_URI} (Alibaba Cloud documentation, Manage access credentials): a JSON object with AccessKeyId, AccessKeySecret,
 * SecurityToken and Expiration. They are kept until some minutes before they expire. Thread-safe.
 */
final class CredentialsEndpoint
        implements ICredentialsProvider
{
    private static final Logger log = Logger.get(CredentialsEndpoint.class);
    private static final Duration MARGIN = Duration.ofMinutes(5);
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MAX_ANSWER_BYTES = 64 << 10;

    private final URI uri;
    private Optional<TemporaryKey> current = Optional.empty();

    CredentialsEndpoint(URI uri)
    {
        this.uri = requireNonNull(uri, "uri is null");
    }

    /**
     * @throws TrinoException REMOTE_CONNECTION_ERROR if the address does not answer, GENERIC_USER_ERROR if it answers something else
     */
    @Override
    public synchronized ICredentials getCredentials()
    {
        Instant now = Instant.now();
        if (current.isEmpty() || current.get().expiration().minus(MARGIN).isBefore(now)) {
            try {
                current = Optional.of(fetch());
            }
            catch (TrinoException e) {
                if (current.isEmpty() || current.get().expiration().isBefore(now)) {
                    throw e;
                }
                log.warn(e, "Cannot renew the credentials; those that are there are valid until %s", current.get().expiration());
            }
        }
        return current.get();
    }

    private TemporaryKey fetch()
    {
        JsonNode answer;
        try {
            URLConnection connection = uri.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            if (connection instanceof HttpURLConnection http && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new TrinoException(REMOTE_CONNECTION_ERROR, "Cannot get credentials from %s: HTTP %s".formatted(uri.getAuthority(), http.getResponseCode()));
            }
            try (InputStream body = connection.getInputStream()) {
                answer = RestCaller.JSON.readTree(body.readNBytes(MAX_ANSWER_BYTES));
            }
        }
        catch (IOException e) {
            // neither the path nor the answer is shown: they may be secrets
            throw new TrinoException(REMOTE_CONNECTION_ERROR, "Cannot get credentials from %s: %s".formatted(uri.getAuthority(), e.getClass().getSimpleName()));
        }
        String id = answer.path("AccessKeyId").asText("");
        String key = answer.path("AccessKeySecret").asText("");
        String token = answer.path("SecurityToken").asText("");
        if (id.isEmpty() || key.isEmpty() || token.isEmpty()) {
            throw new TrinoException(GENERIC_USER_ERROR, "Cannot get credentials from %s: the answer must have AccessKeyId, AccessKeySecret and SecurityToken".formatted(uri.getAuthority()));
        }
        return new TemporaryKey(id, key, token, expiration(answer.path("Expiration").asText("")));
    }

    private Instant expiration(String text)
    {
        try {
            return Instant.parse(text);
        }
        catch (DateTimeException e) {
            throw new TrinoException(GENERIC_USER_ERROR, "Cannot get credentials from %s: Expiration is no time such as 2026-01-31T12:00:00Z".formatted(uri.getAuthority()), e);
        }
    }

    @Override
    public String getProviderName()
    {
        return "credentials_uri";
    }

    @Override
    public void close() {}

    private record TemporaryKey(String id, String key, String token, Instant expiration)
            implements ICredentials
    {
        @Override
        public String getAccessKeyId()
        {
            return id;
        }

        @Override
        public String getAccessKeySecret()
        {
            return key;
        }

        @Override
        public String getSecurityToken()
        {
            return token;
        }

        @Override
        public String getProviderName()
        {
            return "credentials_uri";
        }

        @Override
        public String toString()
        {
            return "TemporaryKey";
        }
    }
}
