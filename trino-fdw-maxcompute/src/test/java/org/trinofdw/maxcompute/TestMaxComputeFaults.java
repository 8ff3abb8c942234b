package org.trinofdw.maxcompute;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;
import org.trinofdw.testing.maxcompute.fault.RequestKind;
import org.trinofdw.testing.maxcompute.fault.StreamFault;

import java.util.List;
import java.util.Optional;

import static java.util.stream.LongStream.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Under every fault of the service a query gives all rows exactly once or a clear error, and a write all of its rows or none.
 */
@TestInstance(PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class TestMaxComputeFaults
        extends AbstractTestQueryFramework
{
    private static final String PROJECT = LocalMaxComputeBuilder.DEFAULT_PROJECT;
    private static final long ROWS = 3000;
    private static final String SCAN = "SELECT count(*), sum(id), count(DISTINCT id), min(name), max(name) FROM numbers";
    private static final String RESULT = "VALUES (BIGINT '3000', BIGINT '4498500', BIGINT '3000', VARCHAR 'name 0', VARCHAR 'name 999')";

    private LocalMaxCompute service;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        service = closeAfterClass(LocalMaxCompute.start());
        service.execute(PROJECT, "CREATE TABLE numbers (id BIGINT, name STRING)");
        service.load(PROJECT, Optional.empty(), "numbers", Optional.empty(), range(0, ROWS).mapToObj(id -> List.of(id, "name " + id)).toList());
        return MaxComputeQueryRunner.builder(service)
                .setWorkerCount(0)
                .addCatalogProperty("mpp-execute", "all segments")
                .addCatalogProperty("num-segments", "3")
                .build();
    }

    @BeforeEach
    void clearFaults()
    {
        service.faults().clear();
        service.requests().reset();
    }

    private void assertScan()
    {
        assertThat(query(SCAN)).matches(RESULT);
    }

    @Test
    void testStreamCutAtRecordEnd()
    {
        service.faults().stream(new StreamFault.CleanCut(17), 2);
        service.faults().stream(new StreamFault.CleanCut(0), 1);
        assertScan();
        assertThat(service.requestCount("download-data")).isEqualTo(3 + 3);
    }

    @Test
    void testBrokenConnection()
    {
        service.faults().stream(new StreamFault.BrokenConnection(100), 4);
        assertScan();
    }

    @Test
    void testStreamThatBreaksForEver()
    {
        service.faults().stream(new StreamFault.CleanCut(0), 1000);
        assertQueryFails(SCAN, "Rows .* of table local_project.numbers: the stream broke after 0 rows, and again in 5 attempts to read on: .*");
    }

    @Test
    void testWrongChecksum()
    {
        service.faults().stream(new StreamFault.WrongChecksum(), 2);
        assertScan();
        service.faults().stream(new StreamFault.WrongChecksum(), 1000);
        assertQueryFails(SCAN, "Rows .* the stream broke after .*[Cc]hecksum.*");
    }

    @Test
    void testThrottled()
    {
        service.faults().flowExceeded(RequestKind.DOWNLOAD_SESSION, 10);
        service.faults().flowExceeded(RequestKind.DOWNLOAD_DATA, 10);
        assertScan();
    }

    @Test
    void testUnavailable()
    {
        service.faults().unavailable(RequestKind.DOWNLOAD_SESSION, 3);
        service.faults().unavailable(RequestKind.DOWNLOAD_DATA, 3);
        assertScan();
        service.faults().unavailable(RequestKind.DOWNLOAD_SESSION, 1000);
        assertQueryFails(SCAN, "Cannot read table local_project.numbers: Service is temporarily unavailable.* \\(ServiceUnavailable, HTTP 503, request id .*\\)");
    }

    @Test
    void testTableModified()
    {
        service.faults().tableModified(1);
        assertQueryFails(SCAN, ".*has been modified.*TableModified.*request id .*run the query again");
    }

    @Test
    void testForbidden()
    {
        service.faults().forbidden(RequestKind.DOWNLOAD_SESSION, 1);
        assertQueryFails(SCAN, "Cannot read table local_project.numbers: You have no privilege.*NoPermission.*");
    }

    @Test
    void testSlowSession()
    {
        service.faults().initiatingPolls(3);
        assertScan();
        assertThat(service.requestCount("download-status")).isEqualTo(3);
    }

    @Test
    void testUncompressedAnswer()
    {
        service.faults().uncompressed();
        assertScan();
    }

    @Test
    void testShiftedDatesAreRefused()
    {
        service.faults().dateTransform();
        assertQueryFails(SCAN, ".*the tunnel shifts the DATETIME values.*");
    }

    @Test
    void testWriteFaults()
    {
        service.execute(PROJECT, "CREATE TABLE written (id BIGINT, name STRING)");
        service.faults().unavailable(RequestKind.UPLOAD_SESSION, 1);
        service.faults().flowExceeded(RequestKind.UPLOAD_BLOCK, 3);
        service.faults().internalError(RequestKind.UPLOAD_BLOCK, 1);
        service.faults().internalError(RequestKind.UPLOAD_COMMIT, 1);
        assertUpdate("INSERT INTO written SELECT id, name FROM numbers", ROWS);
        assertThat(query("SELECT count(*), count(DISTINCT id) FROM written")).matches("VALUES (BIGINT '3000', BIGINT '3000')");
    }

    @Test
    void testFailedWriteLeavesNothing()
    {
        service.execute(PROJECT, "CREATE TABLE unwritten (id BIGINT, name STRING)");
        service.faults().forbidden(RequestKind.UPLOAD_BLOCK, 1);
        assertQueryFails("INSERT INTO unwritten SELECT id, name FROM numbers", "Cannot write block .* to table local_project.unwritten: You have no privilege.*");
        assertThat(service.rowCount(PROJECT, Optional.empty(), "unwritten")).isZero();

        service.faults().forbidden(RequestKind.UPLOAD_COMMIT, 1);
        assertQueryFails("INSERT INTO unwritten SELECT id, name FROM numbers", "Cannot commit rows to table local_project.unwritten: You have no privilege.*");
        assertThat(service.rowCount(PROJECT, Optional.empty(), "unwritten")).isZero();
        // a value that MaxCompute cannot hold, after rows that it can
        assertQueryFails("INSERT INTO unwritten SELECT if(id = 2999, -9223372036854775807 - 1, id), name FROM numbers", "Value -9223372036854775808 cannot be written to column \"id\" of type bigint");
        assertThat(service.rowCount(PROJECT, Optional.empty(), "unwritten")).isZero();
    }

    @Test
    void testFailedCreateTableLeavesNothing()
    {
        service.faults().forbidden(RequestKind.UPLOAD_COMMIT, 1);
        assertQueryFails("CREATE TABLE uncreated AS SELECT id FROM numbers", "Cannot commit rows .*");
        assertThat(computeActual("SHOW TABLES").getOnlyColumnAsSet()).allSatisfy(table -> assertThat(table.toString()).doesNotContain("uncreated", "trino_fdw_"));
    }

    @Test
    void testLostAnswers()
    {
        service.execute(PROJECT, "CREATE TABLE kept (id BIGINT, name STRING)");
        service.faults().loseAnswers(RequestKind.UPLOAD_BLOCK, 1);
        service.faults().loseAnswers(RequestKind.UPLOAD_COMMIT, 1);
        assertUpdate("INSERT INTO kept SELECT id, name FROM numbers", ROWS);
        assertThat(query("SELECT count(*), count(DISTINCT id) FROM kept")).matches("VALUES (BIGINT '3000', BIGINT '3000')");

        // a statement that may have run is not sent again
        service.requests().reset();
        service.faults().loseAnswers(RequestKind.INSTANCE_CREATE, 1);
        assertQueryFails("CALL system.execute('DROP TABLE kept')", "Cannot run a statement in project local_project: no answer from http://.*");
        assertThat(service.requestCount("instance-create")).isEqualTo(1);
    }

    @Test
    void testPartitionsAreCommittedTogether()
    {
        service.execute(PROJECT, "CREATE TABLE parted (id BIGINT) PARTITIONED BY (pt STRING)");
        String insert = "INSERT INTO parted SELECT id, CAST(id % 3 AS varchar) FROM numbers";
        assertUpdate(insert, ROWS);

        // one session that is not whole: nothing is committed
        service.requests().reset();
        service.faults().failAfter(RequestKind.UPLOAD_STATUS, 2, 1000, 403, "NoPermission", "You have no privilege");
        assertQueryFails(insert, "Cannot commit rows to table local_project.parted partition pt=.: You have no privilege.*");
        assertThat(service.requestCount("upload-commit")).isZero();
        assertThat(service.rowCount(PROJECT, Optional.empty(), "parted")).isEqualTo(ROWS);
        service.faults().clear();
        service.faults().failAfter(RequestKind.UPLOAD_COMMIT, 0, 1, 403, "NoPermission", "You have no privilege");
        assertQueryFails(insert, "Cannot commit rows to table local_project.parted partition pt=.: You have no privilege \\(NoPermission, HTTP 403, request id .*\\)");
        assertThat(service.rowCount(PROJECT, Optional.empty(), "parted")).isEqualTo(ROWS);

        // the service fails for good between two commits
        service.faults().clear();
        service.faults().failAfter(RequestKind.UPLOAD_COMMIT, 1, 1000, 403, "NoPermission", "You have no privilege");
        assertQueryFails(insert, "Cannot commit rows to table local_project.parted partition pt=.: You have no privilege.* Rows of partitions \\[pt=.\\] were written, those of \\[pt=., pt=.\\] were not written");
        assertThat(service.rowCount(PROJECT, Optional.empty(), "parted")).isEqualTo(ROWS + ROWS / 3);
    }

    @Test
    void testUnknownCommitOfOnePartition()
    {
        service.execute(PROJECT, "CREATE TABLE doubtful (id BIGINT) PARTITIONED BY (pt STRING)");
        String insert = "INSERT INTO doubtful SELECT id, CAST(id % 3 AS varchar) FROM numbers";
        // the second commit and all questions after it get no answer; the three questions before the first commit do
        service.faults().failAfter(RequestKind.UPLOAD_COMMIT, 1, 1000, 503, "ServiceUnavailable", "Try again later");
        service.faults().failAfter(RequestKind.UPLOAD_STATUS, 3, 1000, 503, "ServiceUnavailable", "Try again later");
        assertQueryFails(insert, "Cannot commit rows to table local_project.doubtful partition pt=.: Try again later.* Whether the rows are there could not be found out: .*"
                + " Rows of partitions \\[pt=.\\] were written, those of \\[pt=.\\] were not written, those of \\[pt=.\\] may have been written");
        assertThat(service.rowCount(PROJECT, Optional.empty(), "doubtful")).isEqualTo(ROWS / 3);

        service.faults().clear();
        service.faults().failAfter(RequestKind.UPLOAD_COMMIT, 0, 1000, 503, "ServiceUnavailable", "Try again later");
        service.faults().failAfter(RequestKind.UPLOAD_STATUS, 3, 1000, 503, "ServiceUnavailable", "Try again later");
        assertQueryFails(insert, "Cannot commit rows to .* Rows of partitions \\[pt=., pt=.\\] were not written, those of \\[pt=.\\] may have been written");
    }
}
