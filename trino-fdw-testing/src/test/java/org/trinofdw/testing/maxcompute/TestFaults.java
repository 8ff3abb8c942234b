package org.trinofdw.testing.maxcompute;

import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.commons.transport.Connection;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordReader;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.io.CompressOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.trinofdw.testing.maxcompute.fault.RequestKind;
import org.trinofdw.testing.maxcompute.fault.StreamFault;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_PROJECT;
import static org.trinofdw.testing.maxcompute.OdpsClient.RAW;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class TestFaults
{
    private static final int ROWS = 5000;

    private LocalMaxCompute service;
    private Odps odps;
    private TableTunnel tunnel;

    @BeforeAll
    void start()
    {
        service = LocalMaxCompute.builder()
                .project(DEFAULT_PROJECT)
                .limits(limits -> limits.withDownloadSessions(50))
                .start();
        odps = OdpsClient.odps(service, DEFAULT_PROJECT);
        tunnel = new TableTunnel(odps);
        service.execute(DEFAULT_PROJECT, "CREATE TABLE t (id BIGINT)");
        service.load(DEFAULT_PROJECT, Optional.empty(), "t", Optional.empty(), LongStream.range(0, ROWS).mapToObj(List::of).toList());
        service.execute(DEFAULT_PROJECT, "CREATE TABLE p (id BIGINT) PARTITIONED BY (pt STRING)");
        service.load(DEFAULT_PROJECT, Optional.empty(), "p", Optional.of("pt=1"), List.of(List.of(1L)));
    }

    @AfterAll
    void stop()
    {
        service.close();
    }

    @BeforeEach
    void clear()
    {
        service.faults().clear();
        service.requests().reset();
    }

    private TableTunnel.DownloadSession session()
            throws TunnelException
    {
        return tunnel.buildDownloadSession(DEFAULT_PROJECT, "t").build();
    }

    private static List<Record> read(TableTunnel.DownloadSession session)
            throws OdpsException, IOException
    {
        return OdpsClient.read(session, 0, ROWS, RAW, null);
    }

    private static void assertComplete(List<Record> records)
    {
        assertThat(records.stream().map(record -> record.getBigint(0))).containsExactlyElementsOf(LongStream.range(0, ROWS).boxed().toList());
    }

    @Test
    void testCleanCutIsSilentInTheSdk()
            throws OdpsException, IOException
    {
        service.faults().stream(new StreamFault.CleanCut(4321), 1);
        // the SDK takes it for the end of the rows; clients must count
        assertThat(read(session())).hasSize(4321);
        assertComplete(read(session()));
        service.faults().stream(new StreamFault.CleanCut(0), 1);
        assertThat(OdpsClient.read(session(), 0, ROWS, new CompressOption(), null)).isEmpty();
    }

    @Test
    void testBrokenConnectionIsResumed()
            throws OdpsException, IOException
    {
        service.faults().stream(new StreamFault.BrokenConnection(1234), 2);
        assertComplete(read(session()));
        assertThat(service.requestCount("download-data")).isEqualTo(3);
        assertThat(service.requests().rowsServed()).isEqualTo(ROWS - 2 * 1234);
    }

    @Test
    void testWrongChecksum()
            throws OdpsException, IOException
    {
        service.faults().stream(new StreamFault.WrongChecksum(), 100);
        assertThatThrownBy(() -> read(session())).hasMessageContaining("Checksum invalid");
        service.faults().clear();
        service.faults().stream(new StreamFault.WrongChecksum(), 1);
        assertComplete(read(session()));
    }

    @Test
    void testFailures()
            throws OdpsException, IOException
    {
        service.faults().flowExceeded(RequestKind.DOWNLOAD_SESSION, 1);
        assertThatThrownBy(this::session).isInstanceOfSatisfying(TunnelException.class, e -> {
            assertThat(e.getErrorCode()).isEqualTo("FlowExceeded");
            assertThat(e.getStatus()).isEqualTo(429);
            assertThat(e.getRequestId()).isNotEmpty();
        });
        assertComplete(read(session()));

        service.faults().unavailable(RequestKind.DOWNLOAD_DATA, 2);
        assertComplete(read(session()));
        service.faults().forbidden(RequestKind.TABLE, 1);
        assertThatThrownBy(() -> odps.tables().get("t").reload()).isInstanceOfSatisfying(OdpsException.class, e -> {
            assertThat(e.getErrorCode()).isEqualTo("NoPermission");
            assertThat(e.getStatus()).isEqualTo(403);
        });
        service.faults().tableModified(10);
        assertThatThrownBy(() -> read(session())).isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("TableModified"));
    }

    @Test
    void testRetriedUpload()
            throws OdpsException, IOException
    {
        service.execute(DEFAULT_PROJECT, "CREATE TABLE IF NOT EXISTS retried (id BIGINT)");
        service.faults().flowExceeded(RequestKind.UPLOAD_SESSION, 1);
        service.faults().internalError(RequestKind.UPLOAD_COMMIT, 1);
        OdpsClient.upload(tunnel.createUploadSession(DEFAULT_PROJECT, "retried"), RAW, 3, (record, row) -> record.setBigint(0, (long) row));
        assertThat(OdpsClient.readAll(odps, "retried")).hasSize(3);
        assertThat(service.requestCount("upload-session")).isEqualTo(2);
        assertThat(service.requestCount("upload-commit")).isEqualTo(2);
    }

    @Test
    void testInitiating()
            throws OdpsException, IOException
    {
        service.faults().initiatingPolls(2);
        TableTunnel.DownloadSession session = tunnel.buildDownloadSession(DEFAULT_PROJECT, "t").setAsyncMode(true).setWaitAsyncBuild(false).build();
        assertThat(session.getRecordCount()).isZero();
        assertThatThrownBy(() -> read(session)).isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("StatusConflict"));
        assertThat(session.getStatus()).isEqualTo(TableTunnel.DownloadStatus.INITIATING);
        assertThat(session.getStatus()).isEqualTo(TableTunnel.DownloadStatus.NORMAL);
        assertThat(session.getRecordCount()).isEqualTo(ROWS);
        assertComplete(read(session));
    }

    @Test
    void testExpiredSessions()
            throws OdpsException, IOException
    {
        TableTunnel.DownloadSession download = session();
        service.execute(DEFAULT_PROJECT, "CREATE TABLE IF NOT EXISTS expired (id BIGINT)");
        TableTunnel.UploadSession upload = tunnel.createUploadSession(DEFAULT_PROJECT, "expired");
        service.expireSessions();
        assertThat(download.getStatus()).isEqualTo(TableTunnel.DownloadStatus.EXPIRED);
        assertThatThrownBy(() -> read(download)).isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("StatusConflict"));
        assertThat(upload.getStatus()).isEqualTo(TableTunnel.UploadStatus.EXPIRED);
        assertThatThrownBy(() -> OdpsClient.write(upload, 0, RAW, 1, (record, _) -> record.setBigint(0, 1L))).hasMessageContaining("StatusConflict");
    }

    @Test
    void testUncompressedAnswer()
            throws OdpsException, IOException
    {
        service.faults().uncompressed();
        assertComplete(OdpsClient.read(session(), 0, ROWS, new CompressOption(CompressOption.CompressAlgorithm.ODPS_ZSTD, 1, 0), null));
    }

    @Test
    void testDateTransform()
            throws OdpsException, IOException
    {
        assertThat(dateTransform()).isEmpty();
        service.faults().dateTransform();
        assertThat(dateTransform()).contains("true");
    }

    private Optional<String> dateTransform()
            throws OdpsException, IOException
    {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("downloads", null);
        Connection connection = tunnel.getConfig().newRestClient(DEFAULT_PROJECT).connect("/projects/%s/tables/t".formatted(DEFAULT_PROJECT), "POST", parameters, new HashMap<>());
        assertThat(connection.getResponse().getStatus()).isEqualTo(200);
        return connection.getResponse().getHeaders().entrySet().stream()
                .filter(header -> "odps-tunnel-date-transform".equalsIgnoreCase(header.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Test
    void testSlowPartition()
            throws OdpsException, IOException
    {
        Duration delay = Duration.ofMillis(300);
        service.faults().delayPartition("pt=1", delay);
        TableTunnel.DownloadSession session = tunnel.buildDownloadSession(DEFAULT_PROJECT, "p").setPartitionSpec(new PartitionSpec("pt=1")).build();
        long start = System.nanoTime();
        try (RecordReader reader = session.openRecordReader(0, 1)) {
            assertThat(reader.read().getBigint(0)).isEqualTo(1L);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    void testSessionLimit()
            throws OdpsException
    {
        service.execute(DEFAULT_PROJECT, "CREATE TABLE IF NOT EXISTS limited (id BIGINT)");
        for (int session = 0; session < 50; session++) {
            tunnel.buildDownloadSession(DEFAULT_PROJECT, "limited").build();
        }
        assertThatThrownBy(() -> tunnel.buildDownloadSession(DEFAULT_PROJECT, "limited").build())
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getStatus()).isEqualTo(429));
        assertThat(service.requestCount("download-session")).isEqualTo(51);
    }
}
