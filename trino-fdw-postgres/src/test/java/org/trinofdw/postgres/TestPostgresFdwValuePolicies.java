package org.trinofdw.postgres;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that Trino or PostgreSQL cannot hold, under the policies of a catalog other than an error.
 */
final class TestPostgresFdwValuePolicies
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        Map<String, String> policies = Map.of(
                "infinity-policy", "null",
                "not-a-number-policy", "null",
                "end-of-day-policy", "wrap",
                "excess-digits-policy", "round",
                "invalid-text-policy", "replace",
                "nul-character-policy", "strip");
        return PostgresQueryRunner.create(server, policies, List.of());
    }

    @Test
    void testReads()
    {
        server.execute(
                """
                CREATE TABLE tpch.edges (id int, dt date, ts timestamp, tz timestamptz, p numeric(5, 1), tm time);
                INSERT INTO tpch.edges VALUES
                    (1, 'infinity', '-infinity', 'infinity', 'NaN', '24:00:00'),
                    (2, '2020-01-02', '2020-01-02 03:04:05', '2020-01-02 03:04:05+00', 1.5, '03:04:05'),
                    (3, NULL, NULL, NULL, NULL, NULL)""");
        assertThat(query("SELECT id, dt, ts, p, tm FROM edges")).skippingTypesCheck().matches(
                """
                VALUES
                    (1, NULL, NULL, NULL, TIME '00:00:00.000000'),
                    (2, DATE '2020-01-02', TIMESTAMP '2020-01-02 03:04:05.000000', 1.5, TIME '03:04:05.000000'),
                    (3, NULL, NULL, NULL, NULL)""");
        PushdownComparison comparison = new PushdownComparison(getQueryRunner());
        for (String condition : List.of("dt IS NULL", "ts > TIMESTAMP '2000-01-01 00:00:00'", "tz IS NOT NULL", "p > 1", "tm = TIME '00:00:00'", "ts IS NULL OR id = 2", "NOT (dt IS NULL)")) {
            comparison.assertSameRows("SELECT id FROM edges WHERE " + condition);
        }
        comparison.assertSameRows("SELECT count(dt), min(ts), max(tz), sum(p), count(DISTINCT tm) FROM edges");
        comparison.assertSameRows("SELECT dt, count(*) FROM edges GROUP BY dt");
        comparison.assertSameRows("SELECT id FROM edges ORDER BY ts, id LIMIT 2");
        comparison.assertSameRows("SELECT a.id, b.id FROM edges a LEFT JOIN edges b ON a.dt = b.dt");
    }

    @Test
    void testWrites()
    {
        assertUpdate("CREATE TABLE written (t varchar)");
        assertUpdate("INSERT INTO written VALUES 'a' || chr(0) || 'b'", 1);
        assertThat(query("SELECT t FROM written")).skippingTypesCheck().matches("VALUES 'ab'");
    }
}
