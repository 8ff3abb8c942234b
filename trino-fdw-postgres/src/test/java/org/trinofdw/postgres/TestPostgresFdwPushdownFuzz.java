package org.trinofdw.postgres;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Generated queries over generated data give the same rows with pushdown as without. {@code -Dfdw.fuzz.queries=5000} tries more,
 * {@code -Dfdw.fuzz.seed=N} others, and {@code -Dlong} some thousands. They are cut into batches, so that the limit of time of one test
 * does not limit their number.
 */
final class TestPostgresFdwPushdownFuzz
        extends AbstractTestQueryFramework
{
    private static final int QUERIES = Integer.getInteger("fdw.fuzz.queries", 80);
    private static final long SEED = Long.getLong("fdw.fuzz.seed", 20_240_229);
    private static final int MANY_QUERIES = 3_000;
    private static final int BATCH = 200;
    private static final int ROWS = 60;

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        createTables();
        return PostgresQueryRunner.create(server, Map.of(), List.of());
    }

    private void createTables()
    {
        server.execute("CREATE SCHEMA tpch");
        server.execute("CREATE COLLATION tpch.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        server.execute("CREATE TYPE tpch.mood AS ENUM ('zz', 'aa', 'mm')");
        for (String table : List.of("one", "two")) {
            server.execute(PushdownFuzz.createTable(table));
            Random random = new Random(SEED + table.hashCode());
            StringJoiner rows = new StringJoiner(", ", "INSERT INTO tpch." + table + " VALUES ", "");
            for (int row = 0; row < ROWS; row++) {
                rows.add(PushdownFuzz.row(random, row));
            }
            server.execute(rows.toString());
        }
        server.execute("ANALYZE");
    }

    @ParameterizedTest(name = "from query {0}")
    @MethodSource
    void testGeneratedQueries(int first)
    {
        compare(first, Math.min(first + BATCH, QUERIES));
    }

    private static IntStream testGeneratedQueries()
    {
        return IntStream.iterate(0, first -> first < QUERIES, first -> first + BATCH);
    }

    @Tag("long")
    @ParameterizedTest(name = "from query {0}")
    @MethodSource
    void testManyGeneratedQueries(int first)
    {
        compare(first, Math.min(first + BATCH, QUERIES + MANY_QUERIES));
    }

    private static IntStream testManyGeneratedQueries()
    {
        return IntStream.iterate(QUERIES, first -> first < QUERIES + MANY_QUERIES, first -> first + BATCH);
    }

    private void compare(int first, int end)
    {
        PushdownComparison comparison = new PushdownComparison(getQueryRunner());
        for (int query = first; query < end; query++) {
            String sql = new PushdownFuzz(new Random(SEED * 31 + query)).query();
            check(query, sql, comparison::assertSameRows);
            if (query % 8 == 0) {
                String floatSql = new PushdownFuzz(new Random(SEED * 31 + query)).floatQuery();
                check(query, floatSql, comparison::assertCloseRows);
            }
        }
    }

    private static void check(int query, String sql, Consumer<String> comparison)
    {
        try {
            comparison.accept(sql);
        }
        catch (RuntimeException | AssertionError e) {
            throw new AssertionError("Query %s of seed %s differs: %s".formatted(query, SEED, sql), e);
        }
    }
}
