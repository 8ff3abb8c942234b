package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.BeforeAll;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * The fixture of postgres_fdw's regression test: foreign tables in schema fdw, and views of the tables behind them, with the same names, in schema local.
 */
abstract class BasePostgresFdwRegressionTest
        extends AbstractTestQueryFramework
{
    protected TestingPostgresServer server;
    protected PostgresComparison comparison;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        QueryRunner queryRunner = PostgresQueryRunner.create(server, 1, Map.of(), List.of());
        server.execute(
                """
                CREATE SCHEMA "S 1";
                CREATE TYPE public.user_enum AS ENUM ('foo', 'bar', 'buz');
                CREATE TABLE "S 1"."T 1" ("C 1" int PRIMARY KEY, c2 int NOT NULL, c3 text, c4 timestamptz, c5 timestamp, c6 varchar(10), c7 char(10), c8 public.user_enum);
                CREATE TABLE "S 1"."T 2" (c1 int PRIMARY KEY, c2 text);
                CREATE TABLE "S 1"."T 3" (c1 int PRIMARY KEY, c2 int NOT NULL, c3 text);
                CREATE TABLE "S 1"."T 4" (c1 int PRIMARY KEY, c2 int NOT NULL, c3 text);
                INSERT INTO "S 1"."T 1" SELECT id, id % 10, to_char(id, 'FM00000'), '1970-01-01'::timestamptz + ((id % 100) || ' days')::interval,
                    '1970-01-01'::timestamp + ((id % 100) || ' days')::interval, id % 10, id % 10, 'foo'::public.user_enum FROM generate_series(1, 1000) id;
                INSERT INTO "S 1"."T 2" SELECT id, 'AAA' || to_char(id, 'FM000') FROM generate_series(1, 100) id;
                INSERT INTO "S 1"."T 3" SELECT id, id + 1, 'AAA' || to_char(id, 'FM000') FROM generate_series(2, 100, 2) id;
                INSERT INTO "S 1"."T 4" SELECT id, id + 1, 'AAA' || to_char(id, 'FM000') FROM generate_series(3, 99, 3) id;
                ANALYZE;
                CREATE SCHEMA local;
                CREATE VIEW local.ft1 AS SELECT "C 1" AS c1, c2, c3, c4, c5, c6, c7, c8::text FROM "S 1"."T 1";
                CREATE VIEW local.ft2 AS SELECT * FROM local.ft1;
                CREATE VIEW local.ft3 AS SELECT * FROM "S 1"."T 2";
                CREATE VIEW local.ft4 AS SELECT * FROM "S 1"."T 3";
                CREATE VIEW local.ft5 AS SELECT * FROM "S 1"."T 4" """);
        return queryRunner;
    }

    @BeforeAll
    void setUp()
    {
        assertUpdate("CREATE SCHEMA IF NOT EXISTS fdw");
        String one = "(c1 int OPTIONS (column_name 'C 1') NOT NULL, c2 int NOT NULL, c3 text, c4 timestamptz, c5 timestamp, c6 varchar(10), c7 char(10), c8 text) SERVER postgres OPTIONS (schema_name 'S 1', table_name 'T 1')";
        ddl("CREATE FOREIGN TABLE fdw.ft1 %1$s; CREATE FOREIGN TABLE fdw.ft2 %1$s;".formatted(one));
        ddl("""
                CREATE FOREIGN TABLE fdw.ft3 (c1 int NOT NULL, c2 text) SERVER postgres OPTIONS (schema_name 'S 1', table_name 'T 2');
                CREATE FOREIGN TABLE fdw.ft4 (c1 int NOT NULL, c2 int NOT NULL, c3 text) SERVER postgres OPTIONS (schema_name 'S 1', table_name 'T 3');
                CREATE FOREIGN TABLE fdw.ft5 (c1 int NOT NULL, c2 int NOT NULL, c3 text) SERVER postgres OPTIONS (schema_name 'S 1', table_name 'T 4')""");
        comparison = new PostgresComparison(getQueryRunner(), foreignTables(), server, "local");
    }

    protected Session foreignTables()
    {
        return Session.builder(getSession()).setSchema("fdw").build();
    }

    protected void ddl(String script)
    {
        assertUpdate("CALL system.execute_ddl('%s')".formatted(script.replace("'", "''")));
    }

    /** The same statement, in the words of both, changes a foreign table and its twin alike. */
    protected void change(String table, String trino, String postgres)
            throws SQLException
    {
        assertUpdate(foreignTables(), trino, executeInPostgres(postgres));
        comparison.assertSame("SELECT * FROM " + table);
    }

    /**
     * @return the number of rows that it changed
     */
    private long executeInPostgres(String sql)
            throws SQLException
    {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = local");
            return statement.executeLargeUpdate(sql);
        }
    }
}
