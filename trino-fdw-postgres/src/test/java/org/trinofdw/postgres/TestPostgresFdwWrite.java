package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import static io.trino.testing.assertions.Assert.assertEventually;
import static java.util.concurrent.Executors.newSingleThreadExecutor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.SAME_THREAD;

// the check for staging tables sees those of all tests
@Execution(SAME_THREAD)
class TestPostgresFdwWrite
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(server, workers(), Map.of(), List.of());
    }

    /** Nodes besides the coordinator. */
    int workers()
    {
        return 2;
    }

    @Test
    void testCreateTableAsInEveryMode()
    {
        for (String mode : List.of("coordinator", "any", "all segments")) {
            Session session = mppExecute(mode);
            assertUpdate(session, "CREATE TABLE ctas_orders COMMENT 'it''s a copy' AS SELECT * FROM tpch.tiny.orders", 15000);
            assertThat(query("SELECT * FROM ctas_orders")).matches("SELECT * FROM tpch.tiny.orders");
            assertUpdate(session, "INSERT INTO ctas_orders SELECT * FROM tpch.tiny.orders WHERE orderkey < 100", 27);
            assertThat(query("SELECT count(*) FROM ctas_orders")).matches("VALUES BIGINT '15027'");
            assertThat(remoteValue("SELECT obj_description('tpch.ctas_orders'::regclass)")).isEqualTo("it's a copy");
            assertUpdate("DROP TABLE ctas_orders");
        }
        assertNoStagingTables();
    }

    @Test
    void testCreateTableAsWithoutRows()
    {
        for (String mode : List.of("any", "all segments")) {
            assertUpdate(mppExecute(mode), "CREATE TABLE ctas_empty AS SELECT * FROM tpch.tiny.nation WHERE false", 0);
            assertThat(query("SELECT * FROM ctas_empty")).returnsEmptyResult();
            assertUpdate("DROP TABLE ctas_empty");
        }
    }

    @Test
    void testManyLocalWritersWriteOnce()
    {
        Session session = Session.builder(getSession())
                .setSystemProperty("task_min_writer_count", "4")
                .setSystemProperty("scale_writers", "false")
                .build();
        assertUpdate(session, "CREATE TABLE many_writers AS SELECT * FROM tpch.tiny.orders", 15000);
        assertThat(query("SELECT * FROM many_writers")).matches("SELECT * FROM tpch.tiny.orders");
        assertUpdate("DROP TABLE many_writers");
    }

    /** Each source task has its writer, so that where several nodes write, this is for them to prevent or to survive. */
    @Test
    void testWritersInTheSourceStageWriteOnce()
    {
        Session session = Session.builder(getSession())
                .setSystemProperty("redistribute_writes", "false")
                .setSystemProperty("task_min_writer_count", "4")
                .build();
        assertUpdate(session, "CREATE TABLE source_writers AS SELECT * FROM tpch.tiny.orders", 15000);
        assertUpdate(session, "INSERT INTO source_writers SELECT * FROM tpch.tiny.orders", 15000);
        assertThat(query("SELECT * FROM source_writers")).matches("SELECT * FROM tpch.tiny.orders UNION ALL SELECT * FROM tpch.tiny.orders");
        assertQueryFails(session, "INSERT INTO source_writers SELECT orderkey, 1 / (orderkey - 59974), 'O', 1, DATE '2020-01-01', '', '', 1, '' FROM tpch.tiny.orders", ".*Division by zero.*");
        assertThat(query("SELECT count(*) FROM source_writers")).matches("VALUES BIGINT '30000'");
        assertUpdate("DROP TABLE source_writers");
        assertNoStagingTables();
    }

    @Test
    void testColumnsThatAreLeftOutGetTheirDefaults()
    {
        server.execute(
                """
                CREATE TABLE tpch.defaults (
                    id bigint GENERATED ALWAYS AS IDENTITY,
                    name text NOT NULL,
                    state text DEFAULT 'new',
                    shout text GENERATED ALWAYS AS (upper(name)) STORED)""");
        assertUpdate("INSERT INTO defaults (name) VALUES 'a', 'b'", 2);
        assertUpdate("INSERT INTO defaults (name, state) VALUES ('c', 'old')", 1);
        assertThat(query("SELECT * FROM defaults")).matches("VALUES (BIGINT '1', VARCHAR 'a', VARCHAR 'new', VARCHAR 'A'), (2, 'b', 'new', 'B'), (3, 'c', 'old', 'C')");
        assertQueryFails("INSERT INTO defaults (name, shout) VALUES ('d', 'd')", ".*column \"shout\" of tpch.defaults is generated and cannot be written.*");
        server.execute("DROP TABLE tpch.defaults");
    }

    @Test
    void testFailedWritesLeaveNothing()
    {
        server.execute("CREATE TABLE tpch.strict (id bigint PRIMARY KEY, name text CHECK (name <> 'bad'))");
        for (String mode : List.of("coordinator", "any", "all segments")) {
            Session session = mppExecute(mode);
            assertQueryFails(
                    session,
                    "INSERT INTO strict SELECT orderkey, if(orderkey = 59974, U&'nul \\0000', 'fine') FROM tpch.tiny.orders",
                    "(?s)Row \\d+, column \"name\": the text .*nul .* holds the character U\\+0000.*");
            assertQueryFails(
                    session,
                    "INSERT INTO strict SELECT orderkey, if(orderkey = 59974, 'bad', 'fine') FROM tpch.tiny.orders",
                    "(?s).*SQLSTATE 23514.*");
            assertQueryFails(
                    session,
                    "INSERT INTO strict SELECT orderkey % 100, 'fine' FROM tpch.tiny.orders",
                    "(?s).*SQLSTATE 23505.*");
            assertQueryFails(
                    session,
                    "INSERT INTO strict SELECT orderkey, CAST(1 / (orderkey - 59974) AS varchar) FROM tpch.tiny.orders",
                    ".*Division by zero.*");
            assertThat(query("SELECT count(*) FROM strict")).matches("VALUES BIGINT '0'");
            assertQueryFails(
                    session,
                    "CREATE TABLE never_there AS SELECT 1 / (orderkey - 59974) x FROM tpch.tiny.orders",
                    ".*Division by zero.*");
            assertThat(remoteValue("SELECT to_regclass('tpch.never_there')::text")).isNull();
        }
        assertNoStagingTables();
        server.execute("DROP TABLE tpch.strict");
    }

    @Test
    void testBadValueInAMillionRows()
    {
        server.execute("CREATE TABLE tpch.million (id bigint, note text)");
        for (String mode : List.of("coordinator", "all segments")) {
            assertQueryFails(
                    mppExecute(mode),
                    "INSERT INTO million SELECT (a - 1) * 1000 + b, if(a = 777 AND b = 77, U&'bad \\0000', 'good') FROM UNNEST(sequence(1, 1000)) AS t (a) CROSS JOIN UNNEST(sequence(1, 1000)) AS u (b)",
                    "(?s)Row \\d+, column \"note\": the text .*bad .* holds the character U\\+0000.*");
            assertThat(query("SELECT count(*) FROM million")).matches("VALUES BIGINT '0'");
        }
        assertNoStagingTables();
        server.execute("DROP TABLE tpch.million");
    }

    /** The writers have ended well, and the statement fails when the coordinator is about to move their rows. */
    @Test
    void testStatementThatFailsAfterItsWritersEndedLeavesNothing()
            throws Exception
    {
        server.execute("CREATE TABLE tpch.late (id bigint, name text)");
        // with one node, 'any' copies straight into the table
        for (String mode : workers() == 0 ? List.of("all segments") : List.of("any", "all segments")) {
            // the lock goes first, or the other would wait for ever if the test fails
            try (ExecutorService executor = newSingleThreadExecutor();
                    Connection blocker = server.connect()) {
                blocker.setAutoCommit(false);
                blocker.createStatement().execute("LOCK TABLE tpch.late IN SHARE MODE");
                Future<?> insert = executor.submit(() -> assertQueryFails(
                        mppExecute(mode),
                        "INSERT INTO late SELECT orderkey, comment FROM tpch.tiny.orders",
                        "(?s).*terminating connection due to administrator command.*"));
                assertEventually(() -> assertThat(remoteValue("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO \"tpch\".\"late\"%' UNION ALL SELECT 'no' LIMIT 1"))
                        .isEqualTo("true"));
                insert.get();
            }
            assertThat(query("SELECT count(*) FROM late")).matches("VALUES BIGINT '0'");
        }
        assertNoStagingTables();
        server.execute("DROP TABLE tpch.late");
    }

    @Test
    void testPreparedWrites()
    {
        server.execute("CREATE TABLE tpch.prepared (id bigint, name text CHECK (name <> 'bad')); CREATE TABLE tpch.prepared_with_key (id bigint PRIMARY KEY, name text)");
        for (String mode : List.of("coordinator", "any", "all segments")) {
            Session session = Session.builder(mppExecute(mode))
                    .setCatalogSessionProperty("postgres", "prepared_writes", "true")
                    .build();
            assertUpdate(session, "INSERT INTO prepared SELECT orderkey, comment FROM tpch.tiny.orders", 15000);
            assertThat(query("SELECT id, name FROM prepared")).matches("SELECT orderkey, CAST(comment AS varchar) FROM tpch.tiny.orders");
            server.execute("TRUNCATE tpch.prepared");
            for (String name : List.of("if(orderkey = 59974, U&'nul \\0000', 'fine')", "if(orderkey = 59974, 'bad', 'fine')", "CAST(1 / (orderkey - 59974) AS varchar)")) {
                assertQueryFails(session, "INSERT INTO prepared SELECT orderkey, %s FROM tpch.tiny.orders".formatted(name), "(?s).*(U\\+0000|SQLSTATE 23514|Division by zero).*");
            }
            assertThat(query("SELECT count(*) FROM prepared")).matches("VALUES BIGINT '0'");
            // rows of two writers may have one key, so that these are staged
            assertQueryFails(session, "INSERT INTO prepared_with_key SELECT orderkey % 100, 'fine' FROM tpch.tiny.orders", "(?s).*SQLSTATE 23505.*");
            assertUpdate(session, "INSERT INTO prepared_with_key SELECT orderkey, 'fine' FROM tpch.tiny.orders", 15000);
            server.execute("TRUNCATE tpch.prepared_with_key");
        }
        assertEventually(() -> assertThat(remoteValue("SELECT string_agg(gid, ', ') FROM pg_prepared_xacts")).isNull());
        assertNoStagingTables();
        server.execute("DROP TABLE tpch.prepared, tpch.prepared_with_key");
    }

    /** Whoever may insert and not create a staging table. */
    @Test
    void testInsertWithoutCreateOnTheSchema()
    {
        server.execute(
                """
                CREATE TABLE tpch.insert_only (id bigint, name text);
                CREATE ROLE inserter LOGIN;
                GRANT USAGE ON SCHEMA tpch TO inserter;
                GRANT SELECT, INSERT ON tpch.insert_only TO inserter""");
        assertUpdate("CALL postgres.system.execute_ddl('CREATE SERVER as_inserter FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host ''%s'', port ''%s'', dbname ''%s''); ".formatted(server.host(), server.port(), server.database()) +
                "CREATE USER MAPPING FOR PUBLIC SERVER as_inserter OPTIONS (user ''inserter'', password_required ''false''); " +
                "CREATE FOREIGN TABLE tpch.insert_only_foreign (id bigint, name text) SERVER as_inserter OPTIONS (table_name ''insert_only'')')");
        assertUpdate("INSERT INTO insert_only_foreign SELECT orderkey, comment FROM tpch.tiny.orders", 15000);
        assertUpdate(mppExecute("any"), "INSERT INTO insert_only_foreign SELECT orderkey, comment FROM tpch.tiny.orders", 15000);
        assertThat(query("SELECT count(*) FROM insert_only_foreign")).matches("VALUES BIGINT '30000'");
        assertQueryFails(mppExecute("all segments"), "INSERT INTO insert_only_foreign VALUES (1, 'a')", "(?s).*permission denied for schema tpch.*");
        Session prepared = Session.builder(mppExecute("all segments"))
                .setCatalogSessionProperty("postgres", "prepared_writes", "true")
                .build();
        assertUpdate(prepared, "INSERT INTO insert_only_foreign SELECT orderkey, comment FROM tpch.tiny.orders", 15000);
        assertThat(query("SELECT count(*) FROM insert_only_foreign")).matches("VALUES BIGINT '45000'");
        assertUpdate("DROP TABLE insert_only_foreign");
        server.execute("DROP TABLE tpch.insert_only; DROP OWNED BY inserter; DROP ROLE inserter");
    }

    /** COPY does not serve them. */
    @Test
    void testInsertIntoViewsAndThroughPoliciesAndRules()
    {
        server.execute(
                """
                CREATE TABLE tpch.below (id int, name text);
                CREATE VIEW tpch.updatable_view AS SELECT * FROM tpch.below;
                CREATE VIEW tpch.trigger_view AS SELECT DISTINCT * FROM tpch.below;
                CREATE FUNCTION tpch.insert_below() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO tpch.below VALUES (NEW.id, 'by trigger'); RETURN NEW; END $$;
                CREATE TRIGGER insert_below INSTEAD OF INSERT ON tpch.trigger_view FOR EACH ROW EXECUTE FUNCTION tpch.insert_below();
                CREATE TABLE tpch.ruled (id int, name text);
                CREATE RULE elsewhere AS ON INSERT TO tpch.ruled DO INSTEAD INSERT INTO tpch.below VALUES (NEW.id, 'by rule')""");
        for (String mode : List.of("coordinator", "any", "all segments")) {
            server.execute("TRUNCATE tpch.below");
            assertUpdate(mppExecute(mode), "INSERT INTO updatable_view VALUES (1, 'a')", 1);
            assertUpdate(mppExecute(mode), "INSERT INTO trigger_view VALUES (2, 'b')", 1);
            assertUpdate(mppExecute(mode), "INSERT INTO ruled VALUES (3, 'c')", 1);
            assertThat(query("SELECT * FROM below")).matches("VALUES (1, VARCHAR 'a'), (2, 'by trigger'), (3, 'by rule')");
        }
        server.execute("DROP TABLE tpch.ruled; DROP TABLE tpch.below CASCADE; DROP FUNCTION tpch.insert_below");
    }

    @Test
    void testTypesThatNeedACastOnTheServer()
    {
        server.execute("CREATE TABLE tpch.casts (address inet, span interval, code bit(3))");
        assertUpdate("INSERT INTO casts VALUES ('10.0.0.1', '1 day', '101')", 1);
        // PostgreSQL's cast of inet to text shows the mask
        assertThat(query("SELECT * FROM casts")).matches("VALUES (VARCHAR '10.0.0.1/32', VARCHAR '1 day', VARCHAR '101')");
        // what is too long is refused, not cut
        assertQueryFails("INSERT INTO casts (code) VALUES '1010'", "(?s).*SQLSTATE 22026.*");
        server.execute("DROP TABLE tpch.casts");
    }

    @Test
    void testOptionsOfForeignTablesAreNotLostInCreateTable()
    {
        assertQueryFails("CREATE TABLE lost (a bigint) WITH (fetch_size = 10, mpp_execute = 'any')", "fetch_size: not for a table that is created on the remote server; .*");
    }

    @Test
    void testConflicts()
    {
        server.execute("CREATE TABLE tpch.keyed (\"Id\" int PRIMARY KEY, name text UNIQUE, hits int DEFAULT 7)");
        for (String mode : List.of("any", "all segments")) {
            server.execute("TRUNCATE tpch.keyed");
            assertUpdate("INSERT INTO keyed VALUES (1, 'a', 1), (2, 'b', 2)", 2);
            assertQueryFails(onConflict(mode, "error", ""), "INSERT INTO keyed VALUES (1, 'x', 1), (3, 'c', 3)", "(?s).*SQLSTATE 23505.*");
            // the names of session properties that are lists take local names
            assertUpdate(onConflict(mode, "do nothing", ""), "INSERT INTO keyed VALUES (1, 'x', 1), (3, 'c', 3), (4, 'b', 4)", 3);
            assertThat(query("SELECT * FROM keyed")).matches("VALUES (1, VARCHAR 'a', 1), (2, 'b', 2), (3, 'c', 3)");
            assertQueryFails(onConflict(mode, "do nothing", "id"), "INSERT INTO keyed VALUES (5, 'a', 1)", "(?s).*SQLSTATE 23505.*");
            assertUpdate(onConflict(mode, "do update", ""), "INSERT INTO keyed (id, name) VALUES (1, 'new'), (6, 'f')", 2);
            assertUpdate(onConflict(mode, "do update", "name"), "INSERT INTO keyed (id, name, hits) VALUES (20, 'b', 20)", 1);
            assertThat(query("SELECT * FROM keyed")).matches("VALUES (1, VARCHAR 'new', 1), (20, 'b', 20), (3, 'c', 3), (6, 'f', 7)");
            // two rows of one key: which of them would win is not said
            assertQueryFails(onConflict(mode, "do update", ""), "INSERT INTO keyed SELECT 1, comment, 1 FROM tpch.tiny.nation", "(?s).*SQLSTATE 21000.*");
            assertQueryFails(onConflict(mode, "do update", ""), "INSERT INTO keyed (name) VALUES 'z'", ".*must give a value to each column of the key \\(Id\\)");
            assertQueryFails(onConflict(mode, "do update", "nope"), "INSERT INTO keyed VALUES (1, 'z', 1)", "on_conflict_columns: tpch.keyed has no column \"nope\"");
        }
        server.execute("CREATE TABLE tpch.keyless (id int)");
        assertQueryFails(onConflict("any", "do update", ""), "INSERT INTO keyless VALUES 1", "on_conflict 'do update': .* has no primary key; .*");
        assertQueryFails(onConflict("any", "sometimes", ""), "INSERT INTO keyless VALUES 1", ".*on_conflict.*");
        assertNoStagingTables();
        server.execute("DROP TABLE tpch.keyed, tpch.keyless");
    }

    private Session onConflict(String mode, String action, String columns)
    {
        return Session.builder(mppExecute(mode))
                .setCatalogSessionProperty("postgres", "on_conflict", action)
                .setCatalogSessionProperty("postgres", "on_conflict_columns", columns)
                .build();
    }

    @Test
    void testMixedCaseNames()
    {
        server.execute("CREATE TABLE tpch.\"T \"\"1\"\"\" (\"C 1\" int, \"select\" text)");
        assertUpdate("INSERT INTO \"t \"\"1\"\"\" VALUES (1, 'x')", 1);
        assertThat(query("SELECT \"c 1\", \"select\" FROM \"t \"\"1\"\"\" WHERE \"c 1\" = 1")).matches("VALUES (1, VARCHAR 'x')");
        server.execute("DROP TABLE tpch.\"T \"\"1\"\"\"");
    }

    @Test
    void testDdlOnMixedCaseNames()
    {
        server.execute("CREATE SCHEMA \"Mixed Case\"");
        server.execute("CREATE TABLE \"Mixed Case\".\"T 1\" (\"C 1\" int, \"C \"\"2\"\"\" text NOT NULL)");
        server.execute("CREATE VIEW \"Mixed Case\".\"V 1\" AS SELECT 1 AS x");
        assertUpdate("COMMENT ON TABLE \"mixed case\".\"t 1\" IS 'it''s a table'");
        assertUpdate("COMMENT ON TABLE \"mixed case\".\"v 1\" IS 'a view'");
        assertThat(remoteValue("SELECT obj_description('\"Mixed Case\".\"V 1\"'::regclass)")).isEqualTo("a view");
        assertUpdate("COMMENT ON COLUMN \"mixed case\".\"t 1\".\"c 1\" IS 'first'");
        assertUpdate("ALTER TABLE \"mixed case\".\"t 1\" RENAME COLUMN \"c \"\"2\"\"\" TO c2");
        assertUpdate("ALTER TABLE \"mixed case\".\"t 1\" ALTER COLUMN c2 DROP NOT NULL");
        assertUpdate("ALTER TABLE \"mixed case\".\"t 1\" ALTER COLUMN \"c 1\" SET DATA TYPE bigint");
        assertUpdate("ALTER TABLE \"mixed case\".\"t 1\" ADD COLUMN d decimal(5, 2) COMMENT 'added'");
        assertUpdate("ALTER TABLE \"mixed case\".\"t 1\" RENAME TO \"mixed case\".t2");
        assertThat((String) computeScalar("SHOW CREATE TABLE \"mixed case\".t2")).isEqualTo(
                """
                CREATE TABLE postgres."mixed case".t2 (
                   "c 1" bigint COMMENT 'first',
                   c2 varchar,
                   d decimal(5, 2) COMMENT 'added'
                )
                COMMENT 'it''s a table'""");
        assertUpdate("ALTER TABLE \"mixed case\".t2 DROP COLUMN d");
        assertUpdate("ALTER TABLE \"mixed case\".t2 RENAME TO tpch.moved_here");
        assertThat(query("DESCRIBE moved_here")).result().projected("Column").skippingTypesCheck().matches("VALUES 'c 1', 'c2'");
        assertUpdate("ALTER SCHEMA \"mixed case\" RENAME TO lower_case");
        assertThat(query("SELECT * FROM lower_case.\"v 1\"")).matches("VALUES 1");
        assertUpdate("DROP SCHEMA lower_case CASCADE");
        assertUpdate("DROP TABLE moved_here");
    }

    @Test
    void testSchemas()
    {
        assertUpdate("CREATE SCHEMA made_here");
        assertThat(query("SHOW SCHEMAS LIKE 'made_here'")).matches("VALUES VARCHAR 'made_here'");
        assertUpdate("CREATE TABLE made_here.t (a bigint NOT NULL COMMENT 'first', b varchar(3), c timestamp(6) with time zone)");
        assertThat(query("DESCRIBE made_here.t")).matches(
                "VALUES (VARCHAR 'a', VARCHAR 'bigint', VARCHAR '', VARCHAR 'first'), ('b', 'varchar(3)', '', ''), ('c', 'timestamp(6) with time zone', '', '')");
        assertQueryFails("DROP SCHEMA made_here", ".*Cannot drop non-empty schema 'made_here'");
        assertUpdate("DROP TABLE made_here.t");
        assertUpdate("DROP SCHEMA made_here");
    }

    /** They go in the background after a failure. */
    private void assertNoStagingTables()
    {
        assertEventually(() -> assertThat(remoteValue("SELECT string_agg(relname, ', ') FROM pg_class WHERE relname LIKE 'fdw\\_staging%'")).isNull());
    }

    private String remoteValue(String sql)
    {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Session mppExecute(String mode)
    {
        return Session.builder(getSession())
                .setCatalogSessionProperty("postgres", "mpp_execute", mode)
                .build();
    }
}
