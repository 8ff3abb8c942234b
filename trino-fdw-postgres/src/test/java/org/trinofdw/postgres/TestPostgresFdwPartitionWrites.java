package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static io.trino.testing.assertions.Assert.assertEventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

/**
 * Writes through a foreign table whose partitions are on several servers.
 */
// what is left on the servers is looked at
@Execution(SAME_THREAD)
final class TestPostgresFdwPartitionWrites
        extends AbstractTestQueryFramework
{
    private static final List<String> SHARDS = List.of("shard_0", "shard_1");

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
        return queryRunner;
    }

    /** Creates a table of quarters, dealt out to the shards, with another column name and another type in the second one. */
    private void createQuarters(String table)
    {
        onShard("shard_0", "CREATE TABLE %s_q1 (id bigint, day date, note text)".formatted(table));
        onShard("shard_1", "CREATE TABLE %s_q2 (note varchar(10), day date, \"Id\" int)".formatted(table));
        onShard("shard_0", "CREATE TABLE %s_rest (id bigint, day date, note text)".formatted(table));
        ddl(getQueryRunner(),
                """
                CREATE TABLE tpch.%1$s (id bigint, day date, note varchar) PARTITION BY RANGE (day);
                CREATE FOREIGN TABLE tpch.%1$s_q1 PARTITION OF tpch.%1$s FOR VALUES FROM ('2026-01-01') TO ('2026-04-01') SERVER shard_0 OPTIONS (schema_name 'public');
                CREATE FOREIGN TABLE tpch.%1$s_q2 PARTITION OF tpch.%1$s FOR VALUES FROM ('2026-04-01') TO ('2026-07-01') SERVER shard_1 OPTIONS (schema_name 'public');
                ALTER FOREIGN TABLE tpch.%1$s_q2 ALTER COLUMN id OPTIONS (ADD column_name 'Id');
                CREATE FOREIGN TABLE tpch.%1$s_rest PARTITION OF tpch.%1$s DEFAULT SERVER shard_0 OPTIONS (schema_name 'public');
                """.formatted(table));
    }

    @Test
    void testInsert()
    {
        createQuarters("orders");
        assertUpdate("INSERT INTO orders VALUES (1, DATE '2026-01-01', 'a'), (2, DATE '2026-05-05', 'b'), (3, DATE '2030-01-01', 'c'), (4, NULL, 'd')", 4);
        assertThat(onShard("shard_0", "SELECT id, day, note FROM orders_q1")).containsExactly("1|2026-01-01|a");
        assertThat(onShard("shard_1", "SELECT \"Id\", day, note FROM orders_q2")).containsExactly("2|2026-05-05|b");
        assertThat(onShard("shard_0", "SELECT id, day, note FROM orders_rest ORDER BY id")).containsExactly("3|2030-01-01|c", "4|null|d");
        // a key that is left out is NULL
        assertUpdate("INSERT INTO orders (note, id) VALUES ('e', 5)", 1);
        assertThat(onShard("shard_0", "SELECT id, day, note FROM orders_rest WHERE id = 5")).containsExactly("5|null|e");
        assertUpdate("INSERT INTO orders SELECT i, DATE '2026-01-01' + INTERVAL '1' DAY * (i % 180), 'many' FROM UNNEST(sequence(1000, 10999)) t (i)", 10_000);
        assertThat(query("SELECT \"$partition\", count(*) FROM orders WHERE note = 'many' GROUP BY 1"))
                .matches("SELECT CASE WHEN i % 180 < 90 THEN VARCHAR 'tpch.orders_q1' ELSE 'tpch.orders_q2' END, count(*) FROM UNNEST(sequence(1000, 10999)) t (i) GROUP BY 1");
        assertNothingLeft();
    }

    @Test
    void testInsertIsAtomicOverServers()
    {
        createQuarters("bills");
        onShard("shard_1", "ALTER TABLE bills_q2 ADD CONSTRAINT one UNIQUE (\"Id\") DEFERRABLE INITIALLY DEFERRED");
        // the second server finds out when it is to commit
        assertQueryFails("INSERT INTO bills VALUES (1, DATE '2026-01-01', 'a'), (2, DATE '2026-05-05', 'b'), (2, DATE '2026-05-06', 'b')", "foreign server \"shard_1\": cannot prepare to write to partitions of tpch.bills: ERROR: duplicate key value violates unique constraint \"one\"(?s).*SQLSTATE 23505\\)");
        assertThat(query("SELECT * FROM bills")).returnsEmptyResult();
        assertQueryFails("INSERT INTO bills VALUES (1, DATE '2026-01-01', 'a'), (3000000000, DATE '2026-05-05', 'b')", "foreign server \"shard_1\": cannot write to partitions of tpch.bills: ERROR: integer out of range.*");
        assertQueryFails("INSERT INTO bills VALUES (1, DATE '2026-01-01', 'a'), (2, DATE '2026-05-05', 'more than ten')", "foreign server \"shard_1\": .*value too long for type character varying\\(10\\).*");
        assertThat(query("SELECT * FROM bills")).returnsEmptyResult();
        assertNothingLeft();
    }

    @Test
    void testServersWithoutPreparedTransactions()
    {
        try (TestingPostgresServer unprepared = TestingPostgresServer.builder().setting("max_prepared_transactions", "0").start()) {
            onShard("shard_0", "CREATE TABLE loose_1 (k int, v int)");
            unprepared.execute("CREATE TABLE loose_2 (k int, v int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
            ddl(getQueryRunner(),
                    """
                    CREATE SERVER unprepared FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname '%s');
                    CREATE USER MAPPING FOR PUBLIC SERVER unprepared OPTIONS (user '%s', password_required 'false');
                    CREATE TABLE tpch.loose (k int, v int) PARTITION BY LIST (k);
                    CREATE FOREIGN TABLE tpch.loose_1 PARTITION OF tpch.loose FOR VALUES IN (1) SERVER shard_0 OPTIONS (schema_name 'public');
                    CREATE FOREIGN TABLE tpch.loose_2 PARTITION OF tpch.loose FOR VALUES IN (2) SERVER unprepared OPTIONS (schema_name 'public');
                    """.formatted(unprepared.host(), unprepared.port(), unprepared.database(), unprepared.user()));
            assertUpdate("INSERT INTO loose VALUES (1, 1), (2, 1)", 2);
            assertThat(query("SELECT k, v FROM loose")).matches("VALUES (1, 1), (2, 1)");
            // what fails before the first commit leaves nothing
            assertQueryFails("INSERT INTO loose VALUES (1, 2), (3, 2)", "no partition of relation \"tpch.loose\" found for row.*");
            assertThat(query("SELECT k, v FROM loose")).matches("VALUES (1, 1), (2, 1)");
            // what fails at the second commit says so
            assertQueryFails("INSERT INTO loose VALUES (1, 3), (2, 1)", "(?s)foreign server \"unprepared\": cannot commit: ERROR: duplicate key value.*\\(SQLSTATE 23505\\)\\. It and the servers after it have changed nothing, but shard_0 had committed; set max_prepared_transactions.*");
            assertThat(query("SELECT k, v FROM loose")).matches("VALUES (1, 1), (1, 3), (2, 1)");
            ddl(getQueryRunner(), "DROP FOREIGN TABLE tpch.loose_2; DROP FOREIGN TABLE tpch.loose_1; DROP TABLE tpch.loose; DROP SERVER unprepared CASCADE");
        }
    }

    @Test
    void testNoPartition()
    {
        onShard("shard_0", "CREATE TABLE few_1 (a int, b text)");
        ddl(getQueryRunner(),
                """
                CREATE TABLE tpch.few (a int, b text) PARTITION BY LIST (b);
                CREATE FOREIGN TABLE tpch.few_1 PARTITION OF tpch.few FOR VALUES IN ('x') SERVER shard_0 OPTIONS (schema_name 'public');
                CREATE FOREIGN TABLE tpch.few_2 PARTITION OF tpch.few FOR VALUES IN ('y') SERVER shard_1 OPTIONS (schema_name 'public');
                """);
        assertQueryFails("INSERT INTO few VALUES (1, 'x'), (2, 'z')", "\\Qno partition of relation \"tpch.few\" found for row: its partition key (b) is (z)");
        assertQueryFails("INSERT INTO few (a) VALUES (1)", "\\Qno partition of relation \"tpch.few\" found for row: its partition key (b) is (null)");
        // one that is missing is in the way of its own rows only
        assertQueryFails("INSERT INTO few VALUES (1, 'x'), (2, 'y')", "\\Qa row belongs to the partition \"tpch.few_2\" of foreign table \"tpch.few\", but server \"shard_1\" has no table \"public\".\"few_2\"; create it, or drop the partition");
        assertThat(query("SELECT * FROM few")).returnsEmptyResult();
        assertUpdate("INSERT INTO few VALUES (1, 'x'), (2, 'x')", 2);
        assertUpdate("UPDATE few SET a = a + 10 WHERE a = 1", 1);
        assertUpdate("DELETE FROM few WHERE a = 2", 1);
        assertUpdate("MERGE INTO few USING (VALUES (11, 'x'), (12, 'x')) AS s (a, b) ON few.a = s.a WHEN MATCHED THEN UPDATE SET a = -few.a WHEN NOT MATCHED THEN INSERT VALUES (s.a, s.b)", 2);
        assertThat(query("SELECT * FROM few")).matches("VALUES (-11, VARCHAR 'x'), (12, 'x')");
        assertNothingLeft();
    }

    @Test
    void testUpdateDeleteAndMerge()
    {
        createQuarters("sales");
        assertUpdate("INSERT INTO sales SELECT i, DATE '2026-01-01' + INTERVAL '1' DAY * i, 'n' || CAST(i AS varchar) FROM UNNEST(sequence(1, 200)) t (i)", 200);
        assertUpdate("UPDATE sales SET note = note || '!' WHERE id % 10 = 0", 20);
        assertThat(query("SELECT \"$partition\", count(*) FROM sales WHERE note LIKE '%!' GROUP BY 1")).matches("VALUES (VARCHAR 'tpch.sales_q1', BIGINT '8'), ('tpch.sales_q2', 10), ('tpch.sales_rest', 2)");
        assertUpdate("DELETE FROM sales WHERE id % 2 = 1", 100);
        assertThat(query("SELECT count(*), sum(id) FROM sales")).matches("VALUES (BIGINT '100', BIGINT '10100')");
        // from the first quarter to the second, which is on another server, and to the rest
        assertUpdate("UPDATE sales SET day = day + INTERVAL '90' DAY WHERE id = 2", 1);
        assertUpdate("UPDATE sales SET day = NULL WHERE id = 4", 1);
        // within the first one
        assertUpdate("UPDATE sales SET day = DATE '2026-01-31' WHERE id = 6", 1);
        assertThat(query("SELECT id, \"$partition\", day, note FROM sales WHERE id <= 6"))
                .matches("VALUES (BIGINT '2', VARCHAR 'tpch.sales_q2', DATE '2026-04-03', VARCHAR 'n2'), (4, 'tpch.sales_rest', NULL, 'n4'), (6, 'tpch.sales_q1', DATE '2026-01-31', 'n6')");
        assertUpdate(
                """
                MERGE INTO sales USING (VALUES (BIGINT '6', DATE '2026-06-06'), (8, DATE '2026-01-08'), (999, DATE '2026-02-02')) AS s (id, day) ON sales.id = s.id
                WHEN MATCHED AND s.id = 8 THEN DELETE
                WHEN MATCHED THEN UPDATE SET day = s.day
                WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.day, 'new')
                """,
                3);
        assertThat(query("SELECT id, \"$partition\", day, note FROM sales WHERE id IN (6, 8, 999)"))
                .matches("VALUES (BIGINT '6', VARCHAR 'tpch.sales_q2', DATE '2026-06-06', VARCHAR 'n6'), (999, 'tpch.sales_q1', DATE '2026-02-02', 'new')");
        assertUpdate("DELETE FROM sales", 100);
        assertNothingLeft();
    }

    @Test
    void testModes()
    {
        createQuarters("modes");
        for (String mode : List.of("coordinator", "any", "all segments")) {
            Session session = Session.builder(getSession())
                    .setCatalogSessionProperty("postgres", "mpp_execute", mode)
                    .build();
            assertUpdate(session, "INSERT INTO modes SELECT i, DATE '2026-01-01' + INTERVAL '1' DAY * (i % 300), 'x' FROM UNNEST(sequence(1, 3000)) t (i)", 3000);
            assertThat(query(session, "SELECT count(*), count(DISTINCT id) FROM modes")).matches("VALUES (BIGINT '3000', BIGINT '3000')");
            assertUpdate(session, "UPDATE modes SET day = day + INTERVAL '100' DAY", 3000);
            assertThat(query(session, "SELECT count(*), count(DISTINCT id), min(day) FROM modes WHERE day < DATE '2026-07-01'")).matches("VALUES (BIGINT '810', BIGINT '810', DATE '2026-04-11')");
            assertUpdate(session, "DELETE FROM modes", 3000);
        }
        assertNothingLeft();
    }

    @Test
    void testHashAndSubpartitions()
    {
        StringBuilder script = new StringBuilder("CREATE TABLE tpch.hashed (k bigint, region varchar) PARTITION BY LIST (region);\n");
        script.append("CREATE FOREIGN TABLE tpch.hashed_eu PARTITION OF tpch.hashed FOR VALUES IN ('DE', 'FR') PARTITION BY HASH (k) SERVER shard_0;\n");
        // the same table in PostgreSQL says where the rows belong
        server.execute("CREATE TABLE native (k bigint, region varchar) PARTITION BY LIST (region); CREATE TABLE hashed_eu PARTITION OF native FOR VALUES IN ('DE', 'FR') PARTITION BY HASH (k)");
        for (int remainder = 0; remainder < 8; remainder++) {
            String table = "hashed_" + remainder;
            String shard = SHARDS.get(remainder % 2);
            onShard(shard, "CREATE TABLE %s (k bigint, region varchar)".formatted(table));
            server.execute("CREATE TABLE %s PARTITION OF hashed_eu FOR VALUES WITH (MODULUS 8, REMAINDER %s)".formatted(table, remainder));
            script.append("CREATE FOREIGN TABLE tpch.%s PARTITION OF tpch.hashed_eu FOR VALUES WITH (MODULUS 8, REMAINDER %s) SERVER %s OPTIONS (schema_name 'public');\n".formatted(table, remainder, shard));
        }
        ddl(getQueryRunner(), script.toString());
        server.execute("INSERT INTO native SELECT i * 7919, CASE i % 2 WHEN 0 THEN 'DE' ELSE 'FR' END FROM generate_series(1, 2000) i; INSERT INTO native VALUES (NULL, 'DE')");
        assertUpdate("INSERT INTO hashed SELECT i * 7919, IF(i % 2 = 0, 'DE', 'FR') FROM UNNEST(sequence(1, 2000)) t (i) UNION ALL SELECT NULL, 'DE'", 2001);
        String routed = "SELECT k, region, \"$partition\" AS p FROM hashed";
        String expected = "SELECT * FROM TABLE(postgres.system.query(query => 'SELECT k, region, replace(tableoid::regclass::text, ''public'', ''tpch'') AS p FROM public.native'))";
        assertThat(query("SELECT count(*) FROM ((%1$s EXCEPT %2$s) UNION ALL (%2$s EXCEPT %1$s))".formatted(routed, expected))).matches("VALUES BIGINT '0'");
        assertThat(query("SELECT count(*), count(DISTINCT p) FROM (%s)".formatted(routed))).matches("VALUES (BIGINT '2001', BIGINT '8')");
        assertThat(computeActual("SELECT DISTINCT \"$partition\" FROM hashed WHERE k = 7919").getRowCount()).isEqualTo(1);
        assertThat((String) computeScalar("EXPLAIN SELECT * FROM hashed WHERE k = 7919")).contains("1 of 8 partitions");
        assertThat((String) computeScalar("EXPLAIN SELECT * FROM hashed WHERE k IS NULL")).contains("1 of 8 partitions");
        assertThat(query("SELECT count(*) FROM hashed WHERE k IN (7919, 15838) AND region IS NOT NULL")).matches("VALUES BIGINT '2'");
        assertQueryFails("INSERT INTO hashed VALUES (1, 'US')", "no partition of relation \"tpch.hashed\" found for row.*");
        assertUpdate("DELETE FROM hashed WHERE k = 7919", 1);
        assertNothingLeft();
    }

    @Test
    void testRefusals()
    {
        createQuarters("refused");
        ddl(getQueryRunner(), "ALTER FOREIGN TABLE tpch.refused_q1 OPTIONS (ADD updatable 'false')");
        assertQueryFails("INSERT INTO refused VALUES (1, DATE '2026-01-01', 'a')", ".*\"tpch.refused_q1\" of foreign table \"tpch.refused\", which does not allow changes; its option updatable is false");
        assertUpdate("INSERT INTO refused VALUES (1, DATE '2026-04-01', 'a')", 1);
        Session conflicts = Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "on_conflict", "do nothing")
                .build();
        assertQueryFails(conflicts, "INSERT INTO refused VALUES (1, DATE '2026-04-01', 'a')", "foreign table \"tpch.refused\" is partitioned, where on_conflict must be 'error'; write to the partitions");
        assertQueryFails("TRUNCATE TABLE refused", "foreign table \"tpch.refused\" is partitioned and has no remote table; do this to its partitions, which are foreign tables too");
        ddl(getQueryRunner(),
                """
                CREATE TABLE tpch.names (name text) PARTITION BY RANGE (name);
                CREATE FOREIGN TABLE tpch.names_a PARTITION OF tpch.names FOR VALUES FROM ('a') TO ('b') SERVER shard_0 OPTIONS (schema_name 'public');
                """);
        assertQueryFails("INSERT INTO names VALUES ('a')", "cannot choose partitions of \"tpch.names\": only PostgreSQL knows the order of its key \"name\".*");
    }

    private void assertNothingLeft()
    {
        for (String shard : SHARDS) {
            // the client knows of a failure before the nodes have ended their tasks
            assertEventually(() -> assertThat(onShard(shard, "SELECT relname FROM pg_class WHERE relname LIKE 'fdw_staging%'")).isEmpty());
            assertThat(onShard(shard, "SELECT gid FROM pg_prepared_xacts")).isEmpty();
        }
    }

    private static void ddl(QueryRunner queryRunner, String script)
    {
        queryRunner.execute("CALL postgres.system.execute_ddl('%s')".formatted(script.replace("'", "''")));
    }

    /** Runs a statement and returns its rows, if it has some. */
    private List<String> onShard(String shard, String sql)
    {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(shard) + "?user=" + server.user());
                Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet results = statement.getResultSet()) {
                    int columns = results.getMetaData().getColumnCount();
                    while (results.next()) {
                        List<String> values = new ArrayList<>();
                        for (int column = 1; column <= columns; column++) {
                            values.add(results.getString(column));
                        }
                        rows.add(String.join("|", values.stream().map(String::valueOf).toList()));
                    }
                }
            }
            return rows;
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
