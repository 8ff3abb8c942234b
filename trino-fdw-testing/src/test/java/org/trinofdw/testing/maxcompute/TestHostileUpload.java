package org.trinofdw.testing.maxcompute;

import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.commons.transport.Connection;
import com.aliyun.odps.commons.transport.Response;
import com.aliyun.odps.tunnel.TableTunnel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_PROJECT;

/**
 * Block bodies that are no record stream, through HTTP.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestHostileUpload
{
    private LocalMaxCompute service;
    private Odps odps;

    @BeforeAll
    void start()
    {
        service = LocalMaxCompute.start();
        odps = OdpsClient.odps(service, DEFAULT_PROJECT);
        service.execute(DEFAULT_PROJECT, "CREATE TABLE t (id BIGINT, s STRING)");
    }

    @AfterAll
    void stop()
    {
        service.close();
    }

    @Test
    void testDamagedBodies()
            throws OdpsException, IOException
    {
        TableTunnel.UploadSession upload = new TableTunnel(odps).createUploadSession(DEFAULT_PROJECT, "t");
        Random random = new Random(7);
        for (String encoding : List.of("", "deflate", "x-snappy-framed", "x-lz4-frame", "zstd", "gzip")) {
            for (int length : new int[] {0, 1, 100, 100_000}) {
                byte[] body = new byte[length];
                random.nextBytes(body);
                assertThat(put(upload, encoding, body)).as("%s, %s bytes", encoding, length).contains("\"Code\":\"MalformedDataStream\"");
            }
        }
        assertThat(upload.getBlockList()).isEmpty();
        upload.commit(new Long[0]);
        assertThat(OdpsClient.readAll(odps, "t")).isEmpty();
    }

    private String put(TableTunnel.UploadSession upload, String encoding, byte[] body)
            throws OdpsException, IOException
    {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/octet-stream", "Transfer-Encoding", "chunked"));
        if (!encoding.isEmpty()) {
            headers.put("Content-Encoding", encoding);
        }
        Map<String, String> parameters = new HashMap<>(Map.of("uploadid", upload.getId(), "blockid", "0"));
        Connection connection = upload.getConfig().newRestClient(DEFAULT_PROJECT).connect("/projects/%s/tables/t".formatted(DEFAULT_PROJECT), "PUT", parameters, headers);
        connection.getOutputStream().write(body);
        connection.getOutputStream().close();
        Response response = connection.getResponse();
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getHeader("x-odps-request-id")).isNotEmpty();
        return new String(connection.getInputStream().readAllBytes(), UTF_8);
    }
}
