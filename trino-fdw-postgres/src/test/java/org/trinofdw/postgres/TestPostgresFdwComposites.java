package org.trinofdw.postgres;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.postgres.TestCloudberryForeignTableDocument.ddl;

/**
 * Columns of composite types, which read as text. PostgreSQL's IS NULL is true for a row of nulls too, and IS NOT NULL false for a row with one null in it.
 */
final class TestPostgresFdwComposites
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;
    private PushdownComparison comparison;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        QueryRunner queryRunner = PostgresQueryRunner.create(server, Map.of(), List.of());
        server.execute(
                """
                CREATE TYPE tpch.pair AS (a int, b text);
                CREATE DOMAIN tpch.pair_domain AS tpch.pair;
                CREATE TABLE tpch.rows (id int, c tpch.pair, d tpch.pair_domain, e text);
                INSERT INTO tpch.rows VALUES
                    (1, ROW(NULL, NULL), ROW(NULL, NULL), 'x'),
                    (2, ROW(1, NULL), ROW(1, NULL), '(1,)'),
                    (3, NULL, NULL, NULL),
                    (4, ROW(1, 'x'), ROW(1, 'x'), '(1,x)');
                """);
        return queryRunner;
    }

    @BeforeAll
    void setUp()
    {
        comparison = new PushdownComparison(getQueryRunner());
    }

    @Test
    void testNullTests()
    {
        assertThat(query("SELECT id FROM rows WHERE c IS NOT NULL")).matches("VALUES 1, 2, 4");
        assertThat(query("SELECT id FROM rows WHERE c IS NULL")).matches("VALUES 3");
        comparison.assertRemoteFilter("SELECT id FROM rows WHERE c IS NULL", "\"c\" IS NOT DISTINCT FROM NULL");
        comparison.assertRemoteFilter("SELECT id FROM rows WHERE c IS NOT NULL", "\"c\" IS DISTINCT FROM NULL");
        for (String column : List.of("c", "d")) {
            for (String condition : List.of(
                    "%s IS NULL",
                    "%s IS NOT NULL",
                    "%s IS NULL OR id = 4",
                    "%s IS NOT NULL OR id = 4",
                    "%s IS NULL OR %1$s = '(1,)'",
                    "%s IS NULL OR %1$s > '(1,'",
                    "(%s IS NULL) = (id = 3)",
                    "NOT (%s IS NULL AND id < 9)",
                    "%s <> e",
                    "%s IS DISTINCT FROM e",
                    "coalesce(%s, 'none') <> '(,)'",
                    "nullif(%s, '(,)') IS NULL",
                    "coalesce(nullif(%s, '(,)'), e) IS NOT NULL",
                    "%s IN ('(,)', NULL) OR id = 4")) {
                comparison.assertSameRows("SELECT id, c, d FROM rows WHERE " + condition.formatted(column));
            }
        }
    }

    @Test
    void testOtherPlacesOfNulls()
    {
        for (String column : List.of("c", "d")) {
            for (String query : List.of(
                    "SELECT count(%s) FROM rows",
                    "SELECT count(DISTINCT %s), min(%1$s), max(%1$s) FROM rows",
                    "SELECT %s, count(*), count(%1$s) FROM rows GROUP BY %1$s",
                    "SELECT id, %s FROM rows ORDER BY %1$s NULLS FIRST LIMIT 2",
                    "SELECT id, %s FROM rows ORDER BY %1$s DESC NULLS LAST LIMIT 3",
                    "SELECT a.id, b.id FROM rows a JOIN rows b ON a.%s = b.%1$s",
                    "SELECT a.id, b.id FROM rows a JOIN rows b ON a.%s IS NOT DISTINCT FROM b.%1$s",
                    "SELECT a.id, b.%s FROM rows a LEFT JOIN rows b ON a.id = b.id + 1 WHERE b.%1$s IS NULL",
                    "SELECT a.id, b.%s FROM rows a LEFT JOIN rows b ON a.id = b.id + 1 AND b.%1$s IS NOT NULL",
                    "SELECT a.id, b.id FROM rows a FULL JOIN rows b ON a.id = b.id + 1 WHERE a.%s IS NULL OR b.%1$s IS NULL",
                    "SELECT id FROM (SELECT id, %s AS x FROM rows LIMIT 10) WHERE x IS NOT NULL",
                    "SELECT id FROM rows WHERE %s NOT IN (SELECT e FROM rows WHERE e IS NOT NULL)")) {
                comparison.assertSameRows(query.formatted(column));
            }
        }
        assertThat(query("SELECT n FROM TABLE(system.query(query => 'SELECT r, id AS n FROM tpch.rows r')) WHERE r IS NOT NULL")).matches("VALUES 1, 2, 3, 4");
    }

    @Test
    void testChanges()
    {
        server.execute("CREATE TABLE tpch.changed (id int, c tpch.pair); INSERT INTO tpch.changed SELECT id, c FROM tpch.rows");
        assertUpdate("UPDATE changed SET id = 40 WHERE c IS NOT NULL AND id > 3", 1);
        assertUpdate("UPDATE changed SET id = id + 10 WHERE c IS NOT NULL", 3);
        assertUpdate("DELETE FROM changed WHERE c IS NULL", 1);
        assertThat(query("SELECT id FROM changed")).matches("VALUES 11, 12, 50");
        server.execute("DROP TABLE tpch.changed");
    }

    @Test
    void testPartitions()
    {
        assertUpdate(ddl(
                """
                CREATE TABLE tpch.spread (id integer, c text) PARTITION BY LIST (id);
                CREATE FOREIGN TABLE tpch.spread_all PARTITION OF tpch.spread DEFAULT SERVER postgres OPTIONS (table_name 'rows')"""));
        comparison.assertSameRows("SELECT id FROM spread WHERE c IS NULL");
        comparison.assertSameRows("SELECT id FROM spread WHERE c IS NOT NULL");
        assertThat(query("SELECT id FROM spread WHERE c IS NULL")).matches("VALUES 3");
        assertUpdate(ddl("DROP FOREIGN TABLE tpch.spread_all; DROP TABLE tpch.spread"));
    }

    /** The new row has no null, though all of its fields are, so the default is not missing. */
    @Test
    void testDefaults()
    {
        server.execute("CREATE TABLE tpch.defaulted (id int, c tpch.pair DEFAULT ROW(7, 'd'))");
        assertUpdate("MERGE INTO defaulted t USING (VALUES 1) s (id) ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, c) VALUES (s.id, '(,)')", 1);
        assertThat(query("SELECT * FROM defaulted")).matches("VALUES (1, VARCHAR '(,)')");
        assertQueryFails("MERGE INTO defaulted t USING (VALUES 2) s (id) ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)", "(?s).*INSERT leaves out column \"c\", or gives it NULL.*");
        server.execute("DROP TABLE tpch.defaulted");
    }
}
