package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.sql.planner.plan.AggregationNode;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.StandardErrorCode.NUMERIC_VALUE_OUT_OF_RANGE;
import static io.trino.spi.type.TimeZoneKey.getTimeZoneKey;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The functions and aggregates that go to PostgreSQL, one by one: what they become there, and that they find the rows that Trino finds, over values that
 * the two might take differently.
 */
final class TestPostgresFdwPushdownFunctions
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
                CREATE TABLE tpch.texts (id int, t text, e text COLLATE "en-x-icu", v varchar(8), c char(5));
                INSERT INTO tpch.texts SELECT row_number() OVER (), v, v, v, left(v, 5)
                FROM unnest(ARRAY['a', 'A', 'ab', 'ba', 'aba', ' ab ', 'a' || chr(9), 'é', 'aé', 'e' || chr(769), 'ß', 'İ', '', '漢字', '𝔘a', 'aaa', 'a%b', 'a\\b', chr(160) || 'a', NULL]) v;
                CREATE TABLE tpch.numbers (id int, d float8, r float4, p numeric(10, 2), w numeric(38, 4), s smallint, i int, l bigint, b boolean);
                INSERT INTO tpch.numbers VALUES
                    (1, 1.5, 1.5, 1.50, 1.5, 1, 1, 1, true),
                    (2, 'NaN', 'NaN', -2.25, -2.5, -2, -2, -2, false),
                    (3, 'Infinity', 'Infinity', 3.335, 3.3350, 3, 3, 3, NULL),
                    (4, '-Infinity', '-Infinity', 0.01, 0.0001, 4, 4, 4, true),
                    (5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                    (6, 2.5, 2.5, 2.50, 9999999999999999999999999999999999.9999, 32766, 2147483646, 9007199254740993, true),
                    (7, -0.5, -0.5, -0.50, -9999999999999999999999999999999999.9999, 7, 7, 0, false),
                    (8, 0.1, 0.1, 0.10, 0, -32767, -2147483647, -9007199254740993, false),
                    (9, -1e300, 3e38, 99999999.99, 12345.6789, 100, 10, 9223372036854775806, NULL),
                    (10, '-0', '-0', -99999999.99, -12345.6789, 0, 0, -9223372036854775807, true),
                    (11, 1e-310, 1e-40, 5.00, 0.5, 0, 50, 99, true);
                CREATE TABLE tpch.times (id int, dt date, ts timestamp, ts0 timestamp(0), tz timestamptz);
                INSERT INTO tpch.times VALUES
                    (1, '2020-02-29', '2020-02-29 12:34:56.123456', '2020-02-29 12:34:56', '2020-02-29 23:34:56.123456-02'),
                    (2, '0044-03-15 BC', '0044-03-15 00:00:00 BC', '1969-12-31 23:59:59', '1969-12-31 23:59:59.999999+00'),
                    (3, '9999-12-31', '9999-12-31 23:59:59.999999', '9999-12-31 00:00:00', '2020-03-29 01:30:00+01'),
                    (4, NULL, NULL, NULL, NULL),
                    (5, '0001-12-31 BC', '0001-12-31 23:59:59.5 BC', '2021-01-03 00:00:00', '2021-01-03 12:00:00+00'),
                    (6, '0001-01-01', '0001-01-01 00:00:00', '2021-01-31 10:00:00', '0001-01-01 00:00:00+00'),
                    (7, '1969-12-31', '1969-12-31 23:59:59.999999', '2016-02-29 00:00:00', '1968-02-29 11:59:00+00'),
                    (8, '2026-01-01', '2024-12-30 07:08:09.001', '2023-10-31 08:00:00', '2024-12-30 07:08:09.001+00'),
                    (9, '1582-10-10', '1582-10-10 01:00:00', '1900-03-01 00:00:00', '1582-10-10 01:00:00+00');
                CREATE TABLE tpch.measures (id int, k int, d float8, r float4, x float8, n numeric, p numeric(10, 2), i int, l bigint, b boolean);
                INSERT INTO tpch.measures
                    SELECT j, j % 4, (j * 7919 % 1009) / 7.0 - 60, ((j * 31 % 101) / 3.0)::float4, sqrt(j), j / 3.0, j / 7.0, j % 10, j * 1000003::bigint, CASE j % 3 WHEN 0 THEN true WHEN 1 THEN false END
                    FROM generate_series(1, 400) j;
                INSERT INTO tpch.measures VALUES
                    -- of one value
                    (1001, 11, 0.1, 0.1, 0.3, 0.1, 0.10, 3, 3, true), (1002, 11, 0.1, 0.1, 0.7, 0.1, 0.10, 3, 3, true), (1003, 11, 0.1, 0.1, 0.9, 0.1, 0.10, 3, 3, NULL),
                    (1004, 12, 1, 1, 1, 1, 1, 1, 1, true),
                    (1005, 13, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                    (1006, 14, 'NaN', 'NaN', 1, 'NaN', 1, 1, 1, true), (1007, 14, 5, 5, 2, 5, 5, 5, 5, NULL), (1008, 14, 6, 6, 4, 6, 5, 5, 5, NULL),
                    (1009, 15, 'Infinity', 'Infinity', 1, 7, 1, 1, 1, true), (1010, 15, 5, 5, 2, 5, 5, 5, 5, NULL),
                    (1011, 16, 'Infinity', 'Infinity', 3, 7, 1, 1, 1, true), (1012, 16, '-Infinity', '-Infinity', 4, 5, 5, 5, 5, NULL),
                    (1013, 17, 'NaN', 'NaN', 'NaN', 'NaN', 1, 1, 1, true), (1014, 17, 'NaN', 'NaN', 'NaN', 'NaN', 1, 1, 1, true),
                    (1015, 18, NULL, 3, 4, NULL, 1, 1, 1, true), (1016, 18, 3, NULL, 9, NULL, 1, 1, 1, true), (1017, 18, 8, 8, NULL, NULL, 1, 1, 1, true),
                    (1018, 19, 1e200, 1e38, 1e-200, 1, 1, 1, 1, NULL), (1019, 20, -1.5, -1.5, -1.5, -1, -1, -1, -1, false), (1020, 20, -2.5, -2.5, 7, -2, -2, -2, -2, false),
                    (1021, 21, 'Infinity', 'Infinity', 7, 1, 1, 1, 1, true), (1022, 21, 'Infinity', 'Infinity', 8, 1, 1, 1, 1, true),
                    (1023, 22, 0.1, 0.1, 0.1, 1, 1, 1, 1, true), (1024, 22, 0.1, 0.1, 0.1, 1, 1, 1, 1, true), (1025, 22, 0.1, 0.1, 0.1, 1, 1, 1, 1, true);
                """);
        return queryRunner;
    }

    @BeforeAll
    void setUp()
    {
        comparison = new PushdownComparison(getQueryRunner());
    }

    /** As conditions of rows, of rows that a negation leaves, and of null. */
    private void assertPushed(String table, String condition, String remoteSql)
    {
        comparison.assertRemoteFilter("SELECT id FROM %s WHERE %s".formatted(table, condition), remoteSql);
        comparison.assertSameRows("SELECT id FROM %s WHERE NOT (%s)".formatted(table, condition));
        comparison.assertSameRows("SELECT id FROM %s WHERE (%s) IS NULL".formatted(table, condition));
    }

    private void assertStays(SoftAssertions assertions, String table, String condition, String reason)
    {
        assertions.assertThat((String) computeScalar("EXPLAIN SELECT id FROM %s WHERE %s".formatted(table, condition))).contains("filtered by Trino since " + reason);
    }

    @Test
    void testNumbers()
    {
        assertPushed("numbers", "abs(d) > 1", "abs(\"d\")");
        assertPushed("numbers", "abs(r) = REAL '0.5'", "abs(\"r\")");
        assertPushed("numbers", "-d < 1", "(- \"d\")");
        assertPushed("numbers", "ceiling(p) = 4", "ceil(");
        assertPushed("numbers", "ceil(d) = 3", "ceil(\"d\")");
        assertPushed("numbers", "floor(p) < -1", "floor(");
        assertPushed("numbers", "floor(d) >= 0", "floor(\"d\")");
        assertPushed("numbers", "floor(r) <= REAL '-1'", "CAST(floor(\"r\") AS float4)");
        assertPushed("numbers", "floor(i) = 3", "\"i\" = 3");
        assertPushed("numbers", "truncate(d) = 0", "trunc(\"d\")");
        assertPushed("numbers", "truncate(p) = 0", "trunc(");
        assertPushed("numbers", "truncate(p, 1) = 3.3", "trunc(");
        assertPushed("numbers", "round(p) = 3", "round(");
        assertPushed("numbers", "round(w) = -3", "round(");
        assertPushed("numbers", "round(i) = 3", "\"i\" = 3");
        for (String places : List.of("-9", "-8", "-3", "-1", "0", "1", "2", "3")) {
            assertPushed("numbers", "round(p, %s) > 2.4".formatted(places), "round(");
            assertPushed("numbers", "truncate(p, %s) > 2.4".formatted(places), "trunc(");
        }
        // more than 38 digits to round off are an error in Trino
        server.execute("CREATE TABLE tpch.fractions (id int, p numeric(37, 30)); INSERT INTO tpch.fractions VALUES (1, 1234567.5), (2, -7654321), (3, 0.5), (4, NULL)");
        for (String places : List.of("-8", "-7", "-6", "0", "29")) {
            assertPushed("fractions", "round(p, %s) > 0".formatted(places), "round(");
        }
        comparison.assertSameFailure("SELECT id FROM fractions WHERE round(p, -9) = 0", NUMERIC_VALUE_OUT_OF_RANGE);
        assertPushed("numbers", "sign(l) = -1", "sign(CAST(\"l\" AS numeric))");
        assertPushed("numbers", "sign(p) = 1", "sign(");
        assertPushed("numbers", "is_nan(d)", "(\"d\" = 'NaN')");
        assertPushed("numbers", "is_nan(r)", "(\"r\" = 'NaN')");
        assertPushed("numbers", "is_infinite(d)", "(abs(\"d\") = 'Infinity')");
        assertPushed("numbers", "is_finite(d)", "(abs(\"d\") < 'Infinity')");
        assertPushed("numbers", "bitwise_and(l, 6) = 2", "(\"l\" & ");
        assertPushed("numbers", "bitwise_or(l, i) = 7", "(\"l\" | CAST(\"i\" AS int8))");
        assertPushed("numbers", "bitwise_xor(l, -1) < 0", "(\"l\" # ");
        assertPushed("numbers", "bitwise_not(l) < -1", "(~ \"l\")");
        assertPushed("numbers", "greatest(i, s, 3) = 3", "num_nulls(");
        assertPushed("numbers", "least(p, 2.50) < 1", "least(");
        assertPushed("numbers", "100 / nullif(l, 0) = 33", "/ (CASE WHEN (\"l\" = 0) THEN NULL ELSE \"l\" END))");
        assertPushed("numbers", "i % nullif(s, 0) = 0", "(\"i\" % CAST((CASE WHEN (\"s\" = 0) THEN NULL ELSE \"s\" END) AS int4))");
        assertPushed("numbers", "mod(i, 3) = -2", "(\"i\" % CAST(3 AS int4))");
        assertPushed("numbers", "p % 0.7 = 0.1", " % CAST(");
        assertPushed("numbers", "mod(p, 3) < 0", " % CAST(");

        SoftAssertions stays = new SoftAssertions();
        assertStays(stays, "numbers", "round(d) = 2", "round(double): PostgreSQL rounds halves to even");
        assertStays(stays, "numbers", "sqrt(d) > 1", "sqrt(double): nothing in PostgreSQL is known to be the same for all values");
        assertStays(stays, "numbers", "round(w, 1) = 1.5", "round(decimal(38,4), integer): nothing in PostgreSQL is known to be the same for all values");
        assertStays(stays, "fractions", "round(p, -9) = 0", "round(decimal(37,30), integer): nothing in PostgreSQL is known to be the same for all values");
        assertStays(stays, "numbers", "greatest(d, 1e0) > 1", "greatest(double, double): nothing in PostgreSQL is known to be the same for all values");
        assertStays(stays, "numbers", "bitwise_left_shift(l, 2) = 4", "bitwise_left_shift(bigint, integer): nothing in PostgreSQL is known to be the same for all values");
        stays.assertAll();
        for (String condition : List.of("round(d) = 2", "round(d) = 3", "greatest(d, 1e0) > 1", "bitwise_left_shift(l, 64) = 0", "round(w, 1) = 0.5", "mod(d, 2e0) = 1.5")) {
            comparison.assertSameRows("SELECT id FROM numbers WHERE id NOT IN (6, 7) AND " + condition);
        }
    }

    @Test
    void testCasts()
    {
        assertPushed("numbers", "CAST(p AS bigint) = 3", "CAST(\"p\" AS int8)");
        assertPushed("numbers", "CAST(p AS decimal(9, 0)) = -1", "AS numeric(9, 0))");
        assertPushed("numbers", "CAST(p AS decimal(12, 1)) = -2.3", "AS numeric(12, 1))");
        assertPushed("numbers", "CAST(CAST(i AS decimal(12, 1)) AS bigint) + 1 = 4", "AS numeric");
        assertPushed("numbers", "CAST(r AS double) > 1", "\"r\"");
        assertPushed("numbers", "abs(CAST(l AS real)) = REAL '3'", "AS float4)");
        assertPushed("numbers", "CAST(l AS varchar) LIKE '9%'", "CAST(\"l\" AS text)");
        assertPushed("numbers", "CAST(i AS varchar(20)) = '-2'", "CAST(\"i\" AS text)");
        assertPushed("numbers", "CAST(b AS varchar) = 'true'", "CAST(\"b\" AS text)");
        assertPushed("numbers", "CAST(b AS bigint) + 1 = 2", "CAST(\"b\" AS int4)");
        assertPushed("texts", "CAST(t AS varchar(2)) = 'ab'", "left(");
        assertPushed("texts", "CAST(t AS varchar(1)) = 'é'", "left(");
        // rounding brings no more than one further digit
        assertPushed("numbers", "CAST(p AS integer) * 2 = 6", "CAST(\"p\" AS int4)");
        assertPushed("numbers", "CAST(p AS decimal(10, 1)) * 2 = -4.6", "AS numeric(10, 1))");
        // what may not fit stays, since PostgreSQL might cast what another condition leaves out
        comparison.assertSameFailure("SELECT id FROM numbers WHERE CAST(l AS integer) % 2 = 1", NUMERIC_VALUE_OUT_OF_RANGE);
        comparison.assertSameFailure("SELECT id FROM numbers WHERE CAST(p AS decimal(3, 2)) * 2 = 1", NUMERIC_VALUE_OUT_OF_RANGE);
        comparison.assertSameFailure("SELECT id FROM numbers WHERE CAST(p AS decimal(8, 0)) * 2 = 1", NUMERIC_VALUE_OUT_OF_RANGE);
        comparison.assertSameFailure("SELECT id FROM numbers WHERE CAST(w AS bigint) % 2 = 1", NUMERIC_VALUE_OUT_OF_RANGE);
        for (String cast : List.of("CAST(l AS integer)", "CAST(l AS smallint)", "CAST(l AS decimal(18, 0))", "CAST(p AS smallint)", "CAST(p AS decimal(3, 2))", "CAST(p AS decimal(8, 0))", "CAST(w AS bigint)")) {
            comparison.assertSameRows("SELECT id FROM numbers WHERE id IN (1, 2, 3, 4, 5, 7, 11) AND w BETWEEN -3 AND 4 AND %s * 2 > 1".formatted(cast));
        }
        SoftAssertions stays = new SoftAssertions();
        assertStays(stays, "numbers", "CAST(l AS integer) % 2 = 1", "cast(bigint): PostgreSQL's cast to integer is another one");
        assertStays(stays, "numbers", "CAST(l AS decimal(18, 0)) * 2 = 2", "cast(bigint): PostgreSQL's cast to decimal(18,0) is another one");
        assertStays(stays, "numbers", "CAST(p AS decimal(8, 0)) * 2 = 2", "cast(decimal(10,2)): PostgreSQL's cast to decimal(8,0) is another one");
        assertStays(stays, "numbers", "CAST(p AS decimal(9, 2)) * 2 = 2", "cast(decimal(10,2)): PostgreSQL's cast to decimal(9,2) is another one");
        assertStays(stays, "numbers", "CAST(w AS bigint) % 2 = 1", "cast(decimal(38,4)): PostgreSQL's cast to bigint is another one");
        assertStays(stays, "numbers", "CAST(d AS bigint) % 2 = 0", "cast(double): PostgreSQL's cast to bigint is another one");
        assertStays(stays, "numbers", "is_nan(CAST(p AS double))", "cast(decimal(10,2)): PostgreSQL's cast to double is another one");
        assertStays(stays, "texts", "CAST(t AS bigint) = 1", "cast(varchar): PostgreSQL's cast to bigint is another one");
        stays.assertAll();
    }

    @Test
    void testTexts()
    {
        for (String column : List.of("t", "e", "v")) {
            assertPushed("texts", "reverse(%s) = 'ba'".formatted(column), "reverse(");
            assertPushed("texts", "reverse(%s) < 'b'".formatted(column), "reverse(");
            assertPushed("texts", "replace(%s, 'a', 'xy') = 'xyb'".formatted(column), "replace(");
            assertPushed("texts", "replace(%s, 'aa', 'b') = 'ba'".formatted(column), "replace(");
            assertPushed("texts", "replace(%s, 'é') = 'a'".formatted(column), ", '')");
            assertPushed("texts", "replace(%1$s, 'b', %1$s) = 'aab'".formatted(column), "replace(");
            assertPushed("texts", "lpad(%s, 3, 'xy') = 'xya'".formatted(column), "lpad(");
            assertPushed("texts", "lpad(%s, 2, 'é') = 'éa'".formatted(column), "lpad(");
            assertPushed("texts", "rpad(%s, 2, 'x') = 'ab'".formatted(column), "rpad(");
            assertPushed("texts", "rpad(%s, 0, 'x') = ''".formatted(column), "rpad(");
            assertPushed("texts", "substr(%s, -1) = 'b'".formatted(column), "right(");
            assertPushed("texts", "substr(%s, -2) = 'ab'".formatted(column), "right(");
            assertPushed("texts", "substring(%s, -2) = ''".formatted(column), "right(");
            assertPushed("texts", "greatest(%s, 'ab') = 'ab'".formatted(column), "greatest(");
            assertPushed("texts", "least(%s, v, 'b') < 'a'".formatted(column), "least(");
        }
        SoftAssertions stays = new SoftAssertions();
        assertStays(stays, "texts", "trim(t) = 'ab'", "trim(varchar): Trino takes all white space away, PostgreSQL blanks only");
        assertStays(stays, "texts", "replace(t, '', 'x') = 'x'", "replace(varchar, varchar(0), varchar(1)): nothing in PostgreSQL is known to be the same for all values");
        assertStays(stays, "texts", "substr(t, 0) = 'x'", "substring(varchar, bigint): nothing in PostgreSQL is known to be the same for all values");
        assertStays(stays, "texts", "split_part(t, 'b', 2) = 'x'", "split_part(varchar, varchar(1), bigint): nothing in PostgreSQL is known to be the same for all values");
        assertStays(stays, "texts", "upper(t) = 'SS'", "upper(varchar): PostgreSQL's follows the collation of the database");
        assertStays(stays, "texts", "reverse(c) = '    a'", "column \"c\": PostgreSQL orders character(5) otherwise");
        stays.assertAll();
        for (String condition : List.of("trim(t) = 'a'", "replace(t, '', 'x') = 'xax'", "substr(t, 0) = ''", "split_part(t, 'b', 2) IS NULL", "reverse(c) = '    a'")) {
            comparison.assertSameRows("SELECT id FROM texts WHERE " + condition);
        }
    }

    @Test
    void testDatesAndTimes()
    {
        assertCalendar(getSession(), List.of("dt", "ts", "ts0", "tz"));
        // what has no time zone does not depend on that of the session
        assertCalendar(Session.builder(getSession()).setTimeZoneKey(getTimeZoneKey("Asia/Tokyo")).build(), List.of("ts", "tz"));

        comparison.assertRemoteFilter("SELECT id FROM times WHERE hour(tz) = 1", "(CAST(extract(hour FROM (\"tz\" AT TIME ZONE 'UTC')) AS int8) = 1)");
        comparison.assertRemoteFilter("SELECT id FROM times WHERE dt + INTERVAL '3' DAY = dt", "(\"dt\" + (3))");
        comparison.assertRemoteFilter("SELECT id FROM times WHERE dt < ts", "CAST(\"dt\" AS timestamp)");
        comparison.assertRemoteFilter("SELECT id FROM times WHERE date_diff('day', dt, DATE '2020-03-01') = 1", "('2020-03-01'::date AS date) - \"dt\")");
        comparison.assertRemoteFilter("SELECT id FROM times WHERE greatest(dt, DATE '2000-01-01') = DATE '2000-01-01'", "greatest(");
        comparison.assertRemoteFilter("SELECT id FROM times WHERE least(ts, ts0) = ts", "least(");
        comparison.assertRemoteFilter("SELECT id FROM times WHERE coalesce(ts, TIMESTAMP '2000-01-01 00:00:00.5') < TIMESTAMP '2001-01-01 00:00:00'", "COALESCE(");
        comparison.assertSameFailure("SELECT id FROM times WHERE dt + INTERVAL '1' HOUR > dt", INVALID_FUNCTION_ARGUMENT);
        SoftAssertions stays = new SoftAssertions();
        assertStays(stays, "times", "date_trunc('month', ts) = date_trunc('month', ts0)", "date_trunc(varchar(5), timestamp(6)): nothing in PostgreSQL is known to be the same for all values");
        assertStays(stays, "times", "date_diff('month', dt, DATE '2020-03-01') = 1", "date_diff(varchar(5), date, date): nothing in PostgreSQL is known to be the same for all values");
        stays.assertAll();
    }

    private void assertCalendar(Session session, List<String> columns)
    {
        PushdownComparison zone = new PushdownComparison(getQueryRunner(), session);
        for (String column : columns) {
            List<String> functions = new ArrayList<>(List.of("year", "year_of_week", "quarter", "month", "week", "day", "day_of_week", "day_of_year"));
            if (!column.equals("dt")) {
                functions.addAll(List.of("hour", "minute", "second"));
                zone.assertRemoteFilter("SELECT id FROM times WHERE CAST(%s AS date) < dt".formatted(column), " AS date)");
            }
            String parts = functions.stream()
                    .map(function -> "CAST(%s(%s) AS varchar)".formatted(function, column))
                    .collect(joining(" || ',' || "));
            for (Object expected : computeActual(session, "SELECT %s FROM times WHERE %s IS NOT NULL".formatted(parts, column)).getOnlyColumnAsSet()) {
                zone.assertRemoteFilter("SELECT id FROM times WHERE %s = '%s'".formatted(parts, expected), "extract(isoyear FROM ");
            }
            for (String interval : List.of("'1' DAY", "'-40' DAY", "'1' MONTH", "'-1' MONTH", "'13' MONTH", "'1' YEAR", "'-4' YEAR", "'0' DAY")) {
                zone.assertRemoteFilter("SELECT id FROM times WHERE %1$s + INTERVAL %2$s > %1$s".formatted(column, interval), " + ");
                zone.assertRemoteFilter("SELECT id FROM times WHERE day(%s - INTERVAL %s) >= 29".formatted(column, interval), "extract(day FROM");
                zone.assertRemoteFilter("SELECT id FROM times WHERE day_of_year(INTERVAL %s + %s) < 61".formatted(interval, column), "extract(doy FROM");
            }
            if (column.equals("ts") || column.equals("tz")) {
                for (String interval : List.of("'1' SECOND", "'-0.001' SECOND", "'25' HOUR", "'-3 04:05:06.789' DAY TO SECOND")) {
                    zone.assertRemoteFilter("SELECT id FROM times WHERE second(%s + INTERVAL %s) < 30".formatted(column, interval), "interval)");
                    zone.assertRemoteFilter("SELECT id FROM times WHERE day(%s - INTERVAL %s) < 30".formatted(column, interval), "interval)");
                }
            }
        }
    }

    @Test
    void testExactAggregates()
    {
        comparison.assertRemoteSql("SELECT count_if(b) FROM measures", "count(*) FILTER (WHERE \"b\")");
        comparison.assertRemoteSql("SELECT k, count_if(b) FROM measures GROUP BY k", "count(*) FILTER (WHERE \"b\")");
        comparison.assertRemoteSql("SELECT k, bitwise_and_agg(l), bitwise_or_agg(i) FROM measures GROUP BY k", "CAST(bit_and(\"l\") AS int8)");
        comparison.assertRemoteSql("SELECT k, min(d), min(r), min(n) FROM measures GROUP BY k", "min(\"d\")");
        comparison.assertRemoteSql("SELECT k, max(d), max(r) FROM measures GROUP BY k", "COALESCE(max(\"d\") FILTER (WHERE \"d\" <= 'Infinity'::double precision), max(\"d\"))");
        comparison.assertRemoteSql("SELECT k, max(n) FROM measures GROUP BY k", ", max(\"n\") AS ");
        comparison.assertRemoteSql("SELECT min(d), max(d), max(r), min(n), max(n) FROM measures WHERE id < 0", "COALESCE(max(\"d\")");
        // Trino makes a mask of a filter, which it does not offer to connectors
        comparison.assertRemoteSql("SELECT k, max(d) FILTER (WHERE b), sum(i) FILTER (WHERE b) FROM measures GROUP BY k", "SELECT … FROM \"tpch\".\"measures\"]");
        comparison.assertRemoteSql("SELECT k FROM (SELECT k, max(d) m FROM measures GROUP BY k) WHERE m > 5", "COALESCE(max(\"d\")");
        comparison.assertRemoteSql("SELECT k, max(d) FROM measures GROUP BY k HAVING count(*) > 2", "COALESCE(max(\"d\")");
    }

    @Test
    void testFloatAggregates()
    {
        for (String column : List.of("d", "r", "x")) {
            assertClose(Stream.of("sum(%s)", "avg(%s)", "sum(DISTINCT %s)", "avg(DISTINCT %s)").map(aggregate -> aggregate.formatted(column)).toList(), "sum(DISTINCT ");
        }
        for (String column : List.of("d", "r", "x", "i", "l")) {
            assertClose(Stream.of("variance", "var_samp", "var_pop", "stddev", "stddev_samp", "stddev_pop").map(function -> function + "(" + column + ")").toList(), "stddev_pop(");
        }
        for (String columns : List.of("d, x", "x, d", "d, d", "r, r", "x, x")) {
            assertClose(Stream.of("covar_samp", "covar_pop", "corr", "regr_slope").map(function -> function + "(" + columns + ")").toList(), "ELSE covar_samp(");
        }
        // not of a column with itself, whose line starts at zero or near it
        assertClose(List.of("regr_intercept(d, x)", "regr_intercept(x, d)"), "regr_avgy(");

        comparison.assertRemoteSql("SELECT avg(i), max(p) FROM measures", "avg(CAST(\"i\" AS float8))");
        assertThat((String) computeScalar("EXPLAIN SELECT sum(d), avg(r), var_pop(x) FROM measures"))
                .contains("(0 + sum(\"d\")) AS ")
                .contains("THEN 0 * ((0 + sum(CAST(\"r\" AS float8))) / count(CAST(\"r\" AS float8))) ELSE ((0 + sum(CAST(\"r\" AS float8))) / count(CAST(\"r\" AS float8))) END) AS float4) AS ")
                .contains("(CASE WHEN min(\"x\") = max(\"x\") THEN 0 * abs(max(\"x\")) * var_pop(\"x\") ELSE var_pop(\"x\") END) AS ");
    }

    private void assertClose(List<String> aggregates, String remoteSql)
    {
        String list = IntStream.range(0, aggregates.size()).mapToObj(index -> aggregates.get(index) + " a" + index).collect(joining(", "));
        // in group 19 there are numbers whose squares are beyond the range
        String grouped = "SELECT k, %s FROM measures WHERE k <> 19 GROUP BY k".formatted(list);
        String explained = (String) computeScalar("EXPLAIN " + grouped);
        assertThat(explained).contains(remoteSql).doesNotContain("Aggregate");
        comparison.assertCloseRows(grouped + " ORDER BY k");
        comparison.assertCloseRows("SELECT %s FROM measures WHERE k < 4".formatted(list));
        comparison.assertCloseRows("SELECT %s FROM measures WHERE k = 99".formatted(list));
        String zero = IntStream.range(0, aggregates.size()).mapToObj("a%s = 0"::formatted).collect(joining(", "));
        comparison.assertCloseRows("SELECT k, %s FROM (%s) ORDER BY k".formatted(zero, grouped));
        comparison.assertCloseRows("SELECT k FROM (%s) WHERE a0 = 0 OR a1 > 1 ORDER BY k".formatted(grouped));
    }

    /** A sum of negative zeros is none, which a division tells. */
    @Test
    void testFloatAggregatesOfNegativeZeros()
    {
        server.execute("CREATE TABLE tpch.zeros (k int, d float8, r float4); INSERT INTO tpch.zeros VALUES (1, '-0', '-0'), (1, '-0', '-0'), (2, '-0', '-0'), (2, 0, 0), (3, NULL, NULL), (4, '-Infinity', '-Infinity'), (5, 'NaN', 'NaN'), (6, -2, -2)");
        for (String column : List.of("d", "r")) {
            for (String aggregate : List.of("sum(%s)", "avg(%s)", "sum(DISTINCT %s)", "avg(DISTINCT %s)")) {
                String grouped = "SELECT k, 1 / %s FROM zeros GROUP BY k".formatted(aggregate.formatted(column));
                comparison.assertRemoteSql(grouped, "(0 + sum(");
            }
        }
        assertThat(query("SELECT k, 1 / sum(d), 1 / avg(r) FROM zeros WHERE k < 3 GROUP BY k")).matches("VALUES (1, infinity(), CAST(infinity() AS real)), (2, infinity(), CAST(infinity() AS real))");
    }

    /** What is nearer to zero than all numbers of type real is zero, with its sign. */
    @Test
    void testRealAggregatesNearZero()
    {
        // the greatest that rounds to zero, less, more, and such of double precision on the way
        server.execute("CREATE TABLE tpch.tiny (k int, r float4, s float4); INSERT INTO tpch.tiny VALUES (1, 1.4e-45, 1.4e-45), (1, 0, 0), (2, 1.4e-45, 1), (2, 0, 2), (2, 0, 3), (3, -1.4e-45, 1e-40), (3, 0, 2e-40), (3, 0, 7e-40), (4, 1.4e-45, 1), (4, 1.4e-45, 2), (4, 0, 4)");
        for (String aggregate : List.of("avg(r)", "sum(r)", "covar_pop(r, s)", "covar_samp(r, s)", "regr_slope(r, s)", "corr(r, s)")) {
            String grouped = "SELECT k, %s a FROM tiny GROUP BY k".formatted(aggregate);
            assertThat((String) computeScalar("EXPLAIN " + grouped)).contains(" <= 7.006492321624085E-46 THEN 0 * ").doesNotContain("Aggregate");
            comparison.assertCloseRows(grouped + " ORDER BY k");
        }
        comparison.assertSameRows("SELECT k, 1 / avg(r) FROM tiny GROUP BY k");
        assertThat(query("SELECT k, avg(r) FROM tiny WHERE k < 4 GROUP BY k")).matches("VALUES (1, REAL '0'), (2, REAL '0'), (3, REAL '0')");
    }

    /** A result beyond the range is infinite in Trino and an error in PostgreSQL, for which there is a switch. */
    @Test
    void testFloatAggregatesBeyondTheRange()
    {
        server.execute("CREATE TABLE tpch.huge (d float8, r float4); INSERT INTO tpch.huge VALUES (1e308, 3e38), (1e308, 3e38)");
        // the average squares nothing
        comparison.assertCloseRows("SELECT avg(d), sum(d) FROM measures WHERE k = 19");
        // and so is a quotient that is zero in Trino, but for the result of type real
        server.execute("CREATE TABLE tpch.least (d float8); INSERT INTO tpch.least VALUES (5e-324), (0)");
        assertQueryFails("SELECT avg(d) FROM least", "(?s).*value out of range: underflow.*");
        for (String aggregate : List.of("sum(d)", "avg(d)", "sum(r)", "stddev(d)")) {
            assertQueryFails("SELECT %s FROM huge".formatted(aggregate), "(?s).*value out of range: overflow.*");
        }
        Session off = Session.builder(getSession()).setCatalogSessionProperty("postgres", "float_aggregation_pushdown_enabled", "false").build();
        assertThat(query(off, "SELECT sum(d), avg(d), sum(r) FROM huge")).matches("VALUES (infinity(), infinity(), CAST(infinity() AS real))");
        for (String aggregate : List.of("sum(d)", "avg(r)", "stddev(d)", "variance(l)", "corr(d, x)")) {
            assertThat(query(off, "SELECT %s FROM measures WHERE k = 1".formatted(aggregate))).isNotFullyPushedDown(AggregationNode.class);
        }
        assertThat(query(off, "SELECT max(d), sum(i), avg(p) FROM measures WHERE k = 1")).isFullyPushedDown();
    }
}
