package org.trinofdw.testing.maxcompute;

import com.aliyun.odps.Column;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.OdpsType;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordWriter;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_PROJECT;
import static org.trinofdw.testing.maxcompute.OdpsClient.RAW;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class TestTunnel
{
    private static final int ROWS = 10_000;

    private LocalMaxCompute service;
    private Odps odps;
    private TableTunnel tunnel;

    @BeforeAll
    void start()
    {
        service = LocalMaxCompute.start();
        odps = OdpsClient.odps(service, DEFAULT_PROJECT);
        tunnel = new TableTunnel(odps);
    }

    @AfterAll
    void stop()
    {
        service.close();
    }

    private void createTable(String name)
            throws OdpsException
    {
        OdpsClient.sql(odps, "CREATE TABLE %s (id BIGINT, name STRING, price DECIMAL(10,2), d DOUBLE)".formatted(name));
    }

    private static void fill(Record record, int row)
    {
        record.setBigint("id", (long) row);
        record.setString("name", row % 3 == 0 ? null : "name " + row);
        record.setDecimal("price", new BigDecimal(row + ".25"));
        record.setDouble("d", row % 5 == 0 ? null : row / 8.0);
    }

    @ParameterizedTest
    @EnumSource(value = CompressAlgorithm.class, names = {"ODPS_RAW", "ODPS_ZLIB", "ODPS_SNAPPY", "ODPS_LZ4_FRAME", "ODPS_ZSTD"})
    void testCompression(CompressAlgorithm algorithm)
            throws OdpsException, IOException
    {
        CompressOption compression = new CompressOption(algorithm, 1, 0);
        String table = "compressed_" + algorithm;
        createTable(table);
        OdpsClient.upload(tunnel.createUploadSession(DEFAULT_PROJECT, table), compression, ROWS, TestTunnel::fill);

        TableTunnel.DownloadSession session = tunnel.buildDownloadSession(DEFAULT_PROJECT, table).build();
        assertThat(session.getRecordCount()).isEqualTo(ROWS);
        List<Record> records = OdpsClient.read(session, 0, ROWS, compression, null);
        assertThat(records).hasSize(ROWS);
        for (int row = 0; row < ROWS; row++) {
            Record expected = new ArrayRecord(session.getSchema());
            fill(expected, row);
            Record actual = records.get(row);
            assertThat(actual.getBigint("id")).isEqualTo(expected.getBigint("id"));
            assertThat(actual.getString("name")).isEqualTo(expected.getString("name"));
            assertThat(actual.getDecimal("price")).isEqualTo(expected.getDecimal("price"));
            assertThat(actual.getDouble("d")).isEqualTo(expected.getDouble("d"));
        }
    }

    @Test
    void testRangesAndColumns()
            throws OdpsException, IOException
    {
        createTable("ranges");
        TableTunnel.UploadSession upload = tunnel.createUploadSession(DEFAULT_PROJECT, "ranges");
        OdpsClient.write(upload, 0, RAW, ROWS, TestTunnel::fill);
        OdpsClient.write(upload, 5, RAW, 1, (record, row) -> fill(record, ROWS));
        upload.commit(new Long[] {0L, 5L});
        TableTunnel.DownloadSession session = tunnel.buildDownloadSession(DEFAULT_PROJECT, "RANGES").build();
        assertThat(session.getRecordCount()).isEqualTo(ROWS + 1);

        // over the borders of chunks and blocks
        for (long start : new long[] {0, 1, 4095, 4096, 8191, ROWS - 1, ROWS}) {
            for (long count : new long[] {0, 1, 2, 4096, ROWS + 1 - start}) {
                if (start + count <= ROWS + 1) {
                    assertThat(ids(OdpsClient.read(session, start, count, RAW, null))).isEqualTo(LongStream.range(start, start + count).boxed().toList());
                    assertThat(ids(OdpsClient.read(session, start, count, new CompressOption(), columns(session, "id")))).isEqualTo(LongStream.range(start, start + count).boxed().toList());
                }
            }
        }
        // in another order than the table's
        List<Record> records = OdpsClient.read(session, 100, 2, RAW, columns(session, "d", "name"));
        assertThat(records.get(0).getColumnCount()).isEqualTo(2);
        assertThat(records.get(0).getDouble("d")).isNull();
        assertThat(records.get(0).getString("name")).isEqualTo("name 100");
        assertThat(records.get(1).getDouble("d")).isEqualTo(101 / 8.0);
        assertThat(records.get(1).getString("name")).isEqualTo("name 101");

        assertThatThrownBy(() -> OdpsClient.read(session, 0, ROWS + 2, RAW, null))
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("InvalidRowRange"));
        assertThatThrownBy(() -> OdpsClient.read(session, 0, 1, RAW, List.of(new Column("none", OdpsType.STRING))))
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("InvalidColumnSpec"));
    }

    private static List<Long> ids(List<Record> records)
    {
        return records.stream().map(record -> record.getBigint("id")).toList();
    }

    private static List<Column> columns(TableTunnel.DownloadSession session, String... names)
    {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(session.getSchema().getColumn(name));
        }
        return columns;
    }

    @Test
    void testUploadIsInvisibleBeforeCommit()
            throws OdpsException, IOException
    {
        createTable("invisible");
        TableTunnel.UploadSession upload = tunnel.createUploadSession(DEFAULT_PROJECT, "invisible");
        OdpsClient.write(upload, 3, RAW, 10, TestTunnel::fill);
        OdpsClient.write(upload, 7, RAW, 5, TestTunnel::fill);
        assertThat(upload.getBlockList()).containsExactly(3L, 7L);
        assertThat(OdpsClient.readAll(odps, "invisible")).isEmpty();

        assertThatThrownBy(() -> upload.commit(new Long[] {3L})).hasMessageContaining("Blocks not match");
        assertThat(OdpsClient.readAll(odps, "invisible")).isEmpty();

        // the same block again takes the place of the first
        OdpsClient.write(upload, 7, RAW, 6, TestTunnel::fill);
        upload.commit(new Long[] {3L, 7L});
        assertThat(OdpsClient.readAll(odps, "invisible")).hasSize(16);
        assertThat(upload.getStatus()).isEqualTo(TableTunnel.UploadStatus.CLOSED);
        assertThatThrownBy(upload::commit)
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("StatusConflict"));
        assertThat(OdpsClient.readAll(odps, "invisible")).hasSize(16);
    }

    @Test
    void testBlockVersions()
            throws OdpsException, IOException
    {
        createTable("versions");
        TableTunnel.UploadSession upload = tunnel.createUploadSession(DEFAULT_PROJECT, "versions");
        writeVersion(upload, 2, 20);
        assertThatThrownBy(() -> writeVersion(upload, 1, 10)).hasMessageContaining("has version 2");
        writeVersion(upload, 3, 30);
        upload.commit(new Long[] {0L});
        assertThat(OdpsClient.readAll(odps, "versions")).hasSize(30);
    }

    private static void writeVersion(TableTunnel.UploadSession upload, long version, int rows)
            throws OdpsException, IOException
    {
        try (RecordWriter writer = upload.openRecordWriter(0, RAW, version)) {
            for (int row = 0; row < rows; row++) {
                Record record = upload.newRecord();
                fill(record, row);
                writer.write(record);
            }
        }
    }

    @Test
    void testBlockNumbers()
            throws OdpsException
    {
        createTable("numbers");
        TableTunnel.UploadSession upload = tunnel.createUploadSession(DEFAULT_PROJECT, "numbers");
        assertThatThrownBy(() -> OdpsClient.write(upload, 20_000, RAW, 1, TestTunnel::fill)).hasMessageContaining("InvalidBlockID");
    }

    @Test
    void testOverwriteAndPartitions()
            throws OdpsException, IOException
    {
        OdpsClient.sql(odps, "CREATE TABLE parted (id BIGINT) PARTITIONED BY (pt STRING, region STRING)");
        PartitionSpec partition = new PartitionSpec("pt=20170601,region=hangzhou");
        assertThatThrownBy(() -> tunnel.createUploadSession(DEFAULT_PROJECT, "parted", partition))
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("NoSuchPartition"));
        assertThatThrownBy(() -> tunnel.createUploadSession(DEFAULT_PROJECT, "parted"))
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("MissingPartitionSpec"));
        assertThatThrownBy(() -> tunnel.createUploadSession(DEFAULT_PROJECT, "parted", new PartitionSpec("pt=20170601")))
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("InvalidPartitionSpec"));
        odps.tables().get("parted").createPartition(partition);
        odps.tables().get("parted").createPartition(new PartitionSpec("pt=20170601,region=nanjing"));

        OdpsClient.upload(tunnel.createUploadSession(DEFAULT_PROJECT, "parted", partition), RAW, 3, (record, row) -> record.setBigint(0, (long) row));
        OdpsClient.upload(tunnel.createUploadSession(DEFAULT_PROJECT, "parted", partition), RAW, 2, (record, row) -> record.setBigint(0, 10L + row));
        assertThat(ids(OdpsClient.readAll(odps, "parted", "pt=20170601,region=hangzhou"))).containsExactly(0L, 1L, 2L, 10L, 11L);
        OdpsClient.upload(tunnel.createUploadSession(DEFAULT_PROJECT, "parted", partition, true), RAW, 1, (record, row) -> record.setBigint(0, 77L));
        assertThat(ids(OdpsClient.readAll(odps, "parted", "pt=20170601,region=hangzhou"))).containsExactly(77L);
        assertThat(OdpsClient.readAll(odps, "parted", "pt=20170601,region=nanjing")).isEmpty();
        assertThatThrownBy(() -> OdpsClient.readAll(odps, "parted"))
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("MissingPartitionSpec"));
    }

    @Test
    void testSessionIsReopenedById()
            throws OdpsException, IOException
    {
        createTable("reopened");
        OdpsClient.upload(tunnel.createUploadSession(DEFAULT_PROJECT, "reopened"), RAW, 5, TestTunnel::fill);
        TableTunnel.DownloadSession session = tunnel.buildDownloadSession(DEFAULT_PROJECT, "reopened").build();
        TableTunnel.DownloadSession again = tunnel.buildDownloadSession(DEFAULT_PROJECT, "reopened").setDownloadId(session.getId()).build();
        assertThat(again.getRecordCount()).isEqualTo(5);
        assertThat(OdpsClient.read(again, 2, 3, RAW, null)).hasSize(3);
        assertThatThrownBy(() -> tunnel.buildDownloadSession(DEFAULT_PROJECT, "reopened").setDownloadId("none").build())
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("NoSuchDownload"));
    }

    @Test
    void testTableModified()
            throws OdpsException, IOException
    {
        createTable("modified");
        OdpsClient.upload(tunnel.createUploadSession(DEFAULT_PROJECT, "modified"), RAW, 5, TestTunnel::fill);
        TableTunnel.DownloadSession session = tunnel.buildDownloadSession(DEFAULT_PROJECT, "modified").build();
        OdpsClient.upload(tunnel.createUploadSession(DEFAULT_PROJECT, "modified"), RAW, 1, TestTunnel::fill);
        assertThatThrownBy(() -> OdpsClient.read(session, 0, 5, RAW, null))
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("TableModified"));
        // without the check the session still sees its own rows
        assertThat(session.openRecordReader(0, 5, RAW, null, true).read().getBigint("id")).isZero();

        TableTunnel.DownloadSession second = tunnel.buildDownloadSession(DEFAULT_PROJECT, "modified").build();
        OdpsClient.sql(odps, "DROP TABLE modified");
        assertThatThrownBy(() -> OdpsClient.read(second, 0, 5, RAW, null))
                .isInstanceOfSatisfying(TunnelException.class, e -> assertThat(e.getErrorCode()).isEqualTo("NoSuchTable"));
    }

    @Test
    void testViewIsRefused()
            throws OdpsException
    {
        createTable("seen");
        OdpsClient.sql(odps, "CREATE VIEW seen_view AS SELECT id FROM seen");
        assertThatThrownBy(() -> tunnel.buildDownloadSession(DEFAULT_PROJECT, "seen_view").build())
                .isInstanceOfSatisfying(TunnelException.class, e -> {
                    assertThat(e.getErrorCode()).isEqualTo("MethodNotAllowed");
                    assertThat(e.getRequestId()).isNotEmpty();
                });
    }

    @Test
    void testAddedColumnIsNullInOldRows()
            throws OdpsException, IOException
    {
        createTable("grown");
        OdpsClient.upload(tunnel.createUploadSession(DEFAULT_PROJECT, "grown"), RAW, 5, TestTunnel::fill);
        OdpsClient.sql(odps, "ALTER TABLE grown ADD COLUMNS (extra STRING)");
        OdpsClient.upload(tunnel.createUploadSession(DEFAULT_PROJECT, "grown"), RAW, 1, (record, row) -> record.setString("extra", "new"));
        OdpsClient.sql(odps, "ALTER TABLE grown DROP COLUMNS name");
        List<Record> records = OdpsClient.readAll(odps, "grown");
        assertThat(records.stream().map(record -> record.getString("extra"))).containsExactly(null, null, null, null, null, "new");
        assertThat(ids(records)).containsExactly(0L, 1L, 2L, 3L, 4L, null);
        assertThat(records.get(0).getColumnCount()).isEqualTo(4);
    }
}
