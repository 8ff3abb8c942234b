package org.trinofdw.maxcompute;

import com.google.common.collect.ImmutableList;
import io.trino.Session;
import io.trino.client.Warning;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import io.trino.testing.QueryRunner.MaterializedResultWithPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.trinofdw.conformance.LogLines;
import org.trinofdw.split.QueryWarnings;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.util.stream.Collectors.joining;
import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Partitions of foreign tables that MaxCompute does not have: what queries answer, and where it is said.
 */
@Execution(ExecutionMode.SAME_THREAD)
final class TestMaxComputeWarnings
        extends AbstractTestQueryFramework
{
    private static final String PROJECT = LocalMaxComputeBuilder.DEFAULT_PROJECT;
    private static final List<String> SERVERS = List.of("odps_serv", "odps_full");
    private static final String MISSING = "pt=d1,region=x, pt=d2,region=x, pt=d3,region=x, pt=d4,region=x, pt=d5,region=x, pt=d6,region=x, pt=d7,region=x, pt=d8,region=x, pt=d9,region=x, pt=d10,region=x";

    private LocalMaxCompute service;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        service = closeAfterClass(LocalMaxCompute.start());
        Path store = Files.createTempDirectory("odps-fdw-test");
        closeAfterClass(() -> deleteRecursively(store, ALLOW_INSECURE));
        service.execute(PROJECT, "CREATE TABLE src (key STRING, value BIGINT) PARTITIONED BY (pt STRING, region STRING)");
        service.load(PROJECT, Optional.empty(), "src", Optional.of("pt=d0,region=x"), ImmutableList.of(List.of("a", 1L), List.of("b", 2L)));
        QueryRunner queryRunner = MaxComputeQueryRunner.builder(service)
                .setWorkerCount(1)
                .addCatalogProperty("foreign-table.store-directory", store.toString())
                .build();
        for (String server : SERVERS) {
            queryRunner.execute(ddl("""
                    CREATE SERVER %s FOREIGN DATA WRAPPER odps_fdw OPTIONS (%s '%s');
                    CREATE USER MAPPING FOR PUBLIC SERVER %s OPTIONS (id '%s', key '%s');
                    """.formatted(
                    server,
                    server.equals("odps_serv") ? "tunnel_endpoint" : "odps_endpoint",
                    server.equals("odps_serv") ? service.tunnelEndpoint() : service.endpoint(),
                    server,
                    LocalMaxComputeBuilder.DEFAULT_ACCESS_ID,
                    LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY)));
            // ten of the eleven have no counterpart
            queryRunner.execute(ddl(foreignTable("ten_" + server, server, 11)));
            queryRunner.execute(ddl(foreignTable("matched_" + server, server, 1)));
        }
        return queryRunner;
    }

    private static String foreignTable(String name, String server, int partitions)
    {
        return """
                CREATE FOREIGN TABLE %s (key text, value bigint, pt text, region text)
                SERVER %s OPTIONS (project 'local_project', table 'src')
                PARTITION BY LIST (pt) SUBPARTITION BY LIST (region) SUBPARTITION TEMPLATE (SUBPARTITION x VALUES ('x'))
                (%s)
                """.formatted(name, server, range(0, partitions).mapToObj("PARTITION d%1$s VALUES ('d%1$s')"::formatted).collect(joining(", ")));
    }

    private static String ddl(String statements)
    {
        return "CALL odps.system.execute_ddl('%s')".formatted(statements.replace("'", "''"));
    }

    @Test
    void testWarnsEverywhere()
    {
        for (String server : SERVERS) {
            String table = "ten_" + server;
            String message = "foreign table default.%s declares 10 partitions that MaxCompute table local_project.src does not have: %s; drop them from the foreign table".formatted(table, MISSING);
            MaterializedResultWithPlan result;
            try (LogLines lines = LogLines.of(QueryWarnings.class.getName())) {
                result = run(getSession(), "SELECT sum(value), count(*) FROM " + table);
                assertThat(lines.lines()).singleElement().asString().contains(result.queryId().toString(), "table default." + table, "pt=d10,region=x");
            }
            assertThat(result.result().getMaterializedRows().getFirst().getFields()).containsExactly(3L, 2L);
            assertThat(result.result().getWarnings()).extracting(Warning::getMessage)
                    .containsExactly("Use of deprecated function: odps.default.%s: %s".formatted(table, message));
            assertThat(query("SELECT kind, table_schema, table_name, message, array_join(array_agg(partition ORDER BY length(partition), partition), ', '), count(DISTINCT partition) FROM system.warnings WHERE query_id = '%s' GROUP BY 1, 2, 3, 4".formatted(result.queryId())))
                    .matches("VALUES (VARCHAR 'UNMATCHED_PARTITION', VARCHAR 'default', VARCHAR '%s', VARCHAR '%s', VARCHAR '%s', BIGINT '10')".formatted(table, message, MISSING));
            assertThat(query("SELECT count_if(matched), count_if(NOT matched) FROM \"%s$partitions\"".formatted(table))).matches("VALUES (BIGINT '1', BIGINT '10')");
            // for the UI and for event listeners
            assertThat(getDistributedQueryRunner().getCoordinator().getQueryManager().getFullQueryInfo(result.queryId()).getInputs()).singleElement()
                    .satisfies(input -> assertThat(input.connectorInfo().map(Object::toString).orElse("")).contains(message));
            // the table is asked for again, and the query is another one
            assertThat(warnings(getSession(), "EXPLAIN SELECT * FROM " + table)).containsExactly("Use of deprecated function: odps.default.%s: %s".formatted(table, message));
            assertThat((String) computeScalar("EXPLAIN ANALYZE VERBOSE SELECT * FROM " + table)).containsPattern("partitions unmatched' = \\{?.*10");
        }
    }

    @Test
    void testSilence()
    {
        for (String server : SERVERS) {
            assertThat(warnings(getSession(), "SELECT * FROM matched_" + server)).isEmpty();
            assertThat(warnings(withPolicy("ignore"), "SELECT * FROM ten_" + server)).isEmpty();
            assertThat(query(withPolicy("ignore"), "SELECT value FROM ten_" + server)).matches("VALUES BIGINT '1', 2");
        }
        assertThat(warnings(getSession(), "SELECT * FROM src")).isEmpty();
    }

    @Test
    void testFail()
    {
        for (String server : SERVERS) {
            String table = "ten_" + server;
            assertQueryFails(
                    withPolicy("fail"),
                    "SELECT * FROM " + table,
                    "foreign table default.%s declares a partition that MaxCompute table local_project.src does not have: pt=d\\d+,region=x; drop it from the foreign table, or set unmatched_partition_policy to 'warn'".formatted(table));
            // partitions that are not read do not matter
            assertThat(query(withPolicy("fail"), "SELECT value FROM " + table + " WHERE pt = 'd0'")).matches("VALUES BIGINT '1', 2");
        }
    }

    @Test
    void testSamePlan()
    {
        for (String server : SERVERS) {
            for (String query : List.of("SELECT * FROM %s WHERE pt = 'd0'", "SELECT count(*) FROM %s", "SELECT key FROM %s LIMIT 1", "SELECT a.key FROM %1$s a JOIN %1$s b ON a.pt = b.pt WHERE a.value > 1")) {
                String explain = "EXPLAIN (TYPE DISTRIBUTED) " + query.formatted("ten_" + server);
                assertThat(warnings(getSession(), explain)).hasSize(1);
                assertThat(plan(getSession(), explain)).isEqualTo(plan(withPolicy("ignore"), explain));
            }
        }
    }

    @Test
    void testStatementsThatWrite()
    {
        service.execute(PROJECT, "CREATE TABLE filled (key STRING) PARTITIONED BY (pt STRING)");
        assertUpdate(ddl("CREATE FOREIGN TABLE fill (key text, pt text) SERVER odps_full OPTIONS (project 'local_project', table 'filled') PARTITION BY LIST (pt) (PARTITION a VALUES ('a'), PARTITION b VALUES ('b'))"));
        assertUpdate("INSERT INTO fill VALUES ('k', 'a')", 1);
        assertUpdate("CALL system.flush_metadata_cache()");
        // reading it while it is written to
        MaterializedResultWithPlan result = run(getSession(), "INSERT INTO fill SELECT key || '2', 'b' FROM fill");
        assertThat(result.result().getUpdateCount()).hasValue(1);
        assertThat(result.result().getWarnings()).singleElement().extracting(Warning::getMessage).asString()
                .endsWith("foreign table default.fill declares a partition that MaxCompute table local_project.filled does not have: pt=b; drop it from the foreign table");
        assertUpdate("CALL system.flush_metadata_cache()");
        assertThat(query("SELECT key, pt FROM fill")).matches("VALUES (VARCHAR 'k', VARCHAR 'a'), ('k2', 'b')");
        assertThat(warnings(getSession(), "SELECT * FROM fill")).isEmpty();

        // refused for what MaxCompute cannot do, not for a row filter
        assertQueryFails("UPDATE ten_odps_full SET key = 'c'", "This connector does not support modifying table rows, only deleting whole partitions, .*");
        assertQueryFails("DELETE FROM ten_odps_full WHERE value = 1", "This connector does not support modifying table rows, only deleting whole partitions, .*");
        assertQueryFails("MERGE INTO ten_odps_full t USING (VALUES 'c') s (key) ON t.key = s.key WHEN NOT MATCHED THEN INSERT (key, pt, region) VALUES (s.key, 'd0', 'x')", "This connector does not support modifying table rows, only deleting whole partitions, .*");
    }

    @Test
    void testDroppingClearsTheWarning()
    {
        assertUpdate(ddl(foreignTable("dropping", "odps_full", 2)));
        assertThat(warnings(getSession(), "SELECT * FROM dropping")).singleElement().asString().contains("a partition that").contains("pt=d1,region=x");
        assertUpdate(ddl("ALTER TABLE dropping DROP PARTITION d1"));
        assertThat(warnings(getSession(), "SELECT * FROM dropping")).isEmpty();
    }

    @Test
    void testRolesOfTheCatalog()
    {
        assertQueryReturnsEmptyResult("SELECT * FROM information_schema.applicable_roles");
        assertQueryReturnsEmptyResult("SHOW ROLES IN odps");
    }

    // dynamic filters are numbered through
    private String plan(Session session, String explain)
    {
        return ((String) computeActual(session, explain).getOnlyValue()).replaceAll("#df_\\d+", "#df");
    }

    private Session withPolicy(String policy)
    {
        return Session.builder(getSession()).setCatalogSessionProperty("odps", "unmatched_partition_policy", policy).build();
    }

    private List<String> warnings(Session session, String sql)
    {
        return run(session, sql).result().getWarnings().stream().map(Warning::getMessage).toList();
    }

    private MaterializedResultWithPlan run(Session session, String sql)
    {
        return getQueryRunner().executeWithPlan(session, sql);
    }
}
