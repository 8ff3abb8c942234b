package org.trinofdw.testing.maxcompute;

import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.tunnel.TableTunnel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_PROJECT;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_SCHEMA_PROJECT;
import static org.trinofdw.testing.maxcompute.OdpsClient.RAW;

/**
 * Data that is kept in a directory.
 */
final class TestDataDirectory
{
    @TempDir
    private Path directory;

    private LocalMaxCompute start()
    {
        return LocalMaxCompute.builder()
                .project(DEFAULT_PROJECT)
                .schemaProject(DEFAULT_SCHEMA_PROJECT)
                .dataDirectory(directory)
                .start();
    }

    @Test
    void testRestart()
            throws OdpsException, IOException
    {
        try (LocalMaxCompute service = start()) {
            Odps odps = OdpsClient.odps(service, DEFAULT_PROJECT);
            OdpsClient.sql(odps, "CREATE TABLE plain (id BIGINT NOT NULL COMMENT 'the number', s STRUCT<x:ARRAY<STRING>,y:DECIMAL(20,3)>, name STRING) COMMENT 'it\\'s' LIFECYCLE 7");
            OdpsClient.upload(new TableTunnel(odps).createUploadSession(DEFAULT_PROJECT, "plain"), RAW, 10_000, TestDataDirectory::fill);
            OdpsClient.upload(new TableTunnel(odps).createUploadSession(DEFAULT_PROJECT, "plain"), RAW, 1, (record, _) -> fill(record, 10_000));
            OdpsClient.sql(odps, "ALTER TABLE plain ADD COLUMNS (late DOUBLE)");
            OdpsClient.sql(odps, "ALTER TABLE plain CHANGE COLUMN name title STRING");
            OdpsClient.sql(odps, "CREATE VIEW seen AS SELECT id FROM plain");
            OdpsClient.sql(odps, "CREATE TABLE old_name (v STRING)");
            service.load(DEFAULT_PROJECT, Optional.empty(), "old_name", Optional.empty(), List.of(List.of("renamed")));
            OdpsClient.sql(odps, "ALTER TABLE old_name RENAME TO new_name");
            OdpsClient.sql(odps, "CREATE TABLE gone (v STRING)");
            OdpsClient.sql(odps, "DROP TABLE gone");

            OdpsClient.sql(odps, "CREATE TABLE parts (id BIGINT) PARTITIONED BY (pt STRING, region STRING)");
            for (String partition : List.of("pt=1,region=x", "pt=1,region=y", "pt=2,region=x", "pt=3,region=z")) {
                service.load(DEFAULT_PROJECT, Optional.empty(), "parts", Optional.of(partition), List.of(List.of(1L), List.of(2L)));
            }
            OdpsClient.upload(new TableTunnel(odps).createUploadSession(DEFAULT_PROJECT, "parts", new PartitionSpec("pt=2,region=x"), true), RAW, 1, (record, _) -> record.setBigint(0, 7L));
            OdpsClient.sql(odps, "ALTER TABLE parts DROP PARTITION (pt='1', region='y')");
            OdpsClient.sql(odps, "TRUNCATE TABLE parts PARTITION (pt='3', region='z')");
            OdpsClient.sql(odps, "ALTER TABLE parts ADD PARTITION (pt='4', region='w')");

            service.execute(DEFAULT_SCHEMA_PROJECT, "CREATE SCHEMA sales");
            service.execute(DEFAULT_SCHEMA_PROJECT, "CREATE TABLE sales.orders (id BIGINT)");
            service.load(DEFAULT_SCHEMA_PROJECT, Optional.of("sales"), "orders", Optional.empty(), List.of(List.of(5L)));
            service.execute(DEFAULT_SCHEMA_PROJECT, "CREATE SCHEMA dropped");
            service.execute(DEFAULT_SCHEMA_PROJECT, "DROP SCHEMA dropped");
        }
        // nothing of what was dropped or replaced is left: six tables, and the rows of three uploads, two renamed or partitioned loads and an overwrite
        assertThat(files(".dropped", ".tmp")).isEmpty();

        // once more, to see that what was restored is kept too
        for (int round = 0; round < 2; round++) {
            try (LocalMaxCompute service = start()) {
                verifyRestarted(service, round);
                service.load(DEFAULT_PROJECT, Optional.empty(), "parts", Optional.of("pt=4,region=w"), List.of(List.of(9L)));
            }
        }
    }

    private static void fill(Record record, int row)
    {
        record.set(0, (long) row);
        record.set(2, row % 3 == 0 ? null : "name " + row);
    }

    private static void verifyRestarted(LocalMaxCompute service, int loads)
            throws OdpsException, IOException
    {
        Odps odps = OdpsClient.odps(service, DEFAULT_PROJECT);
        List<Record> rows = OdpsClient.readAll(odps, "plain");
        assertThat(rows).hasSize(10_001);
        for (int row = 0; row < rows.size(); row++) {
            assertThat(rows.get(row).getBigint("id")).isEqualTo(row);
            assertThat(rows.get(row).getString("title")).isEqualTo(row % 3 == 0 ? null : "name " + row);
            assertThat(rows.get(row).get("late")).isNull();
        }
        assertThat(odps.tables().get("plain").getSchema().getColumn("id").isNullable()).isFalse();
        assertThat(odps.tables().get("plain").getSchema().getColumn("id").getComment()).isEqualTo("the number");
        assertThat(odps.tables().get("plain").getComment()).isEqualTo("it's");
        assertThat(odps.tables().get("plain").getLife()).isEqualTo(7);
        assertThat(odps.tables().get("seen").isVirtualView()).isTrue();
        assertThat(OdpsClient.readAll(odps, "new_name").getFirst().getString(0)).isEqualTo("renamed");
        assertThat(odps.tables().exists("old_name")).isFalse();
        assertThat(odps.tables().exists("gone")).isFalse();

        assertThat(odps.tables().get("parts").getPartitions().stream().map(partition -> partition.getPartitionSpec().toString()))
                .containsExactlyInAnyOrder("pt='1',region='x'", "pt='2',region='x'", "pt='3',region='z'", "pt='4',region='w'");
        assertThat(OdpsClient.readAll(odps, "parts", "pt=1,region=x")).hasSize(2);
        assertThat(OdpsClient.readAll(odps, "parts", "pt=2,region=x").stream().map(record -> record.getBigint(0))).containsExactly(7L);
        assertThat(OdpsClient.readAll(odps, "parts", "pt=3,region=z")).isEmpty();
        assertThat(OdpsClient.readAll(odps, "parts", "pt=4,region=w")).hasSize(loads);
        assertThat(service.rowCount(DEFAULT_SCHEMA_PROJECT, Optional.of("sales"), "orders")).isEqualTo(1);
        assertThatThrownBy(() -> service.rowCount(DEFAULT_SCHEMA_PROJECT, Optional.of("dropped"), "orders")).hasMessageContaining("Schema not found");
    }

    @Test
    void testUnfinishedChangesAreForgotten()
            throws IOException
    {
        try (LocalMaxCompute service = start()) {
            service.execute(DEFAULT_PROJECT, "CREATE TABLE t (id BIGINT) PARTITIONED BY (pt STRING)");
            service.load(DEFAULT_PROJECT, Optional.empty(), "t", Optional.of("pt=1"), List.of(List.of(1L)));
        }
        Path table = files(".rows").getFirst().getParent();
        List<Path> whole = files("");
        // what an end in the middle of each change leaves
        Files.writeString(table.resolve("99.rows.tmp"), "half a fi");
        Files.writeString(table.resolve("99.rows"), "rows that no partition names");
        Files.writeString(table.resolve("table.json.tmp"), "{\"name\":");
        Files.createDirectory(table.resolveSibling("77"));
        Files.writeString(table.resolveSibling("77").resolve("table.json.tmp"), "{");
        Files.createDirectory(table.resolveSibling("78.dropped"));
        Files.writeString(table.resolveSibling("78.dropped").resolve("table.json"), "{}");
        try (LocalMaxCompute service = start()) {
            assertThat(service.rowCount(DEFAULT_PROJECT, Optional.empty(), "t")).isEqualTo(1);
            assertThat(files("")).isEqualTo(whole);
            service.execute(DEFAULT_PROJECT, "CREATE TABLE u (id BIGINT)");
        }
    }

    @Test
    void testDamagedRowsAreAnError()
            throws IOException
    {
        try (LocalMaxCompute service = start()) {
            service.execute(DEFAULT_PROJECT, "CREATE TABLE t (id BIGINT)");
            service.load(DEFAULT_PROJECT, Optional.empty(), "t", Optional.empty(), List.of(List.of(1L)));
        }
        Path rows = files(".rows").getFirst();
        byte[] bytes = Files.readAllBytes(rows);
        bytes[bytes.length / 2] ^= 1;
        Files.write(rows, bytes);
        assertThatThrownBy(this::start).hasMessage("Cannot read rows of %s: the checksum is wrong", rows);
        bytes[bytes.length / 2] ^= 1;
        Files.write(rows, bytes);
        try (LocalMaxCompute service = start()) {
            assertThat(service.rowCount(DEFAULT_PROJECT, Optional.empty(), "t")).isEqualTo(1);
        }
    }

    @Test
    void testOneServiceAtATime()
    {
        try (LocalMaxCompute service = start()) {
            assertThat(service.port()).isPositive();
            assertThatThrownBy(this::start).hasMessage("Another service has the data directory %s; end it or name another directory", directory);
        }
        start().close();
    }

    /**
     * Files whose names end with one of the suffixes, sorted.
     */
    private List<Path> files(String... suffixes)
            throws IOException
    {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> Stream.of(suffixes).anyMatch(file.getFileName().toString()::endsWith)).sorted().toList();
        }
    }
}
