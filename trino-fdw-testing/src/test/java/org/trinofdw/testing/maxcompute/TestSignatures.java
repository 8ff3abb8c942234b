package org.trinofdw.testing.maxcompute;

import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.account.Account;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.account.BearerTokenAccount;
import com.aliyun.odps.account.StsAccount;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_PROJECT;
import static org.trinofdw.testing.maxcompute.OdpsClient.RAW;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestSignatures
{
    private LocalMaxCompute service;

    @BeforeAll
    void start()
    {
        service = LocalMaxCompute.builder()
                .project(DEFAULT_PROJECT)
                .accessKey("id", "key")
                .securityToken("sts", "sts-key", "sts-token")
                .bearerToken("bearer")
                .start();
        service.execute(DEFAULT_PROJECT, "CREATE TABLE t (id BIGINT) PARTITIONED BY (`pt` STRING)");
    }

    @AfterAll
    void stop()
    {
        service.close();
    }

    @Test
    void testAccepted()
            throws OdpsException, IOException
    {
        assertWorks(new AliyunAccount("id", "key"));
        assertWorks(new AliyunAccount("id", "key", "cn-hangzhou"));
        assertWorks(new StsAccount("sts", "sts-key", "sts-token"));
        assertWorks(new StsAccount("sts", "sts-key", "sts-token", "cn-shanghai"));
        assertWorks(new BearerTokenAccount("bearer"));
    }

    private void assertWorks(Account account)
            throws OdpsException, IOException
    {
        Odps odps = OdpsClient.odps(service, DEFAULT_PROJECT, account);
        // values that the URL and the signature write differently
        String partition = "a b+c%d&e ü";
        OdpsClient.sql(odps, "ALTER TABLE t ADD IF NOT EXISTS PARTITION (pt='%s')".formatted(partition));
        PartitionSpec spec = new PartitionSpec();
        spec.set("pt", partition);
        assertThat(odps.tables().get("t").hasPartition(spec)).isTrue();
        OdpsClient.upload(new TableTunnel(odps).createUploadSession(DEFAULT_PROJECT, "t", spec, true), RAW, 2, (record, row) -> record.setBigint(0, (long) row));
        assertThat(new TableTunnel(odps).buildDownloadSession(DEFAULT_PROJECT, "t").setPartitionSpec(spec).build().getRecordCount()).isEqualTo(2);
    }

    @Test
    void testRefused()
    {
        assertRefused(new AliyunAccount("id", "wrong"), "ODPS-0410042");
        assertRefused(new AliyunAccount("id", "wrong", "cn-hangzhou"), "ODPS-0410042");
        assertRefused(new AliyunAccount("unknown", "key"), "ODPS-0410051");
        assertRefused(new StsAccount("sts", "sts-key", "old-token"), "ODPS-0410051");
        assertRefused(new AliyunAccount("sts", "sts-key"), "ODPS-0410051");
        assertRefused(new BearerTokenAccount("other"), "ODPS-0410051");
    }

    private void assertRefused(Account account, String code)
    {
        Odps odps = OdpsClient.odps(service, DEFAULT_PROJECT, account);
        odps.options().setSkipCheckIfEpv2(true);
        assertThatThrownBy(() -> odps.tables().get("t").reload())
                .isInstanceOfSatisfying(OdpsException.class, e -> {
                    assertThat(e.getErrorCode()).isEqualTo(code);
                    assertThat(e.getStatus()).isEqualTo(401);
                    assertThat(e.getMessage()).doesNotContain("wrong").doesNotContain("old-token");
                });
        TableTunnel tunnel = new TableTunnel(odps);
        tunnel.setEndpoint(service.tunnelEndpoint());
        assertThatThrownBy(() -> tunnel.buildDownloadSession(DEFAULT_PROJECT, "t").build())
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo(code));
    }

    @Test
    void testUnsignedRequest()
            throws IOException, InterruptedException
    {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> rest = client.send(HttpRequest.newBuilder(URI.create(service.endpoint() + "/projects/local_project")).build(), BodyHandlers.ofString());
            assertThat(rest.statusCode()).isEqualTo(401);
            assertThat(rest.body()).contains("<Code>Unauthorized</Code>");
            assertThat(rest.headers().firstValue("x-odps-request-id")).isPresent();
            HttpResponse<String> tunnel = client.send(HttpRequest.newBuilder(URI.create(service.tunnelEndpoint() + "/projects/local_project/tables/t?downloads")).POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());
            assertThat(tunnel.statusCode()).isEqualTo(401);
            assertThat(tunnel.body()).contains("\"Code\":\"Unauthorized\"");
            assertThat(tunnel.headers().firstValue("x-odps-request-id")).isPresent();
        }
    }
}
