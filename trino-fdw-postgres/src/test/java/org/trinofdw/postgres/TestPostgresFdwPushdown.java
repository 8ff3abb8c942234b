package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.sql.planner.plan.AggregationNode;
import io.trino.sql.planner.plan.FilterNode;
import io.trino.sql.planner.plan.LimitNode;
import io.trino.sql.planner.plan.ProjectNode;
import io.trino.sql.planner.plan.TopNNode;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import io.trino.tpch.TpchTable;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static io.trino.tpch.TpchTable.CUSTOMER;
import static io.trino.tpch.TpchTable.LINE_ITEM;
import static io.trino.tpch.TpchTable.NATION;
import static io.trino.tpch.TpchTable.ORDERS;
import static io.trino.tpch.TpchTable.REGION;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes to PostgreSQL, as SQL, and that its rows are Trino's.
 */
final class TestPostgresFdwPushdown
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;
    private PushdownComparison comparison;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        List<TpchTable<?>> tables = List.of(NATION, REGION, CUSTOMER, ORDERS, LINE_ITEM);
        return PostgresQueryRunner.create(server, Map.of(), tables);
    }

    @BeforeAll
    void setUp()
    {
        server.execute("ANALYZE");
        comparison = new PushdownComparison(getQueryRunner());
    }

    @Test
    void testFilters()
    {
        comparison.assertRemoteSql("SELECT * FROM nation WHERE nationkey = 3", "FROM \"tpch\".\"nation\" WHERE \"nationkey\" = 3");
        comparison.assertRemoteSql("SELECT * FROM nation WHERE nationkey = regionkey", "WHERE (\"nationkey\" = \"regionkey\")");
        comparison.assertRemoteSql("SELECT * FROM nation WHERE name = 'CHINA' OR nationkey > regionkey + 15", "((\"name\" = 'CHINA'::text) OR ((\"regionkey\" + CAST(15 AS int8)) < \"nationkey\"))");
        comparison.assertRemoteSql("SELECT * FROM nation WHERE name LIKE '%IN%'", "(\"name\" LIKE '%IN%' ESCAPE '')");
        comparison.assertRemoteSql("SELECT * FROM nation WHERE name NOT LIKE '%!_%' ESCAPE '!'", "(NOT (\"name\" LIKE '%!_%' ESCAPE '!'))");
        comparison.assertRemoteSql("SELECT * FROM nation WHERE length(name) = 5", "(CAST(length((\"name\" COLLATE \"C\")) AS int8) = 5)");
        comparison.assertRemoteSql("SELECT * FROM nation WHERE substr(name, 1, 2) = 'UN'", "substr((\"name\" COLLATE \"C\"), 1, 2)");
        comparison.assertRemoteSql("SELECT * FROM nation WHERE starts_with(name, 'UN')", "starts_with((\"name\" COLLATE \"C\"), ");
        comparison.assertRemoteSql("SELECT * FROM nation WHERE coalesce(nullif(regionkey, 2), 7) = 7", "COALESCE(");
        comparison.assertRemoteSql("SELECT * FROM nation WHERE nationkey % 3 = 1 AND abs(nationkey - 10) / 2 < 4", "((\"nationkey\" % CAST(3 AS int8)) = 1)");
        comparison.assertRemoteSql("SELECT * FROM nation WHERE name > 'M'", "\"name\" COLLATE \"C\" > 'M'::text");
        comparison.assertRemoteSql("SELECT * FROM nation WHERE nationkey BETWEEN regionkey AND regionkey + 2", "WHERE (\"regionkey\" <= \"nationkey\") AND (\"nationkey\" <= (\"regionkey\" + CAST(2 AS int8)))");
        comparison.assertRemoteSql("SELECT * FROM nation WHERE name || 'x' = 'CHINAx'", "||");
        comparison.assertRemoteSql("SELECT * FROM orders WHERE totalprice > 1000.5e0 AND orderkey < 100", "\"totalprice\" <= 'Infinity'::double precision");
        assertThat(query("SELECT * FROM nation WHERE name LIKE 'A%' AND (nationkey > 3 OR regionkey IS NULL OR name IN ('CHINA', 'ALGERIA'))")).isFullyPushedDown();
        assertThat(query("SELECT * FROM nation WHERE lower(name) = 'china'")).isNotFullyPushedDown(FilterNode.class);
        assertThat(query("SELECT * FROM nation WHERE nationkey <> 0 AND regionkey / nationkey > 0")).isNotFullyPushedDown(FilterNode.class);
    }

    /** What did not go down, and why, stands in EXPLAIN. */
    @Test
    void testExplainSaysWhyConditionsStay()
    {
        server.execute("""
                CREATE TYPE mood AS ENUM ('sad', 'happy');
                CREATE TABLE public.obstacles (id int, price float8, feeling mood, code char(3), document json, name text, taken numeric(20, 2))""");
        SoftAssertions obstacles = new SoftAssertions();
        assertObstacle(obstacles, "lower(name) = 'x' AND id > 3", "lower(varchar): PostgreSQL's follows the collation of the database");
        assertObstacle(obstacles, "feeling > 'happy'", "column \"feeling\": PostgreSQL orders public.mood by the place of the label");
        assertObstacle(obstacles, "price > CAST(id AS double)", "column \"price\": NaN of double precision compares otherwise in PostgreSQL");
        assertObstacle(obstacles, "price + 1 > 5", "add(double, double): PostgreSQL fails where floating-point numbers of Trino become infinite or NaN");
        assertObstacle(obstacles, "code LIKE 'a%'", "like(char(3), varchar(2)): PostgreSQL matches without the padding");
        assertObstacle(obstacles, "length(name) / id = 2", "divide(bigint, bigint): PostgreSQL might fail on a divisor of rows that Trino leaves out");
        assertObstacle(obstacles, "soundex(name) = 'x'", "soundex(varchar): nothing in PostgreSQL is known to be the same for all values");
        assertObstacle(obstacles, "CAST(taken AS varchar) = '1.00'", "cast(decimal(20,2)): PostgreSQL's cast to varchar is another one");
        obstacles.assertAll();
        // each reason once, behind what does go down
        assertThat(explain(getSession(), "SELECT id FROM public.obstacles WHERE lower(name) = 'x' AND lower(name) <> 'y' AND id > 3"))
                .containsPattern("WHERE \"id\" > 3.*, filtered by Trino since lower\\(varchar\\): [^;]*\n");
        assertThat(explain(getSession(), "SELECT id FROM public.obstacles WHERE id > 3 AND name LIKE 'a%'")).doesNotContain("filtered by Trino");
        assertThat(explain(session("complex_expression_pushdown_enabled", "false"), "SELECT id FROM public.obstacles WHERE length(name) = 3"))
                .contains("filtered by Trino since complex_expression_pushdown_enabled is off");
    }

    private void assertObstacle(SoftAssertions assertions, String condition, String reason)
    {
        assertions.assertThat(explain(getSession(), "SELECT id FROM public.obstacles WHERE " + condition)).contains("filtered by Trino since " + reason);
    }

    private String explain(Session session, String sql)
    {
        return (String) computeScalar(session, "EXPLAIN " + sql);
    }

    @Test
    void testLongLists()
    {
        String values = IntStream.range(0, 5000).mapToObj(value -> String.valueOf(value * 7)).collect(joining(", "));
        comparison.assertRemoteSql("SELECT * FROM orders WHERE orderkey IN (" + values + ")", "\"orderkey\" = ANY ('{\"0\",\"7\",");
        String names = IntStream.range(0, 2000).mapToObj("'Clerk#%09d'"::formatted).collect(joining(", "));
        comparison.assertRemoteSql("SELECT count(*) FROM orders WHERE clerk IN (" + names + ")", "\"clerk\" = ANY ('{\"Clerk#000000000\",");
        comparison.assertSameRows("SELECT count(*) FROM orders WHERE orderkey NOT IN (" + values + ")");
    }

    @Test
    void testLimit()
    {
        assertThat(query("SELECT * FROM nation LIMIT 5")).skipResultsCorrectnessCheckForPushdown().isFullyPushedDown();
        assertThat(query(session("mpp_execute", "any"), "SELECT * FROM lineitem LIMIT 5")).skipResultsCorrectnessCheckForPushdown().isFullyPushedDown();
        assertThat(query(session("mpp_execute", "all segments"), "SELECT * FROM lineitem LIMIT 5")).skipResultsCorrectnessCheckForPushdown().isNotFullyPushedDown(LimitNode.class);
        // a filter does not move below a limit
        assertThat(query("SELECT count(*) FROM (SELECT * FROM lineitem LIMIT 10) WHERE orderkey IS NOT NULL")).matches("VALUES BIGINT '10'");
        assertThat(query("SELECT count(*) FROM (SELECT * FROM (SELECT * FROM lineitem LIMIT 10) LIMIT 3)")).matches("VALUES BIGINT '3'");
        assertThat(query(session("mpp_execute", "all segments"), "SELECT count(*) FROM (SELECT * FROM (SELECT * FROM lineitem LIMIT 3) LIMIT 10)")).matches("VALUES BIGINT '3'");
    }

    @Test
    void testTopN()
    {
        comparison.assertRemoteSql("SELECT name FROM nation ORDER BY name LIMIT 5", "ORDER BY \"name\" COLLATE \"C\" ASC NULLS LAST LIMIT 5");
        comparison.assertRemoteSql("SELECT name FROM nation ORDER BY regionkey DESC NULLS FIRST, nationkey LIMIT 5", "ORDER BY \"regionkey\" DESC NULLS FIRST, \"nationkey\" ASC NULLS LAST LIMIT 5");
        comparison.assertSameRows("SELECT orderkey, totalprice FROM orders ORDER BY totalprice DESC, orderkey LIMIT 100");
        comparison.assertSameRows("SELECT orderkey FROM orders WHERE clerk < 'Clerk#000000100' ORDER BY orderdate, orderkey LIMIT 20");
        assertThat(query("SELECT name FROM nation ORDER BY nationkey LIMIT 5")).ordered().isFullyPushedDown();
        new PushdownComparison(getQueryRunner(), session("mpp_execute", "all segments"))
                .assertSameRows("SELECT orderkey, partkey FROM lineitem ORDER BY partkey DESC, orderkey, linenumber LIMIT 50");
        // what is above a limit stays there
        comparison.assertSameRows("SELECT * FROM (SELECT name, nationkey FROM nation ORDER BY nationkey LIMIT 7) WHERE name > 'C' ORDER BY name");
        comparison.assertSameRows("SELECT * FROM (SELECT name, nationkey FROM nation ORDER BY nationkey LIMIT 7) ORDER BY name DESC LIMIT 3");
        comparison.assertSameRows("SELECT count(*), min(name) FROM (SELECT name FROM nation ORDER BY nationkey LIMIT 7)");
        comparison.assertSameRows("SELECT t.nationkey FROM (SELECT nationkey FROM nation ORDER BY nationkey LIMIT 7) t JOIN region r ON t.nationkey = r.regionkey + 4");
        assertThat(query(session("topn_pushdown_enabled", "false"), "SELECT name FROM nation ORDER BY nationkey LIMIT 5")).ordered().isNotFullyPushedDown(TopNNode.class);
    }

    @Test
    void testAggregation()
    {
        comparison.assertRemoteSql("SELECT count(*) FROM orders", "(SELECT count(*) AS \"$1_0\" FROM \"tpch\".\"orders\") AS grouped");
        comparison.assertRemoteSql(
                "SELECT orderstatus, count(*), count(clerk), sum(custkey), min(orderdate), max(orderdate), avg(shippriority) FROM orders GROUP BY orderstatus",
                "SELECT \"orderstatus\", count(*) AS \"$1_0\", ");
        comparison.assertRemoteSql("SELECT DISTINCT orderstatus, orderpriority FROM orders", "GROUP BY \"orderstatus\", \"orderpriority\"");
        comparison.assertRemoteSql("SELECT count(DISTINCT clerk) FROM orders", "\"clerk\"");
        comparison.assertRemoteSql("SELECT min(clerk), max(clerk) FROM orders", "min(\"clerk\" COLLATE \"C\")");
        comparison.assertRemoteSql("SELECT custkey, count(*) FROM orders GROUP BY custkey HAVING count(*) > 30", "WHERE \"$1_0\" > 30");
        comparison.assertRemoteSql("SELECT count(*), sum(n) FROM (SELECT custkey, count(*) n FROM orders GROUP BY custkey)", "CAST(sum(\"$1_0\") AS int8)");
        comparison.assertSameRows("SELECT orderstatus, count(*) FROM orders GROUP BY orderstatus ORDER BY 2 DESC LIMIT 2");
        comparison.assertSameRows("SELECT count(*), sum(custkey) FROM orders WHERE false");
        comparison.assertSameRows("SELECT sum(custkey), avg(custkey), min(clerk), count(custkey) FROM orders WHERE orderkey < 0");
        comparison.assertSameRows("SELECT orderstatus, orderpriority, count(*) FROM orders GROUP BY ROLLUP (orderstatus, orderpriority)");
        comparison.assertSameRows("SELECT count(*) FROM (SELECT * FROM orders LIMIT 77)");
        comparison.assertRemoteSql("SELECT sum(shippriority), avg(shippriority) FROM orders", "avg(CAST(\"shippriority\" AS float8))");
        comparison.assertSameRows("SELECT shippriority, CAST(shippriority AS bigint), count(*) FROM orders GROUP BY 1, 2");
        comparison.assertSameRows("SELECT orderstatus, count(*) FILTER (WHERE custkey > 700) FROM orders GROUP BY orderstatus");
        comparison.assertSameRows("SELECT orderstatus, count(DISTINCT custkey), count(DISTINCT clerk) FROM orders GROUP BY orderstatus");
        assertThat(query("SELECT orderstatus, count(*) FROM orders GROUP BY orderstatus")).isFullyPushedDown();
        assertThat(query("SELECT sum(totalprice * 2) FROM orders")).isNotFullyPushedDown(AggregationNode.class, ProjectNode.class);
        assertThat(query("SELECT \"$server\", count(*) FROM orders GROUP BY 1")).isNotFullyPushedDown(AggregationNode.class);
        assertThat(query(session("aggregation_pushdown_enabled", "false"), "SELECT count(*) FROM orders")).isNotFullyPushedDown(AggregationNode.class);
        // each split keeps to such a limit by itself
        Session segments = session("mpp_execute", "all segments");
        assertThat(query(segments, "SELECT count(*) FROM (SELECT * FROM lineitem LIMIT 77)")).matches("VALUES BIGINT '77'");
    }

    @Test
    void testJoin()
    {
        comparison.assertRemoteSql(
                "SELECT n.name, r.name FROM nation n JOIN region r ON n.regionkey = r.regionkey WHERE r.name = 'ASIA'",
                " AS r ON (\"$1_2\" = \"$1_4\")");
        for (String type : List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")) {
            comparison.assertSameRows("SELECT n.name, r.name, r.regionkey FROM nation n %s region r ON n.nationkey = r.regionkey".formatted(type));
            comparison.assertSameRows("SELECT a.name, b.name FROM nation a %s nation b ON a.regionkey = b.nationkey AND a.name < b.name".formatted(type));
            comparison.assertSameRows("SELECT n.name, r.name FROM (SELECT * FROM nation WHERE nationkey < 9) n %s (SELECT * FROM region WHERE regionkey > 1) r ON n.regionkey = r.regionkey".formatted(type));
        }
        assertThat(query("SELECT n.name, r.name FROM nation n JOIN region r ON n.regionkey = r.regionkey")).isFullyPushedDown();
        assertThat(query("SELECT c.name, n.name, r.name FROM customer c JOIN nation n ON c.nationkey = n.nationkey JOIN region r ON n.regionkey = r.regionkey")).isFullyPushedDown();
        assertThat(query("SELECT r.name, count(*) FROM nation n JOIN region r ON n.regionkey = r.regionkey GROUP BY r.name")).isFullyPushedDown();
        comparison.assertSameRows("SELECT n.name, count(*), sum(o.orderkey) FROM orders o JOIN customer c ON o.custkey = c.custkey JOIN nation n ON n.nationkey = c.nationkey WHERE o.orderdate < DATE '1995-01-01' GROUP BY n.name");
        comparison.assertSameRows("SELECT o.orderkey, x.n FROM orders o JOIN (SELECT orderkey, count(*) n FROM lineitem GROUP BY orderkey) x ON o.orderkey = x.orderkey WHERE x.n = 7");
        comparison.assertSameRows("SELECT n.name FROM nation n LEFT JOIN region r ON n.nationkey = r.regionkey WHERE r.regionkey IS NULL");
        comparison.assertSameRows("SELECT a.name FROM nation a JOIN nation b ON a.name = b.name JOIN region r ON r.regionkey = b.regionkey ORDER BY a.name LIMIT 4");
        comparison.assertSameRows("SELECT name FROM nation n WHERE EXISTS (SELECT 1 FROM region r WHERE r.regionkey = n.nationkey)");
        comparison.assertSameRows("SELECT name FROM nation n WHERE nationkey NOT IN (SELECT regionkey FROM region)");
        comparison.assertSameRows("SELECT n.\"$server\", r.name FROM nation n JOIN region r ON n.regionkey = r.regionkey");
        assertThat(query("SELECT a.orderkey FROM orders a JOIN orders b ON a.totalprice = b.totalprice")).joinIsNotFullyPushedDown();
        assertThat(query(session("join_pushdown_enabled", "false"), "SELECT n.name, r.name FROM nation n JOIN region r ON n.regionkey = r.regionkey")).joinIsNotFullyPushedDown();
    }

    @Test
    void testSample()
    {
        assertThat((String) computeScalar("EXPLAIN SELECT * FROM orders TABLESAMPLE SYSTEM (25)")).contains("\"orders\" TABLESAMPLE SYSTEM (25.0)");
        for (String method : List.of("BERNOULLI", "SYSTEM")) {
            assertThat(query("SELECT count(*) FROM orders TABLESAMPLE %s (100)".formatted(method))).matches("VALUES BIGINT '15000'");
            assertThat(query("SELECT count(*) FROM orders TABLESAMPLE %s (0)".formatted(method))).matches("VALUES BIGINT '0'");
            assertThat((long) computeScalar("SELECT count(*) FROM lineitem TABLESAMPLE %s (50)".formatted(method))).isBetween(15_000L, 45_000L);
            assertThat((long) computeScalar(session("mpp_execute", "all segments"), "SELECT count(*) FROM lineitem TABLESAMPLE %s (50) WHERE linenumber > 0".formatted(method))).isBetween(15_000L, 45_000L);
        }
    }

    @Test
    void testRemoteEstimate()
    {
        Session session = session("use_remote_estimate", "true");
        new PushdownComparison(getQueryRunner(), session)
                .assertSameRows("SELECT r.name, count(*) FROM nation n JOIN region r ON n.regionkey = r.regionkey WHERE n.name > 'B' GROUP BY r.name");
    }

    private Session session(String property, String value)
    {
        return Session.builder(getSession())
                .setCatalogSessionProperty("postgres", property, value)
                .build();
    }
}
