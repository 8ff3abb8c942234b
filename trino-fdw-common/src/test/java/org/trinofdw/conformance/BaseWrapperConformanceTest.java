package org.trinofdw.conformance;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What every foreign data wrapper does alike. A wrapper's test extends it and says how remote tables come to be; the query runner it makes has at least two
 * workers, and catalog and schema of its session are those of the wrapper.
 */
public abstract class BaseWrapperConformanceTest
        extends AbstractTestQueryFramework
{
    /** A secret that stands in the DDL of {@link #brokenServer}, and nowhere else. */
    protected static final String SECRET = "Xs3cr3tOfConformanceX";

    /** Rows of every remote table, and of the two partitions of every partitioned one. */
    protected static final int ROWS = 1_000;

    private static final String COLUMNS = "id bigint, label text, amount numeric(12, 2), day date";

    private final AtomicInteger names = new AtomicInteger();

    /**
     * Makes a remote table with the columns id, label, amount and day and the rows of the query.
     *
     * @return the OPTIONS that map a foreign table to it, such as {@code table_name 'x'}
     */
    protected abstract String remoteTable(String name, String rows);

    /** OPTIONS that map a foreign table to a remote table that does not exist. */
    protected abstract String noRemoteTable();

    /**
     * DDL of a server whose remote side cannot be reached, with a user mapping that has {@link #SECRET} in it if the wrapper has user mappings.
     */
    protected abstract String brokenServer(String name);

    /**
     * Makes a foreign table "name" with the columns id, label, amount, day and region, partitioned by region into 'east' and 'west', each with the rows of {@link #rows}
     * for its half of {@link #ROWS}; and a third partition 'north' that has no remote counterpart.
     */
    protected void partitionedTable(String name)
    {
        execute("CREATE FOREIGN TABLE %s (%s, region text) PARTITION BY LIST (region) SERVER %s".formatted(name, COLUMNS, catalog()));
        for (String region : List.of("east", "west")) {
            String rows = "SELECT *, '%s' AS region FROM (%s)".formatted(region, rows(region.equals("east") ? 1 : ROWS / 2 + 1, region.equals("east") ? ROWS / 2 : ROWS));
            execute("CREATE FOREIGN TABLE %s_%s PARTITION OF %s FOR VALUES IN ('%s') SERVER %s OPTIONS (%s)".formatted(
                    name, region, name, region, catalog(), remoteTable("remote_%s_%s".formatted(name, region), rows)));
        }
        execute("CREATE FOREIGN TABLE %s_north PARTITION OF %s FOR VALUES IN ('north') SERVER %s OPTIONS (%s)".formatted(name, name, catalog(), noRemoteTable()));
    }

    /** Rows with the numbers from first to last, as SQL; each tenth label is null. */
    protected static String rows(int first, int last)
    {
        return """
                SELECT
                    i AS id,
                    if(i %% 10 = 0, null, 'row "' || CAST(i AS varchar) || '", and more') AS label,
                    CAST(i AS decimal(12, 2)) + DECIMAL '0.25' AS amount,
                    DATE '2024-01-01' + i %% 100 * INTERVAL '1' DAY AS day
                FROM UNNEST(sequence(BIGINT '%s', BIGINT '%s')) AS t (i)""".formatted(first, last);
    }

    protected final String catalog()
    {
        return getSession().getCatalog().orElseThrow();
    }

    private String schema()
    {
        return getSession().getSchema().orElseThrow();
    }

    protected final void execute(String ddl)
    {
        assertUpdate("CALL system.execute_ddl('%s')".formatted(ddl.replace("'", "''")));
    }

    private Session with(String property, String value)
    {
        return Session.builder(getSession()).setCatalogSessionProperty(catalog(), property, value).build();
    }

    private String newName()
    {
        return "conformance_" + names.incrementAndGet();
    }

    /** A foreign table over a remote table of its own. */
    private String foreignTable(String columns, String moreOptions)
    {
        String name = newName();
        execute("CREATE FOREIGN TABLE %s (%s) SERVER %s OPTIONS (%s%s)".formatted(name, columns, catalog(), remoteTable("remote_" + name, rows(1, ROWS)), moreOptions));
        return name;
    }

    @Test
    void testRows()
    {
        String table = foreignTable(COLUMNS, "");
        assertThat(query("SELECT id, label, amount, day FROM " + table)).matches("SELECT id, CAST(label AS varchar), CAST(amount AS decimal(12, 2)), day FROM (%s)".formatted(rows(1, ROWS)));
        assertThat(query("SELECT count(*) FROM " + table)).matches("VALUES BIGINT '%s'".formatted(ROWS));
        assertThat(query("SELECT count(*), count(label), max(id) FROM %s WHERE day >= DATE '2024-01-11' AND amount < 500".formatted(table)))
                .matches("SELECT count(*), count(label), max(id) FROM (%s) WHERE day >= DATE '2024-01-11' AND amount < 500".formatted(rows(1, ROWS)));
        assertThat(query("SELECT id FROM %s ORDER BY day DESC, id LIMIT 3".formatted(table))).ordered().matches("VALUES BIGINT '99', 199, 299");
    }

    @Test
    void testSubsetOrderAndNamesOfColumns()
    {
        String table = foreignTable("\"when\" date OPTIONS (column_name 'day'), id bigint", "");
        assertThat(query("SELECT * FROM " + table)).matches("SELECT day, id FROM (%s)".formatted(rows(1, ROWS)));
        assertThat(query("SELECT count(*) FROM %s WHERE \"when\" = DATE '2024-01-01'".formatted(table))).matches("VALUES BIGINT '10'");
    }

    @Test
    void testColumnThatIsNotThere()
    {
        String table = foreignTable("id bigint, nowhere text", "");
        assertThatThrownBy(() -> computeActual("SELECT * FROM " + table))
                .hasMessageContaining(table)
                .hasMessageContaining("\"nowhere\"");
        // it can still be corrected
        execute("ALTER FOREIGN TABLE %s ALTER COLUMN nowhere OPTIONS (ADD column_name 'label')".formatted(table));
        assertThat(query("SELECT count(nowhere) FROM " + table)).matches("VALUES BIGINT '900'");
    }

    @Test
    void testRemoteTableThatIsNotThere()
    {
        String name = newName();
        execute("CREATE FOREIGN TABLE %s (id bigint) SERVER %s OPTIONS (%s)".formatted(name, catalog(), noRemoteTable()));
        assertThatThrownBy(() -> computeActual("SELECT * FROM " + name)).hasMessageContaining(name);
        assertThat((String) computeScalar("SHOW CREATE TABLE " + name)).contains("id bigint");
        assertUpdate("DROP TABLE " + name);
    }

    @Test
    void testOneReader()
    {
        String coordinator = foreignTable(COLUMNS, ", mpp_execute 'coordinator'");
        assertThat(query("SELECT DISTINCT \"$node\" FROM " + coordinator)).matches("SELECT CAST(node_id AS varchar) FROM system.runtime.nodes WHERE coordinator");
        String any = foreignTable(COLUMNS, ", mpp_execute 'any'");
        assertThat(query("SELECT count(*), count(DISTINCT \"$node\") FROM " + any)).matches("VALUES (BIGINT '%s', BIGINT '1')".formatted(ROWS));
    }

    @Test
    void testAllSegmentsReadEachRowOnce()
    {
        String table = foreignTable(COLUMNS, ", mpp_execute 'all segments', num_segments '4'");
        assertThat(query("SELECT count(*), count(DISTINCT id), sum(id), sum(amount) FROM " + table))
                .matches("SELECT count(*), count(DISTINCT id), sum(id), CAST(sum(amount) AS decimal(38, 2)) FROM (%s)".formatted(rows(1, ROWS)));
        assertThat(query("SELECT count(*) FROM (SELECT id FROM %s LIMIT 77)".formatted(table))).matches("VALUES BIGINT '77'");
        assertThat((long) computeScalar("SELECT count(DISTINCT \"$node\") FROM " + table)).isGreaterThan(1);
        assertThat(query("SELECT DISTINCT \"$server\" FROM " + table)).matches("VALUES VARCHAR '%s'".formatted(catalog()));
        assertThat(query("SELECT count(*) FROM %s t JOIN system.runtime.nodes n ON \"$node\" = node_id WHERE n.coordinator".formatted(table))).matches("VALUES BIGINT '0'");
    }

    @Test
    void testOptionPrecedence()
    {
        String table = foreignTable(COLUMNS, ", mpp_execute 'all segments', num_segments '4'");
        assertThat(query(
                with("mpp_execute", "coordinator"),
                "SELECT DISTINCT \"$node\" FROM " + table)).matches("SELECT CAST(node_id AS varchar) FROM system.runtime.nodes WHERE coordinator");
    }

    @Test
    void testOptionsRefused()
    {
        String create = "CREATE FOREIGN TABLE refused (id bigint) SERVER %s OPTIONS (%%s)".formatted(catalog());
        assertThatThrownBy(() -> execute(create.formatted("mpp_exekute 'any'"))).hasMessageContaining("invalid option \"mpp_exekute\"; perhaps you meant \"mpp_execute\"");
        assertThatThrownBy(() -> execute(create.formatted("mpp_execute 'everywhere'"))).hasMessageContaining("invalid value \"everywhere\" for option \"mpp_execute\": must be one of");
        assertThatThrownBy(() -> execute(create.formatted("import_collate 'true'"))).hasMessageContaining("option \"import_collate\" does not belong to a foreign table");
        // all problems at once
        assertThatThrownBy(() -> execute(create.formatted("num_segments '0', unmatched_partition_policy 'shrug'")))
                .hasMessageContaining("num_segments")
                .hasMessageContaining("unmatched_partition_policy");
        assertThatThrownBy(() -> computeActual("CREATE TABLE refused (id bigint) WITH (foreign_table = true, num_segments = 0)")).hasMessageContaining("num_segments");
        assertThat(computeActual("SHOW TABLES LIKE 'refused'").getRowCount()).isZero();
    }

    @Test
    void testShowCreateMakesTheSameTable()
    {
        String table = foreignTable("id bigint NOT NULL, note text OPTIONS (column_name 'label'), amount numeric(12, 2)", ", mpp_execute 'any'");
        assertUpdate("COMMENT ON TABLE %s IS 'a comment'".formatted(table));
        assertUpdate("COMMENT ON COLUMN %s.note IS 'what it is'".formatted(table));
        String shown = (String) computeScalar("SHOW CREATE TABLE " + table);
        String ddl = ddl(table);
        assertUpdate("DROP TABLE " + table);
        assertUpdate(shown);
        assertThat((String) computeScalar("SHOW CREATE TABLE " + table)).isEqualTo(shown);
        assertThat(ddl(table)).isEqualTo(ddl);
        assertUpdate("DROP TABLE " + table);
        execute(ddl);
        assertThat((String) computeScalar("SHOW CREATE TABLE " + table)).isEqualTo(shown);
        assertThat(query("SELECT count(note), max(amount) FROM " + table)).matches("VALUES (BIGINT '900', CAST(1000.25 AS decimal(12, 2)))");
    }

    private String ddl(String table)
    {
        return (String) computeScalar("SELECT ddl FROM system.foreign_tables WHERE table_name = '%s'".formatted(table));
    }

    @Test
    void testAlterations()
    {
        String table = foreignTable("id bigint", ", mpp_execute 'any'");
        execute("ALTER FOREIGN TABLE %s ADD COLUMN label text, OPTIONS (SET mpp_execute 'all segments', ADD num_segments '3')".formatted(table));
        assertUpdate("ALTER TABLE %s ADD COLUMN day date".formatted(table));
        assertUpdate("ALTER TABLE %s RENAME TO %s_renamed".formatted(table, table));
        assertThat(query("SELECT * FROM %s_renamed".formatted(table))).matches("SELECT id, CAST(label AS varchar), day FROM (%s)".formatted(rows(1, ROWS)));
        assertUpdate("ALTER TABLE %s_renamed SET PROPERTIES num_segments = DEFAULT".formatted(table));
        assertThat(query("SELECT option_name, option_value FROM system.foreign_table_options WHERE table_name = '%s_renamed' AND column_name IS NULL AND option_name IN ('mpp_execute', 'num_segments')".formatted(table)))
                .matches("VALUES (VARCHAR 'mpp_execute', VARCHAR 'all segments')");
        execute("DROP FOREIGN TABLE %s_renamed".formatted(table));
        assertThat(query("SELECT count(*) FROM system.foreign_tables WHERE table_name LIKE '%s%%'".formatted(table))).matches("VALUES BIGINT '0'");
    }

    @Test
    void testAllOrNothing()
    {
        String name = newName();
        assertThatThrownBy(() -> execute("CREATE FOREIGN TABLE %s (id bigint) SERVER %s; CREATE FOREIGN TABLE %s (id bigint) SERVER nowhere".formatted(name, catalog(), name + "_second")))
                .hasMessageContaining("nowhere");
        assertThat(query("SELECT count(*) FROM system.foreign_tables WHERE table_name LIKE '%s%%'".formatted(name))).matches("VALUES BIGINT '0'");
    }

    @Test
    void testInformationSchema()
    {
        String table = foreignTable(COLUMNS, "");
        assertThat(query("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = '%s' AND table_name = '%s'".formatted(schema(), table)))
                .matches("VALUES (VARCHAR 'id', VARCHAR 'bigint'), ('label', 'varchar'), ('amount', 'decimal(12,2)'), ('day', 'date')");
    }

    @Test
    void testPartitions()
    {
        String table = newName();
        partitionedTable(table);
        assertThat(query("SELECT id, label, amount, day FROM " + table)).matches("SELECT id, CAST(label AS varchar), CAST(amount AS decimal(12, 2)), day FROM (%s)".formatted(rows(1, ROWS)));
        assertThat(query("SELECT region, count(*), min(id) FROM %s GROUP BY region".formatted(table)))
                .matches("VALUES (VARCHAR 'east', BIGINT '%1$s', BIGINT '1'), ('west', %1$s, %1$s + 1)".formatted(ROWS / 2));
        assertThat(query("SELECT count(DISTINCT \"$partition\") FROM " + table)).matches("VALUES BIGINT '2'");

        // what is pruned need not be there
        assertThat(query(with("unmatched_partition_policy", "fail"), "SELECT count(*), count(DISTINCT \"$partition\") FROM %s WHERE region = 'west'".formatted(table)))
                .matches("VALUES (BIGINT '%s', BIGINT '1')".formatted(ROWS / 2));
    }

    @Test
    void testUnmatchedPartition()
    {
        String table = newName();
        partitionedTable(table);
        assertThat(query("SELECT count(*) FROM system.foreign_partitions WHERE table_name = '%s'".formatted(table))).matches("VALUES BIGINT '3'");
        assertThatThrownBy(() -> computeActual(
                with("unmatched_partition_policy", "fail"),
                "SELECT count(id) FROM " + table)).hasMessageContaining("north");
        computeActual("SELECT count(id) FROM " + table);
        assertThat((long) computeScalar("SELECT count(*) FROM system.warnings WHERE kind = 'UNMATCHED_PARTITION' AND table_name = '%s'".formatted(table))).isPositive();
    }

    @Test
    void testNoSecretShows()
    {
        String server = newName();
        execute(brokenServer(server));
        execute("CREATE FOREIGN TABLE %s_table (id bigint) SERVER %s".formatted(server, server));
        assertThatThrownBy(() -> computeActual("SELECT * FROM %s_table".formatted(server)))
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(SECRET));
        for (String sql : List.of(
                "SELECT * FROM system.foreign_servers",
                "SELECT * FROM system.user_mappings",
                "SELECT * FROM system.foreign_tables",
                "SELECT * FROM system.foreign_table_options",
                "SHOW CREATE TABLE %s_table".formatted(server))) {
            assertThat(computeActual(sql).getMaterializedRows().toString()).doesNotContain(SECRET);
        }
        assertThat(query("SELECT count(*) FROM system.foreign_servers WHERE server_name = '%s' AND options IS NOT NULL".formatted(server))).matches("VALUES BIGINT '1'");
    }

    @Test
    void testExplainAndMetrics()
    {
        String table = foreignTable(COLUMNS, ", mpp_execute 'all segments', num_segments '4'");
        assertThat((String) computeScalar("EXPLAIN SELECT id FROM " + table)).contains("TableScan").contains(table);
        assertThat((String) computeScalar("EXPLAIN ANALYZE VERBOSE SELECT id, label FROM " + table))
                .contains("connector metrics:")
                .containsPattern("'rows' = .*%s".formatted(ROWS))
                .containsPattern("'bytes' = .*\\d{3}")
                .contains("'open'", "'first row'", "'read'");
    }
}
