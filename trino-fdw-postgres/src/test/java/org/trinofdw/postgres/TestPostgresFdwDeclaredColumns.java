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
 * Pushdown over foreign tables that declare a column with another type than it would have by itself, or several times.
 */
final class TestPostgresFdwDeclaredColumns
        extends AbstractTestQueryFramework
{
    private static final String BITWISE = "bitwise_and_agg(%1$s), bitwise_or_agg(%1$s)";
    /** Aggregates that go down together, or not at all. */
    private static final List<String> AGGREGATES = List.of(
            "count(%1$s), min(%1$s), max(%1$s), sum(%1$s), avg(%1$s)",
            "count(DISTINCT %s)",
            "sum(DISTINCT %s)",
            "avg(DISTINCT %s)",
            "variance(%1$s), var_pop(%1$s), stddev(%1$s), stddev_pop(%1$s)",
            "corr(%1$s, id), covar_pop(id, %1$s), covar_samp(%1$s, id), regr_slope(%1$s, id), regr_intercept(id, %1$s)");

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
                CREATE DOMAIN tpch.oid_domain AS oid;
                CREATE TABLE tpch.twice (id int, v int, w text COLLATE "C", "$1" int);
                INSERT INTO tpch.twice VALUES (1, 2, '30', 8), (2, 9, '4', 7), (3, 10, '100', 1), (4, NULL, NULL, NULL);
                CREATE TABLE tpch.wide (
                    id bigint, o oid, od tpch.oid_domain, i2 int2, i4 int4, i8 int8, n numeric, n0 numeric(12, 0), hundreds numeric(12, -2), n2 numeric(12, 2), f4 float4, f8 float8,
                    na name, vc varchar(10), en text COLLATE "en-x-icu");
                INSERT INTO tpch.wide VALUES
                    (1, 4, 4, 4, 4, 4, 4, 4, 400, 4, 4, 4, 'a', 'a', 'a'),
                    (2, 6, 6, 6, 6, 6, 6, 6, 600, 6, 6, 6, 'B', 'B', 'B'),
                    (3, 4, 4, 4, 4, 4, 4, 4, 400, 4, 4, 4, 'a', 'a', 'a'),
                    (4, 4294967294, 4294967294, 12, 2147483646, 9007199254740990, 12345678, 123456789012, 12300, 123456, 1.5, 2.5, 'Z', 'Z', 'Z'),
                    (5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
                CREATE TABLE tpch.fractions (n numeric);
                INSERT INTO tpch.fractions VALUES (0.5), (1.5);
                """);
        return queryRunner;
    }

    @BeforeAll
    void setUp()
    {
        comparison = new PushdownComparison(getQueryRunner());
    }

    /** PostgreSQL gives a cast of a column the name of the column, and sorts by what is selected under a name before it looks for a column of that name. */
    @Test
    void testOrderByColumnThatIsSelectedAsAnotherType()
    {
        assertUpdate(ddl(
                """
                CREATE FOREIGN TABLE tpch.ft (
                    id integer,
                    txt text OPTIONS (column_name 'v'), num integer OPTIONS (column_name 'v'), dbl double precision OPTIONS (column_name 'v'),
                    word text OPTIONS (column_name 'w'), wordnum integer OPTIONS (column_name 'w'),
                    dollar integer OPTIONS (column_name '$1'), dollartext text OPTIONS (column_name '$1')) SERVER postgres OPTIONS (table_name 'twice')"""));
        assertThat(query("SELECT txt FROM ft ORDER BY num LIMIT 1")).matches("VALUES VARCHAR '2'");
        assertThat(query("SELECT num FROM ft ORDER BY txt LIMIT 1")).matches("VALUES 10");
        assertThat(query("SELECT wordnum FROM ft ORDER BY word LIMIT 1")).matches("VALUES 100");
        comparison.assertRemoteSql("SELECT txt FROM ft ORDER BY num LIMIT 1", "ORDER BY \"v\" ASC NULLS LAST LIMIT 1");
        for (String selected : List.of("txt", "num", "dbl", "word", "wordnum", "dollar", "dollartext")) {
            for (String key : List.of("txt", "num", "dbl", "word", "dollar", "dollartext")) {
                comparison.assertSameRows("SELECT %s FROM ft ORDER BY %s LIMIT 2".formatted(selected, key));
                comparison.assertSameRows("SELECT %s AS x, txt AS y, dollartext AS z FROM ft ORDER BY %s DESC NULLS FIRST, dollar LIMIT 3".formatted(selected, key));
                comparison.assertSameRows("SELECT a.%1$s, b.%1$s FROM ft a JOIN ft b ON a.id = b.id ORDER BY a.%2$s, b.dbl LIMIT 2".formatted(selected, key));
            }
        }
        assertUpdate(ddl("DROP FOREIGN TABLE tpch.ft"));
    }

    @Test
    void testAggregatesOfRemoteTypes()
    {
        assertUpdate(ddl(
                """
                CREATE FOREIGN TABLE tpch.aggregated (
                    id bigint, o bigint, od bigint, i2 bigint, i4 bigint, i8 bigint, n bigint, n0 bigint, hundreds bigint, n2 bigint,
                    i2s smallint OPTIONS (column_name 'i2'), i4i integer OPTIONS (column_name 'i4'), n2d numeric(14, 4) OPTIONS (column_name 'n2'), n0d numeric(20, 0) OPTIONS (column_name 'n0'),
                    nd numeric(30, 6) OPTIONS (column_name 'n'), i8d numeric(20, 0) OPTIONS (column_name 'i8'),
                    f4 real, f4d double precision OPTIONS (column_name 'f4'), f8 double precision, nf double precision OPTIONS (column_name 'n2'))
                    SERVER postgres OPTIONS (table_name 'wide')"""));
        for (String column : List.of("o", "od", "i2", "i4", "i8", "n", "n0", "hundreds", "n2", "i2s", "i4i")) {
            AGGREGATES.forEach(aggregates -> comparison.assertCloseRows("SELECT %s FROM aggregated".formatted(aggregates.formatted(column))));
            comparison.assertSameRows("SELECT %s FROM aggregated".formatted(BITWISE.formatted(column)));
        }
        for (String column : List.of("n2d", "n0d", "nd", "i8d", "f4", "f4d", "f8", "nf")) {
            AGGREGATES.forEach(aggregates -> comparison.assertCloseRows("SELECT %s FROM aggregated".formatted(aggregates.formatted(column))));
        }
        comparison.assertRemoteSql("SELECT sum(o) FROM aggregated", "sum(CAST(\"o\" AS int8))");
        comparison.assertRemoteSql("SELECT avg(o) FROM aggregated", "avg(CAST(CAST(\"o\" AS int8) AS float8))");
        comparison.assertRemoteSql("SELECT bitwise_and_agg(n0) FROM aggregated", "bit_and(CAST(\"n0\" AS int8))");
        comparison.assertRemoteSql("SELECT max(o), count(o) FROM aggregated", "max(\"o\")");
        comparison.assertNoRemoteSql("SELECT sum(n) FROM aggregated", "sum(\"");
        assertUpdate(ddl("DROP FOREIGN TABLE tpch.aggregated"));
        for (String column : List.of("o", "od", "na", "vc", "en")) {
            comparison.assertSameRows("SELECT min(%1$s), max(%1$s), count(DISTINCT %1$s) FROM wide".formatted(column));
        }
    }

    /** PostgreSQL would round in a cast to the declared type. */
    @Test
    void testExpressionsOfFractionsDeclaredAsIntegers()
    {
        server.execute("CREATE TABLE tpch.halves (n numeric(12, 2), f8 float8); INSERT INTO tpch.halves VALUES (1.5, 1.5)");
        assertUpdate(ddl("CREATE FOREIGN TABLE tpch.rounded (n bigint, f8 bigint) SERVER postgres OPTIONS (table_name 'halves')"));
        for (String condition : List.of("n + 1 = 3", "abs(n) = 2", "coalesce(n, 7) = 2", "f8 + 1 = 3", "n % 2 = 0")) {
            assertQueryFails("SELECT count(*) FROM rounded WHERE " + condition, "(?s).*1.50? does not fit into bigint.*");
        }
        assertUpdate(ddl("DROP FOREIGN TABLE tpch.rounded"));
        assertUpdate(ddl("CREATE FOREIGN TABLE tpch.whole_numbers (id bigint, n bigint, n0 bigint) SERVER postgres OPTIONS (table_name 'wide')"));
        comparison.assertRemoteFilter("SELECT id FROM whole_numbers WHERE n0 + 1 = 5", "(CAST(\"n0\" AS int8) + CAST(1 AS int8))");
        comparison.assertRemoteFilter("SELECT id FROM whole_numbers WHERE n = 4", "\"n\" = ");
        assertUpdate(ddl("DROP FOREIGN TABLE tpch.whole_numbers"));
    }

    /** A sum may be an integer though the numbers are not, and a cast rounds. */
    @Test
    void testAggregatesOfFractionsDeclaredAsIntegers()
    {
        assertUpdate(ddl("CREATE FOREIGN TABLE tpch.whole (n bigint) SERVER postgres OPTIONS (table_name 'fractions')"));
        for (String aggregate : List.of("sum(n)", "avg(n)", "variance(n)", "bitwise_or_agg(n)")) {
            assertQueryFails("SELECT %s FROM whole".formatted(aggregate), "(?s).*Column \"n\", row 1: 0.5 does not fit into bigint.*");
        }
        assertUpdate(ddl("DROP FOREIGN TABLE tpch.whole"));
    }
}
