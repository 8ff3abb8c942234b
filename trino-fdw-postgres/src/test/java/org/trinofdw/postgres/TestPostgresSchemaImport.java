package org.trinofdw.postgres;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * IMPORT FOREIGN SCHEMA, as a statement and as a procedure (PostgreSQL 15, F.38.1.9 Importing Options).
 */
@Execution(ExecutionMode.SAME_THREAD)
final class TestPostgresSchemaImport
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        QueryRunner queryRunner = PostgresQueryRunner.create(server, Map.of("import-foreign-schema", "false"), List.of());
        server.execute(
                """
                CREATE SCHEMA "Source";
                CREATE TYPE "Source".mood AS ENUM ('sad', 'happy');
                CREATE TABLE "Source".items (
                    id serial PRIMARY KEY, "Name" varchar(10) COLLATE "C" DEFAULT 'x'::character varying, price numeric(8, 2) NOT NULL DEFAULT 1.5,
                    doubled numeric GENERATED ALWAYS AS (price * 2) STORED, mood "Source".mood, tags text[], made timestamp DEFAULT now(), span interval);
                COMMENT ON TABLE "Source".items IS 'Items';
                INSERT INTO "Source".items (price, mood, tags) VALUES (2, 'happy', '{a,b}');
                CREATE TABLE "Source"."Upper" (a int);
                CREATE VIEW "Source".a_view AS SELECT 7 AS seven;
                CREATE TABLE "Source".parted (k int) PARTITION BY LIST (k);
                CREATE TABLE "Source".parted_1 PARTITION OF "Source".parted FOR VALUES IN (1);
                INSERT INTO "Source".parted VALUES (1)""");
        return queryRunner;
    }

    @Test
    void testWholeSchema()
    {
        assertUpdate(ddl("IMPORT FOREIGN SCHEMA \"Source\" FROM SERVER postgres INTO whole"));
        // partitions are in their table
        assertThat(query("SHOW TABLES FROM whole")).matches("VALUES VARCHAR 'a_view', 'items', 'parted', 'upper'");
        assertThat(definition("whole", "items")).isEqualTo(
                """
                CREATE FOREIGN TABLE whole.items (
                    id integer NOT NULL,
                    name character varying(10) OPTIONS (column_name 'Name') COLLATE "C",
                    price numeric(8,2) NOT NULL,
                    doubled numeric GENERATED ALWAYS AS ((price * (2)::numeric)) STORED,
                    mood "Source".mood,
                    tags text[],
                    made timestamp without time zone,
                    span interval
                )
                SERVER postgres
                OPTIONS (
                    schema_name 'Source'
                );

                COMMENT ON FOREIGN TABLE whole.items IS 'Items';
                """);
        assertThat(query("SELECT name, price, mood, tags FROM whole.items")).matches("VALUES (CAST('x' AS varchar(10)), CAST(2 AS decimal(8, 2)), VARCHAR 'happy', ARRAY[VARCHAR 'a', 'b'])");
        assertThat(query("SELECT * FROM whole.a_view")).matches("VALUES 7");
        assertThat(query("SELECT * FROM whole.parted")).matches("VALUES 1");
        assertThat(definition("whole", "upper")).contains("table_name 'Upper'");
        assertUpdate("INSERT INTO whole.items (price) VALUES 3", 1);
        assertThat(query("SELECT name FROM whole.items WHERE price = 3")).matches("VALUES CAST('x' AS varchar(10))");
        assertThat(query("SELECT message FROM system.warnings WHERE message LIKE '4 foreign table(s) imported%'")).matches("VALUES VARCHAR '4 foreign table(s) imported from schema \"Source\" of server \"postgres\"'");
        // all or nothing
        assertQueryFails(ddl("IMPORT FOREIGN SCHEMA \"Source\" FROM SERVER postgres INTO whole"), "line 1:1: foreign table \"whole.\\w+\" already exists; .*");
    }

    @Test
    void testLimitToAndExcept()
    {
        assertUpdate(ddl("IMPORT FOREIGN SCHEMA \"Source\" LIMIT TO (parted_1, \"Upper\", nosuch) FROM SERVER postgres INTO limited"));
        assertThat(query("SHOW TABLES FROM limited")).matches("VALUES VARCHAR 'parted_1', 'upper'");
        assertThat(query("SELECT * FROM limited.parted_1")).matches("VALUES 1");
        assertUpdate(ddl("IMPORT FOREIGN SCHEMA \"Source\" EXCEPT (items, \"Upper\") FROM SERVER postgres INTO rest"));
        assertThat(query("SHOW TABLES FROM rest")).matches("VALUES VARCHAR 'a_view', 'parted'");
    }

    @Test
    void testOptions()
    {
        assertUpdate(ddl("IMPORT FOREIGN SCHEMA \"Source\" LIMIT TO (items) FROM SERVER postgres INTO optional OPTIONS (import_default 'true', import_collate 'false', import_generated 'off', import_not_null 'no')"));
        assertThat(definition("optional", "items")).contains(
                """
                    id integer,
                    name character varying(10) OPTIONS (column_name 'Name') DEFAULT 'x'::character varying,
                    price numeric(8,2) DEFAULT 1.5,
                    doubled numeric,
                """).contains("made timestamp without time zone DEFAULT now()");
    }

    @Test
    void testProcedure()
    {
        assertUpdate("CALL system.import_foreign_schema(remote_schema => 'Source', local_schema => 'Called', limit_to => ARRAY['items', 'Upper'], import_not_null => false)");
        assertThat(query("SHOW TABLES FROM called")).matches("VALUES VARCHAR 'items', 'upper'");
        assertThat(definition("called", "items")).contains("    id integer,\n");
        assertUpdate("CALL system.import_foreign_schema(remote_schema => 'Source', exclude => ARRAY['items'])");
        assertThat(query("SHOW TABLES FROM source")).matches("VALUES VARCHAR 'a_view', 'parted', 'upper'");
        assertQueryFails("CALL system.import_foreign_schema(remote_schema => 'source')", "schema \"source\" is not present on foreign server \"postgres\"; write the name as the server spells it");
        assertQueryFails("CALL system.import_foreign_schema(remote_schema => 'Source', server => 'nowhere')", "server \"nowhere\" does not exist.*");
        assertQueryFails("CALL system.import_foreign_schema(remote_schema => 'Source', limit_to => ARRAY['a'], exclude => ARRAY['b'])", "limit_to and exclude cannot both be given; leave one of them out");
    }

    @Test
    void testServerOfTheSameScript()
    {
        assertUpdate(ddl(
                """
                CREATE SERVER fresh FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname '%s');
                CREATE USER MAPPING FOR CURRENT_USER SERVER fresh OPTIONS (user '%s', password_required 'false');
                IMPORT FOREIGN SCHEMA "Source" LIMIT TO ("Upper") FROM SERVER fresh INTO fresh;
                """.formatted(server.host(), server.port(), server.database(), server.user())));
        assertThat(query("SELECT count(*) FROM fresh.upper")).matches("VALUES BIGINT '0'");
        assertQueryFails(ddl("CREATE SERVER unmapped FOREIGN DATA WRAPPER postgres_fdw; IMPORT FOREIGN SCHEMA x FROM SERVER unmapped INTO y"), "line 1:59: user mapping not found for \"user\" on server \"unmapped\"; create it with CREATE USER MAPPING");
    }

    private String definition(String schema, String table)
    {
        return (String) computeScalar("SELECT ddl FROM system.foreign_tables WHERE table_schema = '%s' AND table_name = '%s'".formatted(schema, table));
    }

    private static String ddl(String statements)
    {
        return "CALL system.execute_ddl('%s')".formatted(statements.replace("'", "''"));
    }
}
