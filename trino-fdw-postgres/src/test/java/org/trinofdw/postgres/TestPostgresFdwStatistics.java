package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.MaterializedRow;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What the optimizer hears of tables and of filtered scans. ANALYZE looks at all rows of tables as small as these.
 */
final class TestPostgresFdwStatistics
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        server.execute("CREATE SCHEMA tpch");
        QueryRunner queryRunner = PostgresQueryRunner.create(server, Map.of(), List.of());
        server.execute(
                """
                CREATE TABLE tpch.skewed AS
                SELECT
                    i AS id,
                    i::bigint * i AS square,
                    CASE WHEN i % 10 = 0 THEN 'rare ' || i ELSE 'common' END AS kind,
                    CASE WHEN i % 4 <> 0 THEN i END AS gaps,
                    chr(97 + i % 20) || i AS name,
                    CASE WHEN i % 10 = 0 THEN DATE '2020-01-01' + i ELSE 'infinity' END AS until,
                    i % 2 = 0 AS flag
                FROM generate_series(1, 10000) i;
                ANALYZE tpch.skewed;
                """);
        return queryRunner;
    }

    @Test
    void testRangesOfEveryType()
    {
        server.execute(
                """
                CREATE TABLE tpch.kinds (
                    small smallint, whole int, large bigint, exact numeric(10, 2), long_exact numeric(30, 1), single real, floating double precision,
                    day date, moment timestamp(3), fine timestamp(6), instant timestamptz(3), fine_instant timestamptz(6), flag boolean, label varchar(10), free numeric, at time(0));
                INSERT INTO tpch.kinds
                SELECT i, -i, i * 1000000000::bigint, i / 4.0, i, i / 4.0, i / 8.0, DATE '2020-01-01' + i, TIMESTAMP '2020-01-01' + i * INTERVAL '1 hour', TIMESTAMP '2020-01-01' + i * INTERVAL '1 microsecond',
                    TIMESTAMPTZ '2020-01-01 00:00:00+00' + i * INTERVAL '1 hour', TIMESTAMPTZ '2020-01-01 00:00:00+00' + i * INTERVAL '1 second', i % 2 = 0, 'l' || i, i, '00:00'::time + i * INTERVAL '1 second'
                FROM generate_series(1, 500) i;
                ANALYZE tpch.kinds;
                """);
        assertThat(query("SHOW STATS FOR kinds")).skippingTypesCheck().matches(
                """
                VALUES
                    ('small', null, 500e0, 0e0, null, '1', '500'),
                    ('whole', null, 500e0, 0e0, null, '-500', '-1'),
                    ('large', null, 500e0, 0e0, null, '1000000000', '500000000000'),
                    ('exact', null, 500e0, 0e0, null, '0.25', '125.0'),
                    ('long_exact', null, 500e0, 0e0, null, '1.0', '500.0'),
                    ('single', null, 500e0, 0e0, null, '0.25', '125.0'),
                    ('floating', null, 500e0, 0e0, null, '0.125', '62.5'),
                    ('day', null, 500e0, 0e0, null, '2020-01-02', '2021-05-15'),
                    ('moment', null, 500e0, 0e0, null, '2020-01-01 01:00:00.000', '2020-01-21 20:00:00.000'),
                    ('fine', null, 500e0, 0e0, null, '2020-01-01 00:00:00.000001', '2020-01-01 00:00:00.000500'),
                    ('instant', null, 500e0, 0e0, null, '2020-01-01 01:00:00.000 UTC', '2020-01-21 20:00:00.000 UTC'),
                    ('fine_instant', null, 500e0, 0e0, null, '2020-01-01 00:00:01.000 UTC', '2020-01-01 00:08:20.000 UTC'),
                    ('flag', null, 2e0, 0e0, null, 'false', 'true'),
                    ('label', 2000e0, 500e0, 0e0, null, null, null),
                    ('free', 2500e0, 500e0, 0e0, null, null, null),
                    ('at', null, 500e0, 0e0, null, null, null),
                    (null, null, null, null, 500e0, null, null)""");
    }

    @Test
    void testValuesWithoutRange()
    {
        server.execute(
                """
                CREATE TYPE tpch.mood AS ENUM ('well', 'unwell');
                CREATE DOMAIN tpch.positive AS int CHECK (value > 0);
                CREATE TABLE tpch.edges (nan double precision, infinite double precision, nan_exact numeric(10, 2), until date, since timestamp, nothing int, few int, mood tpch.mood, positive tpch.positive, list int[], wide text);
                INSERT INTO tpch.edges
                SELECT
                    CASE WHEN i < 400 THEN i::float8 ELSE 'NaN' END,
                    CASE WHEN i < 400 THEN i::float8 ELSE 'Infinity' END,
                    CASE WHEN i < 400 THEN i::float8 ELSE 'NaN' END,
                    CASE WHEN i < 400 THEN DATE '2020-01-01' + i ELSE 'infinity' END,
                    CASE WHEN i < 400 THEN TIMESTAMP '2020-01-01' + i * INTERVAL '1 day' ELSE '-infinity' END,
                    NULL, i % 3 * 10, CASE WHEN i % 2 = 0 THEN 'well' ELSE 'unwell' END::tpch.mood, i % 7 + 1, ARRAY[i], repeat('x', 2000) || i
                FROM generate_series(1, 500) i;
                ANALYZE tpch.edges;
                CREATE TABLE tpch.unseen AS SELECT 1 AS a;
                """);
        assertThat(range("edges", "nan")).containsExactly(null, null);
        assertThat(range("edges", "nan_exact")).containsExactly(null, null);
        assertThat(range("edges", "until")).containsExactly(null, null);
        assertThat(range("edges", "since")).containsExactly(null, null);
        assertThat(range("edges", "nothing")).containsExactly(null, null);
        assertThat(range("edges", "mood")).containsExactly(null, null);
        assertThat(range("edges", "list")).containsExactly(null, null);
        assertThat(range("edges", "wide")).containsExactly(null, null);
        // Trino shows no infinity
        assertThat(range("edges", "infinite")).containsExactly("1.0", null);
        // most common values only
        assertThat(range("edges", "few")).containsExactly("0", "20");
        assertThat(range("edges", "positive")).containsExactly("1", "7");
        assertThat(rows("SELECT * FROM edges WHERE nothing = 5")).isEqualTo(1);
        assertThat(rows("SELECT * FROM edges WHERE nothing IS NULL")).isEqualTo(500);
        assertThat(rows("SELECT * FROM edges WHERE mood = 'well'")).isEqualTo(250);
        assertThat(rows("SELECT * FROM edges WHERE nan < 200")).isCloseTo(200, within(5.0));
        assertThat(rows("SELECT * FROM edges WHERE until < DATE '2020-07-19'")).isCloseTo(200, within(5.0));
        assertThat(rows("SELECT * FROM edges WHERE positive >= 4")).isCloseTo(500 * 4 / 7.0, within(3.0));

        assertThat(query("SHOW STATS FOR unseen")).skippingTypesCheck().matches("VALUES ('a', null, null, null, null, null, null), (null, null, null, null, null, null, null)");
        assertThat(query("SHOW STATS FOR (SELECT * FROM unseen WHERE a = 1)")).skippingTypesCheck().matches("VALUES ('a', null, null, null, null, null, null), (null, null, null, null, null, null, null)");
    }

    /** Differs from the natural type, and from the remote name. */
    @Test
    void testForeignTable()
    {
        computeActual("CALL system.execute_ddl('%s')".formatted(
                """
                CREATE FOREIGN TABLE tpch.declared (
                    as_text varchar OPTIONS (column_name 'id'),
                    narrowed integer OPTIONS (column_name 'square'),
                    as_double double precision OPTIONS (column_name 'gaps'),
                    flag boolean)
                SERVER postgres OPTIONS (table_name 'skewed')
                """.replace("'", "''")));
        assertThat(query("SHOW STATS FOR declared")).skippingTypesCheck().matches(
                """
                VALUES
                    ('as_text', 40000e0, 10000e0, 0e0, null, null, null),
                    ('narrowed', null, 10000e0, 0e0, null, '1', '100000000'),
                    ('as_double', null, 7500e0, 0.25e0, null, null, null),
                    ('flag', null, 2e0, 0e0, null, 'false', 'true'),
                    (null, null, null, null, 10000e0, null, null)""");
        assertThat(rows("SELECT * FROM declared WHERE narrowed <= 25000000")).isCloseTo(5000, within(50.0));
        assertThat(rows("SELECT * FROM declared WHERE as_text = '5'")).isEqualTo(1);
    }

    /** {@code pg_stats} shows the columns that the user may read. */
    @Test
    void testUnreadableColumn()
    {
        server.execute(
                """
                CREATE ROLE reader LOGIN;
                GRANT USAGE ON SCHEMA tpch TO reader;
                GRANT SELECT (id, kind) ON tpch.skewed TO reader;
                """);
        computeActual("CALL system.execute_ddl('%s')".formatted(
                """
                CREATE SERVER read_only FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname '%s');
                CREATE USER MAPPING FOR PUBLIC SERVER read_only OPTIONS (user 'reader', password_required 'false');
                CREATE FOREIGN TABLE tpch.partly (id int, square bigint, kind varchar) SERVER read_only OPTIONS (table_name 'skewed')
                """.formatted(server.host(), server.port(), server.database()).replace("'", "''")));
        assertThat(query("SHOW STATS FOR partly")).skippingTypesCheck().matches(
                """
                VALUES
                    ('id', null, 10000e0, 0e0, null, '1', '10000'),
                    ('square', null, null, null, null, null, null),
                    ('kind', 70000e0, 1001e0, 0e0, null, null, null),
                    (null, null, null, null, 10000e0, null, null)""");
        // as PostgreSQL's planner has it of what it does not know
        assertThat(rows("SELECT id FROM partly WHERE square = 4")).isCloseTo(49.75, within(0.01));
        assertThat(rows("SELECT id FROM partly WHERE square > 4")).isCloseTo(10000 * 0.995 / 3, within(70.0));
    }

    @Test
    void testFilteredByCommonValues()
    {
        assertThat(rows("SELECT * FROM skewed WHERE kind = 'common'")).isCloseTo(9000, within(1.0));
        assertThat(rows("SELECT * FROM skewed WHERE kind = 'rare 10'")).isCloseTo(1, within(0.1));
        assertThat(rows("SELECT * FROM skewed WHERE kind IN ('common', 'rare 10', 'rare 20')")).isCloseTo(9002, within(1.0));
        assertThat(rows("SELECT * FROM skewed WHERE kind <> 'common'")).isCloseTo(1000, within(20.0));
        assertThat(rows("SELECT * FROM skewed WHERE flag")).isCloseTo(5000, within(1.0));
        assertThat(rows("SELECT * FROM skewed WHERE gaps IS NULL")).isCloseTo(2500, within(1.0));
        assertThat(rows("SELECT * FROM skewed WHERE gaps IS NOT NULL")).isCloseTo(7500, within(1.0));
        assertThat(rows("SELECT * FROM skewed WHERE gaps IS NULL OR gaps <= 5000")).isCloseTo(2500 + 3750, within(80.0));
        assertThat(rows("SELECT * FROM skewed WHERE id IN (1, 2, 3, 50000)")).isCloseTo(4, within(0.1));
    }

    @Test
    void testFilteredByHistogram()
    {
        // uniform between the extremes, there were a quarter
        assertThat(rows("SELECT * FROM skewed WHERE square <= 25000000")).isCloseTo(5000, within(20.0));
        assertThat(rows("SELECT * FROM skewed WHERE square BETWEEN 1000000 AND 4000000")).isCloseTo(1000, within(20.0));
        assertThat(rows("SELECT * FROM skewed WHERE square > 81000000 OR square < 1000000")).isCloseTo(2000, within(20.0));
        // within a bucket
        assertThat(rows("SELECT * FROM skewed WHERE id BETWEEN 120 AND 129")).isCloseTo(10, within(0.2));
        assertThat(rows("SELECT * FROM skewed WHERE id > 120 AND id < 129")).isCloseTo(8, within(0.2));
        // beyond the greatest
        assertThat(rows("SELECT * FROM skewed WHERE id > 20000")).isBetween(0.9, 2.0);
        // text, by PostgreSQL's order of it and by Trino's
        assertThat(rows("SELECT * FROM skewed WHERE name >= 'k'")).isCloseTo(5000, within(300.0));
        // independent columns
        assertThat(rows("SELECT * FROM skewed WHERE square <= 25000000 AND flag")).isCloseTo(2500, within(20.0));
        // the few that are finite
        assertThat(rows("SELECT * FROM skewed WHERE until < DATE '2033-09-09'")).isCloseTo(500, within(20.0));
    }

    @Test
    void testColumnsOfFilteredScan()
    {
        assertThat(query("SHOW STATS FOR (SELECT id, square, gaps, flag FROM skewed WHERE id BETWEEN 1 AND 5000 AND gaps >= 9000)")).skippingTypesCheck().matches(
                """
                VALUES
                    ('id', null, 375.200025e0, 0e0, null, '1', '5000'),
                    ('square', null, 375.200025e0, 0e0, null, '1', '100000000'),
                    ('gaps', null, 375.200025e0, 0e0, null, '9000', '9999'),
                    ('flag', null, 2e0, 0e0, null, 'false', 'true'),
                    (null, null, null, null, 375.200025e0, null, null)""");
    }

    /** Trino estimates what is no domain, by the figures of the columns. */
    @Test
    void testFilteredByExpressions()
    {
        assertThat(rows("SELECT * FROM skewed WHERE id <= 5000 AND kind LIKE '%1%'")).isCloseTo(4500, within(1.0));
        assertThat(rows("SELECT * FROM skewed WHERE id = gaps")).isCloseTo(0.75, within(0.01));
        Session ask = Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "use_remote_estimate", "true")
                .build();
        assertThat(rows(ask, "SELECT * FROM skewed WHERE kind LIKE '%ommon' AND square <= 25000000")).isCloseTo(4500, within(100.0));
    }

    /** What is pushed down; a sample of rows is a filter to Trino. */
    @Test
    void testSampled()
    {
        assertThat(rows("SELECT * FROM skewed TABLESAMPLE SYSTEM (10)")).isCloseTo(1000, within(1.0));
        assertThat(rows("SELECT * FROM (SELECT * FROM skewed TABLESAMPLE SYSTEM (10)) WHERE flag")).isCloseTo(500, within(1.0));
    }

    @Test
    void testPartitionedTable()
    {
        server.execute(
                """
                CREATE TABLE tpch.events (id int, kind text, day date) PARTITION BY RANGE (day);
                CREATE TABLE tpch.events_1 PARTITION OF tpch.events FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');
                CREATE TABLE tpch.events_2 PARTITION OF tpch.events FOR VALUES FROM ('2020-02-01') TO ('2020-03-01');
                CREATE TABLE tpch.events_later PARTITION OF tpch.events FOR VALUES FROM ('2020-04-01') TO (MAXVALUE);
                CREATE TABLE tpch.events_3 PARTITION OF tpch.events FOR VALUES FROM ('2020-03-01') TO ('2020-04-01');
                INSERT INTO tpch.events SELECT i, 'k' || i % 20, DATE '2020-01-01' + i % 60 FROM generate_series(0, 5999) i;
                ANALYZE tpch.events_1, tpch.events_2, tpch.events_3;
                """);
        // the whole was never analysed, as autovacuum leaves it
        List<String> expected = List.of("day", "60.0", "0.0", "2020-01-01", "2020-02-29");
        assertThat(column("events", "day")).isEqualTo(expected);
        assertThat(range("events", "id")).containsExactly("0", "5999");
        assertThat(rows("SELECT * FROM events")).isEqualTo(6000);
        assertThat(rows("SELECT * FROM events WHERE kind = 'k1'")).isCloseTo(300, within(5.0));
        assertThat(rows("SELECT * FROM events WHERE day < DATE '2020-01-16'")).isCloseTo(1500, within(50.0));

        // a partition that is not empty and was never analysed may hold any number of rows
        server.execute("INSERT INTO tpch.events VALUES (0, 'k', '2020-05-01')");
        assertThat(stats("events", "day").getField(2)).isNull();
        server.execute("DELETE FROM tpch.events_later");

        server.execute("ANALYZE tpch.events");
        assertThat(column("events", "day")).isEqualTo(expected);
        assertThat(rows("SELECT * FROM events WHERE kind = 'k1'")).isCloseTo(300, within(1.0));
    }

    /** Figures of the columns of thousands of partitions would take seconds to read. */
    @Test
    void testManyPartitions()
    {
        server.execute(
                """
                CREATE TABLE tpch.crowded (id int) PARTITION BY RANGE (id);
                DO $$ BEGIN FOR i IN 0..119 LOOP
                    EXECUTE format('CREATE TABLE tpch.crowded_%s PARTITION OF tpch.crowded FOR VALUES FROM (%s) TO (%s)', i, i * 10, i * 10 + 10);
                END LOOP; END $$;
                INSERT INTO tpch.crowded SELECT i FROM generate_series(0, 1199) i;
                DO $$ BEGIN FOR i IN 0..119 LOOP EXECUTE format('ANALYZE tpch.crowded_%s', i); END LOOP; END $$""");
        assertThat(rows("SELECT * FROM crowded")).isEqualTo(1200);
        assertThat(stats("crowded", "id").getField(2)).isNull();

        // the whole has figures of its own
        server.execute("ANALYZE tpch.crowded");
        assertThat(range("crowded", "id")).containsExactly("0", "1199");
    }

    @Test
    void testHashPartitionedTable()
    {
        server.execute(
                """
                CREATE TABLE tpch.hashed (id int, other int) PARTITION BY HASH (id);
                CREATE TABLE tpch.hashed_0 PARTITION OF tpch.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
                CREATE TABLE tpch.hashed_1 PARTITION OF tpch.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
                INSERT INTO tpch.hashed SELECT i, i % 50 FROM generate_series(1, 1000) i;
                ANALYZE tpch.hashed_0, tpch.hashed_1;
                """);
        assertThat(column("hashed", "id")).containsExactly("id", "1000.0", "0.0", "1", "1000");
        assertThat(column("hashed", "other")).containsExactly("other", "50.0", "0.0", "0", "49");
    }

    @Test
    void testInheritance()
    {
        server.execute(
                """
                CREATE TABLE tpch.parent (id int, note text);
                INSERT INTO tpch.parent SELECT i, 'parent' FROM generate_series(1, 100) i;
                ANALYZE tpch.parent;
                CREATE TABLE tpch.child () INHERITS (tpch.parent);
                INSERT INTO tpch.child SELECT i, 'child' FROM generate_series(101, 400) i;
                ANALYZE tpch.child;
                """);
        // the figures of the parent's own rows are not those of the whole
        assertThat(column("parent", "id")).containsExactly("id", "400.0", "0.0", "1", "400");
        assertThat(rows("SELECT * FROM parent WHERE note = 'child'")).isCloseTo(300, within(1.1));
        server.execute("ANALYZE tpch.parent");
        assertThat(column("parent", "id")).containsExactly("id", "400.0", "0.0", "1", "400");
        assertThat(rows("SELECT * FROM parent WHERE note = 'child'")).isCloseTo(300, within(1.0));
        server.execute("DROP TABLE tpch.child; ANALYZE tpch.parent");
        assertThat(column("parent", "id")).containsExactly("id", "100.0", "0.0", "1", "100");
    }

    private double rows(String sql)
    {
        return rows(getSession(), sql);
    }

    /** What SHOW STATS says of all rows. */
    private double rows(Session session, String sql)
    {
        return computeActual(session, "SHOW STATS FOR (" + sql + ")").getMaterializedRows().stream()
                .filter(row -> row.getField(0) == null)
                .mapToDouble(row -> (double) row.getField(4))
                .findFirst()
                .orElseThrow();
    }

    private List<Object> range(String table, String column)
    {
        MaterializedRow row = stats(table, column);
        return row.getFields().subList(5, 7);
    }

    /** Name, distinct values, fraction of nulls and range. */
    private List<String> column(String table, String column)
    {
        MaterializedRow row = stats(table, column);
        return List.of(column, String.valueOf(row.getField(2)), String.valueOf(row.getField(3)), String.valueOf(row.getField(5)), String.valueOf(row.getField(6)));
    }

    private MaterializedRow stats(String table, String column)
    {
        return computeActual("SHOW STATS FOR " + table).getMaterializedRows().stream()
                .filter(row -> column.equals(row.getField(0)))
                .findFirst()
                .orElseThrow();
    }
}
