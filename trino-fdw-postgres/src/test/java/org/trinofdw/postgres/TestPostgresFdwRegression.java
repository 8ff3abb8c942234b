package org.trinofdw.postgres;

import io.trino.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

import java.sql.SQLException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Cases of postgres_fdw's regression test that mean something in Trino, each with the answer that PostgreSQL itself gives; {@link TestPostgresFdwRegressionQueries}
 * and {@link TestPostgresFdwRegressionChanges} have more. The rest of them is in the tests of options, types, writes, imports and connections.
 */
@Execution(SAME_THREAD)
final class TestPostgresFdwRegression
        extends BasePostgresFdwRegressionTest
{
    @Test
    void testSimpleQueries()
    {
        comparison.assertSame("SELECT * FROM ft1 ORDER BY c3, c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT * FROM ft1 t1 ORDER BY t1.c3, t1.c1, t1.c2 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT * FROM ft1 WHERE false");
        comparison.assertSame("SELECT * FROM ft1 t1 WHERE t1.c1 = 101 AND t1.c6 = '1' AND t1.c7 >= '1'");
        comparison.assertSame("SELECT count(*) FROM ft1 t1");
        comparison.assertSame("SELECT * FROM ft1 t1 WHERE t1.c1 IN (SELECT c1 FROM ft2 t2 WHERE c1 <= 10) ORDER BY c1");
        comparison.assertSame("SELECT * FROM ft1 WHERE c1 = (SELECT max(c1) FROM ft1)");
        comparison.assertSame("WITH t1 AS (SELECT * FROM ft1 WHERE c1 <= 10) SELECT t2.c1, t2.c2, t2.c3, t2.c4 FROM t1, ft2 t2 WHERE t1.c1 = t2.c1 ORDER BY t1.c1");
        comparison.assertSame("SELECT 'fixed', NULL FROM ft1 t1 WHERE c1 = 1");
        comparison.assertSame("SELECT c1, c2 + 1, c3 || '!' FROM ft1 WHERE c1 BETWEEN 3 AND 5 ORDER BY c1");
        comparison.assertSame("SELECT c1 FROM ft1 UNION ALL SELECT c1 FROM ft4");
        comparison.assertSame("SELECT c1 FROM ft4 INTERSECT SELECT c1 FROM ft5");
        comparison.assertSame("SELECT c1 FROM ft4 EXCEPT SELECT c1 FROM ft5");
    }

    @Test
    void testConditions()
    {
        for (String condition : List.of(
                "t1.c1 = 1",
                "t1.c1 = 100 AND t1.c2 = 0",
                "c1 IS NULL",
                "c3 IS NOT NULL",
                "c1 = -c1",
                "1 = c1 % 2",
                "(c1 IS NOT NULL) IS DISTINCT FROM (c1 IS NOT NULL)",
                "c1 IN (c2, 1, c1 + 0)",
                "c1 IN (c1, 2, 3, NULL)",
                "c1 NOT IN (1, 2, c2)",
                "c8 = 'foo'",
                "c8 = 'nolabel'",
                "c8 <> 'bar'",
                "c8 > 'bar'",
                "c6 LIKE '1%'",
                "c3 LIKE '0010_'",
                "c3 > '00995'",
                "c7 = '1'",
                "c4 > timestamp '1970-04-05 00:00:00 UTC'",
                "c5 BETWEEN timestamp '1970-01-10 00:00:00' AND timestamp '1970-01-11 00:00:00'",
                "c2 = 3 OR c2 IS NULL OR c1 > 990",
                "NOT (c2 = 3 OR c1 > 20)",
                "CASE WHEN c1 > 990 THEN c1 END < 1000",
                "CASE c2 WHEN 1 THEN 'a' WHEN 2 THEN NULL ELSE 'b' END = 'b'",
                "CASE WHEN c1 < 5 THEN NULL WHEN c1 < 10 THEN true ELSE false END",
                "COALESCE(NULLIF(c2, 0), c1) = c1",
                "length(c3) = 5 AND upper(c6) = '7'",
                "abs(c1 - 500) < 3",
                "EXISTS (SELECT 1 FROM ft4 t2 WHERE t2.c1 = t1.c1 AND t2.c2 > 50)",
                "NOT EXISTS (SELECT 1 FROM ft2 t2 WHERE t2.c2 = t1.c1)")) {
            // the zone is part of the type here, and of the name of the type there
            comparison.assertSame("SELECT c1, c2, c3 FROM ft1 t1 WHERE " + condition, "SELECT c1, c2, c3 FROM ft1 t1 WHERE " + condition.replace("timestamp '1970-04-05", "timestamptz '1970-04-05"));
        }
    }

    @Test
    void testOrderAndLimit()
    {
        comparison.assertSame("SELECT c1, c2 FROM ft2 t1 WHERE c1 > 960 ORDER BY c2 FETCH FIRST 2 ROWS WITH TIES", "SELECT c1, c2 FROM ft2 WHERE c1 > 960 AND c2 = 0");
        comparison.assertSame("SELECT c1, c3 FROM ft1 ORDER BY c3 DESC, c1 LIMIT 3");
        comparison.assertSame("SELECT c1, c2 FROM ft1 ORDER BY c2 DESC NULLS LAST, c1 DESC LIMIT 13");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft4 t1 LEFT JOIN ft5 t2 ON t1.c1 = t2.c1 ORDER BY t2.c1 NULLS FIRST, t1.c1 LIMIT 40");
        comparison.assertSame("SELECT c6, c7 FROM ft1 ORDER BY c6, c7, c1 LIMIT 5");
        comparison.assertSame("SELECT count(*) FROM (SELECT c1 FROM ft1 LIMIT 17) t");
        comparison.assertSame("SELECT count(*) FROM (SELECT DISTINCT c2 FROM ft1 LIMIT 4) t");
        comparison.assertSame("SELECT c1 FROM ft1 ORDER BY c1 % 7, c1 LIMIT 11");
    }

    @Test
    void testJoins()
    {
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft1 t1 JOIN ft2 t2 ON (t1.c1 = t2.c1) ORDER BY t1.c3, t1.c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT t1.c1, t2.c2, t3.c3 FROM ft1 t1 JOIN ft2 t2 ON (t1.c1 = t2.c1) JOIN ft4 t3 ON (t3.c1 = t1.c1) ORDER BY t1.c3, t1.c1 OFFSET 10 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft4 t1 LEFT JOIN ft5 t2 ON (t1.c1 = t2.c1) ORDER BY t1.c1, t2.c1 OFFSET 10 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT t1.c1, t2.c2, t3.c3 FROM ft2 t1 LEFT JOIN ft2 t2 ON (t1.c1 = t2.c1) LEFT JOIN ft4 t3 ON (t2.c1 = t3.c1) ORDER BY t1.c1, t2.c2, t3.c3 OFFSET 10 ROWS FETCH FIRST 10 ROWS ONLY");
        // a filter inside the nullable side, above it, and in the condition
        comparison.assertSame("SELECT t1.c1, t1.c2, t2.c1, t2.c2 FROM ft4 t1 LEFT JOIN (SELECT * FROM ft5 WHERE c1 < 10) t2 ON (t1.c1 = t2.c1) WHERE t1.c1 < 10 ORDER BY t1.c1");
        comparison.assertSame("SELECT t1.c1, t1.c2, t2.c1, t2.c2 FROM ft4 t1 LEFT JOIN (SELECT * FROM ft5 WHERE c1 < 10) t2 ON (t1.c1 = t2.c1) WHERE (t2.c1 < 10 OR t2.c1 IS NULL) AND t1.c1 < 10 ORDER BY t1.c1");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft4 t1 LEFT JOIN ft5 t2 ON (t1.c1 = t2.c1 AND t1.c1 > 50 AND t2.c2 < 70)");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft5 t1 RIGHT JOIN ft4 t2 ON (t1.c1 = t2.c1) ORDER BY t2.c1, t1.c1 OFFSET 10 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT t1.c1, t2.c2, t3.c3 FROM ft2 t1 RIGHT JOIN ft2 t2 ON (t1.c1 = t2.c1) RIGHT JOIN ft4 t3 ON (t2.c1 = t3.c1) ORDER BY t3.c1, t1.c1 OFFSET 10 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft4 t1 FULL JOIN ft5 t2 ON (t1.c1 = t2.c1) ORDER BY t1.c1, t2.c1 OFFSET 45 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM (SELECT c1 FROM ft4 WHERE c1 BETWEEN 50 AND 60) t1 FULL JOIN (SELECT c1 FROM ft5 WHERE c1 BETWEEN 50 AND 60) t2 ON (t1.c1 = t2.c1) ORDER BY t1.c1, t2.c1");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM (SELECT c1 FROM ft4 WHERE c1 BETWEEN 50 AND 60) t1 FULL JOIN (SELECT c1 FROM ft5 WHERE c1 BETWEEN 50 AND 60) t2 ON (true)");
        comparison.assertSame("SELECT t1.c1, t2.c1, t3.c1 FROM ft4 t1 FULL JOIN ft5 t2 ON t1.c1 = t2.c1 LEFT JOIN ft3 t3 ON t2.c1 = t3.c1");
        comparison.assertSame("SELECT t1.c1, t2.c1, t3.c1 FROM ft4 t1 INNER JOIN ft5 t2 ON t1.c1 = t2.c1 + 1 FULL JOIN ft4 t3 ON t2.c1 = t3.c1 + 1 WHERE t3.c1 > 20 OR t1.c1 IS NULL");
        comparison.assertSame("SELECT count(*) FROM ft4 t1 CROSS JOIN ft5 t2");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft1 t1 CROSS JOIN ft2 t2 ORDER BY t1.c1, t2.c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft4 t1 JOIN ft5 t2 ON t1.c1 < t2.c1 AND t1.c2 + t2.c2 = 60");
        comparison.assertSame("SELECT t1.c1 FROM ft1 t1 JOIN ft2 t2 ON t1.c8 = t2.c8 AND t1.c1 = t2.c1 WHERE t2.c1 < 5");
        // one side has rows that the whole of the other is null for
        comparison.assertSame("SELECT t1.c1, t2.c3 IS NULL AND t2.c1 IS NULL FROM ft4 t1 LEFT JOIN ft5 t2 ON t1.c1 = t2.c1");
        comparison.assertSame("SELECT t1.c1, t2.answer FROM ft4 t1 LEFT JOIN (SELECT c1, 13 AS answer FROM ft5) t2 ON t1.c1 = t2.c1");
        comparison.assertSame("SELECT t1.c1, COALESCE(t2.c1, -1) FROM ft4 t1 LEFT JOIN ft5 t2 ON t1.c1 = t2.c1 WHERE COALESCE(t2.c1, -1) < 30");
    }

    @Test
    void testSemiAndAntiJoins()
    {
        comparison.assertSame("SELECT t1.c1 FROM ft1 t1 WHERE EXISTS (SELECT 1 FROM ft2 t2 WHERE t1.c1 = t2.c1) ORDER BY t1.c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT t1.c1 FROM ft1 t1 WHERE NOT EXISTS (SELECT 1 FROM ft2 t2 WHERE t1.c1 = t2.c2) ORDER BY t1.c1 OFFSET 100 ROWS FETCH FIRST 3 ROWS ONLY");
        comparison.assertSame("SELECT c1 FROM ft1 WHERE c1 NOT IN (SELECT c1 FROM ft4) AND c1 < 20");
        comparison.assertSame("SELECT c1 FROM ft4 WHERE c1 NOT IN (SELECT CASE WHEN c1 > 50 THEN NULL ELSE c1 END FROM ft5)");
        comparison.assertSame("SELECT ft2.c1, ft2.c3 FROM ft2 JOIN ft4 ON ft2.c2 = ft4.c1 WHERE ft2.c1 > 900 AND EXISTS (SELECT 1 FROM ft5 WHERE ft4.c1 * 3 = ft5.c1) ORDER BY ft2.c1");
        comparison.assertSame("SELECT t1.c1 FROM ft1 t1 WHERE t1.c2 IN (SELECT c1 FROM ft4 UNION SELECT c1 FROM ft5) AND c1 < 30");
        comparison.assertSame("SELECT c1, (SELECT count(*) FROM ft4 t2 WHERE t2.c1 < t1.c1) FROM ft5 t1");
        comparison.assertSame("SELECT c1, (SELECT max(t2.c2) FROM ft4 t2 WHERE t2.c1 = t1.c1) FROM ft5 t1");
        comparison.assertSame("SELECT t1.c1, t.least FROM ft5 t1 CROSS JOIN LATERAL (SELECT min(t2.c1) AS least FROM ft4 t2 WHERE t2.c1 > t1.c1) t");
    }

    @Test
    void testAggregates()
    {
        comparison.assertSame("SELECT count(c6), sum(c1), avg(c1), min(c2), max(c1), stddev(c2), sum(c1) * 2 FROM ft1 WHERE c2 < 5", "SELECT count(c6), sum(c1), avg(c1)::float8, min(c2), max(c1), stddev(c2)::float8, sum(c1) * 2 FROM ft1 WHERE c2 < 5");
        comparison.assertSame("SELECT sum(t1.c1), count(t2.c1) FROM ft1 t1 INNER JOIN ft2 t2 ON (t1.c1 = t2.c1) WHERE t1.c2 = 6");
        comparison.assertSame("SELECT c2 * (c2 / 3), sum(c1), count(c1) FROM ft1 GROUP BY c2 * (c2 / 3)");
        comparison.assertSame("SELECT count(*), 6 FROM ft1 t1");
        comparison.assertSame("SELECT c2, sum(c1) FROM ft2 GROUP BY c2 HAVING avg(c1) < 500 AND sum(c1) < 49800 ORDER BY c2");
        comparison.assertSame("SELECT count(*) FROM (SELECT c5, count(c1) AS n FROM ft1 GROUP BY c5, sqrt(c2) HAVING (avg(c1) / avg(c1)) * sqrt(2) > 1 AND avg(c1) < 500) t");
        comparison.assertSame("SELECT array_agg(c1 ORDER BY c1) FROM ft1 WHERE c1 < 6");
        comparison.assertSame("SELECT c2, array_agg(c1 ORDER BY c1 DESC) FROM ft1 WHERE c1 < 40 GROUP BY c2");
        comparison.assertSame("SELECT count(DISTINCT c2), count(DISTINCT c6), sum(DISTINCT c2) FROM ft1");
        comparison.assertSame("SELECT c2, count(DISTINCT c1 % 3) FROM ft1 GROUP BY c2");
        comparison.assertSame("SELECT sum(c1) FILTER (WHERE c1 < 100 AND c2 > 5), count(*) FILTER (WHERE c3 LIKE '%9'), max(c6) FILTER (WHERE c1 < 0) FROM ft1");
        comparison.assertSame("SELECT c2, sum(c1) FILTER (WHERE c6 = '1' OR c1 % 2 = 0) FROM ft1 GROUP BY c2 ORDER BY c2");
        comparison.assertSame("SELECT min(c3), max(c3), min(c6), max(c7), min(c5), max(c4), bool_and(c1 > 0), bool_or(c1 > 999) FROM ft1");
        comparison.assertSame("SELECT c6, c7, c8, count(*) FROM ft1 GROUP BY c6, c7, c8");
        comparison.assertSame("SELECT DISTINCT c2 / 2 FROM ft1 ORDER BY 1");
        comparison.assertSame("SELECT DISTINCT sum(c1) / 1000 FROM ft2 WHERE c2 < 6 GROUP BY c2 ORDER BY 1");
        comparison.assertSame("SELECT t1.c1 IS NULL, sum(t2.c1), count(*) FROM ft4 t1 FULL JOIN ft5 t2 ON t1.c1 = t2.c1 GROUP BY t1.c1 IS NULL");
        comparison.assertSame("SELECT t1.c1, sum(t2.c1), count(*) FROM ft4 t1 FULL JOIN ft5 t2 ON t1.c1 = t2.c1 GROUP BY t1.c1, t2.c1 HAVING t1.c1 IS NULL AND sum(t2.c1) > 50");
        comparison.assertSame("SELECT sum(q.a), count(q.b) FROM ft4 LEFT JOIN (SELECT min(13) AS a, avg(ft1.c1) AS b FROM ft1 RIGHT JOIN ft2 ON (ft1.c1 = ft2.c1)) q ON (ft4.c1 <= q.b)");
        comparison.assertSame("SELECT count(*) FROM (SELECT c1 FROM ft1 WHERE c1 < 0) t");
        comparison.assertSame("SELECT sum(c1), max(c3), avg(c2) FROM ft1 WHERE c1 < 0");
    }

    @Test
    void testGroupingSetsAndWindows()
    {
        comparison.assertSame("SELECT c2, sum(c1) FROM ft1 WHERE c2 < 3 GROUP BY ROLLUP (c2)");
        comparison.assertSame("SELECT c2, c6, sum(c1) FROM ft1 WHERE c2 < 2 GROUP BY ROLLUP (c2, c6)");
        comparison.assertSame("SELECT c2, sum(c1) FROM ft1 WHERE c2 < 3 GROUP BY CUBE (c2)");
        comparison.assertSame("SELECT c2, c6, sum(c1), grouping(c2) FROM ft1 WHERE c2 < 3 GROUP BY GROUPING SETS ((c2), (c6), ())");
        comparison.assertSame("SELECT c2, sum(c2), count(c2) OVER (PARTITION BY c2 % 2) FROM ft2 WHERE c2 < 10 GROUP BY c2");
        comparison.assertSame("SELECT c1, row_number() OVER (ORDER BY c1 DESC), sum(c2) OVER (PARTITION BY c2 ORDER BY c1 ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM ft1 WHERE c1 < 50");
        comparison.assertSame("SELECT c2, array_agg(c2) OVER (PARTITION BY c2 % 2 ORDER BY c2 DESC) FROM ft1 WHERE c2 < 10 GROUP BY c2");
    }

    @Test
    void testPreparedStatements()
    {
        Session session = Session.builder(getSession())
                .setSchema("fdw")
                .addPreparedStatement("st1", "SELECT t1.c3, t2.c3 FROM ft1 t1, ft2 t2 WHERE t1.c1 = ? AND t2.c1 = ?")
                .addPreparedStatement("st2", "SELECT c1 FROM ft1 t1 WHERE t1.c1 < ? AND t1.c3 IN (SELECT c3 FROM ft2 t2 WHERE c1 > ? AND c5 < ?)")
                .build();
        for (int execution = 1; execution <= 7; execution++) {
            assertThat(query(session, "EXECUTE st1 USING %s, %s".formatted(execution, execution + 100))).matches("VALUES (VARCHAR '%05d', VARCHAR '%05d')".formatted(execution, execution + 100));
        }
        assertThat(query(session, "EXECUTE st1 USING 1, NULL")).returnsEmptyResult();
        assertThat(query(session, "EXECUTE st2 USING 20, 10, TIMESTAMP '1970-01-13 00:00:00'")).matches("VALUES 11");
        // the table may have changed between executions
        assertUpdate("CALL system.execute_ddl('ALTER FOREIGN TABLE fdw.ft1 OPTIONS (SET table_name ''T 0'')')");
        assertQueryFails(session, "EXECUTE st1 USING 1, 2", ".*T 0.*");
        assertUpdate("CALL system.execute_ddl('ALTER FOREIGN TABLE fdw.ft1 OPTIONS (SET table_name ''T 1'')')");
        assertThat(query(session, "EXECUTE st1 USING 1, 2")).matches("VALUES (VARCHAR '00001', VARCHAR '00002')");
    }

    @Test
    void testConversionErrors()
    {
        assertUpdate("CALL system.execute_ddl('CREATE FOREIGN TABLE fdw.wrong (c1 int OPTIONS (column_name ''C 1''), c8 int) SERVER postgres OPTIONS (schema_name ''S 1'', table_name ''T 1'')')");
        assertQueryFails("SELECT c8 FROM fdw.wrong WHERE c1 = 1", "(?s).*Column \"c8\" is declared as integer, which values of its remote type public.user_enum cannot be read as; varchar would do.*");
        assertUpdate("DROP TABLE fdw.wrong");
        // each value is converted when it is read
        assertUpdate("CALL system.execute_ddl('CREATE FOREIGN TABLE fdw.numbers (c1 int, c2 int) SERVER postgres OPTIONS (schema_name ''S 1'', table_name ''T 2'')')");
        assertQueryFails("SELECT c2 FROM fdw.numbers WHERE c1 = 1", "(?s).*AAA001.*");
        assertUpdate("DROP TABLE fdw.numbers");
    }

    @Test
    void testCollations()
    {
        server.execute(
                """
                CREATE TABLE tpch.loct3 (f1 text COLLATE "C" UNIQUE, f2 text, f3 varchar(10) UNIQUE, f4 text COLLATE "en-x-icu");
                INSERT INTO tpch.loct3 VALUES ('foo', 'foo', 'foo', 'foo'), ('Foo', 'Foo', 'Foo', 'Foo'), ('éa', 'éa', 'éa', 'éa'), ('eb', 'eb', 'eb', 'eb'), ('Z', 'Z', 'Z', 'Z'), (NULL, NULL, NULL, NULL)""");
        Session session = getSession();
        PostgresComparison tpch = new PostgresComparison(getQueryRunner(), session, server, "tpch");
        for (String column : List.of("f1", "f2", "f3", "f4")) {
            tpch.assertSame("SELECT * FROM loct3 WHERE %s = 'foo'".formatted(column));
            tpch.assertSame("SELECT * FROM loct3 WHERE %s > 'a'".formatted(column), "SELECT * FROM loct3 WHERE %s COLLATE \"C\" > 'a'".formatted(column));
            tpch.assertSame("SELECT %1$s FROM loct3 ORDER BY %1$s".formatted(column), "SELECT %1$s FROM loct3 ORDER BY %1$s COLLATE \"C\"".formatted(column));
            tpch.assertSame("SELECT max(%1$s), min(%1$s), count(DISTINCT %1$s) FROM loct3".formatted(column), "SELECT max(%1$s COLLATE \"C\"), min(%1$s COLLATE \"C\"), count(DISTINCT %1$s) FROM loct3".formatted(column));
            tpch.assertSame("SELECT a.f1, b.f1 FROM loct3 a JOIN loct3 b ON a.%1$s = b.f2".formatted(column));
        }
        server.execute("DROP TABLE tpch.loct3");
    }

    /** The same statements change a foreign table and its twin. */
    @Test
    void testChangesOfRows()
            throws SQLException
    {
        server.execute("CREATE TABLE \"S 1\".\"T 5\" AS SELECT \"C 1\", c2, c3, c6 FROM \"S 1\".\"T 1\"; CREATE TABLE local.ft6 AS SELECT \"C 1\" AS c1, c2, c3, c6 FROM \"S 1\".\"T 1\"");
        assertUpdate("CALL system.execute_ddl('CREATE FOREIGN TABLE fdw.ft6 (c1 int OPTIONS (column_name ''C 1''), c2 int, c3 text, c6 varchar(10)) SERVER postgres OPTIONS (schema_name ''S 1'', table_name ''T 5'')')");
        change("INSERT INTO ft6 (c1, c2, c3) SELECT c1 + 1000, c2 + 100, c3 || c3 FROM ft2 ORDER BY c1 LIMIT 20");
        change("INSERT INTO ft6 (c1, c2, c3) VALUES (1101, 201, 'aaa'), (1102, 202, 'bbb'), (1103, 203, 'ccc')");
        change("UPDATE ft6 SET c2 = c2 + 300, c3 = c3 || '_update3' WHERE c1 % 10 = 3");
        change("UPDATE ft6 SET c2 = 17 WHERE c1 IN (SELECT c1 FROM ft4 WHERE c1 < 20)");
        change("UPDATE ft6 SET c3 = (SELECT max(c3) FROM ft5 WHERE ft5.c1 = ft6.c1) WHERE c1 BETWEEN 30 AND 40");
        change("UPDATE ft6 SET c2 = NULL, c6 = CASE WHEN c1 % 2 = 0 THEN 'even' ELSE c6 END WHERE c1 > 980");
        change("MERGE INTO ft6 USING ft5 ON ft6.c1 = ft5.c1 WHEN MATCHED AND ft5.c2 > 80 THEN DELETE WHEN MATCHED THEN UPDATE SET c3 = ft5.c3, c6 = NULL");
        change("MERGE INTO ft6 USING (SELECT c1 + 995 AS c1, c3 FROM ft4) AS s ON ft6.c1 = s.c1 WHEN MATCHED THEN UPDATE SET c3 = s.c3 WHEN NOT MATCHED THEN INSERT (c1, c2, c3) VALUES (s.c1, 0, s.c3)");
        change("DELETE FROM ft6 WHERE c1 % 10 = 5");
        change("DELETE FROM ft6 WHERE c1 > 1100 AND NOT EXISTS (SELECT 1 FROM ft1 WHERE ft1.c1 = ft6.c1)");
        change("DELETE FROM ft6 WHERE c1 IN (SELECT ft4.c1 FROM ft4 JOIN ft5 ON ft4.c1 = ft5.c1)");
        assertUpdate("DROP TABLE fdw.ft6");
        server.execute("DROP TABLE local.ft6, \"S 1\".\"T 5\"");
    }

    private void change(String sql)
            throws SQLException
    {
        change("ft6", sql, sql);
    }

    @Test
    void testConstraintsOfTheServer()
    {
        server.execute(
                """
                CREATE TABLE tpch.checked (c1 int PRIMARY KEY, c2 int CONSTRAINT c2positive CHECK (c2 >= 0), c3 text NOT NULL);
                CREATE TABLE tpch.base (a int, b int);
                CREATE VIEW tpch.rw_view AS SELECT * FROM tpch.base WHERE a < b WITH CHECK OPTION""");
        assertUpdate("INSERT INTO checked VALUES (1, 1, 'a'), (2, 2, 'b')", 2);
        assertQueryFails("INSERT INTO checked VALUES (3, 3, 'c'), (4, -2, 'd')", "(?s).*c2positive.*SQLSTATE 23514.*");
        assertQueryFails("INSERT INTO checked VALUES (3, 3, 'c'), (1, 4, 'd')", "(?s).*duplicate key.*SQLSTATE 23505.*");
        assertQueryFails("UPDATE checked SET c2 = -c2 WHERE c1 = 1", "(?s).*c2positive.*SQLSTATE 23514.*");
        assertQueryFails("UPDATE checked SET c1 = 2 WHERE c1 = 1", "(?s).*duplicate key.*SQLSTATE 23505.*");
        assertThat(query("SELECT * FROM checked")).matches("VALUES (1, 1, VARCHAR 'a'), (2, 2, 'b')");
        assertUpdate("INSERT INTO rw_view VALUES (0, 5)", 1);
        assertQueryFails("INSERT INTO rw_view VALUES (10, 5)", "(?s).*violates check option.*SQLSTATE 44000.*");
        assertThat(query("SELECT * FROM rw_view")).matches("VALUES (0, 5)");
        server.execute("DROP TABLE tpch.checked; DROP VIEW tpch.rw_view; DROP TABLE tpch.base");
    }

    @Test
    void testDefaultsSerialAndGeneratedColumns()
    {
        server.execute(
                """
                CREATE SEQUENCE tpch.seq;
                CREATE TABLE tpch.defaults (f1 serial, f2 text, f3 int DEFAULT 7 + 1, f4 int GENERATED ALWAYS AS (coalesce(f3, 0) * 2) STORED, f5 int DEFAULT nextval('tpch.seq'), f6 timestamp DEFAULT now())""");
        assertUpdate("INSERT INTO defaults (f2) VALUES ('hi'), ('hi remote')", 2);
        assertUpdate("INSERT INTO defaults (f2, f3) VALUES ('bye', NULL)", 1);
        assertThat(query("SELECT f1, f2, f3, f4, f5, f6 IS NOT NULL FROM defaults")).matches("VALUES (1, VARCHAR 'hi', 8, 16, 1, true), (2, 'hi remote', 8, 16, 2, true), (3, 'bye', NULL, 0, 3, true)");
        assertQueryFails("INSERT INTO defaults (f2, f4) VALUES ('x', 1)", "(?s).*f4.*");
        assertUpdate("UPDATE defaults SET f3 = 10 WHERE f2 = 'hi'", 1);
        assertThat(query("SELECT f4 FROM defaults WHERE f2 = 'hi'")).matches("VALUES 20");
        server.execute("DROP TABLE tpch.defaults; DROP SEQUENCE tpch.seq");
    }

    @Test
    void testNames()
    {
        String longName = "l".repeat(63);
        server.execute("CREATE TABLE tpch.%1$s (%1$s int, \"a \"\"quoted\"\" name\" int, \"dropped\" text, \"select\" int, \"ctid2\" int, \"ÄÖ\" int); ALTER TABLE tpch.%1$s DROP COLUMN dropped; INSERT INTO tpch.%1$s VALUES (1, 2, 3, 4, 5)".formatted(longName));
        assertThat(query("SELECT %1$s, \"a \"\"quoted\"\" name\", \"select\", ctid2, \"äö\" FROM %1$s WHERE \"a \"\"quoted\"\" name\" = 2 AND \"select\" < 4".formatted(longName))).matches("VALUES (1, 2, 3, 4, 5)");
        assertThat(query("SELECT * FROM %1$s a JOIN %1$s b ON a.%1$s = b.%1$s".formatted(longName))).matches("VALUES (1, 2, 3, 4, 5, 1, 2, 3, 4, 5)");
        assertThat(query("SELECT \"select\", count(*) FROM %s GROUP BY \"select\"".formatted(longName))).matches("VALUES (3, BIGINT '1')");
        assertUpdate("INSERT INTO %s VALUES (6, 7, 8, 9, 10)".formatted(longName), 1);
        assertUpdate("UPDATE %s SET \"a \"\"quoted\"\" name\" = 70 WHERE \"select\" = 8".formatted(longName), 1);
        assertThat(query("SELECT sum(\"a \"\"quoted\"\" name\") FROM %s".formatted(longName))).matches("VALUES BIGINT '72'");
        server.execute("DROP TABLE tpch." + longName);
    }

    @Test
    void testInheritedAndRoutedRows()
    {
        server.execute(
                """
                CREATE TABLE tpch.a (aa text);
                CREATE TABLE tpch.b (bb text) INHERITS (tpch.a);
                INSERT INTO tpch.a VALUES ('aaa'), ('aaaa');
                INSERT INTO tpch.b VALUES ('bbb', 'x'), ('bbbb', 'y');
                CREATE TABLE tpch.itrtest (a int, b text) PARTITION BY LIST (a);
                CREATE TABLE tpch.itrtest1 PARTITION OF tpch.itrtest FOR VALUES IN (1);
                CREATE TABLE tpch.itrtest2 PARTITION OF tpch.itrtest FOR VALUES IN (2)""");
        PostgresComparison tpch = new PostgresComparison(getQueryRunner(), getSession(), server, "tpch");
        tpch.assertSame("SELECT * FROM a");
        tpch.assertSame("SELECT * FROM b");
        assertUpdate("UPDATE a SET aa = 'zzzzzz' WHERE aa LIKE 'aaaa%'", 1);
        assertUpdate("UPDATE a SET aa = 'new' WHERE aa LIKE 'bbbb%'", 1);
        assertUpdate("DELETE FROM a WHERE aa = 'bbb'", 1);
        tpch.assertSame("SELECT * FROM a");
        assertThat(query("SELECT * FROM b")).matches("VALUES (VARCHAR 'new', VARCHAR 'y')");
        assertUpdate("INSERT INTO itrtest VALUES (1, 'foo'), (2, 'qux'), (1, 'bar')", 3);
        assertQueryFails("INSERT INTO itrtest VALUES (3, 'none')", "(?s).*no partition of relation.*SQLSTATE 23514.*");
        tpch.assertSame("SELECT * FROM itrtest");
        assertUpdate("UPDATE itrtest SET a = 2 WHERE b = 'foo'", 1);
        assertUpdate("DELETE FROM itrtest WHERE a = 2 AND b = 'qux'", 1);
        tpch.assertSame("SELECT * FROM itrtest");
        assertThat(query("SELECT a, count(*) FROM itrtest GROUP BY a")).matches("VALUES (1, BIGINT '1'), (2, BIGINT '1')");
        server.execute("DROP TABLE tpch.a CASCADE; DROP TABLE tpch.itrtest");
    }
}
