package org.trinofdw.maxcompute;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryFailedException;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;
import org.trinofdw.testing.maxcompute.fault.Faults;
import org.trinofdw.testing.maxcompute.fault.RequestKind;
import org.trinofdw.testing.maxcompute.fault.StreamFault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.LongStream.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Several faults at once, chosen by seed: a scan gives all rows exactly once or an error that says why, and a write all of its rows or none. Errors are allowed
 * only to the faults that cannot be repaired.
 */
@TestInstance(PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class TestMaxComputeRandomFaults
        extends AbstractTestQueryFramework
{
    private static final String PROJECT = LocalMaxComputeBuilder.DEFAULT_PROJECT;
    private static final List<String> PARTITIONS = List.of("a", "b", "c");
    private static final int PARTITION_ROWS = 1000;
    private static final int READ_FAULTS = 10;
    private static final int WRITE_FAULTS = 9;
    private static final int FAULTS_AT_ONCE = 3;
    private static final long ROWS = (long) PARTITIONS.size() * PARTITION_ROWS;

    private LocalMaxCompute service;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        service = closeAfterClass(LocalMaxCompute.builder()
                .project(PROJECT)
                .limits(limits -> limits.withDownloadSessions(Integer.MAX_VALUE).withUploadSessions(Integer.MAX_VALUE))
                .start());
        service.execute(PROJECT, "CREATE TABLE numbers (id BIGINT, name STRING) PARTITIONED BY (pt STRING)");
        for (int index = 0; index < PARTITIONS.size(); index++) {
            long first = (long) index * PARTITION_ROWS;
            service.load(PROJECT, Optional.empty(), "numbers", Optional.of("pt=" + PARTITIONS.get(index)), range(first, first + PARTITION_ROWS).mapToObj(id -> List.of(id, "name " + id)).toList());
        }
        return MaxComputeQueryRunner.builder(service)
                .setWorkerCount(0)
                .addCatalogProperty("mpp-execute", "all segments")
                .addCatalogProperty("num-segments", "6")
                .build();
    }

    @Test
    void testScans()
    {
        scan(0, 25);
    }

    @Test
    @Tag("long")
    void testManyScans()
    {
        scan(25, 500);
    }

    @Test
    void testWrites()
    {
        write(0, 25);
    }

    @Test
    @Tag("long")
    void testManyWrites()
    {
        write(25, 500);
    }

    private void scan(int firstSeed, int seeds)
    {
        for (int seed = firstSeed; seed < firstSeed + seeds; seed++) {
            Random random = new Random(seed);
            boolean fatal = false;
            service.faults().clear();
            for (int fault : chosen(random, READ_FAULTS)) {
                fatal |= addReadFault(service.faults(), fault, random);
            }
            List<Object> row;
            try {
                row = computeActual("SELECT count(*), count(DISTINCT id), sum(id), count(DISTINCT name), min(pt), max(pt) FROM numbers").getMaterializedRows().getFirst().getFields();
            }
            catch (QueryFailedException e) {
                assertThat(fatal).describedAs("seed %s: %s", seed, e.getMessage()).isTrue();
                assertThat(e.getMessage()).describedAs("seed %s", seed).containsPattern("\\((StatusConflict|TableModified|NoSuchPartition), HTTP \\d+, request id \\w+\\)");
                continue;
            }
            assertThat(row).describedAs("seed %s", seed).containsExactly(ROWS, ROWS, ROWS * (ROWS - 1) / 2, ROWS, "a", "c");
        }
    }

    private static List<Integer> chosen(Random random, int faults)
    {
        List<Integer> all = IntStream.range(0, faults).boxed().collect(toCollection(ArrayList::new));
        Collections.shuffle(all, random);
        return all.subList(0, FAULTS_AT_ONCE);
    }

    /**
     * @return whether the fault may fail a scan
     */
    private static boolean addReadFault(Faults faults, int fault, Random random)
    {
        switch (fault) {
            case 0 -> faults.stream(new StreamFault.CleanCut(random.nextInt(500)), 1 + random.nextInt(3));
            case 1 -> faults.stream(new StreamFault.BrokenConnection(random.nextInt(500)), 1 + random.nextInt(3));
            case 2 -> faults.stream(new StreamFault.WrongChecksum(), 1 + random.nextInt(2));
            case 3 -> faults.flowExceeded(random.nextBoolean() ? RequestKind.DOWNLOAD_DATA : RequestKind.DOWNLOAD_SESSION, 1 + random.nextInt(10));
            case 4 -> faults.unavailable(random.nextBoolean() ? RequestKind.DOWNLOAD_DATA : RequestKind.DOWNLOAD_SESSION, 1);
            case 5 -> faults.initiatingPolls(1 + random.nextInt(5));
            case 6 -> faults.delayPartition("pt=b", Duration.ofMillis(random.nextInt(20)));
            case 7 -> {
                // the session expires
                faults.failAfter(RequestKind.DOWNLOAD_DATA, random.nextInt(6), 1, 409, "StatusConflict", "You cannot complete the specified operation under the current upload or download status.");
                return true;
            }
            case 8 -> {
                faults.failAfter(RequestKind.DOWNLOAD_DATA, random.nextInt(6), 1, 400, "TableModified", "The specified table has been modified since the download initiated.");
                return true;
            }
            case 9 -> {
                // the partition is dropped since it was listed
                faults.failAfter(RequestKind.DOWNLOAD_SESSION, random.nextInt(3), 1, 404, "NoSuchPartition", "The specified partition does not exist.");
                return true;
            }
            default -> throw new IllegalStateException();
        }
        return false;
    }

    private void write(int firstSeed, int seeds)
    {
        service.faults().clear();
        service.execute(PROJECT, "CREATE TABLE IF NOT EXISTS written (id BIGINT, name STRING)");
        service.execute(PROJECT, "CREATE TABLE IF NOT EXISTS written_parts (id BIGINT, name STRING) PARTITIONED BY (pt STRING)");
        for (int seed = firstSeed; seed < firstSeed + seeds; seed++) {
            Random random = new Random(seed);
            boolean partitioned = seed % 2 == 0;
            String table = partitioned ? "written_parts" : "written";
            long before = service.rowCount(PROJECT, Optional.empty(), table);
            boolean fatal = false;
            service.faults().clear();
            for (int fault : chosen(random, WRITE_FAULTS)) {
                fatal |= addWriteFault(service.faults(), fault, random);
            }
            boolean written = true;
            try {
                computeActual("INSERT INTO %s SELECT id, name%s FROM numbers".formatted(table, partitioned ? ", pt" : ""));
            }
            catch (QueryFailedException e) {
                written = false;
                assertThat(fatal).describedAs("seed %s: %s", seed, e.getMessage()).isTrue();
                assertThat(e.getMessage()).describedAs("seed %s", seed).containsPattern("\\((StatusConflict|NoPermission), HTTP \\d+, request id \\w+\\)");
            }
            service.faults().clear();
            assertThat(service.rowCount(PROJECT, Optional.empty(), table) - before).describedAs("seed %s", seed).isEqualTo(written ? ROWS : 0);
        }
        for (String table : List.of("written", "written_parts")) {
            // each row as often as any other
            assertThat(computeActual("SELECT count(DISTINCT copies), sum(copies) FROM (SELECT id, count(*) AS copies FROM %s GROUP BY id HAVING min(name) = max(name))".formatted(table)).getMaterializedRows().getFirst().getFields())
                    .containsExactly(1L, service.rowCount(PROJECT, Optional.empty(), table));
        }
    }

    /**
     * @return whether the fault may fail a write
     */
    private static boolean addWriteFault(Faults faults, int fault, Random random)
    {
        switch (fault) {
            case 0 -> faults.flowExceeded(RequestKind.UPLOAD_BLOCK, 1 + random.nextInt(10));
            case 1 -> faults.flowExceeded(random.nextBoolean() ? RequestKind.UPLOAD_SESSION : RequestKind.UPLOAD_COMMIT, 1 + random.nextInt(10));
            case 2 -> faults.unavailable(RequestKind.UPLOAD_BLOCK, 1);
            case 3 -> faults.internalError(random.nextBoolean() ? RequestKind.UPLOAD_SESSION : RequestKind.UPLOAD_STATUS, 1);
            case 4 -> faults.unavailable(RequestKind.UPLOAD_COMMIT, 1);
            case 5 -> faults.loseAnswers(RequestKind.UPLOAD_BLOCK, 1);
            case 6 -> faults.loseAnswers(RequestKind.UPLOAD_COMMIT, 1);
            case 7 -> {
                // the session expires
                faults.failAfter(RequestKind.UPLOAD_BLOCK, random.nextInt(3), 1, 409, "StatusConflict", "You cannot complete the specified operation under the current upload or download status.");
                return true;
            }
            case 8 -> {
                faults.failAfter(RequestKind.UPLOAD_STATUS, random.nextInt(3), 1, 403, "NoPermission", "You have no privilege to the specified object.");
                return true;
            }
            default -> throw new IllegalStateException();
        }
        return false;
    }
}
