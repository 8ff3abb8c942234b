package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.client.Warning;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.MaterializedResult;
import io.trino.testing.QueryRunner;
import io.trino.testing.QueryRunner.MaterializedResultWithPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.conformance.LogLines;
import org.trinofdw.split.QueryWarnings;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * One table over several servers: bounds, pruning, differences between the partitions, and what is missing.
 */
// which servers are connected to is looked at
@Execution(SAME_THREAD)
final class TestPostgresFdwPartitions
        extends AbstractTestQueryFramework
{
    private static final List<String> SHARDS = List.of("shard_0", "shard_1", "shard_2");

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        SHARDS.forEach(shard -> server.execute("CREATE DATABASE " + shard));
        QueryRunner queryRunner = PostgresQueryRunner.create(server, Map.of(), List.of());
        for (String shard : SHARDS) {
            ddl(queryRunner, "CREATE SERVER %s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname '%s')".formatted(shard, server.host(), server.port(), shard));
            ddl(queryRunner, "CREATE USER MAPPING FOR PUBLIC SERVER %s OPTIONS (user '%s', password_required 'false')".formatted(shard, server.user()));
        }
        // a year of months, dealt out to the shards, with a column of another name and one of another type in one of them
        StringBuilder script = new StringBuilder("CREATE TABLE tpch.measurement (city_id int NOT NULL, logdate date NOT NULL, peaktemp int, note varchar(5)) PARTITION BY RANGE (logdate);\n");
        for (int month = 1; month <= 12; month++) {
            String table = "m%02d".formatted(month);
            String shard = shard(month);
            boolean different = month == 5;
            onShard(shard, "CREATE TABLE %s (note text, %s int NOT NULL, logdate date NOT NULL, peaktemp %s)".formatted(table, different ? "\"City\"" : "city_id", different ? "bigint" : "int"));
            onShard(shard, "INSERT INTO %s SELECT 'n' || i, i, DATE '2016-%02d-01' + i %% 28, i FROM generate_series(1, 100) i".formatted(table, month));
            script.append("CREATE FOREIGN TABLE tpch.%s PARTITION OF tpch.measurement FOR VALUES FROM ('2016-%02d-01') TO ('%s') SERVER %s OPTIONS (schema_name 'public');\n".formatted(
                    table,
                    month,
                    month == 12 ? "2017-01-01" : "2016-%02d-01".formatted(month + 1),
                    shard));
            if (different) {
                script.append("ALTER FOREIGN TABLE tpch.%s ALTER COLUMN city_id OPTIONS (ADD column_name 'City');\n".formatted(table));
            }
        }
        ddl(queryRunner, script.toString());
        return queryRunner;
    }

    @Test
    void testAllPartitions()
    {
        assertThat(query("SELECT count(*), sum(peaktemp), min(logdate), max(logdate), count(DISTINCT note) FROM measurement"))
                .matches("VALUES (BIGINT '1200', BIGINT '60600', DATE '2016-01-01', DATE '2016-12-28', BIGINT '100')");
        assertThat(query("SELECT \"$server\", count(*) FROM measurement GROUP BY 1"))
                .matches("VALUES (VARCHAR 'shard_0', BIGINT '400'), ('shard_1', 400), ('shard_2', 400)");
        assertThat(query("SELECT DISTINCT \"$partition\" FROM measurement WHERE logdate BETWEEN DATE '2016-05-31' AND DATE '2016-06-01'"))
                .matches("VALUES VARCHAR 'tpch.m06'");
        assertThat(query("SELECT city_id, peaktemp, note FROM measurement WHERE logdate = DATE '2016-05-11' AND peaktemp < 50"))
                .matches("VALUES (10, 10, CAST('n10' AS varchar(5))), (38, 38, CAST('n38' AS varchar(5)))");
    }

    @Test
    void testPartitionByItself()
    {
        assertThat(query("SELECT count(*) FROM m05 WHERE city_id <= 10")).matches("VALUES BIGINT '10'");
    }

    @Test
    void testPruningAsksOneServerOnly()
    {
        onShard("shard_1", "ALTER TABLE m02 RENAME TO hidden");
        try {
            // the partition is missing, and nobody looks for it
            Session strict = Session.builder(getSession())
                    .setCatalogSessionProperty("postgres", "unmatched_partition_policy", "fail")
                    .build();
            assertThat(query(strict, "SELECT count(*) FROM measurement WHERE logdate >= DATE '2016-05-01' AND logdate < DATE '2016-06-01'")).matches("VALUES BIGINT '100'");
            assertThat(query(strict, "SELECT count(*) FROM measurement WHERE logdate IN (DATE '2016-05-02', DATE '2016-07-02')")).matches("VALUES BIGINT '8'");
            assertThat(query(strict, "SELECT count(*) FROM measurement WHERE logdate > DATE '2018-01-01'")).matches("VALUES BIGINT '0'");
            assertThat(query(strict, "SELECT count(*) FROM measurement WHERE logdate IS NULL")).matches("VALUES BIGINT '0'");
            assertQueryFails(strict, "SELECT count(*) FROM measurement", "foreign table \"tpch.measurement\" declares the partition \"tpch.m02\", but server \"shard_1\" has no table \"public\".\"m02\"; .*");
            // the others still answer, and the client hears of it
            MaterializedResult result = computeActual("SELECT count(*) FROM measurement");
            assertThat(result.getOnlyValue()).isEqualTo(1100L);
            assertThat(result.getWarnings()).extracting(Warning::getMessage).singleElement().asString()
                    .contains("foreign table tpch.measurement declares a partition that the remote side does not have: tpch.m02; drop it from the foreign table");
            assertThat(query("SELECT DISTINCT table_name, partition FROM postgres.system.warnings WHERE kind = 'UNMATCHED_PARTITION' AND table_name = 'measurement' AND partition = 'tpch.m02'")).matches("VALUES (VARCHAR 'measurement', VARCHAR 'tpch.m02')");
            Session silent = Session.builder(getSession())
                    .setCatalogSessionProperty("postgres", "unmatched_partition_policy", "ignore")
                    .build();
            assertThat(computeActual(silent, "SELECT count(*) FROM measurement").getWarnings()).isEmpty();
        }
        finally {
            onShard("shard_1", "ALTER TABLE hidden RENAME TO m02");
        }
        assertThat(query("SELECT count(*) FROM measurement")).matches("VALUES BIGINT '1200'");
        assertThat(computeActual("SELECT count(*) FROM measurement").getWarnings()).isEmpty();
    }

    @Test
    void testExplainShowsPartitions()
    {
        assertThat(explain("SELECT * FROM measurement")).contains("12 of 12 partitions of tpch.measurement");
        assertThat(explain("SELECT * FROM measurement WHERE logdate = DATE '2016-05-02'")).contains("1 of 12 partitions of tpch.measurement");
    }

    @Test
    void testStatisticsAreThoseOfThePartitionsThatAreLeft()
    {
        SHARDS.forEach(shard -> onShard(shard, "ANALYZE"));
        assertThat(rows("SELECT * FROM measurement")).isEqualTo(1200);
        assertThat(rows("SELECT * FROM measurement WHERE logdate BETWEEN DATE '2016-05-01' AND DATE '2016-06-30'")).isCloseTo(200, within(0.01));
        assertThat(rows("SELECT * FROM measurement WHERE logdate BETWEEN DATE '2016-05-05' AND DATE '2016-06-05'")).isCloseTo(104, within(1.0));
        assertThat(rows("SELECT * FROM measurement WHERE peaktemp <= 50")).isCloseTo(600, within(12.0));
        assertThat(rows("SELECT * FROM measurement WHERE note = 'n7'")).isCloseTo(12, within(0.1));
        // a date is in one partition only, the other columns have the same values in each
        assertThat(query("SHOW STATS FOR measurement")).skippingTypesCheck().matches(
                """
                VALUES
                    ('city_id', null, 100e0, 0e0, null, '1', '100'),
                    ('logdate', null, 336e0, 0e0, null, '2016-01-01', '2016-12-28'),
                    ('peaktemp', null, 100e0, 0e0, null, '1', '100'),
                    ('note', 3600e0, 100e0, 0e0, null, null, null),
                    (null, null, null, null, 1200e0, null, null)""");
    }

    /** A key of a lower level has the same values below several partitions of the level above. */
    @Test
    void testStatisticsOfSeveralLevels()
    {
        for (int region = 0; region < 2; region++) {
            for (int year = 0; year < 2; year++) {
                onShard("shard_" + region, "CREATE TABLE l_%s_%s AS SELECT %s AS region, 10 * %s + i %% 10 AS year, i AS id FROM generate_series(1, 100) i".formatted(region, year, region, year));
                onShard("shard_" + region, "ANALYZE l_%s_%s".formatted(region, year));
            }
        }
        ddl(getQueryRunner(),
                """
                CREATE TABLE tpch.levels (region int, year int, id int) PARTITION BY LIST (region);
                CREATE FOREIGN TABLE tpch.l_0 PARTITION OF tpch.levels FOR VALUES IN (0) PARTITION BY RANGE (year) SERVER shard_0;
                CREATE FOREIGN TABLE tpch.l_1 PARTITION OF tpch.levels FOR VALUES IN (1) PARTITION BY RANGE (year) SERVER shard_1;
                CREATE FOREIGN TABLE tpch.l_0_0 PARTITION OF tpch.l_0 FOR VALUES FROM (0) TO (10) SERVER shard_0 OPTIONS (schema_name 'public');
                CREATE FOREIGN TABLE tpch.l_0_1 PARTITION OF tpch.l_0 FOR VALUES FROM (10) TO (20) SERVER shard_0 OPTIONS (schema_name 'public');
                CREATE FOREIGN TABLE tpch.l_1_0 PARTITION OF tpch.l_1 FOR VALUES FROM (0) TO (10) SERVER shard_1 OPTIONS (schema_name 'public');
                CREATE FOREIGN TABLE tpch.l_1_1 PARTITION OF tpch.l_1 FOR VALUES FROM (10) TO (20) SERVER shard_1 OPTIONS (schema_name 'public');
                """);
        assertThat(query("SHOW STATS FOR levels")).skippingTypesCheck().matches(
                """
                VALUES
                    ('region', null, 2e0, 0e0, null, '0', '1'),
                    ('year', null, 20e0, 0e0, null, '0', '19'),
                    ('id', null, 100e0, 0e0, null, '1', '100'),
                    (null, null, null, null, 400e0, null, null)""");
    }

    /** What SHOW STATS says of all rows. */
    private double rows(String sql)
    {
        return computeActual("SHOW STATS FOR (" + sql + ")").getMaterializedRows().stream()
                .filter(row -> row.getField(0) == null)
                .mapToDouble(row -> (double) row.getField(4))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void testDynamicFilterPrunes()
    {
        onShard("shard_1", "ALTER TABLE m02 RENAME TO hidden");
        try {
            Session strict = Session.builder(getSession())
                    .setCatalogSessionProperty("postgres", "unmatched_partition_policy", "fail")
                    .build();
            assertThat(query(strict, "SELECT count(*) FROM measurement JOIN (VALUES DATE '2016-05-02', DATE '2016-05-03') d (day) ON logdate = day")).matches("VALUES BIGINT '8'");
        }
        finally {
            onShard("shard_1", "ALTER TABLE hidden RENAME TO m02");
        }
    }

    @Test
    void testLimitsAndAggregates()
    {
        assertThat(computeActual("SELECT * FROM measurement LIMIT 150").getRowCount()).isEqualTo(150);
        assertThat(query("SELECT city_id, logdate FROM measurement ORDER BY logdate DESC, city_id LIMIT 3"))
                .ordered()
                .matches("VALUES (27, DATE '2016-12-28'), (55, DATE '2016-12-28'), (83, DATE '2016-12-28')");
        assertThat(query("SELECT month(logdate), sum(peaktemp) FROM measurement WHERE city_id = 7 GROUP BY 1 HAVING month(logdate) > 10")).matches("VALUES (BIGINT '11', BIGINT '7'), (12, 7)");
        assertThat(query("SELECT count(*) FROM measurement a JOIN measurement b ON a.city_id = b.city_id AND a.logdate = b.logdate")).matches("VALUES BIGINT '1200'");
    }

    @Test
    void testModes()
    {
        for (String mode : List.of("coordinator", "any", "all segments")) {
            Session session = Session.builder(getSession())
                    .setCatalogSessionProperty("postgres", "mpp_execute", mode)
                    .build();
            assertThat(query(session, "SELECT count(*), sum(peaktemp) FROM measurement")).matches("VALUES (BIGINT '1200', BIGINT '60600')");
        }
    }

    @Test
    void testListWithDefaultAndSubpartitions()
    {
        onShard("shard_0", "CREATE TABLE r_de (region char(2), year int, amount numeric)");
        onShard("shard_0", "INSERT INTO r_de VALUES ('DE', 2020, 1.5), ('AT', 2021, 2)");
        onShard("shard_1", "CREATE TABLE r_us_old (region char(2), year int, amount numeric)");
        onShard("shard_1", "INSERT INTO r_us_old VALUES ('US', 1999, 10)");
        onShard("shard_1", "CREATE TABLE r_us_new (region char(2), year int, amount numeric)");
        onShard("shard_1", "INSERT INTO r_us_new VALUES ('US', 2020, 20)");
        onShard("shard_2", "CREATE TABLE r_rest (region char(2), year int, amount numeric)");
        onShard("shard_2", "INSERT INTO r_rest VALUES (NULL, 2020, 100), ('FR', 2020, 200)");
        ddl(getQueryRunner(),
                """
                CREATE TABLE tpch.revenue (region char(2), year int, amount numeric(10, 2)) PARTITION BY LIST (region);
                CREATE FOREIGN TABLE tpch.r_de PARTITION OF tpch.revenue FOR VALUES IN ('DE', 'AT') SERVER shard_0 OPTIONS (schema_name 'public');
                CREATE FOREIGN TABLE tpch.r_us PARTITION OF tpch.revenue FOR VALUES IN ('US') PARTITION BY RANGE (year) SERVER shard_1;
                CREATE FOREIGN TABLE tpch.r_us_old PARTITION OF tpch.r_us FOR VALUES FROM (MINVALUE) TO (2000) SERVER shard_1 OPTIONS (schema_name 'public');
                CREATE FOREIGN TABLE tpch.r_us_new PARTITION OF tpch.r_us FOR VALUES FROM (2000) TO (MAXVALUE) SERVER shard_1 OPTIONS (schema_name 'public');
                CREATE FOREIGN TABLE tpch.r_rest PARTITION OF tpch.revenue DEFAULT SERVER shard_2 OPTIONS (schema_name 'public');
                """);
        assertThat(query("SELECT sum(amount) FROM revenue")).matches("VALUES CAST(333.50 AS decimal(38, 2))");
        assertPartitions("region = 'US' AND year > 2010", "tpch.r_us_new");
        assertPartitions("region = 'US'", "tpch.r_us_new", "tpch.r_us_old");
        assertPartitions("region = 'AT'", "tpch.r_de");
        assertPartitions("region = 'FR'", "tpch.r_rest");
        assertPartitions("region IS NULL", "tpch.r_rest");
        assertThat(explain("SELECT * FROM revenue WHERE region IN (CHAR 'FR', CHAR 'IT')")).contains("1 of 4 partitions");
        assertThat(explain("SELECT * FROM revenue WHERE year = 1999")).contains("3 of 4 partitions");
    }

    @Test
    void testPartitionsTable()
    {
        SHARDS.forEach(shard -> onShard(shard, "ANALYZE"));
        onShard("shard_2", "ALTER TABLE m06 RENAME TO hidden");
        try {
            assertThat(query("SELECT partition, bounds, server, remote_name, matched, rows, size > 0 FROM \"measurement$partitions\" WHERE partition IN ('tpch.m05', 'tpch.m06')"))
                    .matches("VALUES (VARCHAR 'tpch.m05', VARCHAR 'FOR VALUES FROM (''2016-05-01'') TO (''2016-06-01'')', VARCHAR 'shard_1', VARCHAR '\"public\".\"m05\"', true, BIGINT '100', true), " +
                            "('tpch.m06', 'FOR VALUES FROM (''2016-06-01'') TO (''2016-07-01'')', 'shard_2', '\"public\".\"m06\"', false, NULL, NULL)");
            assertThat(query("SELECT count(*), count_if(matched) FROM \"measurement$partitions\"")).matches("VALUES (BIGINT '12', BIGINT '11')");
        }
        finally {
            onShard("shard_2", "ALTER TABLE hidden RENAME TO m06");
        }
        assertQueryFails("SELECT * FROM \"m05$partitions\"", ".*Table 'postgres.tpch.\"m05\\$partitions\"' does not exist");
    }

    @Test
    void testPartitionsTableOfLiveTable()
    {
        server.execute(
                """
                CREATE SCHEMA live;
                CREATE TABLE live.events (day date, kind text) PARTITION BY RANGE (day);
                CREATE TABLE live.events_old PARTITION OF live.events FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
                CREATE TABLE live.events_new PARTITION OF live.events FOR VALUES FROM ('2020-01-01') TO (MAXVALUE) PARTITION BY LIST (kind);
                CREATE TABLE live."Events A" PARTITION OF live.events_new FOR VALUES IN ('a');
                CREATE TABLE live.events_rest PARTITION OF live.events_new DEFAULT;
                INSERT INTO live.events VALUES ('2021-01-01', 'a'), ('2021-01-02', 'a');
                ANALYZE live.events;
                """);
        assertThat(query("SELECT partition, bounds, server, remote_name, matched, rows FROM postgres.live.\"events$partitions\""))
                .matches("""
                        VALUES
                            (VARCHAR 'live.events_old', VARCHAR 'FOR VALUES FROM (MINVALUE) TO (''2020-01-01'')', VARCHAR 'postgres', VARCHAR '"live"."events_old"', true, BIGINT '0'),
                            ('live.Events A', 'FOR VALUES FROM (''2020-01-01'') TO (MAXVALUE), FOR VALUES IN (''a'')', 'postgres', '"live"."Events A"', true, 2),
                            ('live.events_rest', 'FOR VALUES FROM (''2020-01-01'') TO (MAXVALUE), DEFAULT', 'postgres', '"live"."events_rest"', true, 0)
                        """);
    }

    @Test
    void testOnePartitionTakesMorePushdown()
    {
        String onePartition = "SELECT count(*), max(peaktemp), min(city_id) FROM measurement WHERE logdate >= DATE '2016-05-01' AND logdate < DATE '2016-06-01'";
        assertThat(explain(onePartition)).contains("count(*)", "FROM \"public\".\"m05\"").doesNotContain("Aggregate[");
        assertThat(query(onePartition)).matches("VALUES (BIGINT '100', 100, 1)");
        assertThat(query("SELECT city_id, count(*) FROM measurement WHERE logdate = DATE '2016-05-11' GROUP BY 1")).matches("VALUES (10, BIGINT '1'), (38, 1), (66, 1), (94, 1)");
        assertThat(explain("SELECT city_id FROM measurement WHERE logdate = DATE '2016-05-11' ORDER BY city_id DESC LIMIT 2")).contains("LIMIT 2").doesNotContain("TopN");
        assertThat(query("SELECT city_id FROM measurement WHERE logdate = DATE '2016-05-11' ORDER BY city_id DESC LIMIT 2")).ordered().matches("VALUES 94, 66");
        assertThat(query("SELECT sum(n) FROM (SELECT count(*) n FROM measurement WHERE logdate < DATE '2016-06-01' AND logdate >= DATE '2016-05-01' UNION ALL SELECT count(*) FROM measurement)")).matches("VALUES BIGINT '1300'");
    }

    @Test
    void testConstraintsPrune()
    {
        onShard("shard_0", "CREATE TABLE checked_1 (a int, b int)");
        onShard("shard_0", "INSERT INTO checked_1 VALUES (1, 1), (1, 5)");
        ddl(getQueryRunner(),
                """
                CREATE TABLE tpch.checked (a int, b int NOT NULL) PARTITION BY LIST (a);
                CREATE FOREIGN TABLE tpch.checked_1 PARTITION OF tpch.checked (CHECK (b < 10)) FOR VALUES IN (1) SERVER shard_0 OPTIONS (schema_name 'public');
                CREATE FOREIGN TABLE tpch.checked_2 PARTITION OF tpch.checked (CHECK (b >= 10)) FOR VALUES IN (2) SERVER shard_0 OPTIONS (schema_name 'public');
                CREATE FOREIGN TABLE tpch.alone (a int NOT NULL, b int, CHECK (b BETWEEN 1 AND 5)) SERVER shard_0 OPTIONS (schema_name 'public', table_name 'checked_1');
                """);
        // the other partition has no table, and nobody looks for it
        Session strict = Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "unmatched_partition_policy", "fail")
                .build();
        assertThat(query(strict, "SELECT b FROM checked WHERE b < 3")).matches("VALUES 1");
        assertThat(explain("SELECT * FROM checked WHERE b IS NULL")).contains("0 of 2 partitions");
        assertThat(query("SELECT b FROM alone WHERE b > 2")).matches("VALUES 5");
        assertThat(query("SELECT b FROM alone WHERE b > 7")).returnsEmptyResult();
        assertThat(explain("SELECT b FROM alone WHERE b > 7")).contains("constraint on none");
        assertThat(explain("SELECT b FROM alone WHERE a IS NULL")).contains("constraint on none");
        assertThat(query("SELECT count(*) FROM alone WHERE a IS NULL")).matches("VALUES BIGINT '0'");
    }

    @Test
    void testFirstQueryWarnsTheClient()
            throws SQLException
    {
        StringBuilder script = new StringBuilder("CREATE TABLE tpch.sparse (k int, v int) PARTITION BY LIST (k);\n");
        for (int partition = 0; partition < 12; partition++) {
            script.append("CREATE FOREIGN TABLE tpch.sparse_%1$s PARTITION OF tpch.sparse FOR VALUES IN (%1$s) SERVER %2$s OPTIONS (schema_name 'public');\n".formatted(partition, SHARDS.get(partition % 3)));
        }
        onShard("shard_0", "CREATE TABLE sparse_0 (k int, v int)");
        onShard("shard_1", "CREATE TABLE sparse_1 (k int, v int)");
        onShard("shard_0", "INSERT INTO sparse_0 VALUES (0, 0)");
        ddl(getQueryRunner(), script.toString());
        try (Connection connection = DriverManager.getConnection("jdbc:trino://%s/postgres/tpch".formatted(getQueryRunner().getCoordinator().getAddress()), "alice", null);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM sparse")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(1);
            }
            assertThat((Throwable) statement.getWarnings()).isNotNull();
            assertThat(statement.getWarnings().getMessage()).contains("foreign table tpch.sparse declares 10 partitions that the remote side does not have: tpch.sparse_10, tpch.sparse_11, tpch.sparse_2");
            String plan = explainOver(statement);
            statement.execute("SET SESSION postgres.unmatched_partition_policy = 'ignore'");
            statement.clearWarnings();
            assertThat(explainOver(statement)).isEqualTo(plan);
            assertThat((Throwable) statement.getWarnings()).isNull();
            statement.execute("SET SESSION postgres.unmatched_partition_policy = 'fail'");
            assertThatThrownBy(() -> statement.executeQuery("SELECT count(*) FROM sparse").next()).hasMessageContaining("has no table");
        }
        assertWarnsEverywhere();
        // writes go on
        assertUpdate("INSERT INTO sparse VALUES (0, 1), (1, 1)", 2);
        assertUpdate("UPDATE sparse SET v = v + 10", 3);
        assertUpdate("MERGE INTO sparse USING (VALUES (0, 10)) AS s (k, v) ON sparse.k = s.k AND sparse.v = s.v WHEN MATCHED THEN UPDATE SET k = 1", 1);
        assertUpdate("DELETE FROM sparse WHERE v = 11 AND k = 0", 1);
        assertThat(query("SELECT k, v FROM sparse")).matches("VALUES (1, 10), (1, 11)");
    }

    /** The places of DESIGN.md section 8 other than the client. */
    private void assertWarnsEverywhere()
    {
        MaterializedResultWithPlan result;
        List<String> logLines;
        try (LogLines lines = LogLines.of(QueryWarnings.class.getName())) {
            result = getDistributedQueryRunner().executeWithPlan(getSession(), "SELECT count(*) FROM sparse WHERE v >= 0");
            logLines = lines.lines();
        }
        String queryId = result.queryId().toString();
        assertThat(logLines).singleElement().asString().contains(queryId, "table tpch.sparse", "tpch.sparse_10", "tpch.sparse_9");
        assertThat(query("SELECT table_schema, table_name, kind, count(DISTINCT partition), count(*) FROM postgres.system.warnings WHERE query_id = '%s' GROUP BY 1, 2, 3".formatted(queryId)))
                .matches("VALUES (VARCHAR 'tpch', VARCHAR 'sparse', VARCHAR 'UNMATCHED_PARTITION', BIGINT '10', BIGINT '10')");
        assertThat(query("SELECT count_if(matched), count_if(NOT matched) FROM \"sparse$partitions\"")).matches("VALUES (BIGINT '2', BIGINT '10')");
        assertThat(explain("SELECT count(*) FROM sparse")).contains("12 of 12 partitions of tpch.sparse, 10 of them unmatched");
        assertThat(explain("SELECT count(*) FROM sparse WHERE k IN (0, 5)")).contains("2 of 12 partitions of tpch.sparse, 1 of them unmatched");
        assertThat(explain("ANALYZE VERBOSE SELECT count(*) FROM sparse")).contains("'partitions' = LongCount{total=12}", "'partitions unmatched' = LongCount{total=10}");
        // for the UI and for event listeners
        assertThat(getDistributedQueryRunner().getCoordinator().getQueryManager().getFullQueryInfo(result.queryId()).getInputs()).singleElement()
                .satisfies(input -> assertThat(input.connectorInfo().map(Object::toString).orElse("")).contains("declares 10 partitions"));
    }

    private static String explainOver(Statement statement)
            throws SQLException
    {
        try (ResultSet rows = statement.executeQuery("EXPLAIN SELECT count(*) FROM sparse WHERE v > 0")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** PostgreSQL's own casts would round. */
    @Test
    void testNumbersOfOtherTypes()
    {
        onShard("shard_0", "CREATE TABLE numbers_1 (part int, wholes float8, digits float8)");
        onShard("shard_0", "INSERT INTO numbers_1 VALUES (1, 9007199254740992, 0.1234567890123456)");
        onShard("shard_1", "CREATE TABLE numbers_2 (part int, wholes numeric(10, 2), digits float4)");
        onShard("shard_1", "INSERT INTO numbers_2 VALUES (2, 7.00, 16777216)");
        ddl(getQueryRunner(),
                """
                CREATE TABLE tpch.numbers (part int, wholes bigint, digits numeric) PARTITION BY LIST (part);
                CREATE FOREIGN TABLE tpch.numbers_1 PARTITION OF tpch.numbers FOR VALUES IN (1) SERVER shard_0 OPTIONS (schema_name 'public');
                CREATE FOREIGN TABLE tpch.numbers_2 PARTITION OF tpch.numbers FOR VALUES IN (2) SERVER shard_1 OPTIONS (schema_name 'public');
                """);
        assertThat(query("SELECT wholes, CAST(digits AS varchar) FROM numbers"))
                .matches("VALUES (BIGINT '9007199254740992', VARCHAR '0.1234567890123456'), (7, '16777216')");
        onShard("shard_1", "UPDATE numbers_2 SET wholes = 7.5");
        assertQueryFails("SELECT wholes FROM numbers", "(?s).*invalid input syntax for type bigint: \"7.5\" \\(SQLSTATE 22P02\\).*");
    }

    @Test
    void testPartitionsThatComeAndGo()
    {
        onShard("shard_0", "CREATE TABLE g1 (id int, part int)");
        onShard("shard_0", "INSERT INTO g1 VALUES (1, 1)");
        onShard("shard_1", "CREATE TABLE g2 (id int, part int)");
        onShard("shard_1", "INSERT INTO g2 VALUES (2, 2)");
        ddl(getQueryRunner(),
                """
                CREATE TABLE tpch.growing (id int, part int) PARTITION BY LIST (part);
                CREATE FOREIGN TABLE tpch.g1 PARTITION OF tpch.growing FOR VALUES IN (1) SERVER shard_0 OPTIONS (schema_name 'public');
                """);
        assertThat(query("SELECT id FROM growing")).matches("VALUES 1");
        ddl(getQueryRunner(), "CREATE FOREIGN TABLE tpch.g2 (id int, part int) SERVER shard_1 OPTIONS (schema_name 'public'); ALTER TABLE tpch.growing ATTACH PARTITION tpch.g2 FOR VALUES IN (2)");
        assertThat(query("SELECT id FROM growing")).matches("VALUES 1, 2");
        ddl(getQueryRunner(), "ALTER TABLE tpch.growing DETACH PARTITION tpch.g1");
        assertThat(query("SELECT id FROM growing")).matches("VALUES 2");
        ddl(getQueryRunner(), "DROP FOREIGN TABLE tpch.g2");
        assertThat(query("SELECT id FROM growing")).returnsEmptyResult();
    }

    private void assertPartitions(String condition, String... partitions)
    {
        MaterializedResult result = computeActual("SELECT DISTINCT \"$partition\" FROM revenue WHERE " + condition);
        assertThat(result.getOnlyColumnAsSet()).containsExactlyInAnyOrder((Object[]) partitions);
    }

    private String explain(String sql)
    {
        return (String) computeScalar("EXPLAIN " + sql);
    }

    private static void ddl(QueryRunner queryRunner, String script)
    {
        queryRunner.execute("CALL postgres.system.execute_ddl('%s')".formatted(script.replace("'", "''")));
    }

    private static String shard(int month)
    {
        return SHARDS.get((month - 1) % SHARDS.size());
    }

    private void onShard(String shard, String sql)
    {
        try (Connection connection = DriverManager.getConnection("jdbc:postgresql://%s:%s/%s?user=%s".formatted(server.host(), server.port(), shard, server.user()));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
