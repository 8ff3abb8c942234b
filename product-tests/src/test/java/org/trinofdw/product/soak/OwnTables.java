package org.trinofdw.product.soak;

import org.trinofdw.product.demo.Scripts;
import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Each client creates tables of its own, alters, reads and drops them. After a statement of unknown outcome it leaves the table alone and takes another name.
 */
public final class OwnTables
        implements SoakFeature
{
    /**
     * @param steps what follows one another, with {@code %s} for the name of the table: the first creates it, the last drops it
     * @param read a query over the table
     * @param rows its result
     * @param names a query for the tables that there are of this kind
     */
    private record Kind(String name, List<String> steps, String read, List<List<Object>> rows, String names) {}

    private final Kind kind;
    private final Map<Integer, OwnTable> current = new ConcurrentHashMap<>();
    private final Set<String> uncertain = ConcurrentHashMap.newKeySet();

    private static final class OwnTable
    {
        private final String name;
        private int stepsDone;

        private OwnTable(String name)
        {
            this.name = name;
        }
    }

    private OwnTables(Kind kind)
    {
        this.kind = kind;
    }

    /** Definitions over a table of PostgreSQL. */
    public static OwnTables postgresDefinitions()
    {
        return new OwnTables(new Kind(
                "foreign table",
                List.of(
                        ddl("postgres", "CREATE FOREIGN TABLE soak.own_%s (id bigint, note text) SERVER postgres OPTIONS (table_name 'fixed')"),
                        ddl("postgres", "ALTER FOREIGN TABLE soak.own_%s OPTIONS (ADD fetch_size '100', ADD mpp_execute 'all segments')"),
                        "ALTER TABLE postgres.soak.own_%s SET PROPERTIES num_segments = 3",
                        "COMMENT ON TABLE postgres.soak.own_%s IS 'of a client'",
                        ddl("postgres", "DROP FOREIGN TABLE soak.own_%s")),
                "SELECT count(*), count(DISTINCT id), max(note) FROM postgres.soak.own_%s",
                List.of(List.of(SoakEnvironment.FIXED_ROWS, SoakEnvironment.FIXED_ROWS, "note 99")),
                "SELECT table_name FROM postgres.system.foreign_tables WHERE table_schema = 'soak' AND starts_with(table_name, 'own_')"));
    }

    /** Definitions with partitions over a table of MaxCompute. */
    public static OwnTables maxComputeDefinitions()
    {
        return new OwnTables(new Kind(
                "odps foreign table",
                List.of(
                        ddl("odps", "CREATE FOREIGN TABLE own_%s (id bigint, batch bigint, pt text) SERVER odps OPTIONS (table 'ledger') PARTITION BY LIST (pt) (PARTITION p90 VALUES ('p90'))"),
                        ddl("odps", "ALTER TABLE own_%s ADD PARTITION p91 VALUES ('p91')"),
                        ddl("odps", "ALTER TABLE own_%s DROP PARTITION p90"),
                        ddl("odps", "DROP FOREIGN TABLE own_%s")),
                // no such partition is ever written: the query is warned, and has no rows
                "SELECT count(*) FROM odps.\"default\".own_%s",
                List.of(List.of(0L)),
                "SELECT table_name FROM odps.system.foreign_tables WHERE starts_with(table_name, 'own_')"));
    }

    /** Tables of PostgreSQL itself. */
    public static OwnTables postgresTables()
    {
        return new OwnTables(new Kind(
                "live table",
                List.of(
                        "CREATE TABLE postgres.soak.live_%s AS SELECT * FROM tpch.tiny.nation",
                        "ALTER TABLE postgres.soak.live_%s ADD COLUMN added varchar",
                        "ALTER TABLE postgres.soak.live_%s DROP COLUMN added",
                        "DROP TABLE postgres.soak.live_%s"),
                "SELECT count(*), count(DISTINCT n_name) FROM postgres.soak.live_%s",
                List.of(List.of(25L, 25L)),
                "SELECT table_name FROM postgres.information_schema.tables WHERE table_schema = 'soak' AND starts_with(table_name, 'live_')"));
    }

    /** Tables of MaxCompute itself. */
    public static OwnTables maxComputeTables()
    {
        return new OwnTables(new Kind(
                "odps live table",
                List.of(
                        "CREATE TABLE odps.\"default\".live_%s AS SELECT n_nationkey, n_name FROM tpch.tiny.nation",
                        "DROP TABLE odps.\"default\".live_%s"),
                "SELECT count(*), count(DISTINCT n_name) FROM odps.\"default\".live_%s",
                List.of(List.of(25L, 25L)),
                "SELECT table_name FROM odps.information_schema.tables WHERE table_schema = 'default' AND starts_with(table_name, 'live_')"));
    }

    private static String ddl(String catalog, String statement)
    {
        return Scripts.executeDdl(catalog, statement);
    }

    @Override
    public void step(SoakClient client)
    {
        OwnTable table = current.computeIfAbsent(client.id(), _ -> new OwnTable("%s_%s".formatted(client.id(), client.nextBatch())));
        if (table.stepsDone > 0 && client.random().nextBoolean()) {
            client.expect(kind.name() + " read", kind.read().formatted(table.name), kind.rows());
            return;
        }
        Outcome outcome = client.update(kind.name() + " ddl", kind.steps().get(table.stepsDone).formatted(table.name), false, Optional.empty());
        if (outcome == Outcome.UNKNOWN) {
            uncertain.add(table.name);
            current.remove(client.id());
            return;
        }
        table.stepsDone++;
        if (table.stepsDone == kind.steps().size()) {
            current.remove(client.id());
        }
    }

    @Override
    public void verify(SoakEnvironment environment, Findings findings)
            throws SQLException
    {
        Set<String> expected = new HashSet<>();
        current.values().stream().filter(table -> table.stepsDone > 0).forEach(table -> expected.add(table.name));
        try (Connection connection = environment.connect()) {
            List<String> found = new ArrayList<>();
            for (List<Object> row : Results.of(connection, kind.names()).rows()) {
                String name = (String) row.getFirst();
                found.add(name.substring(name.indexOf('_') + 1));
            }
            expected.stream().filter(name -> !found.contains(name)).forEach(name -> findings.defect("%s %s is lost".formatted(kind.name(), name)));
            for (String name : found) {
                if (!expected.contains(name) && !uncertain.contains(name)) {
                    findings.defect("%s %s was dropped, or never made".formatted(kind.name(), name));
                    continue;
                }
                List<List<Object>> rows = Results.of(connection, kind.read().formatted(name)).rows();
                if (!rows.equals(kind.rows())) {
                    findings.defect("%s %s has %s, not %s".formatted(kind.name(), name, rows, kind.rows()));
                }
            }
        }
    }

    @Override
    public String toString()
    {
        return kind.name();
    }
}
