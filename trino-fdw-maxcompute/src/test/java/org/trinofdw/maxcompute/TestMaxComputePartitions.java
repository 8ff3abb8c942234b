package org.trinofdw.maxcompute;

import com.google.common.collect.ImmutableList;
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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Tables with many partitions, what shows their partitions, and what removes them.
 */
@TestInstance(PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class TestMaxComputePartitions
        extends AbstractTestQueryFramework
{
    private static final String PROJECT = LocalMaxComputeBuilder.DEFAULT_PROJECT;
    private static final int MANY = 10_000;
    private static final int THROTTLED = 1000;

    private LocalMaxCompute service;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        Path store = Files.createTempDirectory("odps-fdw-test");
        closeAfterClass(() -> deleteRecursively(store, ALLOW_INSECURE));
        service = closeAfterClass(LocalMaxCompute.builder()
                .project(PROJECT)
                // the limit of the service, in less time
                .limits(limits -> limits.withWindow(Duration.ofSeconds(1)))
                .start());
        service.execute(PROJECT, "CREATE TABLE many (id BIGINT) PARTITIONED BY (pt STRING, region STRING)");
        for (int partition = 0; partition < MANY; partition++) {
            service.load(PROJECT, Optional.empty(), "many", Optional.of("pt=%05d,region=r%s".formatted(partition / 2, partition % 2)), List.of(List.of((long) partition)));
        }
        // the limit is that of a table: what reaches it must not keep others waiting, whose requests are counted
        service.execute(PROJECT, "CREATE TABLE throttled (id BIGINT) PARTITIONED BY (pt STRING)");
        for (int partition = 0; partition < THROTTLED; partition++) {
            service.load(PROJECT, Optional.empty(), "throttled", Optional.of("pt=%03d".formatted(partition)), List.of(List.of((long) partition)));
        }
        return MaxComputeQueryRunner.builder(service)
                .setWorkerCount(0)
                .addCatalogProperty("foreign-table.store-directory", store.toString())
                // what is counted below must not depend on the time that it takes
                .addCatalogProperty("metadata-cache-ttl", "1h")
                // the pauses fit the window above
                .addCatalogProperty("retry-delay", "20ms")
                .build();
    }

    @BeforeEach
    void reset()
    {
        assertUpdate("CALL system.flush_metadata_cache()");
        service.requests().reset();
    }

    @Test
    void testOneOfManyPartitions()
    {
        assertThat(query("SELECT id FROM many WHERE pt = '03333' AND region = 'r1'")).matches("VALUES BIGINT '6667'");
        assertThat(service.requestCount("download-session")).isEqualTo(1);
        assertThat(service.requestCount("partition-list")).isEqualTo(1);

        // without a value of the first key all are listed, in pages of 1000, and kept
        service.requests().reset();
        assertThat(query("SELECT id FROM many WHERE pt > '04998' AND region = 'r0'")).matches("VALUES BIGINT '9998'");
        assertThat(query("SELECT id FROM many WHERE pt IN ('04998', 'none') AND region = 'r0'")).matches("VALUES BIGINT '9996'");
        assertThat(service.requestCount("download-session")).isEqualTo(2);
        assertThat(service.requestCount("partition-list")).isBetween(10L, 11L);

        service.requests().reset();
        assertThat(query("SELECT count(*), sum(id) FROM many WHERE substr(pt, 1, 4) = '0333' AND reverse(region) = '0r'")).matches("SELECT count(*), sum(2 * n) FROM UNNEST(sequence(3330, 3339)) AS t(n)");
        assertThat(service.requestCount("download-session")).as("of %s", service.requests().counts()).isEqualTo(10);
        assertThat(query("SELECT count(*) FROM many WHERE pt LIKE '0333%' AND CAST(pt AS integer) % 5 = 0 AND id >= 0")).matches("VALUES BIGINT '4'");
        assertThat(service.requestCount("download-session")).isEqualTo(10 + 4);
        assertThat(service.requestCount("partition-list")).isZero();
    }

    @Test
    void testPlanningAsksForNothingOnceListed()
    {
        String sql = "SELECT id FROM many WHERE pt > '04998' AND region = 'r0'";
        // what finds the partitions is the making of splits
        computeActual("EXPLAIN " + sql);
        assertThat(service.requestCount("partition-list")).isZero();
        assertThat(service.requests().total()).isLessThanOrEqualTo(5);

        assertThat(query(sql)).matches("VALUES BIGINT '9998'");
        service.requests().reset();
        computeActual("EXPLAIN " + sql);
        computeActual("EXPLAIN SELECT count(*) FROM many WHERE substr(pt, 1, 4) = '0333'");
        assertThat(service.requests().counts()).isEmpty();
    }

    @Test
    void testOneOfManyPartitionsInFewRequests()
    {
        assertThat(query("SELECT id FROM many WHERE pt = '02222' AND region = 'r1'")).matches("VALUES BIGINT '4445'");
        // the table, one listing, one session and its rows
        assertThat(service.requestCount("download-session")).isEqualTo(1);
        assertThat(service.requestCount("download-data")).isEqualTo(1);
        assertThat(service.requestCount("partition-list")).isEqualTo(1);
        assertThat(service.requests().total()).isLessThanOrEqualTo(8);
        assertThat(service.requests().rowsServed()).isEqualTo(1);
    }

    @Test
    void testManySessionsKeepToTheLimit()
    {
        service.faults().flowExceeded(RequestKind.DOWNLOAD_SESSION, 6);
        assertThat(query("SELECT count(*), count(DISTINCT id), sum(id) FROM throttled")).matches("VALUES (BIGINT '1000', BIGINT '1000', BIGINT '499500')");
        // one for each partition came to be; those that the service refused, as it does beyond 200 in its window, were asked for again
        assertThat(service.requestCount("download-session")).isGreaterThanOrEqualTo(1006);
        assertThat(service.requestCount("download-data")).isEqualTo(1000);
        assertThat(service.requests().rowsServed()).isEqualTo(1000);
    }

    private void createSource(String table)
    {
        service.execute(PROJECT, "CREATE TABLE %s (key STRING, value BIGINT) PARTITIONED BY (pt STRING, region STRING)".formatted(table));
        for (String partition : List.of("pt=1,region=x", "pt=1,region=y", "pt=2,region=x")) {
            service.load(PROJECT, Optional.empty(), table, Optional.of(partition), ImmutableList.of(List.of("a", 1L), List.of("b", 2L)));
        }
    }

    @Test
    void testPartitionsTable()
    {
        createSource("listed");
        assertThat(query("SELECT partition, bounds, server, remote_name, matched, rows, size > 0 FROM \"listed$partitions\""))
                .skippingTypesCheck()
                .matches("""
                        VALUES
                            ('pt=1,region=x', 'VALUES (''1''), VALUES (''x'')', 'odps', 'local_project.listed', true, BIGINT '2', true),
                            ('pt=1,region=y', 'VALUES (''1''), VALUES (''y'')', 'odps', 'local_project.listed', true, BIGINT '2', true),
                            ('pt=2,region=x', 'VALUES (''2''), VALUES (''x'')', 'odps', 'local_project.listed', true, BIGINT '2', true)
                        """);
        assertUpdate(ddl("""
                CREATE SERVER tunnel_only FOREIGN DATA WRAPPER odps_fdw OPTIONS (tunnel_endpoint '%s');
                CREATE USER MAPPING FOR PUBLIC SERVER tunnel_only OPTIONS (id '%s', key '%s');
                """.formatted(service.tunnelEndpoint(), LocalMaxComputeBuilder.DEFAULT_ACCESS_ID, LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY)));
        for (String server : List.of("odps", "tunnel_only")) {
            assertUpdate(ddl("""
                    CREATE FOREIGN TABLE declared_%s (key text, value bigint, pt text, region text) SERVER %s OPTIONS (project 'local_project', table 'listed')
                    PARTITION BY LIST (pt) SUBPARTITION BY LIST (region) (
                        PARTITION p1 VALUES ('1') (SUBPARTITION x VALUES ('x'), SUBPARTITION z VALUES ('z')),
                        PARTITION p2 VALUES ('2') (SUBPARTITION x VALUES ('x')))
                    """.formatted(server, server)));
            // the tunnel alone does not tell the rows
            String rows = server.equals("odps") ? "BIGINT '2'" : "NULL";
            assertThat(query("SELECT partition, server, matched, rows FROM \"declared_%s$partitions\"".formatted(server)))
                    .skippingTypesCheck()
                    .matches("VALUES ('pt=1,region=x', '%s', true, %s), ('pt=1,region=z', '%s', false, NULL), ('pt=2,region=x', '%s', true, %s)".formatted(
                            server, rows, server, server, rows));
        }
        assertUpdate(ddl("CREATE FOREIGN TABLE one (key text, value bigint) SERVER odps OPTIONS (project 'local_project', table 'listed', partition 'pt=2,region=x')"));
        assertThat(query("SELECT partition, matched FROM \"one$partitions\"")).skippingTypesCheck().matches("VALUES ('pt=2,region=x', true)");
        service.execute(PROJECT, "CREATE TABLE plain (a BIGINT)");
        assertQueryFails("SELECT * FROM \"plain$partitions\"", ".*plain\\$partitions.* does not exist");
    }

    @Test
    void testFewDeclaredPartitionsAreAskedForAlone()
    {
        assertUpdate(ddl("""
                CREATE FOREIGN TABLE few (id bigint, pt text, region text) SERVER odps OPTIONS (project 'local_project', table 'many')
                PARTITION BY LIST (pt) SUBPARTITION BY LIST (region) (PARTITION p1 VALUES ('00001') (SUBPARTITION r0 VALUES ('r0'), SUBPARTITION r9 VALUES ('r9')))
                """));
        assertThat(query("SELECT id FROM few")).matches("VALUES BIGINT '2'");
        assertThat(service.requestCount("partition-list")).isZero();
        assertThat(service.requestCount("partition")).isEqualTo(2);
    }

    @Test
    void testDeletePartitions()
    {
        createSource("deleted");
        assertQueryFails("DELETE FROM deleted WHERE key = 'a'", "This connector does not support modifying table rows, only deleting whole partitions, .*");
        assertQueryFails("DELETE FROM deleted WHERE pt = '1' AND value > 0", "This connector does not support modifying table rows, only .*");
        assertQueryFails("DELETE FROM deleted WHERE pt IN (SELECT key FROM deleted)", "This connector does not support modifying table rows, only .*");
        assertQueryFails("UPDATE deleted SET value = 1", "This connector does not support modifying table rows, only .*");
        assertThat(service.rowCount(PROJECT, Optional.empty(), "deleted")).isEqualTo(6);
        assertQuerySucceeds("DELETE FROM deleted WHERE pt = '3'");
        assertThat(query("SELECT count(*) FROM \"deleted$partitions\"")).matches("VALUES BIGINT '3'");

        assertUpdate(ddl("""
                CREATE FOREIGN TABLE declared_deleted (key text, value bigint, pt text, region text) SERVER odps OPTIONS (project 'local_project', table 'deleted')
                PARTITION BY LIST (pt) SUBPARTITION BY LIST (region) (PARTITION p1 VALUES ('1') (SUBPARTITION x VALUES ('x'), SUBPARTITION z VALUES ('z')))
                """));
        // only what is declared, which stays as an empty partition
        assertQuerySucceeds("DELETE FROM declared_deleted");
        assertThat(query("SELECT partition, rows FROM \"deleted$partitions\"")).skippingTypesCheck().matches("VALUES ('pt=1,region=x', BIGINT '0'), ('pt=1,region=y', 2), ('pt=2,region=x', 2)");

        assertQuerySucceeds("DELETE FROM deleted WHERE pt = '1' AND region IN ('x', 'y')");
        assertThat(query("SELECT DISTINCT pt, region FROM deleted")).matches("VALUES (VARCHAR '2', VARCHAR 'x')");
        assertUpdate("TRUNCATE TABLE deleted");
        assertThat(query("SELECT partition, rows FROM \"deleted$partitions\"")).skippingTypesCheck().matches("VALUES ('pt=2,region=x', BIGINT '0')");
        assertQuerySucceeds("DELETE FROM deleted");
        assertThat(query("SELECT count(*) FROM \"deleted$partitions\"")).matches("VALUES BIGINT '0'");
    }

    @Test
    void testLifecycle()
    {
        assertUpdate("CREATE TABLE aging (a bigint) WITH (lifecycle = 7)");
        assertThat((String) computeScalar("SHOW CREATE TABLE aging")).contains("lifecycle = 7");
        assertUpdate("ALTER TABLE aging SET PROPERTIES lifecycle = 30");
        assertThat((String) computeScalar("SHOW CREATE TABLE aging")).contains("lifecycle = 30");
        assertQueryFails("ALTER TABLE aging SET PROPERTIES lifecycle = DEFAULT", "MaxCompute does not take the lifecycle of a table away; set a number of days");
        assertQueryFails("ALTER TABLE aging SET PROPERTIES partitioned_by = ARRAY['a']", "Only the property \"lifecycle\" of a table in MaxCompute can be set");
        assertUpdate("DROP TABLE aging");
    }

    private static String ddl(String statements)
    {
        return "CALL odps.system.execute_ddl('%s')".formatted(statements.replace("'", "''"));
    }
}
