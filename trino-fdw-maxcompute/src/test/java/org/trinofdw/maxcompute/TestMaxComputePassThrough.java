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
import org.trinofdw.testing.maxcompute.fault.StreamFault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.util.stream.LongStream.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Queries and statements that run in MaxCompute, and what is read by a query of it: views and external tables.
 */
@TestInstance(PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class TestMaxComputePassThrough
        extends AbstractTestQueryFramework
{
    private static final String PROJECT = LocalMaxComputeBuilder.DEFAULT_SCHEMA_PROJECT;

    private LocalMaxCompute service;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        Path store = Files.createTempDirectory("odps-fdw-test");
        closeAfterClass(() -> deleteRecursively(store, ALLOW_INSECURE));
        service = closeAfterClass(LocalMaxCompute.start());
        service.execute(PROJECT, "CREATE TABLE numbers (id BIGINT, name STRING, price DECIMAL(10,2)) PARTITIONED BY (pt STRING)");
        for (String partition : List.of("a", "b")) {
            service.load(PROJECT, Optional.empty(), "numbers", Optional.of("pt=" + partition), range(0, 30_000).mapToObj(id -> Arrays.<Object>asList(id, "name " + id, null)).toList());
        }
        service.execute(PROJECT, "CREATE VIEW numbers_view (x, y, z) AS SELECT id, name, pt FROM numbers WHERE pt = 'a'");
        service.execute(PROJECT, "CREATE EXTERNAL TABLE numbers_outside (id BIGINT, name STRING) PARTITIONED BY (pt STRING) STORED BY 'com.aliyun.odps.CsvStorageHandler' LOCATION 'oss://bucket/numbers'");
        service.load(PROJECT, Optional.empty(), "numbers_outside", Optional.of("pt=a"), range(0, 10).mapToObj(id -> List.<Object>of(id, "name " + id)).toList());
        return MaxComputeQueryRunner.builder(service)
                .addCatalogProperty("project", PROJECT)
                .addCatalogProperty("split-rows", "10000")
                .addCatalogProperty("foreign-table.store-directory", store.toString())
                .build();
    }

    @BeforeEach
    void clearFaults()
    {
        service.faults().clear();
        service.requests().reset();
    }

    @Test
    void testQuery()
    {
        assertThat(query("SELECT count(*), count(DISTINCT id), sum(id), max(name), count(price) FROM TABLE(system.query(query => 'SELECT * FROM numbers WHERE pt = ''a'' ; '))"))
                .matches("VALUES (BIGINT '30000', BIGINT '30000', BIGINT '449985000', VARCHAR 'name 9999', BIGINT '0')");
        // one for the columns, one for the rows
        assertThat(service.requestCount("instance-create")).isEqualTo(2);
        assertThat(service.requestCount("instance-download-data")).isEqualTo(3);
        assertThat(service.requestCount("download-session")).isZero();
        assertThat(query("SELECT * FROM TABLE(system.query('SET odps.sql.allow.fullscan=true; SELECT count(*) FROM numbers -- all'))")).matches("VALUES BIGINT '60000'");
        assertThat(query("SELECT * FROM TABLE(system.query('WITH few AS (SELECT id, pt FROM numbers WHERE pt = ''b'' LIMIT 2) SELECT pt, id FROM few'))"))
                .matches("VALUES (VARCHAR 'b', BIGINT '0'), (VARCHAR 'b', BIGINT '1')");
        assertThat(query("SELECT name FROM TABLE(system.query('SELECT id, name FROM numbers')) WHERE id = 7")).matches("VALUES VARCHAR 'name 7', VARCHAR 'name 7'");
    }

    @Test
    void testExplainRunsNothing()
    {
        computeActual("EXPLAIN SELECT * FROM TABLE(system.query('SELECT id FROM numbers'))");
        assertThat(service.requestCount("instance-create")).isEqualTo(1);
        assertThat(service.requests().rowsServed()).isZero();
    }

    @Test
    void testLimitRunsInMaxCompute()
    {
        assertThat(computeActual("SELECT * FROM TABLE(system.query('SELECT id FROM numbers')) LIMIT 5").getRowCount()).isEqualTo(5);
        assertThat(service.requests().rowsServed()).isEqualTo(5);
    }

    @Test
    void testFaults()
    {
        service.faults().stream(new StreamFault.CleanCut(17), 2);
        service.faults().stream(new StreamFault.WrongChecksum(), 1);
        service.faults().runningPolls(2);
        assertThat(query("SELECT count(*), count(DISTINCT name) FROM TABLE(system.query('SELECT * FROM numbers'))")).matches("VALUES (BIGINT '60000', BIGINT '30000')");
    }

    @Test
    void testWhatIsNoQuery()
    {
        String address = "instance \\w+, log https://console.example.com/cn/job-insights\\?h=http://127.0.0.1:\\d+/api&p=local_schema_project&i=\\w+\\)";
        assertQueryFails("SELECT * FROM TABLE(system.query('DROP TABLE numbers'))", "MaxCompute refused a statement: ODPS-0130161.* \\(Failed, " + address);
        assertQueryFails("SELECT * FROM TABLE(system.query('SELECT 1; DROP TABLE numbers'))", "The query is 2 statements instead of one");
        assertQueryFails("SELECT * FROM TABLE(system.query('SELECT * FROM (SELECT id FROM numbers; DROP TABLE numbers'))", "The query is 2 statements instead of one");
        assertQueryFails("SELECT * FROM TABLE(system.query(' -- nothing'))", "The query is 0 statements instead of one");
        assertQueryFails("SELECT * FROM TABLE(system.query('SELECT missing FROM numbers'))", "MaxCompute refused a statement: .*column missing cannot be resolved.* \\(Failed, " + address);
        assertThat(query("SELECT count(*) FROM numbers")).matches("VALUES BIGINT '60000'");
    }

    @Test
    void testExecute()
    {
        assertUpdate("CALL system.execute('CREATE TABLE executed (a BIGINT COMMENT ''one; two''); SET odps.sql.type.system.odps2 = true; ALTER TABLE executed ADD COLUMNS (b TINYINT)')");
        assertThat(computeActual("SELECT * FROM executed").getTypes()).hasSize(2);
        assertQueryFails("CALL system.execute('DROP TABLE executed; DROP TABLE executed')", "MaxCompute refused a statement: ODPS-0130131.*\\(Failed, instance \\w+, log .*\\)");
        assertQueryFails("SELECT * FROM executed", ".*'odps.default.executed' does not exist");
        assertQueryFails("CALL system.execute(' ; ')", "There is no statement to execute");
    }

    @Test
    void testView()
    {
        assertThat(query("SELECT count(*), sum(x), min(z), max(z) FROM numbers_view")).matches("VALUES (BIGINT '30000', BIGINT '449985000', VARCHAR 'a', VARCHAR 'a')");
        assertThat(query("SELECT y, z FROM numbers_view WHERE x = 12")).matches("VALUES (VARCHAR 'name 12', VARCHAR 'a')");
        assertThat(service.requestCount("download-session")).isZero();
        assertQueryFails("INSERT INTO numbers_view VALUES (1, 'a', 'b')", "Table default.numbers_view cannot be written to: local_schema_project.default.numbers_view is a view or an external table");
        assertUpdate("CALL system.execute_ddl('CREATE FOREIGN TABLE declared_view (y text, x bigint) SERVER odps OPTIONS (project ''local_schema_project'', schema ''default'', table ''numbers_view'')')");
        assertThat(query("SELECT count(*), sum(x), max(y) FROM declared_view")).matches("VALUES (BIGINT '30000', BIGINT '449985000', VARCHAR 'name 9999')");
        assertUpdate("DROP TABLE declared_view");
    }

    @Test
    void testExternalTable()
    {
        assertThat(query("SELECT count(*), sum(id), max(pt) FROM numbers_outside")).matches("VALUES (BIGINT '10', BIGINT '45', VARCHAR 'a')");
        assertThat(service.requestCount("download-session")).isZero();
    }
}
