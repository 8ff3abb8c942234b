package org.trinofdw.maxcompute.client;

import com.google.common.collect.ImmutableSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.airlift.units.Duration;
import io.opentelemetry.api.trace.TracerProvider;
import io.trino.spi.TrinoException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.trinofdw.maxcompute.client.ClientCredentials.AccessKey;
import org.trinofdw.maxcompute.client.ClientCredentials.BearerToken;
import org.trinofdw.maxcompute.client.ClientCredentials.CredentialsUri;
import org.trinofdw.maxcompute.handle.TableName;
import org.trinofdw.maxcompute.record.Compression;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.trace.CallSpans;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import static io.trino.spi.StandardErrorCode.PERMISSION_DENIED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Every kind of account and signature, against a service that verifies them.
 */
@TestInstance(PER_CLASS)
final class TestClientCredentials
{
    private static final String PROJECT = "signed";
    private static final TableName TABLE = new TableName(PROJECT, Optional.empty(), "t");

    private LocalMaxCompute service;

    @BeforeAll
    void start()
    {
        service = LocalMaxCompute.builder()
                .project(PROJECT)
                .accessKey("id", "key")
                .securityToken("sts", "sts-key", "sts-token")
                .bearerToken("bearer")
                .start();
        service.execute(PROJECT, "CREATE TABLE t (a BIGINT) PARTITIONED BY (pt STRING)");
    }

    @AfterAll
    void stop()
    {
        service.close();
    }

    private MaxComputeClient client(ClientCredentials credentials, Optional<String> region)
    {
        return new MaxComputeClient(new ClientSettings(
                Optional.of(service.endpoint()),
                Optional.empty(),
                credentials,
                region,
                Optional.empty(),
                Compression.ZSTD,
                Duration.valueOf("10s"),
                Duration.valueOf("10s"),
                1,
                Duration.valueOf("1ms"),
                Duration.valueOf("1s")),
                new CallSpans(TracerProvider.noop().get("test")));
    }

    /**
     * Metadata, statements and both directions of the tunnel, with values that the address and the signature write differently.
     */
    private void assertWorks(MaxComputeClient client)
    {
        String partition = "a b+c%d&e ü";
        client.sql(PROJECT).execute(PROJECT, "ALTER TABLE t ADD IF NOT EXISTS PARTITION (pt='%s')".formatted(partition), false);
        assertThat(client.metadata(PROJECT).listTables(PROJECT, Optional.empty())).containsExactly("t");
        TunnelClient tunnel = client.tunnel(PROJECT);
        UploadSession upload = tunnel.createUploadSession(TABLE, Optional.of("pt=" + partition), true);
        tunnel.checkComplete(upload, ImmutableSet.of());
        tunnel.commit(upload);
        assertThat(tunnel.createDownloadSession(new DownloadSource.TableRows(TABLE, Optional.of("pt=" + partition))).recordCount()).isZero();
    }

    private void assertRefused(ClientCredentials credentials, Optional<String> region)
    {
        assertThatThrownBy(() -> client(credentials, region).metadata(PROJECT).listTables(PROJECT, Optional.empty()))
                .isInstanceOfSatisfying(TrinoException.class, e -> assertThat(e.getErrorCode()).isEqualTo(PERMISSION_DENIED.toErrorCode()))
                .hasMessageContaining("HTTP 401, request id ")
                .hasMessageNotContainingAny("wrong", "sts-token", "sts-key");
    }

    @Test
    void testAccessKey()
    {
        assertWorks(client(new AccessKey("id", "key", Optional.empty()), Optional.empty()));
        assertWorks(client(new AccessKey("id", "key", Optional.empty()), Optional.of("cn-hangzhou")));
        assertRefused(new AccessKey("id", "wrong", Optional.empty()), Optional.empty());
        assertRefused(new AccessKey("id", "wrong", Optional.empty()), Optional.of("cn-hangzhou"));
    }

    @Test
    void testTemporaryAccessKey()
    {
        assertWorks(client(new AccessKey("sts", "sts-key", Optional.of("sts-token")), Optional.empty()));
        assertWorks(client(new AccessKey("sts", "sts-key", Optional.of("sts-token")), Optional.of("cn-hangzhou")));
        assertRefused(new AccessKey("sts", "sts-key", Optional.of("wrong")), Optional.empty());
        assertRefused(new AccessKey("sts", "sts-key", Optional.empty()), Optional.of("cn-hangzhou"));
    }

    @Test
    void testBearerToken()
    {
        assertWorks(client(new BearerToken("bearer"), Optional.empty()));
        assertRefused(new BearerToken("wrong"), Optional.empty());
    }

    @Test
    void testCredentialsUri()
            throws IOException
    {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/secret/short", exchange -> {
            requests.incrementAndGet();
            // within the margin: each request asks again
            answer(exchange, 200, "{\"Code\":\"Success\",\"AccessKeyId\":\"sts\",\"AccessKeySecret\":\"sts-key\",\"SecurityToken\":\"sts-token\",\"Expiration\":\"%s\"}".formatted(Instant.now().plusSeconds(60)));
        });
        server.createContext("/secret/long", exchange -> {
            requests.incrementAndGet();
            answer(exchange, 200, "{\"AccessKeyId\":\"sts\",\"AccessKeySecret\":\"sts-key\",\"SecurityToken\":\"sts-token\",\"Expiration\":\"%s\"}".formatted(Instant.now().plusSeconds(3600)));
        });
        server.createContext("/secret/incomplete", exchange -> answer(exchange, 200, "{\"AccessKeyId\":\"sts\",\"AccessKeySecret\":\"sts-key\"}"));
        server.createContext("/secret/closed", exchange -> answer(exchange, 503, "sts-key"));
        server.start();
        try {
            String address = "http://127.0.0.1:%s/secret/".formatted(server.getAddress().getPort());
            assertWorks(client(new CredentialsUri(URI.create(address + "short")), Optional.empty()));
            assertThat(requests.getAndSet(0)).isGreaterThan(3);
            assertWorks(client(new CredentialsUri(URI.create(address + "long")), Optional.of("cn-hangzhou")));
            // once for the service and once for the tunnel
            assertThat(requests).hasValue(2);
            assertNoCredentials(address + "incomplete", "Cannot get credentials from 127.0.0.1:\\d+: the answer must have AccessKeyId, AccessKeySecret and SecurityToken");
            assertNoCredentials(address + "closed", "Cannot get credentials from 127.0.0.1:\\d+: HTTP 503");
        }
        finally {
            server.stop(0);
        }
        assertNoCredentials("http://127.0.0.1:%s/secret/".formatted(server.getAddress().getPort()), "Cannot get credentials from 127.0.0.1:\\d+: ConnectException");
    }

    private void assertNoCredentials(String address, String message)
    {
        assertThatThrownBy(() -> client(new CredentialsUri(URI.create(address)), Optional.empty()).metadata(PROJECT).listTables(PROJECT, Optional.empty()))
                .isInstanceOf(TrinoException.class)
                .hasMessageMatching(message);
    }

    private static void answer(HttpExchange exchange, int status, String text)
            throws IOException
    {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
