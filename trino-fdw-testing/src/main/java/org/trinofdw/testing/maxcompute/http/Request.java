package org.trinofdw.testing.maxcompute.http;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.sun.net.httpserver.HttpExchange;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * One request and its answer.
 */
final class Request
{
    private static final String REST_PREFIX = "/api";

    private final HttpExchange exchange;
    private final boolean rest;
    private final String resource;
    private final Map<String, String> parameters;
    private final Map<String, String> headers;
    private final String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ENGLISH);
    private boolean answered;
    private boolean answerLost;

    Request(HttpExchange exchange)
    {
        this.exchange = requireNonNull(exchange, "exchange is null");
        String path = exchange.getRequestURI().getRawPath();
        rest = path.equals(REST_PREFIX) || path.startsWith(REST_PREFIX + "/");
        resource = rest ? path.substring(REST_PREFIX.length()) : path;
        parameters = parameters(exchange.getRequestURI().getRawQuery());
        ImmutableMap.Builder<String, String> builder = ImmutableMap.builder();
        exchange.getRequestHeaders().forEach((name, values) -> builder.put(name.toLowerCase(Locale.ENGLISH), String.join(",", values)));
        headers = builder.buildKeepingLast();
    }

    private static Map<String, String> parameters(String query)
    {
        Map<String, String> parameters = new HashMap<>();
        if (query != null && !query.isEmpty()) {
            for (String parameter : Splitter.on('&').split(query)) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                String value = equals < 0 ? "" : parameter.substring(equals + 1);
                parameters.put(decode(name), decode(value));
            }
        }
        return ImmutableMap.copyOf(parameters);
    }

    private static String decode(String text)
    {
        return URLDecoder.decode(text, UTF_8);
    }

    String id()
    {
        return id;
    }

    String method()
    {
        return exchange.getRequestMethod();
    }

    /**
     * Whether this is a request of metadata or SQL, otherwise of Tunnel.
     */
    boolean isRest()
    {
        return rest;
    }

    /**
     * Decoded path without the endpoint's part, as it is signed.
     */
    String resource()
    {
        return decode(resource);
    }

    List<String> segments()
    {
        return Splitter.on('/').omitEmptyStrings().splitToStream(resource)
                .map(Request::decode)
                .collect(toImmutableList());
    }

    Map<String, String> parameters()
    {
        return parameters;
    }

    boolean has(String parameter)
    {
        return parameters.containsKey(parameter);
    }

    /**
     * A parameter with a value.
     */
    Optional<String> parameter(String name)
    {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    Map<String, String> headers()
    {
        return headers;
    }

    Optional<String> header(String name)
    {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * The body; closing it does nothing, since the rest of it must be read before the answer.
     */
    InputStream body()
    {
        return new FilterInputStream(exchange.getRequestBody())
        {
            @Override
            public void close() {}
        };
    }

    void setHeader(String name, String value)
    {
        exchange.getResponseHeaders().set(name, value);
    }

    /**
     * Breaks the connection instead of answering.
     */
    void loseAnswer()
    {
        answerLost = true;
    }

    boolean isAnswered()
    {
        return answered;
    }

    void answer(int status, String contentType, String text)
            throws IOException
    {
        byte[] bytes = text.getBytes(UTF_8);
        setHeader("Content-Type", contentType);
        begin(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    void answerXml(Xml xml)
            throws IOException
    {
        answer(200, "application/xml", xml.toString());
    }

    /**
     * Begins an answer whose body the caller writes.
     *
     * @param length bytes, or 0 if they are not known
     */
    OutputStream answerStream(int status, long length)
            throws IOException
    {
        setHeader("Content-Type", "application/octet-stream");
        begin(status, length);
        return exchange.getResponseBody();
    }

    private void begin(int status, long length)
            throws IOException
    {
        // the client may still be sending: it reads the answer only when all is sent
        body().transferTo(OutputStream.nullOutputStream());
        answered = true;
        if (answerLost) {
            throw new IOException("answer lost on demand");
        }
        setHeader("x-odps-request-id", id);
        exchange.sendResponseHeaders(status, length);
    }

    void close()
    {
        exchange.close();
    }
}
