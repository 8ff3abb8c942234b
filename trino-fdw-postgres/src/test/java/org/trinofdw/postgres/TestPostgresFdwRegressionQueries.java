package org.trinofdw.postgres;

import io.trino.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Queries of postgres_fdw's regression test: joins with relations that are not foreign, chains of outer joins, aggregates of which a part cannot go to the server,
 * and those over partitions.
 */
@Execution(SAME_THREAD)
final class TestPostgresFdwRegressionQueries
        extends BasePostgresFdwRegressionTest
{
    /** In PostgreSQL always true, and nothing that one server may compute for another. */
    private static final String VOLATILE = "CAST(random() <= 1 AS integer)";

    /** With a relation that is of neither server, called t1 with the column c1. */
    private void assertSameBesideLocal(String sql)
    {
        comparison.assertSame(
                "WITH t1 AS (SELECT n AS c1 FROM UNNEST(sequence(1, 1000)) AS u(n)) " + sql,
                "WITH t1 AS (SELECT n AS c1 FROM generate_series(1, 1000) AS u(n)) " + sql);
    }

    @Test
    void testSubqueriesAndExpressions()
    {
        comparison.assertSame("SELECT * FROM ft1 t1 WHERE t1.c3 IN (SELECT c3 FROM ft2 t2 WHERE c1 <= 10) ORDER BY c1");
        comparison.assertSame("SELECT * FROM ft1 t1 WHERE t1.c3 = (SELECT max(c3) FROM ft2 t2) ORDER BY c1");
        comparison.assertSame("SELECT * FROM ft1 WHERE c1 = ANY (SELECT c1 FROM ft2 WHERE c1 < 5)");
        comparison.assertSame("SELECT c1 FROM ft1 WHERE c1 > ALL (SELECT c1 FROM ft2 WHERE c1 < 990)");
        comparison.assertSame("SELECT * FROM ft1 t1 WHERE c6 = 'foo''s\\bar'");
        comparison.assertSame("SELECT c1 FROM ft1 t1 WHERE round(abs(c1), 0) = 1");
        comparison.assertSame("SELECT count(c3) FROM ft1 t1 WHERE t1.c1 = abs(t1.c2)");
        comparison.assertSame("SELECT count(c3) FROM ft1 t1 WHERE t1.c1 = t1.c2");
        comparison.assertSame("SELECT c1 FROM ft1 WHERE c1 = (ARRAY[c1, c2, 3])[1] AND c2 = 4", "SELECT c1 FROM ft1 WHERE c2 = 4");
        comparison.assertSame("SELECT * FROM ft2 a, ft2 b WHERE a.c2 = 6 AND b.c1 = a.c1 AND a.c8 = 'foo' AND b.c7 = upper(a.c7)");
        comparison.assertSame("SELECT c1, c2 FROM ft2 ORDER BY ft2.c1, random() LIMIT 10");
        comparison.assertSame("SELECT exists(SELECT 1 FROM ft4 WHERE c1 = 2), sum(c1) FROM ft1");
        comparison.assertSame("WITH t (c1_1, c1_3, c2_1) AS (SELECT t1.c1, t1.c3, t2.c1 FROM ft1 t1 JOIN ft2 t2 ON (t1.c1 = t2.c1)) SELECT c1_1, c2_1 FROM t ORDER BY c1_3, c1_1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
    }

    /** The statistics tell of rows that have gone. */
    @Test
    void testEmptiedTable()
    {
        server.execute("CREATE TABLE tpch.emptied AS SELECT id AS c1, 'AAA' || to_char(id, 'FM000') AS c2 FROM generate_series(1, 100) id; ANALYZE tpch.emptied; DELETE FROM tpch.emptied");
        PostgresComparison tpch = new PostgresComparison(getQueryRunner(), getSession(), server, "tpch");
        tpch.assertSame("SELECT * FROM emptied ORDER BY c1");
        tpch.assertSame("SELECT count(*), max(c2) FROM emptied");
        tpch.assertSame("SELECT a.c1 FROM emptied a LEFT JOIN emptied b ON a.c1 = b.c1 WHERE b.c2 IS NULL");
        server.execute("DROP TABLE tpch.emptied");
    }

    @Test
    void testJoinsWithLocalRelations()
    {
        assertSameBesideLocal("SELECT t2.c1, t1.c1 FROM ft2 t2 JOIN t1 ON t2.c1 = t1.c1 ORDER BY t2.c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        assertSameBesideLocal("SELECT t2.c1, t1.c1 FROM ft2 t2 LEFT JOIN t1 ON t2.c1 = t1.c1 ORDER BY t2.c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        assertSameBesideLocal("SELECT t1.c1 FROM t1 LEFT JOIN ft1 t2 JOIN ft2 t3 ON (t2.c1 = t3.c1) ON (t3.c1 = t1.c1) ORDER BY t1.c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        assertSameBesideLocal("SELECT t1.c1, t2.c1, t3.c1 FROM t1 LEFT JOIN ft1 t2 FULL JOIN ft2 t3 ON (t2.c1 = t3.c1) ON (t3.c1 = t1.c1) ORDER BY t1.c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        assertSameBesideLocal("SELECT t1.c1, t2.c1, t3.c1 FROM t1 FULL JOIN ft1 t2 FULL JOIN ft2 t3 ON (t2.c1 = t3.c1) ON (t3.c1 = t1.c1) ORDER BY t1.c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        assertSameBesideLocal("SELECT ft1.c1, ft4.c3, ft5.c1, t1.c1 FROM ft1, ft2, ft4, ft5, t1 WHERE ft1.c1 = ft2.c1 AND ft1.c2 = ft4.c1 AND ft1.c2 = ft5.c1 AND ft1.c2 = t1.c1 AND ft1.c1 < 100 AND ft2.c1 < 100");
        assertSameBesideLocal("SELECT t1.c1, ss.c1, ss.both FROM t1 LEFT JOIN (SELECT ft1.c1, COALESCE(ft1.c3 || ft2.c3, 'foobar') AS both FROM ft1 INNER JOIN ft2 ON (ft1.c1 = ft2.c1 AND ft1.c1 < 100)) ss ON (t1.c1 = ss.c1)");
        assertSameBesideLocal("SELECT b.* FROM t1, ft2 a, ft2 b WHERE t1.c1 = 47 AND a.c1 = t1.c1 AND b.c1 = a.c2");
        assertSameBesideLocal("SELECT t1.c1 FROM t1, LATERAL (SELECT DISTINCT t2.c1, t3.c1 FROM ft1 t2, ft2 t3 WHERE t2.c1 = t3.c1 AND t2.c2 = t1.c1) AS q(a, b) ORDER BY t1.c1 OFFSET 10 ROWS FETCH FIRST 10 ROWS ONLY");
    }

    @Test
    void testChainsOfOuterJoins()
    {
        List<String> kinds = List.of("FULL", "RIGHT", "LEFT");
        for (String first : kinds) {
            for (String second : kinds) {
                comparison.assertSame("SELECT t1.c1, t2.c2, t3.c3 FROM ft2 t1 %s JOIN ft2 t2 ON (t1.c1 = t2.c1) %s JOIN ft4 t3 ON (t2.c1 = t3.c1)".formatted(first, second));
                comparison.assertSame("SELECT t1.c1, t2.c2, t3.c3 FROM ft4 t1 %s JOIN ft5 t2 ON (t1.c1 = t2.c1) %s JOIN ft3 t4 ON (t2.c1 = t4.c1) LEFT JOIN ft1 t3 ON (t3.c1 = t4.c1)".formatted(first, second));
            }
        }
        String fours = "(SELECT c1 FROM ft4 WHERE c1 BETWEEN 50 AND 60)";
        String fives = "(SELECT c1 FROM ft5 WHERE c1 BETWEEN 50 AND 60)";
        comparison.assertSame("SELECT t1.c1, ss.a, ss.b FROM %s t1 FULL JOIN (SELECT t2.c1, t3.c1 FROM ft4 t2 LEFT JOIN ft5 t3 ON (t2.c1 = t3.c1) WHERE (t2.c1 BETWEEN 50 AND 60)) ss(a, b) ON (t1.c1 = ss.a) ORDER BY t1.c1, ss.a, ss.b".formatted(fours));
        String nested = "(SELECT t2.c1, t3.c1 FROM %s t2 FULL JOIN %s t3 ON (t2.c1 = t3.c1) WHERE t2.c1 IS NULL OR t2.c1 IS NOT NULL) ss(a, b)".formatted(fours, fives);
        comparison.assertSame("SELECT t1.c1, ss.a, ss.b FROM %s t1 FULL JOIN %s ON (t1.c1 = ss.a) ORDER BY t1.c1, ss.a, ss.b".formatted(fours, nested));
        comparison.assertSame("SELECT t1.c1, ss.a, ss.b FROM (SELECT c1 FROM ft3 WHERE c1 = 50) t1 INNER JOIN %s ON (true) ORDER BY t1.c1, ss.a, ss.b".formatted(nested));
        comparison.assertSame("SELECT t1.c1, t2.c1, t3.c1 FROM ft4 t1 INNER JOIN ft5 t2 ON (t1.c1 = t2.c1 + 1 AND t1.c1 BETWEEN 50 AND 60) FULL JOIN ft4 t3 ON (t2.c1 = t3.c1) ORDER BY t1.c1, t2.c1, t3.c1 LIMIT 10");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft4 t1 FULL JOIN ft5 t2 ON (t1.c1 = t2.c1) WHERE (t1.c1 = t2.c1 OR t1.c1 IS NULL) ORDER BY t1.c1, t2.c1 OFFSET 10 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT count(*) FROM (SELECT 1 AS one FROM %s t1 FULL JOIN %s t2 ON (true)) t".formatted(fours, fives));
    }

    @Test
    void testJoinConditionsThatStayHere()
    {
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft1 t1 LEFT JOIN ft2 t2 ON (t1.c8 = t2.c8) ORDER BY t1.c1, t2.c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft1 t1 LEFT JOIN ft2 t2 ON (t1.c1 = t2.c1) WHERE t1.c8 = 'foo' ORDER BY t1.c3, t1.c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft1 t1 JOIN ft2 t2 ON (t1.c1 = t2.c1) WHERE t1.c8 = t2.c8 ORDER BY t1.c3, t1.c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft1 t1 JOIN ft2 t2 ON (t1.c1 = t2.c1 AND CURRENT_USER = CURRENT_USER) ORDER BY t1.c3, t1.c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        comparison.assertSame("SELECT sum(t1.c1), count(t2.c1) FROM ft1 t1 INNER JOIN ft2 t2 ON (t1.c1 = t2.c1) WHERE ((t1.c1 * t2.c1) / (t1.c1 * t2.c1)) * random() <= 1");
        comparison.assertSame("SELECT q.a, ft2.c1 FROM (SELECT 13 FROM ft1 WHERE c1 = 13) q(a) RIGHT JOIN ft2 ON (q.a = ft2.c1) WHERE ft2.c1 BETWEEN 10 AND 15");
        comparison.assertSame("SELECT ft4.c1, q.* FROM ft4 LEFT JOIN (SELECT 13, ft1.c1, ft2.c1 FROM ft1 RIGHT JOIN ft2 ON (ft1.c1 = ft2.c1) WHERE ft1.c1 = 12) q(a, b, c) ON (ft4.c1 = q.b) WHERE ft4.c1 BETWEEN 10 AND 15");
        comparison.assertSame("SELECT t1c1, avg(t1c1 + t2c1) FROM (SELECT t1.c1, t2.c1 FROM ft1 t1 JOIN ft2 t2 ON (t1.c1 = t2.c1) UNION SELECT t1.c1, t2.c1 FROM ft1 t1 JOIN ft2 t2 ON (t1.c1 = t2.c1)) AS t (t1c1, t2c1) GROUP BY t1c1 ORDER BY t1c1 OFFSET 100 ROWS FETCH FIRST 10 ROWS ONLY");
        // some of the nullable side is null in itself
        server.execute("UPDATE \"S 1\".\"T 4\" SET c3 = NULL WHERE c1 % 9 = 0");
        comparison.assertSame("SELECT ft5.c1, ft5.c2, ft5.c3, ft4.c1, ft4.c2 FROM ft5 LEFT JOIN ft4 ON ft5.c1 = ft4.c1 WHERE ft4.c1 BETWEEN 10 AND 30 ORDER BY ft5.c1, ft4.c1");
        comparison.assertSame("SELECT ft4.c1, ft5.c1, ft5.c3, ft5.c3 IS NULL FROM ft4 LEFT JOIN ft5 ON ft5.c1 = ft4.c1 ORDER BY ft4.c1");
        comparison.assertSame("SELECT count(*) FROM ft5 a JOIN ft5 b ON a.c3 = b.c3");
        server.execute("UPDATE \"S 1\".\"T 4\" SET c3 = 'AAA' || to_char(c1, 'FM000') WHERE c3 IS NULL");
    }

    /** Another server, though it is the same database, has another transaction and may have another user. */
    @Test
    void testJoinOfTwoServers()
    {
        ddl("""
                CREATE SERVER loopback2 FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname '%s');
                CREATE USER MAPPING FOR PUBLIC SERVER loopback2 OPTIONS (user '%s', password_required 'false');
                CREATE FOREIGN TABLE fdw.ft6 (c1 int NOT NULL, c2 int NOT NULL, c3 text) SERVER loopback2 OPTIONS (schema_name 'S 1', table_name 'T 4')""".formatted(server.host(), server.port(), server.database(), server.user()));
        server.execute("CREATE VIEW local.ft6 AS SELECT * FROM local.ft5");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft5 t1 JOIN ft6 t2 ON (t1.c1 = t2.c1) ORDER BY t1.c1, t2.c1");
        comparison.assertSame("SELECT t1.c1, t2.c1 FROM ft4 t1 FULL JOIN ft6 t2 ON (t1.c1 = t2.c1)");
        comparison.assertSame("SELECT count(*), sum(t1.c2 - t2.c2) FROM ft1 t1 LEFT JOIN ft6 t2 ON (t1.c2 = t2.c1)");
        server.execute("DROP VIEW local.ft6");
        ddl("DROP FOREIGN TABLE fdw.ft6; DROP SERVER loopback2 CASCADE");
    }

    @Test
    void testAggregatesOfWhichAPartStaysHere()
    {
        String aggregates = "count(c6), sum(c1), avg(c1), min(c2), max(c1), stddev(c2), sum(c1) * %s".formatted(VOLATILE);
        String same = "SELECT count(c6), sum(c1), avg(c1)::float8, min(c2), max(c1), stddev(c2)::float8, sum(c1) FROM ft1 WHERE c2 < 5 GROUP BY c2 ORDER BY 1, 2";
        comparison.assertSame("SELECT %s FROM ft1 WHERE c2 < 5 GROUP BY c2 ORDER BY 1, 2".formatted(aggregates), same);
        comparison.assertSame("SELECT %s FROM ft1 WHERE c2 < 5 GROUP BY c2 ORDER BY 1, 2 LIMIT 1".formatted(aggregates), same + " LIMIT 1");
        comparison.assertSame("SELECT sum(c1 * %s), avg(c1) FROM ft1".formatted(VOLATILE));
        comparison.assertSame("SELECT c2 * %s AS sum1, sum(c1) * c2 AS sum2 FROM ft1 GROUP BY c2 ORDER BY 1, 2".formatted(VOLATILE));
        comparison.assertSame("SELECT c2 * %1$s AS c2, count(*) FROM ft2 GROUP BY 1 ORDER BY 1".formatted(VOLATILE));
        comparison.assertSame("SELECT sum(c2) * %s AS sum FROM ft1 ORDER BY 1".formatted(VOLATILE));
        comparison.assertSame("SELECT sum(c1) FROM ft1 GROUP BY c2 HAVING avg(c1 * %s) > 500 ORDER BY 1".formatted(VOLATILE));
        comparison.assertSame("SELECT count(*) FROM (SELECT c5, count(c1) AS n FROM ft1 GROUP BY c5, sqrt(c2) HAVING (avg(c1) / avg(c1)) * random() <= 1 AND avg(c1) < 500) x");
        comparison.assertSame("SELECT sum(c1) FILTER (WHERE (c1 / c1) * random() <= 1) FROM ft1 GROUP BY c2 ORDER BY 1");
        comparison.assertSame("SELECT count(*), sum(t1.c1), avg(t2.c1) FROM ft1 t1 INNER JOIN ft1 t2 ON (t1.c2 = t2.c2) WHERE t1.c2 = 6");
        comparison.assertSame("SELECT count(t1.c3) FROM ft2 t1 LEFT JOIN ft2 t2 ON (t1.c1 = (random() + 2) * t2.c2 * 0)");
    }

    @Test
    void testGroupsAndTheirConditions()
    {
        comparison.assertSame("SELECT c2 / 2, sum(c2) * (c2 / 2) FROM ft1 GROUP BY c2 / 2 ORDER BY c2 / 2");
        comparison.assertSame("SELECT count(x.a), sum(x.a) FROM (SELECT c2 AS a, sum(c1) AS b FROM ft1 GROUP BY c2, sqrt(c1)) x");
        comparison.assertSame("SELECT count(c2) AS w, c2 AS x, 5 AS y, 7.0 AS z FROM ft1 GROUP BY 2, 3 ORDER BY 2");
        comparison.assertSame("SELECT c2, c2 FROM ft1 WHERE c2 > 6 GROUP BY 1, 2 ORDER BY sum(c1)");
        comparison.assertSame("SELECT count(*), x.b FROM ft1, (SELECT c2 AS a, sum(c1) AS b FROM ft1 GROUP BY c2) x WHERE ft1.c2 = x.a GROUP BY x.b ORDER BY 1, 2");
        comparison.assertSame("SELECT avg(t1.c1), sum(t2.c1) FROM ft4 t1 FULL JOIN ft5 t2 ON (t1.c1 = t2.c1) GROUP BY t2.c1 HAVING (avg(t1.c1) IS NULL AND sum(t2.c1) < 10) OR sum(t2.c1) IS NULL ORDER BY 1 NULLS LAST, 2");
        comparison.assertSame("SELECT count(*), sum(t1.c1), avg(t2.c1) FROM (SELECT c1 FROM ft4 WHERE c1 BETWEEN 50 AND 60) t1 FULL JOIN (SELECT c1 FROM ft5 WHERE c1 BETWEEN 50 AND 60) t2 ON (t1.c1 = t2.c1)");
        comparison.assertSame("SELECT c2, c6, sum(c1) FROM ft1 WHERE c2 < 3 GROUP BY GROUPING SETS (c2, c6) ORDER BY 1 NULLS LAST, 2 NULLS LAST");
        comparison.assertSame("SELECT c2, sum(c1), grouping(c2) FROM ft1 WHERE c2 < 3 GROUP BY c2 ORDER BY 1 NULLS LAST");
        comparison.assertSame("SELECT c2, array_agg(c2) OVER (PARTITION BY c2 % 2 ORDER BY c2 RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) FROM ft1 WHERE c2 < 10 GROUP BY c2 ORDER BY 1");
    }

    @Test
    void testOrderWithinAggregates()
    {
        comparison.assertSame("SELECT array_agg(c1 ORDER BY c1) FROM ft1 WHERE c1 < 100 GROUP BY c2 ORDER BY 1");
        comparison.assertSame("SELECT array_agg(c6 ORDER BY c1 DESC) FROM ft2 WHERE c2 = 6 AND c1 < 50");
        String outer = "FROM ft4 t1 FULL JOIN ft5 t2 ON (t1.c1 = t2.c1) WHERE t1.c1 < 20 OR (t1.c1 IS NULL AND t2.c1 < 5) GROUP BY (t2.c1) % 3";
        comparison.assertSame("SELECT array_agg(DISTINCT (t1.c1) % 5 ORDER BY (t1.c1) % 5) " + outer);
        comparison.assertSame("SELECT array_agg(DISTINCT (t1.c1) % 5 ORDER BY (t1.c1) % 5 DESC NULLS LAST) " + outer);
        comparison.assertSame("SELECT sum(c1) FILTER (WHERE c1 < 100 AND c2 > 5) FROM ft1 GROUP BY c2 ORDER BY 1 NULLS LAST");
        comparison.assertSame("SELECT sum(c1 % 3), sum(DISTINCT c1 % 3) FILTER (WHERE c1 % 3 < 2), c2 FROM ft1 WHERE c2 = 6 GROUP BY c2");
    }

    @Test
    void testOrderOfNulls()
    {
        server.execute("UPDATE \"S 1\".\"T 1\" SET c6 = NULL WHERE \"C 1\" % 7 = 0");
        for (String order : List.of("c6 DESC NULLS LAST", "c6 DESC NULLS FIRST", "c6 ASC NULLS FIRST", "c6 ASC NULLS LAST")) {
            comparison.assertSame("SELECT * FROM ft1 ORDER BY %s, c1 OFFSET 15 ROWS FETCH FIRST 10 ROWS ONLY".formatted(order));
            comparison.assertSame("SELECT c6, c1 FROM ft1 ORDER BY %s, c1 OFFSET 795 ROWS FETCH FIRST 100 ROWS ONLY".formatted(order));
        }
        server.execute("UPDATE \"S 1\".\"T 1\" SET c6 = (\"C 1\" % 10)::text WHERE c6 IS NULL");
    }

    @Test
    void testParametersAndChangedDefinitions()
    {
        Session session = Session.builder(foreignTables())
                .addPreparedStatement("st3", "SELECT c1 FROM ft1 t1 WHERE t1.c1 < ? AND t1.c3 IN (SELECT c3 FROM ft2 t2 WHERE c1 > ? AND date(c5) = DATE '1970-01-17')")
                .addPreparedStatement("st4", "SELECT c3 FROM ft1 t1 WHERE t1.c1 = ?")
                .addPreparedStatement("st5", "SELECT c3 FROM ft1 t1 WHERE c8 = ? AND c1 = ?")
                .addPreparedStatement("st6", "SELECT c1 FROM ft1 t1 WHERE t1.c1 = t1.c2")
                .build();
        assertThat(query(session, "EXECUTE st3 USING 20, 10")).matches("VALUES 16");
        assertThat(query(session, "EXECUTE st3 USING 30, 20")).returnsEmptyResult();
        for (int execution = 1; execution <= 7; execution++) {
            assertThat(query(session, "EXECUTE st4 USING " + execution)).matches("VALUES VARCHAR '%05d'".formatted(execution));
            assertThat(query(session, "EXECUTE st5 USING 'foo', " + execution)).matches("VALUES VARCHAR '%05d'".formatted(execution));
            assertThat(query(session, "EXECUTE st5 USING 'fo', " + execution)).returnsEmptyResult();
        }
        server.execute("CREATE TABLE \"S 1\".\"T 0\" AS SELECT * FROM \"S 1\".\"T 1\" WHERE \"C 1\" < 5");
        ddl("ALTER FOREIGN TABLE fdw.ft1 OPTIONS (SET table_name 'T 0')");
        assertThat(query(session, "EXECUTE st6")).matches("VALUES 1, 2, 3, 4");
        ddl("ALTER FOREIGN TABLE fdw.ft1 OPTIONS (SET table_name 'T 1')");
        assertThat(query(session, "EXECUTE st6")).matches("VALUES 1, 2, 3, 4, 5, 6, 7, 8, 9");
        server.execute("DROP TABLE \"S 1\".\"T 0\"");
    }

    /** A connection is of the options that it was made with. */
    @Test
    void testReconnectsWhenOptionsChange()
    {
        ddl("""
                CREATE SERVER loopback3 FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname '%s');
                CREATE USER MAPPING FOR PUBLIC SERVER loopback3 OPTIONS (user '%s', password_required 'false');
                CREATE FOREIGN TABLE fdw.ft7 (c1 int NOT NULL, c3 text) SERVER loopback3 OPTIONS (schema_name 'S 1', table_name 'T 3')""".formatted(server.host(), server.port(), server.database(), server.user()));
        String sql = "SELECT c3 FROM fdw.ft7 ORDER BY c3 LIMIT 1";
        assertThat(query(sql)).matches("VALUES VARCHAR 'AAA002'");
        ddl("ALTER SERVER loopback3 OPTIONS (SET dbname 'no such database')");
        assertQueryFails(sql, "(?s).*loopback3.*database \"no such database\" does not exist.*SQLSTATE 3D000.*");
        ddl("ALTER SERVER loopback3 OPTIONS (SET dbname '%s')".formatted(server.database()));
        assertThat(query(sql)).matches("VALUES VARCHAR 'AAA002'");
        ddl("ALTER USER MAPPING FOR PUBLIC SERVER loopback3 OPTIONS (SET user 'no such user')");
        assertQueryFails(sql, "(?s).*loopback3.*role \"no such user\" does not exist.*SQLSTATE 28000.*");
        ddl("ALTER USER MAPPING FOR PUBLIC SERVER loopback3 OPTIONS (SET user '%s')".formatted(server.user()));
        assertThat(query(sql)).matches("VALUES VARCHAR 'AAA002'");
        ddl("DROP FOREIGN TABLE fdw.ft7; DROP SERVER loopback3 CASCADE");
    }

    @Test
    void testWrongTypeInJoinsAndAggregates()
    {
        ddl("CREATE FOREIGN TABLE fdw.wrong (c1 int OPTIONS (column_name 'C 1'), c2 int, c8 int) SERVER postgres OPTIONS (schema_name 'S 1', table_name 'T 1')");
        String error = "(?s).*Column \"c8\" is declared as integer, which values of its remote type public.user_enum cannot be read as; varchar would do.*";
        assertQueryFails(foreignTables(), "SELECT ftx.c1, ft2.c2, ftx.c8 FROM wrong ftx, ft2 WHERE ftx.c1 = ft2.c1 AND ftx.c1 = 1", error);
        assertQueryFails(foreignTables(), "SELECT sum(c2), array_agg(c8) FROM wrong GROUP BY c8", error);
        ddl("DROP FOREIGN TABLE fdw.wrong");
    }

    @Test
    void testPartitionwiseJoinsAndAggregates()
    {
        server.execute(
                """
                CREATE TABLE local.fprt1 (a int, b int, c varchar) PARTITION BY RANGE (a);
                CREATE TABLE local.fprt1_p1 PARTITION OF local.fprt1 FOR VALUES FROM (0) TO (250);
                CREATE TABLE local.fprt1_p2 PARTITION OF local.fprt1 FOR VALUES FROM (250) TO (500);
                INSERT INTO local.fprt1 SELECT i, i, to_char(i / 50, 'FM0000') FROM generate_series(0, 499, 2) i;
                CREATE TABLE local.fprt2 (a int, b int, c varchar) PARTITION BY RANGE (b);
                CREATE TABLE local.fprt2_p1 (b int, c varchar, a int);
                ALTER TABLE local.fprt2 ATTACH PARTITION local.fprt2_p1 FOR VALUES FROM (0) TO (250);
                CREATE TABLE local.fprt2_p2 PARTITION OF local.fprt2 FOR VALUES FROM (250) TO (500);
                INSERT INTO local.fprt2 SELECT i, i, to_char(i / 50, 'FM0000') FROM generate_series(0, 499, 3) i;
                CREATE TABLE local.pagg_tab (a int, b int, c text) PARTITION BY RANGE (a);
                CREATE TABLE local.pagg_tab_p1 PARTITION OF local.pagg_tab FOR VALUES FROM (0) TO (10);
                CREATE TABLE local.pagg_tab_p2 PARTITION OF local.pagg_tab FOR VALUES FROM (10) TO (20);
                CREATE TABLE local.pagg_tab_p3 PARTITION OF local.pagg_tab FOR VALUES FROM (20) TO (30);
                INSERT INTO local.pagg_tab SELECT i % 30, i % 50, to_char(i / 30, 'FM0000') FROM generate_series(1, 3000) i;
                ANALYZE""");
        ddl("""
                CREATE TABLE fdw.fprt1 (a int, b int, c varchar) PARTITION BY RANGE (a);
                CREATE FOREIGN TABLE fdw.ftprt1_p1 PARTITION OF fdw.fprt1 FOR VALUES FROM (0) TO (250) SERVER postgres OPTIONS (schema_name 'local', table_name 'fprt1_p1', use_remote_estimate 'true');
                CREATE FOREIGN TABLE fdw.ftprt1_p2 PARTITION OF fdw.fprt1 FOR VALUES FROM (250) TO (500) SERVER postgres OPTIONS (schema_name 'local', table_name 'fprt1_p2');
                CREATE TABLE fdw.fprt2 (a int, b int, c varchar) PARTITION BY RANGE (b);
                CREATE FOREIGN TABLE fdw.ftprt2_p1 (b int, c varchar, a int) SERVER postgres OPTIONS (schema_name 'local', table_name 'fprt2_p1', use_remote_estimate 'true');
                ALTER TABLE fdw.fprt2 ATTACH PARTITION fdw.ftprt2_p1 FOR VALUES FROM (0) TO (250);
                CREATE FOREIGN TABLE fdw.ftprt2_p2 PARTITION OF fdw.fprt2 FOR VALUES FROM (250) TO (500) SERVER postgres OPTIONS (schema_name 'local', table_name 'fprt2_p2', use_remote_estimate 'true');
                CREATE TABLE fdw.pagg_tab (a int, b int, c text) PARTITION BY RANGE (a);
                CREATE FOREIGN TABLE fdw.fpagg_tab_p1 PARTITION OF fdw.pagg_tab FOR VALUES FROM (0) TO (10) SERVER postgres OPTIONS (schema_name 'local', table_name 'pagg_tab_p1');
                CREATE FOREIGN TABLE fdw.fpagg_tab_p2 PARTITION OF fdw.pagg_tab FOR VALUES FROM (10) TO (20) SERVER postgres OPTIONS (schema_name 'local', table_name 'pagg_tab_p2');
                CREATE FOREIGN TABLE fdw.fpagg_tab_p3 PARTITION OF fdw.pagg_tab FOR VALUES FROM (20) TO (30) SERVER postgres OPTIONS (schema_name 'local', table_name 'pagg_tab_p3')""");
        comparison.assertSame("SELECT t1.a, t2.b, t3.c FROM fprt1 t1 INNER JOIN fprt2 t2 ON (t1.a = t2.b) INNER JOIN fprt1 t3 ON (t2.b = t3.a) WHERE t1.a % 25 = 0 ORDER BY 1, 2, 3");
        comparison.assertSame("SELECT t1.a, t2.b, t2.c FROM fprt1 t1 LEFT JOIN (SELECT * FROM fprt2 WHERE a < 10) t2 ON (t1.a = t2.b AND t1.b = t2.a) WHERE t1.a < 10 ORDER BY 1, 2, 3");
        comparison.assertSame("SELECT t1.a, t2.b FROM (SELECT a FROM fprt1 WHERE a % 25 = 0) t1 FULL JOIN (SELECT b FROM fprt2 WHERE b % 25 = 0) t2 ON (t1.a = t2.b) ORDER BY 1, 2");
        comparison.assertSame("SELECT t1.a, t1.b FROM fprt1 t1, LATERAL (SELECT t2.a, t2.b FROM fprt2 t2 WHERE t1.a = t2.b AND t1.b = t2.a) q WHERE t1.a % 25 = 0 ORDER BY 1, 2");
        comparison.assertSame("SELECT t1.a, t1.phv, t2.b, t2.phv FROM (SELECT 't1_phv' AS phv, a FROM fprt1 WHERE a % 25 = 0) t1 FULL JOIN (SELECT 't2_phv' AS phv, b FROM fprt2 WHERE b % 25 = 0) t2 ON (t1.a = t2.b) ORDER BY t1.a, t2.b");
        comparison.assertSame("SELECT a, sum(b), min(b), count(*) FROM pagg_tab GROUP BY a HAVING avg(b) < 22 ORDER BY 1");
        comparison.assertSame("SELECT a, count(*) FROM pagg_tab t1 GROUP BY a HAVING avg(b) < 22 ORDER BY 1");
        comparison.assertSame("SELECT b, avg(a), max(a), count(*) FROM pagg_tab GROUP BY b HAVING sum(a) < 700 ORDER BY 1");
        // its partition has the columns in another order
        comparison.assertSame("SELECT * FROM fprt2 WHERE b < 20");
        ddl("DROP TABLE fdw.fprt1; DROP TABLE fdw.fprt2; DROP TABLE fdw.pagg_tab");
        server.execute("DROP TABLE local.fprt1, local.fprt2, local.pagg_tab");
    }

    /** What is declared is believed: as in PostgreSQL with {@code constraint_exclusion}, a check that does not hold leaves rows out. */
    @Test
    void testChecksOfForeignTables()
    {
        String table = "(c1 int OPTIONS (column_name 'C 1'), c2 int %s) SERVER postgres OPTIONS (schema_name 'S 1', table_name 'T 1')";
        ddl("CREATE FOREIGN TABLE fdw.right_check %s; CREATE FOREIGN TABLE fdw.wrong_check %s".formatted(table.formatted("CHECK (c2 >= 0)"), table.formatted("CHECK (c2 < 0)")));
        assertThat(query("SELECT count(*) FROM fdw.right_check WHERE c2 < 0")).matches("VALUES BIGINT '0'");
        assertThat(query("SELECT count(*) FROM fdw.right_check WHERE c2 >= 0")).matches("VALUES BIGINT '1000'");
        assertThat(query("SELECT count(*) FROM fdw.wrong_check WHERE c2 >= 0")).matches("VALUES BIGINT '0'");
        assertThat(query("SELECT c1 FROM fdw.wrong_check WHERE c2 >= 0 ORDER BY c1 LIMIT 1")).returnsEmptyResult();
        assertThat(query("SELECT count(*) FROM fdw.ft4 a JOIN fdw.wrong_check b ON a.c1 = b.c1 WHERE b.c2 >= 0")).matches("VALUES BIGINT '0'");
        ddl("DROP FOREIGN TABLE fdw.right_check; DROP FOREIGN TABLE fdw.wrong_check");
    }
}
