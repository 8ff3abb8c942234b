package org.trinofdw.maxcompute.client;

import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.commons.transport.Connection;
import com.aliyun.odps.commons.transport.Response;
import com.aliyun.odps.rest.RestClient;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import io.airlift.log.Logger;
import io.trino.spi.TrinoException;
import org.trinofdw.trace.CallSpan;
import org.trinofdw.trace.CallSpans;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import static com.google.common.base.Strings.isNullOrEmpty;
import static io.trino.spi.StandardErrorCode.GENERIC_INTERNAL_ERROR;
import static java.lang.Math.min;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.trinofdw.error.FdwErrorCode.REMOTE_CONNECTION_ERROR;
import static org.trinofdw.trace.StatementText.shortened;

/**
 * Calls one endpoint: signing and transport by the SDK, retries and errors by us. The SDK's own retries either never end or repeat nothing.
 */
final class RestCaller
{
    static final String REQUEST_ID_HEADER = "x-odps-request-id";
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Logger log = Logger.get(RestCaller.class);
    private static final long MAX_DELAY_MILLIS = 30_000;
    private static final int MAX_MESSAGE_BYTES = 64 << 10;
    private static final String USER_AGENT = "Trino FDW";

    private final RestClient client;
    private final String endpoint;
    private final ClientSettings settings;
    private final CallSpans callSpans;
    private final AtomicLong retries = new AtomicLong();

    RestCaller(String endpoint, Optional<String> project, ClientSettings settings, CallSpans callSpans)
    {
        this.endpoint = requireNonNull(endpoint, "endpoint is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.callSpans = requireNonNull(callSpans, "callSpans is null");
        Odps odps = new Odps(settings.credentials().toAccount(settings.region()));
        odps.setEndpoint(endpoint);
        odps.setUserAgent(USER_AGENT);
        project.ifPresent(odps::setDefaultProject);
        client = odps.getRestClient();
        // it sends a request about deprecated calls with every few requests
        client.disableDeprecatedLogger();
        client.setConnectTimeout(seconds(settings.connectTimeout().toMillis()));
        client.setReadTimeout(seconds(settings.readTimeout().toMillis()));
        client.setRetryTimes(0);
        client.setChunkSize(64 << 10);
    }

    private static int seconds(long millis)
    {
        return (int) Math.max(1, min(Integer.MAX_VALUE / 1000, (millis + 999) / 1000));
    }

    /**
     * Calls that were repeated so far.
     */
    long retries()
    {
        return retries.get();
    }

    String endpoint()
    {
        return endpoint;
    }

    ClientSettings settings()
    {
        return settings;
    }

    /**
     * One request with its whole answer. Each attempt is a span, without the parameters: some sign.
     *
     * @param action what the request is for, for messages: "Cannot …"
     * @param repeatable whether repeating the request after a lost answer does no harm
     */
    Response call(String action, String method, String resource, Map<String, String> parameters, Map<String, String> headers, Optional<byte[]> body, boolean repeatable)
    {
        Map<String, String> attributes = ImmutableMap.of("fdw.endpoint", endpoint, "fdw.method", method, "fdw.resource", shortened(resource));
        return retrying(action, repeatable, () -> {
            byte[] bytes = body.orElse(null);
            try (CallSpan span = callSpans.begin("foreign request", attributes)) {
                Response response = client.requestForRawResponse(
                        resource,
                        method,
                        new HashMap<>(parameters),
                        new HashMap<>(headers),
                        bytes == null ? null : new ByteArrayInputStream(bytes),
                        bytes == null ? 0 : bytes.length);
                header(response, REQUEST_ID_HEADER).ifPresent(id -> span.set("fdw.request_id", id));
                if (!isSuccess(response)) {
                    throw error(action, response, response.getBody());
                }
                span.succeeded();
                return response;
            }
        });
    }

    /**
     * Opens a connection; nothing is repeated, since the caller knows what is done already.
     */
    Connection connect(String method, String resource, Map<String, String> parameters, Map<String, String> headers)
            throws IOException
    {
        try {
            return client.connect(resource, method, new HashMap<>(parameters), new HashMap<>(headers));
        }
        catch (OdpsException e) {
            throw new IOException(e);
        }
    }

    /**
     * A header whatever the case of its name; the transport changes it.
     */
    static Optional<String> header(Response response, String name)
    {
        return response.getHeaders().entrySet().stream()
                .filter(header -> name.equalsIgnoreCase(header.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    static boolean isSuccess(Response response)
    {
        return response.getStatus() >= 200 && response.getStatus() < 300;
    }

    static TrinoException error(String action, Response response, InputStream body)
            throws IOException
    {
        try (InputStream input = body) {
            return error(action, response, input.readNBytes(MAX_MESSAGE_BYTES));
        }
    }

    private static TrinoException error(String action, Response response, byte[] body)
    {
        String text = body == null ? "" : new String(body, UTF_8);
        Optional<String> requestId = header(response, REQUEST_ID_HEADER);
        String code = "HTTP " + response.getStatus();
        String message = text.isBlank() ? "no message" : text.strip();
        if (message.startsWith("{")) {
            try {
                JsonNode tree = JSON.readTree(message);
                code = tree.path("Code").asText(code);
                message = tree.path("Message").asText(message);
                requestId = requestId.or(() -> Optional.of(tree.path("RequestId").asText("")).filter(id -> !id.isEmpty()));
            }
            catch (JsonProcessingException e) {
                log.debug(e, "Error answer is no JSON");
            }
        }
        else if (message.startsWith("<")) {
            Map<String, String> elements = XmlText.leaves(message);
            code = elements.getOrDefault("Code", code);
            requestId = requestId.or(() -> Optional.ofNullable(elements.get("RequestId")));
            message = elements.getOrDefault("Message", message);
        }
        return RemoteError.exception(action, response.getStatus(), code, message, requestId);
    }

    <T> T retrying(String action, boolean repeatable, RemoteCall<T> call)
    {
        long start = System.nanoTime();
        int failures = 0;
        int attempt = 0;
        while (true) {
            try {
                return call.run();
            }
            catch (TrinoException e) {
                RemoteError error = RemoteError.of(e).orElseThrow(() -> e);
                if (error.isThrottled()) {
                    if (NANOSECONDS.toMillis(System.nanoTime() - start) > settings.throttleTimeout().toMillis()) {
                        throw e;
                    }
                }
                else if (!error.isTransient() || !repeatable || ++failures > settings.retries()) {
                    throw e;
                }
                log.debug("Repeating a request: %s", e.getMessage());
            }
            catch (IOException | OdpsException e) {
                if (!repeatable || ++failures > settings.retries()) {
                    throw connectionError(action, e);
                }
                log.debug("Repeating a request to %s: %s", endpoint, e.getMessage());
            }
            catch (RuntimeException e) {
                // the SDK's dress for an unknown host and for a certificate that is not trusted
                if (e.getCause() == null || !(e.getCause() instanceof IOException)) {
                    throw e;
                }
                throw connectionError(action, e);
            }
            retries.incrementAndGet();
            pause(attempt++);
        }
    }

    TrinoException connectionError(String action, Exception cause)
    {
        return new TrinoException(REMOTE_CONNECTION_ERROR, "%s: no answer from %s: %s".formatted(action, endpoint, isNullOrEmpty(cause.getMessage()) ? cause : cause.getMessage()), cause);
    }

    /**
     * Waits before a repetition, longer each time, by a random part so that many clients do not come back at once.
     */
    void pause(int attempt)
    {
        long longest = min(MAX_DELAY_MILLIS, settings.retryDelay().toMillis() << min(attempt, 16));
        long millis = longest <= 1 ? longest : longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
        try {
            Thread.sleep(millis);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrinoException(GENERIC_INTERNAL_ERROR, "Interrupted while waiting for MaxCompute", e);
        }
    }

    interface RemoteCall<T>
    {
        T run()
                throws IOException, OdpsException;
    }
}
