package org.trinofdw.product.demo;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.product.demo.DemoEnvironment.ACCESS_ID;
import static org.trinofdw.product.demo.DemoEnvironment.ACCESS_KEY;
import static org.trinofdw.product.demo.DemoEnvironment.ODPS;
import static org.trinofdw.product.demo.DemoEnvironment.POSTGRES;
import static org.trinofdw.product.demo.DemoEnvironment.PROJECT;
import static org.trinofdw.product.demo.DemoEnvironment.TPCH;

/**
 * The examples of the documents, from the declaration of a server to writing back, each result compared with the same query on
 * Trino's own tpch connector.
 */
final class Demo
{
    private static final int LARGE_TABLE_ROWS = 1_000_000;

    private final DemoEnvironment environment;
    private final Narrator narrator;
    private final String scaleSchema;
    private final boolean falsify;

    /**
     * @param scale the TPC-H scale factor, such as 0.02
     * @param falsify whether one row is made wrong, to show that the checks see it
     */
    Demo(DemoEnvironment environment, Narrator narrator, String scale, boolean falsify)
    {
        this.environment = requireNonNull(environment, "environment is null");
        this.narrator = requireNonNull(narrator, "narrator is null");
        this.scaleSchema = "%s.\"sf%s\"".formatted(TPCH, scale);
        this.falsify = falsify;
    }

    void run()
            throws SQLException
    {
        try (Connection connection = environment.connect()) {
            connection.setCatalog(ODPS);
            connection.setSchema("default");
            declareMaxCompute(connection);
            loadMaxCompute(connection);
            queryMaxCompute(connection);
            importIntoPostgres(connection);
            joinBoth(connection);
            writeBack(connection);
            readOnePartition(connection);
            distribute(connection);
        }
        restart();
    }

    private void declareMaxCompute(Connection connection)
            throws SQLException
    {
        narrator.step("Declare the MaxCompute server, the user mapping and foreign tables");
        Scripts.statements(Scripts.read("maxcompute-tables")).forEach(sql -> environment.maxCompute().execute(PROJECT, sql));
        Map<String, String> values = ImmutableMap.of(
                "tunnel-endpoint", environment.maxCompute().tunnelEndpoint(),
                "access-id", ACCESS_ID,
                "access-key", ACCESS_KEY);
        executeDdl(connection, ODPS, Scripts.read("odps-server", values));
        executeDdl(connection, ODPS, Scripts.read("odps-lineitem"));
        executeDdl(connection, ODPS, Scripts.read("odps-part"));
    }

    private void executeDdl(Connection connection, String catalog, String ddl)
            throws SQLException
    {
        narrator.run(connection, ddl, Scripts.executeDdl(catalog, ddl));
    }

    private void loadMaxCompute(Connection connection)
            throws SQLException
    {
        narrator.step("Load TPC-H data into MaxCompute");
        String lineitem = "INSERT INTO odps_lineitem SELECT * FROM %s.lineitem".formatted(scaleSchema);
        long lines = narrator.run(connection, lineitem, lineitem);
        narrator.check("as many rows as tpch has", count(connection, scaleSchema + ".lineitem"), lines);
        String part = "INSERT INTO odps_part SELECT * FROM %s.part".formatted(scaleSchema);
        narrator.run(connection, part, part);
        narrator.check(
                "every column of odps_lineitem is as in tpch",
                LineitemFingerprint.of(connection, scaleSchema + ".lineitem"),
                LineitemFingerprint.of(connection, "odps_lineitem"));
    }

    private void queryMaxCompute(Connection connection)
            throws SQLException
    {
        narrator.step("TPC-H Q1 on odps_lineitem");
        Results results = narrator.query(connection, Scripts.read("q1"));
        narrator.check("the same on tpch", Results.of(connection, onTpch(Scripts.read("q1"))), results);
    }

    private void importIntoPostgres(Connection connection)
            throws SQLException
    {
        narrator.step("Import from MaxCompute into PostgreSQL");
        String ctas = "CREATE TABLE %s.public.heap_lineitem AS\n    SELECT * FROM odps_lineitem".formatted(POSTGRES);
        narrator.run(connection, ctas, ctas);
        if (falsify) {
            narrator.say("FDW_DEMO_BREAK is set: one row of heap_lineitem is made wrong behind Trino's back");
            environment.postgres().execute("UPDATE heap_lineitem SET l_quantity = l_quantity + 1 WHERE ctid = (SELECT min(ctid) FROM heap_lineitem)");
        }
        String create = Scripts.read("aocs-lineitem").replace("aocs_lineitem", POSTGRES + ".public.aocs_lineitem");
        narrator.run(connection, create, create);
        String insert = "INSERT INTO %s.public.aocs_lineitem SELECT * FROM odps_lineitem".formatted(POSTGRES);
        narrator.run(connection, insert, insert);
        Results expected = LineitemFingerprint.of(connection, scaleSchema + ".lineitem");
        narrator.check("every column of heap_lineitem is as in tpch", expected, LineitemFingerprint.of(connection, POSTGRES + ".public.heap_lineitem"));
        narrator.check("every column of aocs_lineitem is as in tpch", expected, LineitemFingerprint.of(connection, POSTGRES + ".public.aocs_lineitem"));
    }

    private void joinBoth(Connection connection)
            throws SQLException
    {
        narrator.step("TPC-H Q19: aocs_lineitem in PostgreSQL joined with odps_part in MaxCompute");
        Results results = narrator.query(connection, Scripts.read("q19").replace("aocs_lineitem", POSTGRES + ".public.aocs_lineitem"));
        narrator.check("the same on tpch", Results.of(connection, onTpch(Scripts.read("q19"))), results);
    }

    private void writeBack(Connection connection)
            throws SQLException
    {
        narrator.step("Write from PostgreSQL back to MaxCompute");
        long before = (Long) count(connection, "odps_lineitem");
        String insert = "INSERT INTO odps_lineitem SELECT * FROM %s.public.heap_lineitem".formatted(POSTGRES);
        narrator.run(connection, insert, insert);
        narrator.check("odps_lineitem holds every row twice", 2 * before, count(connection, "odps_lineitem"));
    }

    private void readOnePartition(Connection connection)
            throws SQLException
    {
        narrator.step("A foreign table on the lowest-level partition of a MaxCompute table");
        executeDdl(connection, ODPS, Scripts.read("odps-src-hangzhou"));
        String insert = "INSERT INTO odps_src_20170601_hangzhou VALUES ('one', 1), ('two', 2)";
        narrator.run(connection, insert, insert);
        Results results = narrator.query(connection, "SELECT key, value FROM odps_src_20170601_hangzhou ORDER BY value");
        narrator.check("both rows came back", List.of(List.of("one", 1L), List.of("two", 2L)), results.rows());
    }

    private void distribute(Connection connection)
            throws SQLException
    {
        narrator.step("Where a scan runs: mpp_execute");
        environment.postgres().execute("""
                CREATE TABLE large_table (id integer, data text);
                INSERT INTO large_table SELECT i, 'row ' || i FROM generate_series(1, %s) AS i;
                ANALYZE large_table
                """.formatted(LARGE_TABLE_ROWS));
        for (String table : List.of("parallel_test", "coordinator_test", "any_test")) {
            executeDdl(connection, POSTGRES, Scripts.read(table.replace('_', '-'), ImmutableMap.of("server", POSTGRES)));
        }
        List<String> workers = workers(connection);
        narrator.check("'all segments': all workers read", workers, nodes(scan(connection, "parallel_test")));
        narrator.check("'coordinator': the coordinator alone reads", List.of("coordinator"), nodes(scan(connection, "coordinator_test")));
        narrator.check("'any': one node reads", 1, nodes(scan(connection, "any_test")).size());
    }

    private static List<String> workers(Connection connection)
            throws SQLException
    {
        List<String> workers = nodes(Results.of(connection, "SELECT node_id FROM system.runtime.nodes WHERE NOT coordinator ORDER BY 1"));
        return workers.isEmpty() ? List.of("coordinator") : workers;
    }

    private Results scan(Connection connection, String table)
            throws SQLException
    {
        Results results = narrator.query(connection, "SELECT \"$node\", count(*) FROM %s.public.%s GROUP BY 1 ORDER BY 1".formatted(POSTGRES, table));
        long total = results.rows().stream()
                .mapToLong(row -> (Long) row.get(1))
                .sum();
        narrator.check("each row exactly once", (long) LARGE_TABLE_ROWS, total);
        return results;
    }

    private static List<String> nodes(Results results)
    {
        return results.rows().stream()
                .map(row -> (String) row.getFirst())
                .toList();
    }

    private void restart()
            throws SQLException
    {
        narrator.step("Restart the coordinator: definitions stay");
        String before;
        try (Connection connection = environment.connect()) {
            before = foreignTables(connection);
        }
        environment.cluster().restartCoordinator();
        try (Connection connection = environment.connect()) {
            connection.setCatalog(ODPS);
            connection.setSchema("default");
            narrator.check("the same foreign tables as before", before, foreignTables(connection));
            Results results = narrator.query(connection, "SELECT count(*) AS parts FROM odps_part");
            narrator.check("odps_part still answers", count(connection, scaleSchema + ".part"), results.single());
        }
    }

    private static String foreignTables(Connection connection)
            throws SQLException
    {
        String odps = "SHOW TABLES FROM %s.default".formatted(ODPS);
        String postgres = "SHOW TABLES FROM %s.public".formatted(POSTGRES);
        return List.of(Results.of(connection, odps), Results.of(connection, postgres)).stream()
                .flatMap(results -> results.rows().stream())
                .map(row -> (String) row.getFirst())
                .collect(joining(", "));
    }

    private String onTpch(String sql)
    {
        return sql
                .replace("odps_lineitem", scaleSchema + ".lineitem")
                .replace("aocs_lineitem", scaleSchema + ".lineitem")
                .replace("odps_part", scaleSchema + ".part");
    }

    private static Object count(Connection connection, String table)
            throws SQLException
    {
        return Results.of(connection, "SELECT count(*) FROM " + table).single();
    }
}
