package org.trinofdw.postgres;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * Generated queries over generated data give the same rows with pushdown as without. {@code -Dfdw.fuzz.queries=5000} runs longer,
 * {@code -Dfdw.fuzz.seed=N} repeats a run.
 */
final class TestPostgresFdwPushdownFuzz
        extends AbstractTestQueryFramework
{
    private static final int QUERIES = Integer.getInteger("fdw.fuzz.queries", 80);
    private static final long SEED = Long.getLong("fdw.fuzz.seed", 20_240_229);
    private static final int ROWS = 60;

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(server, Map.of(), List.of());
    }

    @Test
    void testGeneratedQueries()
    {
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
        PushdownComparison comparison = new PushdownComparison(getQueryRunner());
        for (int query = 0; query < QUERIES; query++) {
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
