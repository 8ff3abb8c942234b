package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.StandardErrorCode.NUMERIC_VALUE_OUT_OF_RANGE;
import static io.trino.spi.type.TimeZoneKey.getTimeZoneKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.error.FdwErrorCode.VALUE_OUT_OF_RANGE;

/**
 * The places where PostgreSQL and Trino mean different things by the same words: each query gives the same rows with pushdown as without.
 */
final class TestPostgresFdwPushdownTraps
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
                CREATE EXTENSION citext SCHEMA tpch;
                CREATE COLLATION tpch.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
                CREATE TYPE tpch.mood AS ENUM ('zz', 'aa', 'mm');
                CREATE TABLE tpch.texts (
                    id int, plain text, english text COLLATE "en-x-icu", nocase text COLLATE tpch.nocase, bytes text COLLATE "C",
                    short varchar(10), padded char(5), padded3 char(3), ci tpch.citext, mood tpch.mood);
                INSERT INTO tpch.texts SELECT row_number() OVER (), v, v, v, v, v, v, left(v, 3), v, CASE row_number() OVER () % 4 WHEN 0 THEN NULL WHEN 1 THEN 'zz' WHEN 2 THEN 'aa' ELSE 'mm' END::tpch.mood
                FROM unnest(ARRAY['a', 'A', 'b', 'B', 'c', 'Z', 'é', 'e', 'É', 'ab', 'ab ', 'a' || chr(9), 'a\\b', 'a%', 'a_', 'ß', 'İ', '', '漢', '𝔘', NULL]) v;
                CREATE TABLE tpch.numbers (id int, d float8, r float4, n numeric, p numeric(10, 2), s smallint, i int, l bigint, b boolean);
                INSERT INTO tpch.numbers VALUES
                    (1, 1.5, 1.5, 1.5, 1.50, 1, 1, 1, true),
                    (2, 'NaN', 'NaN', 'NaN', -2.25, -2, -2, -2, false),
                    (3, 'Infinity', 'Infinity', 12345678901234567890.12345, 3.33, 3, 3, 3, NULL),
                    (4, '-Infinity', '-Infinity', -4, 0.01, 4, 4, 4, true),
                    (5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                    (6, 2.5, 2.5, 2.50, 2.50, 32767, 2147483647, 9007199254740993, true),
                    (7, 5, 5, 5, 5, 7, 7, 0, false),
                    (8, 0.1, 0.1, 0.1, 0.10, -32768, -2147483648, -9007199254740993, false);
                CREATE TABLE tpch.times (id int, dt date, ts timestamp, ts0 timestamp(0), tz timestamptz, tm time);
                INSERT INTO tpch.times VALUES
                    (1, '2020-02-29', '2020-02-29 12:34:56.123456', '2020-02-29 12:34:56', '2020-02-29 12:34:56.123456+02', '12:34:56.123456'),
                    (2, '0044-03-15 BC', '0044-03-15 00:00:00 BC', '1969-12-31 23:59:59', '1969-12-31 23:59:59.999999+00', '00:00:00'),
                    (3, '9999-12-31', '9999-12-31 23:59:59.999999', '9999-12-31 00:00:00', '2020-03-29 01:30:00+01', '23:59:59.999999'),
                    (4, NULL, NULL, NULL, NULL, NULL);
                CREATE TABLE tpch.others (id int, u uuid, bytes bytea, doc jsonb, text_doc json, numbers int[], address inet, span interval);
                INSERT INTO tpch.others VALUES
                    (1, 'ffffffff-0000-0000-0000-000000000001', '\\xff00', '{"a": 1.0}', '{"a": 1.0}', '{1,2}', '10.0.0.1/8', '1 mon'),
                    (2, '00000000-0000-0000-0000-00000000000f', '\\x', '{"a": 1.00}', '{"a":1}', '[0:1]={1,2}', '10.0.0.1', '30 days'),
                    (3, '7fffffff-0000-0000-0000-000000000000', '\\x7f', 'null', NULL, '{}', NULL, NULL),
                    (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
                CREATE TABLE tpch."T" (id int);
                CREATE TABLE tpch.t (id int);
                INSERT INTO tpch."T" VALUES (1);
                INSERT INTO tpch.t VALUES (2);
                """);
        return queryRunner;
    }

    @BeforeAll
    void setUp()
    {
        comparison = new PushdownComparison(getQueryRunner());
    }

    private void same(String... queries)
    {
        for (String query : queries) {
            comparison.assertSameRows(query);
        }
    }

    /** 1. Text orders by the collation of the column in PostgreSQL, by UTF-8 bytes in Trino. */
    @Test
    void testTextRangesAndOrder()
    {
        for (String column : List.of("plain", "english", "nocase", "bytes", "short", "ci")) {
            same(
                    "SELECT id FROM texts WHERE %s > 'B'".formatted(column),
                    "SELECT id FROM texts WHERE %s BETWEEN 'a' AND 'c'".formatted(column),
                    "SELECT id FROM texts WHERE %s <= 'é' OR id = 1".formatted(column),
                    "SELECT %1$s FROM texts ORDER BY %1$s LIMIT 9".formatted(column),
                    "SELECT %1$s FROM texts ORDER BY %1$s DESC NULLS FIRST LIMIT 9".formatted(column),
                    "SELECT a.id, b.id FROM texts a JOIN texts b ON a.%1$s < b.%1$s AND a.id < 5".formatted(column));
        }
        comparison.assertRemoteSql("SELECT id FROM texts WHERE english > 'B'", "\"english\" COLLATE \"C\" > 'B'::text");
        comparison.assertRemoteSql("SELECT id FROM texts WHERE bytes > 'B'", "\"bytes\" > 'B'::text");
        comparison.assertRemoteSql("SELECT id FROM texts ORDER BY english LIMIT 3", "ORDER BY \"english\" COLLATE \"C\" ASC NULLS LAST LIMIT 3");
    }

    /** 2. Equality under a collation that is not deterministic. */
    @Test
    void testTextEquality()
    {
        for (String column : List.of("plain", "english", "nocase", "bytes", "short", "ci")) {
            same(
                    "SELECT id FROM texts WHERE %s = 'a'".formatted(column),
                    "SELECT id FROM texts WHERE %s <> 'a'".formatted(column),
                    "SELECT id FROM texts WHERE %s IN ('a', 'É', '', 'nothing')".formatted(column),
                    "SELECT id FROM texts WHERE %s NOT IN ('a', 'É')".formatted(column),
                    "SELECT id FROM texts WHERE %s = 'A' OR id > 18".formatted(column),
                    "SELECT id FROM texts WHERE %s IS DISTINCT FROM 'A'".formatted(column),
                    "SELECT a.id, b.id FROM texts a JOIN texts b ON a.%1$s = b.%1$s".formatted(column),
                    "SELECT a.id, b.id FROM texts a JOIN texts b ON a.%1$s = b.plain".formatted(column),
                    "SELECT id FROM texts WHERE %s = plain".formatted(column),
                    "SELECT id FROM texts WHERE %s >= english".formatted(column));
        }
        comparison.assertRemoteSql("SELECT id FROM texts WHERE plain = 'a'", "\"plain\" = 'a'::text");
        comparison.assertRemoteSql("SELECT id FROM texts WHERE nocase = 'a'", "\"nocase\" COLLATE \"C\" = 'a'::text");
    }

    /** 3. Grouping by text, and its least and greatest. */
    @Test
    void testTextAggregates()
    {
        for (String column : List.of("plain", "english", "nocase", "bytes", "short", "ci")) {
            same(
                    "SELECT %1$s, count(*) FROM texts GROUP BY %1$s".formatted(column),
                    "SELECT DISTINCT %s FROM texts".formatted(column),
                    "SELECT count(DISTINCT %1$s), count(%1$s), min(%1$s), max(%1$s) FROM texts".formatted(column),
                    "SELECT m FROM (SELECT max(%1$s) m FROM texts GROUP BY id %% 5) WHERE m > 'b'".formatted(column),
                    "SELECT x.m, t.id FROM (SELECT min(%1$s) m FROM texts GROUP BY id %% 5) x JOIN texts t ON x.m = t.%1$s".formatted(column),
                    "SELECT x.k, t.id FROM (SELECT %1$s k FROM texts GROUP BY %1$s) x JOIN texts t ON x.k = t.plain".formatted(column));
        }
        comparison.assertRemoteSql("SELECT nocase, count(*) FROM texts GROUP BY nocase", "GROUP BY \"nocase\" COLLATE \"C\"");
        comparison.assertRemoteSql("SELECT english, count(*) FROM texts GROUP BY english", "GROUP BY \"english\"");
    }

    /** 4. char(n) is padded in PostgreSQL. */
    @Test
    void testPaddedText()
    {
        same(
                "SELECT id FROM texts WHERE padded = 'ab'",
                "SELECT id FROM texts WHERE padded = CHAR 'ab   '",
                "SELECT id FROM texts WHERE padded = padded3",
                "SELECT id FROM texts WHERE padded IN ('a', 'ab', 'é')",
                "SELECT id FROM texts WHERE padded < 'b'",
                "SELECT id FROM texts WHERE padded < 'b' OR id = 2",
                "SELECT id FROM texts WHERE padded LIKE 'ab'",
                "SELECT id FROM texts WHERE padded LIKE 'a%'",
                "SELECT id FROM texts WHERE length(padded) = 5",
                "SELECT id FROM texts WHERE padded || 'x' = 'abx'",
                "SELECT padded FROM texts ORDER BY padded LIMIT 8",
                "SELECT padded, count(*) FROM texts GROUP BY padded",
                "SELECT min(padded), max(padded), count(DISTINCT padded) FROM texts",
                "SELECT a.id, b.id FROM texts a JOIN texts b ON a.padded = b.padded",
                "SELECT a.id, b.id FROM texts a JOIN texts b ON a.padded = b.padded3");
        comparison.assertRemoteSql("SELECT id FROM texts WHERE padded = 'ab'", "\"padded\" = 'ab'::bpchar");
    }

    /** 5. Without ESCAPE, LIKE has no escape character in Trino and the backslash in PostgreSQL. */
    @Test
    void testLike()
    {
        for (String column : List.of("plain", "english", "nocase", "short", "ci", "mood")) {
            same(
                    "SELECT id FROM texts WHERE %s LIKE 'a\\b'".formatted(column),
                    "SELECT id FROM texts WHERE %s LIKE 'a\\%%'".formatted(column),
                    "SELECT id FROM texts WHERE %s LIKE 'a#%%' ESCAPE '#'".formatted(column),
                    "SELECT id FROM texts WHERE %s LIKE 'a##' ESCAPE '#' OR id = 3".formatted(column),
                    "SELECT id FROM texts WHERE %s LIKE '_'".formatted(column),
                    "SELECT id FROM texts WHERE %s NOT LIKE '%%a%%'".formatted(column),
                    "SELECT id FROM texts WHERE %s LIKE '%%''%%' OR id < 2".formatted(column));
        }
        comparison.assertSameFailure("SELECT id FROM texts WHERE plain LIKE 'a#b' ESCAPE '#'", INVALID_FUNCTION_ARGUMENT);
    }

    /** 6. NaN is equal to itself and the greatest number in PostgreSQL. */
    @Test
    void testNaN()
    {
        for (String column : List.of("d", "r", "n")) {
            for (String operator : List.of("=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM")) {
                same(
                        "SELECT id FROM numbers WHERE %s %s 2.5".formatted(column, operator),
                        "SELECT id FROM numbers WHERE NOT (%s %s 2.5)".formatted(column, operator),
                        "SELECT id FROM numbers WHERE %s %s 2.5 OR i = 7".formatted(column, operator),
                        "SELECT id FROM numbers WHERE NOT (%s %s 2.5 AND i < 7)".formatted(column, operator),
                        "SELECT id FROM numbers WHERE %1$s %2$s %1$s".formatted(column, operator));
            }
            same(
                    "SELECT id FROM numbers WHERE %s IN (1.5, 5)".formatted(column),
                    "SELECT id FROM numbers WHERE %s NOT IN (1.5, 5)".formatted(column),
                    "SELECT id FROM numbers WHERE %s BETWEEN 1 AND 5".formatted(column),
                    "SELECT id FROM numbers WHERE %s NOT BETWEEN 1 AND 5".formatted(column),
                    "SELECT a.id, b.id FROM numbers a JOIN numbers b ON a.%1$s = b.%1$s".formatted(column),
                    "SELECT a.id, b.id FROM numbers a JOIN numbers b ON a.%1$s > b.%1$s".formatted(column));
        }
        same(
                "SELECT id FROM numbers WHERE d = nan()",
                "SELECT id FROM numbers WHERE d <> nan()",
                "SELECT id FROM numbers WHERE d < nan() OR id = 1",
                "SELECT id FROM numbers WHERE d IN (nan(), 5) OR id = 1",
                "SELECT id FROM numbers WHERE d = infinity()",
                "SELECT id FROM numbers WHERE d > -infinity()",
                "SELECT id FROM numbers WHERE d >= infinity()",
                "SELECT id FROM numbers WHERE r = REAL '0.1'",
                "SELECT id FROM numbers WHERE r > 0.1e0",
                "SELECT id FROM numbers WHERE d > 2.5e0 AND d < infinity()");
        comparison.assertRemoteSql("SELECT id FROM numbers WHERE d > 2.5e0", "(\"d\" > '2.5'::double precision AND \"d\" <= 'Infinity'::double precision)");
    }

    /** 7. TopN with NaN, and the place of nulls. */
    @Test
    void testTopN()
    {
        for (String column : List.of("d", "r", "n", "p", "l", "b")) {
            for (String order : List.of("ASC", "DESC", "ASC NULLS FIRST", "DESC NULLS FIRST", "DESC NULLS LAST")) {
                same("SELECT id FROM numbers ORDER BY %s %s, id LIMIT 4".formatted(column, order));
            }
        }
        comparison.assertRemoteSql("SELECT id FROM numbers ORDER BY d DESC, id LIMIT 4", "ORDER BY \"d\" DESC NULLS LAST, \"id\" ASC NULLS LAST LIMIT 4");
        comparison.assertNoRemoteSql("SELECT id FROM numbers ORDER BY d NULLS FIRST, id LIMIT 4", "ORDER BY");
    }

    /** 8 and 9. Aggregates of floating-point numbers. */
    @Test
    void testFloatAggregates()
    {
        for (String column : List.of("d", "r", "n")) {
            same(
                    "SELECT min(%1$s), max(%1$s), count(%1$s), count(DISTINCT %1$s) FROM numbers".formatted(column),
                    "SELECT %1$s, count(*) FROM numbers GROUP BY %1$s".formatted(column),
                    "SELECT sum(%1$s), avg(%1$s) FROM numbers WHERE id IN (1, 6, 7)".formatted(column));
        }
        same(
                "SELECT id FROM numbers WHERE d * 1e308 > 1e308",
                "SELECT id FROM numbers WHERE d / 0e0 > 1",
                "SELECT stddev(d), variance(l), corr(d, r) FROM numbers WHERE id IN (1, 6, 7)");
    }

    /** 10. Rounding differs: casts and round of floating-point numbers stay. */
    @Test
    void testRounding()
    {
        same(
                "SELECT id FROM numbers WHERE id IN (1, 6, 7) AND CAST(d AS bigint) = 3",
                "SELECT id FROM numbers WHERE round(d) = 3",
                "SELECT id FROM numbers WHERE round(p) = 3",
                "SELECT id FROM numbers WHERE CAST(p AS bigint) = 3",
                "SELECT id FROM numbers WHERE l / 2 = 0 AND l % 2 = 1",
                "SELECT id FROM numbers WHERE i / 2 = -1 OR i % 3 = -2",
                "SELECT id FROM numbers WHERE CAST(l AS double) = 9007199254740992",
                "SELECT id FROM numbers WHERE CAST(i AS bigint) * 2 > 5",
                "SELECT id FROM numbers WHERE CAST(s AS decimal(12, 1)) = 7.0",
                "SELECT id FROM numbers WHERE p / 3 = 0.5");
        comparison.assertSameOverflow("SELECT id FROM numbers WHERE i + 1 > 0", "(\"i\" + CAST(1 AS int4))");
        comparison.assertSameOverflow("SELECT id FROM numbers WHERE s - SMALLINT '1' > 0", "(\"s\" - CAST(1 AS int2))");
        comparison.assertSameOverflow("SELECT id FROM numbers WHERE abs(i) > 0", "abs(\"i\")");
        comparison.assertSameOverflow("SELECT id FROM numbers WHERE i * 2 > 0", "(\"i\" * CAST(2 AS int4))");
        comparison.assertSameOverflow("SELECT id FROM numbers WHERE - s > 0", "(- \"s\")");
    }

    /** 11. Types of aggregates. */
    @Test
    void testAggregateTypes()
    {
        server.execute("CREATE TABLE tpch.big (l bigint, p numeric(38, 4)); INSERT INTO tpch.big VALUES (9223372036854775807, 9999999999999999999999999999999999.9999), (1, 9999999999999999999999999999999999.9999)");
        same(
                "SELECT sum(s), sum(i), sum(l), sum(p) FROM numbers",
                "SELECT avg(s), avg(i), avg(p) FROM numbers",
                "SELECT avg(l) FROM numbers WHERE id < 5",
                "SELECT id % 2, avg(p), sum(p), min(p), max(p) FROM numbers GROUP BY id % 2",
                "SELECT b, avg(p), sum(i), avg(i), min(s), max(l) FROM numbers GROUP BY b",
                "SELECT sum(DISTINCT s), sum(DISTINCT p), avg(DISTINCT p) FROM numbers",
                "SELECT bool_and(b), bool_or(b), every(b), count(b) FROM numbers",
                "SELECT sum(l), sum(p), avg(p), min(l) FROM numbers WHERE id > 100",
                "SELECT sum(p + p), sum(p * p) FROM numbers",
                "SELECT max(l) FROM big");
        // a quotient that is just below one half at the scale of the argument
        server.execute("CREATE TABLE tpch.thirds AS SELECT CASE WHEN i = 1 THEN 0.49 ELSE 0.50 END::numeric(20, 2) AS p FROM generate_series(1, 100) i");
        same("SELECT avg(p) FROM thirds", "SELECT avg(-p) FROM thirds");
        comparison.assertSameOverflow("SELECT sum(l) FROM big", "CAST(sum(\"l\") AS int8)");
        // more than 38 digits do not fit when they are read
        comparison.assertFailures("SELECT sum(p) FROM big", NUMERIC_VALUE_OUT_OF_RANGE, VALUE_OUT_OF_RANGE);
    }

    /** 12. Dates and times. */
    @Test
    void testDateTime()
    {
        Session tokyo = Session.builder(getSession()).setTimeZoneKey(getTimeZoneKey("Asia/Tokyo")).build();
        for (PushdownComparison zone : List.of(comparison, new PushdownComparison(getQueryRunner(), tokyo))) {
            for (String condition : List.of(
                    "ts = TIMESTAMP '2020-02-29 12:34:56.123456'",
                    "ts = TIMESTAMP '2020-02-29 12:34:56.123456789'",
                    "ts < TIMESTAMP '2020-02-29 12:34:56.123456789'",
                    "ts <> TIMESTAMP '2020-02-29 12:34:56.123456789' OR id = 2",
                    "ts0 = TIMESTAMP '2020-02-29 12:34:56.4'",
                    "ts0 >= TIMESTAMP '2020-02-29 12:34:55.6'",
                    "ts >= DATE '2020-02-29'",
                    "CAST(ts AS date) = DATE '2020-02-29'",
                    "dt < DATE '2020-01-01'",
                    "dt = DATE '-0043-03-15'",
                    "year(dt) = -43",
                    "year(dt) = 2020",
                    "tz = TIMESTAMP '2020-02-29 10:34:56.123456 UTC'",
                    "tz > TIMESTAMP '2020-02-29 12:34:56.123456 +02:00'",
                    "tz > TIMESTAMP '2020-03-01 00:00:00'",
                    "ts > tz",
                    "ts > ts0 OR id = 4",
                    "date_trunc('day', tz) = TIMESTAMP '2020-02-29 00:00:00 UTC'",
                    "CAST(tz AS date) = DATE '2020-02-29'",
                    "tm >= TIME '12:34:56.123456'",
                    "tm < TIME '12:34:56.1234567'",
                    "dt BETWEEN DATE '2020-02-29' AND DATE '9999-12-31'")) {
                zone.assertSameRows("SELECT id FROM times WHERE " + condition);
            }
            zone.assertSameRows("SELECT min(dt), max(dt), min(ts), max(ts), min(tz), max(tz), min(tm), max(tm) FROM times");
            zone.assertSameRows("SELECT tz, count(*) FROM times GROUP BY tz");
            zone.assertSameRows("SELECT ts0, count(DISTINCT ts) FROM times GROUP BY ts0");
            zone.assertSameRows("SELECT id, tz FROM times ORDER BY tz DESC LIMIT 3");
            zone.assertSameRows("SELECT a.id, b.id FROM times a LEFT JOIN times b ON a.ts = b.ts");
            zone.assertSameRows("SELECT a.id, b.id FROM times a JOIN times b ON a.ts > b.ts0");
        }
        server.execute("CREATE TABLE tpch.endless (id int, ts timestamp); INSERT INTO tpch.endless VALUES (1, 'infinity'), (2, '2020-01-01')");
        assertThat(query("SELECT id FROM endless WHERE ts = TIMESTAMP '2020-01-01 00:00:00'")).matches("VALUES 2");
        comparison.assertSameFailure("SELECT ts FROM endless WHERE ts > TIMESTAMP '2000-01-01 00:00:00'", VALUE_OUT_OF_RANGE);
    }

    /** 13. Enums order by declaration, and refuse other labels. */
    @Test
    void testEnum()
    {
        same(
                "SELECT id FROM texts WHERE mood = 'aa'",
                "SELECT id FROM texts WHERE mood <> 'aa'",
                "SELECT id FROM texts WHERE mood = 'nolabel'",
                "SELECT id FROM texts WHERE mood <> 'nolabel'",
                "SELECT id FROM texts WHERE mood = 'nolabel' OR id = 3",
                "SELECT id FROM texts WHERE mood IN ('aa', 'nolabel')",
                "SELECT id FROM texts WHERE mood NOT IN ('aa', 'nolabel')",
                "SELECT id FROM texts WHERE mood > 'bb'",
                "SELECT id FROM texts WHERE mood > 'bb' OR id = 3",
                "SELECT mood, id FROM texts ORDER BY mood, id LIMIT 8",
                "SELECT min(mood), max(mood) FROM texts",
                "SELECT mood, count(*) FROM texts GROUP BY mood",
                "SELECT id FROM texts WHERE mood = plain",
                "SELECT id FROM texts WHERE length(mood) = 2 AND mood || 'x' = 'aax'",
                "SELECT a.id, b.id FROM texts a JOIN texts b ON a.mood = b.mood",
                "SELECT a.id, b.id FROM texts a JOIN texts b ON a.mood < b.mood");
        comparison.assertRemoteSql("SELECT id FROM texts WHERE mood = 'aa'", "\"mood\" = 'aa'::\"tpch\".\"mood\"");
    }

    /** 14. citext compares without case; see also the tests of text. */
    @Test
    void testCitext()
    {
        comparison.assertSameRows("SELECT id FROM texts WHERE ci = 'A'");
        comparison.assertSameRows("SELECT ci, count(*) FROM texts GROUP BY ci");
        assertThat(query("SELECT count(*) FROM texts WHERE ci = 'A'")).matches("VALUES BIGINT '1'");
    }

    /** 16. Long lists, and nulls in them. */
    @Test
    void testLists()
    {
        String values = "'%s'".formatted(String.join("', '", IntStream.range(0, 300).mapToObj("x%s"::formatted).toList()));
        same(
                "SELECT id FROM texts WHERE plain IN (" + values + ", 'a', 'é', 'a\\b', '')",
                "SELECT id FROM texts WHERE nocase IN (" + values + ", 'a', 'é')",
                "SELECT id FROM texts WHERE padded IN (" + values.replace("x", "") + ", 'a', 'é')",
                "SELECT id FROM texts WHERE mood IN (" + values + ", 'aa')",
                "SELECT id FROM texts WHERE plain NOT IN (" + values + ", 'a', 'é')",
                "SELECT id FROM texts WHERE plain NOT IN ('a', NULL)",
                "SELECT id FROM texts WHERE plain IN ('a', NULL) OR id = 4",
                "SELECT id FROM texts WHERE NOT (plain IN ('a', NULL) AND id < 9)",
                "SELECT id FROM texts WHERE plain IN (short, 'b')");
    }

    /** 17. Names that differ in case only. */
    @Test
    void testNames()
    {
        assertThat(query("SELECT id FROM t")).matches("VALUES 2");
        assertThat(query("SELECT count(*) FROM t WHERE id = 2")).matches("VALUES BIGINT '1'");
    }

    /** 18 and 20. JSON, arrays and the types that read as text. */
    @Test
    void testOtherTypes()
    {
        same(
                "SELECT id FROM others WHERE u = UUID 'ffffffff-0000-0000-0000-000000000001'",
                "SELECT id FROM others WHERE u > UUID '7fffffff-0000-0000-0000-000000000000'",
                "SELECT id FROM others ORDER BY u LIMIT 3",
                "SELECT min(u), max(u), count(DISTINCT u) FROM others",
                "SELECT u, count(*) FROM others GROUP BY u",
                "SELECT id FROM others WHERE bytes > X'7f'",
                "SELECT id FROM others WHERE bytes IN (X'', X'ff00')",
                "SELECT id FROM others ORDER BY bytes LIMIT 3",
                "SELECT min(bytes), max(bytes) FROM others",
                "SELECT id FROM others WHERE doc = JSON '{\"a\":1.0}'",
                "SELECT id FROM others WHERE doc IS NULL OR text_doc IS NOT NULL",
                "SELECT doc, count(*) FROM others GROUP BY doc",
                "SELECT count(doc), count(text_doc), count(numbers) FROM others",
                "SELECT id FROM others WHERE numbers = ARRAY[1, 2]",
                "SELECT a.id, b.id FROM others a JOIN others b ON a.numbers = b.numbers",
                "SELECT id FROM others WHERE address = '10.0.0.1/8'",
                "SELECT id FROM others WHERE address LIKE '10.%' AND length(address) > 8",
                "SELECT address, count(*) FROM others GROUP BY address",
                "SELECT span, count(*) FROM others GROUP BY span",
                "SELECT id FROM others WHERE span = '1 mon'",
                "SELECT a.id, b.id FROM others a JOIN others b ON a.span = b.span");
    }

    /** 19. String functions. */
    @Test
    void testStringFunctions()
    {
        for (String column : List.of("plain", "nocase", "short", "ci")) {
            for (String condition : List.of(
                    "lower(%s) = 'a'", "upper(%s) = 'SS'", "length(%s) = 1", "reverse(%s) = 'ba'", "trim(%s) = 'ab'", "trim(%s) = 'a'",
                    "substr(%s, 1, 1) = 'a'", "substr(%s, 2) = 'b'", "substr(%s, 0) = ''", "substr(%s, -1) = 'b'", "substr(%s, 1, 0) = ''",
                    "starts_with(%s, 'a')", "strpos(%s, 'b') = 2", "strpos(%s, '') = 1", "concat(%s, 'x') = 'abx'", "%s || short = 'aa'",
                    "coalesce(%s, 'none') = 'none'", "nullif(%s, 'a') IS NULL", "nullif(%s, 'A') > 'a'", "length(coalesce(%s, '')) = 0")) {
                same("SELECT id FROM texts WHERE " + condition.formatted(column));
            }
        }
    }

    /** 21. LIMIT and TopN over many splits; 22. functions whose result changes. */
    @Test
    void testSplitsAndVolatility()
    {
        server.execute("CREATE TABLE tpch.many AS SELECT i AS id, i % 100 AS c FROM generate_series(1, 20000) i");
        for (String segments : List.of("1", "3", "7")) {
            Session session = Session.builder(getSession())
                    .setCatalogSessionProperty("postgres", "mpp_execute", "all segments")
                    .setCatalogSessionProperty("postgres", "num_segments", segments)
                    .build();
            PushdownComparison many = new PushdownComparison(getQueryRunner(), session);
            many.assertSameRows("SELECT id FROM many ORDER BY c DESC, id LIMIT 30");
            many.assertSameRows("SELECT count(*) FROM (SELECT id FROM many LIMIT 15000)");
            many.assertSameRows("SELECT count(*) FROM (SELECT id FROM many OFFSET 100 LIMIT 15000)");
            many.assertSameRows("SELECT id FROM many ORDER BY id OFFSET 100 LIMIT 10");
            many.assertSameRows("SELECT c, count(*), sum(id) FROM many GROUP BY c");
            many.assertSameRows("SELECT count(*) FROM many a JOIN many b ON a.id = b.id");
        }
        assertThat(query("SELECT count(*) < 20000 FROM many WHERE random() < 0.5")).matches("VALUES true");
        same("SELECT count(*) FROM many WHERE id < year(current_date)");
    }

    /** Nulls in conditions. */
    @Test
    void testNullLogic()
    {
        same(
                "SELECT id FROM numbers WHERE NOT (i > 2 AND b)",
                "SELECT id FROM numbers WHERE NOT (i > 2 OR b)",
                "SELECT id FROM numbers WHERE b",
                "SELECT id FROM numbers WHERE NOT b",
                "SELECT id FROM numbers WHERE b IS NULL OR i IS NULL",
                "SELECT id FROM numbers WHERE (i > 2) IS NULL",
                "SELECT id FROM numbers WHERE (i > 2) = b",
                "SELECT id FROM numbers WHERE (i IS NOT NULL) IS DISTINCT FROM (b IS NOT NULL)",
                "SELECT id FROM numbers WHERE i IS DISTINCT FROM s",
                "SELECT id FROM numbers WHERE coalesce(i, 5) = 5",
                "SELECT id FROM numbers WHERE nullif(i, 7) IS NULL",
                "SELECT id FROM numbers WHERE id < 8 AND i = -i",
                "SELECT id FROM numbers WHERE CASE WHEN i > 3 THEN b ELSE NOT b END",
                "SELECT id FROM numbers WHERE i IN (1, s, NULL)",
                "SELECT a.id, b.id FROM numbers a LEFT JOIN numbers b ON a.i = b.l AND b.b",
                "SELECT a.id, b.id FROM numbers a FULL JOIN numbers b ON a.i = b.l",
                "SELECT a.id, b.id FROM numbers a JOIN numbers b ON a.i IS NOT DISTINCT FROM b.i",
                "SELECT a.id, b.id FROM numbers a RIGHT JOIN numbers b ON a.i = b.s AND a.p <= b.p");
    }
}
