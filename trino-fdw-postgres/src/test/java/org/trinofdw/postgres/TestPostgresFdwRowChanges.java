package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import static io.trino.testing.TestingNames.randomNameSuffix;
import static io.trino.testing.assertions.Assert.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * UPDATE, DELETE and MERGE beyond Trino's own suite.
 */
// the check for staging tables sees those of all tests
@Execution(SAME_THREAD)
final class TestPostgresFdwRowChanges
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(server, Map.of(), List.of());
    }

    @Test
    void testWholeStatementsGoDown()
    {
        server.execute("CREATE TABLE tpch.whole (id int, name text, price numeric(5, 2), at timestamp)");
        server.execute("INSERT INTO tpch.whole SELECT i, 'n' || i, i, '2020-01-01' FROM generate_series(1, 10) i");
        assertPushed("DELETE FROM whole WHERE id <= 2 AND name = 'n1'", "TableDelete", 1);
        assertPushed("UPDATE whole SET name = 'it''s', price = 1.5, at = NULL WHERE id IN (2, 3)", "TableUpdate", 2);
        assertThat(query("SELECT * FROM whole WHERE id <= 4")).matches(
                """
                VALUES
                    (2, VARCHAR 'it''s', CAST(1.5 AS decimal(5, 2)), CAST(NULL AS timestamp(6))),
                    (3, 'it''s', CAST(1.5 AS decimal(5, 2)), NULL),
                    (4, 'n4', CAST(4 AS decimal(5, 2)), TIMESTAMP '2020-01-01 00:00:00.000000')""");
        assertPushed("DELETE FROM whole", "TableDelete", 9);
        server.execute("DROP TABLE tpch.whole");
    }

    @Test
    void testNumbersThatAreNotPushedWholeStayRight()
    {
        server.execute("CREATE TABLE tpch.floats (id int, x float8)");
        server.execute("INSERT INTO tpch.floats VALUES (1, 1), (2, 'NaN'), (3, NULL), (4, 7)");
        // PostgreSQL holds NaN greater than 5, Trino does not
        assertUpdate("DELETE FROM floats WHERE x > 5", 1);
        assertThat(query("SELECT id FROM floats")).matches("VALUES 1, 2, 3");
        assertUpdate("UPDATE floats SET x = x + 1 WHERE id < 3", 2);
        assertThat(query("SELECT * FROM floats")).matches("VALUES (1, DOUBLE '2.0'), (2, nan()), (3, NULL)");
        server.execute("DROP TABLE tpch.floats");
    }

    @Test
    void testPartitionsHaveTheSameCtids()
    {
        server.execute("CREATE TABLE tpch.parts (region text, id int, amount int) PARTITION BY LIST (region)");
        for (String region : List.of("a", "b", "c")) {
            server.execute("CREATE TABLE tpch.parts_%1$s PARTITION OF tpch.parts FOR VALUES IN ('%1$s')".formatted(region));
        }
        server.execute("INSERT INTO tpch.parts SELECT r, i, i FROM unnest(array['a', 'b', 'c']) r, generate_series(1, 3) i");
        assertUpdate("UPDATE parts SET amount = amount * 10 WHERE region = 'b' AND id % 2 = 1", 2);
        assertThat(query("SELECT region, id, amount FROM parts WHERE amount >= 10")).matches("VALUES (VARCHAR 'b', 1, 10), ('b', 3, 30)");
        // to another partition
        assertUpdate("UPDATE parts SET region = lower('C') WHERE region = 'a' AND id % 3 = 2", 1);
        assertThat(remoteValue("SELECT count(*) FROM tpch.parts_c")).isEqualTo("4");
        assertUpdate("DELETE FROM parts WHERE id % 2 = 0", 3);
        assertThat(query("SELECT region, id FROM parts")).matches("VALUES (VARCHAR 'a', 1), ('a', 3), ('b', 1), ('b', 3), ('c', 1), ('c', 3)");
        assertUpdate(
                """
                MERGE INTO parts t USING (VALUES ('a', 1), ('b', 1), ('c', 7)) s (region, id) ON t.region = s.region AND t.id = s.id
                WHEN MATCHED AND t.region = 'a' THEN DELETE
                WHEN MATCHED THEN UPDATE SET amount = -1
                WHEN NOT MATCHED THEN INSERT VALUES (s.region, s.id, 70)""",
                3);
        assertThat(query("SELECT region, id, amount FROM parts")).matches("VALUES (VARCHAR 'a', 3, 3), ('b', 1, -1), ('b', 3, 30), ('c', 1, 1), ('c', 3, 3), ('c', 7, 70)");
        server.execute("DROP TABLE tpch.parts");
    }

    @Test
    void testInheritanceChildrenChangeInPlace()
    {
        server.execute("CREATE TABLE tpch.parent (id int, name text)");
        server.execute("CREATE TABLE tpch.child (extra int) INHERITS (tpch.parent)");
        server.execute("INSERT INTO tpch.parent VALUES (1, 'p')");
        server.execute("INSERT INTO tpch.child VALUES (2, 'c', 5)");
        assertUpdate("UPDATE parent SET name = upper(name) WHERE id % 2 = 0", 1);
        assertThat(remoteValue("SELECT string_agg(name || extra, ',') FROM tpch.child")).isEqualTo("C5");
        assertThat(remoteValue("SELECT string_agg(name, ',') FROM ONLY tpch.parent")).isEqualTo("p");
        server.execute("DROP TABLE tpch.parent CASCADE");
    }

    @Test
    void testKeysMayBeSwappedAndReused()
    {
        server.execute("CREATE TABLE tpch.keyed (id int PRIMARY KEY, name text)");
        server.execute("INSERT INTO tpch.keyed VALUES (1, 'a'), (2, 'b')");
        assertUpdate(
                """
                MERGE INTO keyed t USING (VALUES (1, 'new'), (3, 'three')) s (id, name) ON t.id = s.id + 1
                WHEN MATCHED THEN DELETE
                WHEN NOT MATCHED THEN INSERT VALUES (2, s.name)""",
                2);
        assertThat(query("SELECT * FROM keyed")).matches("VALUES (1, VARCHAR 'a'), (2, 'three')");
        // one that fails changes nothing
        assertQueryFails("UPDATE keyed SET id = id + length(name) - length(name) + 1 WHERE id % 2 = 1", "(?s).*SQLSTATE 23505.*");
        assertThat(query("SELECT * FROM keyed")).matches("VALUES (1, VARCHAR 'a'), (2, 'three')");
        assertNoStagingTables();
        server.execute("DROP TABLE tpch.keyed");
    }

    @Test
    void testManyWriters()
    {
        assertUpdate("CREATE TABLE many_changes AS SELECT * FROM tpch.tiny.orders", 15000);
        Session session = Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "mpp_execute", "all segments")
                .setCatalogSessionProperty("postgres", "num_segments", "5")
                .setSystemProperty("task_min_writer_count", "4")
                .setSystemProperty("scale_writers", "false")
                .build();
        assertUpdate(session, "UPDATE many_changes SET comment = concat(comment, '!'), totalprice = totalprice * 2 WHERE orderkey % 2 = 0", (long) computeScalar("SELECT count(*) FROM tpch.tiny.orders WHERE orderkey % 2 = 0"));
        assertThat(query("SELECT * FROM many_changes")).matches(
                """
                SELECT orderkey, custkey, orderstatus, if(orderkey % 2 = 0, totalprice * 2, totalprice), orderdate, orderpriority, clerk, shippriority,
                    CAST(if(orderkey % 2 = 0, concat(comment, '!'), comment) AS varchar(79))
                FROM tpch.tiny.orders""");
        assertUpdate(session, "DELETE FROM many_changes WHERE orderkey % 3 = 0", (long) computeScalar("SELECT count(*) FROM tpch.tiny.orders WHERE orderkey % 3 = 0"));
        assertThat(query("SELECT count(*) FROM many_changes")).matches("SELECT count(*) FROM tpch.tiny.orders WHERE orderkey % 3 <> 0");
        assertUpdate("DROP TABLE many_changes");
        assertNoStagingTables();
    }

    @Test
    void testValuesThatNeedACastOrDoNotFit()
    {
        server.execute("CREATE DOMAIN tpch.short_text AS text CHECK (length(value) < 4) NOT NULL");
        server.execute("CREATE TYPE tpch.mood AS ENUM ('sad', 'happy')");
        server.execute("CREATE TABLE tpch.odd_types (id int, address inet, code bit(3), word tpch.short_text, mood tpch.mood, tags text[], doc jsonb, padded char(3), name varchar(3))");
        server.execute("INSERT INTO tpch.odd_types VALUES (1, '10.0.0.1', '101', 'abc', 'sad', '{x}', '{\"a\": 1}', 'q', 'n')");
        assertUpdate("UPDATE odd_types SET address = '10.0.0.2', code = '110', word = 'x', mood = 'happy', tags = ARRAY['y', 'z'], doc = JSON '{\"b\": 2}', padded = 'r', name = 'nnn' WHERE id % 2 = 1", 1);
        assertThat(remoteValue("SELECT t::text FROM tpch.odd_types t")).isEqualTo("(1,10.0.0.2,110,x,happy,\"{y,z}\",\"{\"\"b\"\": 2}\",\"r  \",nnn)");
        assertUpdate("UPDATE odd_types SET id = id + 1", 1);
        assertThat(remoteValue("SELECT t::text FROM tpch.odd_types t")).isEqualTo("(2,10.0.0.2,110,x,happy,\"{y,z}\",\"{\"\"b\"\": 2}\",\"r  \",nnn)");
        assertQueryFails("UPDATE odd_types SET code = concat('1', '101') WHERE id % 2 = 0", "(?s).*SQLSTATE 22026.*");
        assertQueryFails("UPDATE odd_types SET word = concat('long', word) WHERE id % 2 = 0", "(?s).*SQLSTATE 23514.*");
        // those of statements that failed are dropped a little later
        assertNoStagingTables();
        server.execute("DROP TABLE tpch.odd_types");
        server.execute("DROP DOMAIN tpch.short_text");
        server.execute("DROP TYPE tpch.mood");
    }

    @Test
    void testGeneratedColumns()
    {
        server.execute("CREATE TABLE tpch.computed (id int, twice int GENERATED ALWAYS AS (id * 2) STORED)");
        server.execute("INSERT INTO tpch.computed (id) VALUES (1)");
        assertUpdate("UPDATE computed SET id = id + 1 WHERE twice = 2", 1);
        assertUpdate("MERGE INTO computed t USING (VALUES 7) s (id) ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)", 1);
        assertThat(query("SELECT * FROM computed")).matches("VALUES (2, 4), (7, 14)");
        assertQueryFails("UPDATE computed SET twice = 5", ".*column \"twice\" of tpch.computed is generated and cannot be written.*");
        assertQueryFails(
                "MERGE INTO computed t USING (VALUES 8) s (id) ON t.id = s.id WHEN NOT MATCHED THEN INSERT VALUES (s.id, 1)",
                ".*column \"twice\" of tpch.computed cannot be written.*");
        assertThat(query("SELECT count(*) FROM computed")).matches("VALUES BIGINT '2'");
        server.execute("DROP TABLE tpch.computed");
    }

    @Test
    void testUpdatableAndTruncatable()
    {
        server.execute("CREATE TABLE tpch.base (id int)");
        server.execute("INSERT INTO tpch.base VALUES (1), (2)");
        String fixed = "fixed_" + randomNameSuffix();
        assertUpdate("CALL system.execute_ddl('CREATE FOREIGN TABLE tpch.%s (id int) SERVER postgres OPTIONS (schema_name ''tpch'', table_name ''base'', updatable ''false'', truncatable ''false'')')".formatted(fixed));
        for (String sql : List.of("DELETE FROM %s", "DELETE FROM %s WHERE id %% 2 = 0", "UPDATE %s SET id = 3", "UPDATE %s SET id = id + 1")) {
            assertQueryFails(sql.formatted(fixed), "foreign table \"tpch." + fixed + "\" does not allow updates or deletes; its option updatable is false");
        }
        assertQueryFails("TRUNCATE TABLE " + fixed, "foreign table \"tpch." + fixed + "\" does not allow truncates; its option truncatable is false");
        assertUpdate("TRUNCATE TABLE base");
        assertThat(query("SELECT count(*) FROM " + fixed)).matches("VALUES BIGINT '0'");
        assertUpdate("DROP TABLE " + fixed);
        server.execute("DROP TABLE tpch.base");
    }

    /** Trino gives null for them; PostgreSQL would give the default. */
    @Test
    void testMergeDoesNotTakeNullForADefault()
    {
        server.execute("CREATE TABLE tpch.with_defaults (id int NOT NULL, state text DEFAULT 'new', at int)");
        assertQueryFails(
                "MERGE INTO with_defaults t USING (VALUES 1, 2) s (id) ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
                "MERGE into tpch.with_defaults: INSERT leaves out column \"state\", or gives it NULL, .*its default is 'new'::text.*");
        assertThat(query("SELECT count(*) FROM with_defaults")).matches("VALUES BIGINT '0'");
        assertUpdate("MERGE INTO with_defaults t USING (VALUES 1, 2) s (id) ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, state) VALUES (s.id, 'old')", 2);
        // what is not inserted does not matter
        assertUpdate("MERGE INTO with_defaults t USING (VALUES 1, 3) s (id) ON t.id = s.id WHEN MATCHED THEN UPDATE SET state = NULL WHEN NOT MATCHED THEN INSERT (id, state) VALUES (s.id, 'x')", 2);
        assertThat(query("SELECT id, state, at FROM with_defaults")).matches("VALUES (1, CAST(NULL AS varchar), CAST(NULL AS integer)), (2, 'old', NULL), (3, 'x', NULL)");
        server.execute("DROP TABLE tpch.with_defaults");
    }

    @Test
    void testViews()
    {
        server.execute("CREATE TABLE tpch.under_view (id int, name text)");
        server.execute("INSERT INTO tpch.under_view VALUES (1, 'a'), (2, 'b')");
        server.execute("CREATE VIEW tpch.over_it AS SELECT * FROM tpch.under_view");
        assertUpdate("UPDATE over_it SET name = 'x' WHERE id = 1", 1);
        assertUpdate("DELETE FROM over_it WHERE id = 2", 1);
        assertThat(query("SELECT * FROM over_it")).matches("VALUES (1, VARCHAR 'x')");
        assertQueryFails("UPDATE over_it SET name = upper(name)", ".*is a VIEW, whose rows have no id; .*");
        server.execute("DROP TABLE tpch.under_view CASCADE");
    }

    private void assertPushed(String sql, String node, long count)
    {
        assertThat((String) computeScalar("EXPLAIN " + sql)).contains(node).doesNotContain("MergeWriter");
        assertUpdate(sql, count);
    }

    /** They go in the background after a failure. */
    private void assertNoStagingTables()
    {
        assertEventually(() -> assertThat(remoteValue("SELECT string_agg(relname, ', ') FROM pg_class WHERE relname LIKE 'fdw\\_staging%'")).isNull());
    }

    private String remoteValue(String sql)
    {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
