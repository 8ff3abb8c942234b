package org.trinofdw.postgres;

import com.google.common.collect.ImmutableMap;
import io.trino.Session;
import io.trino.spi.security.Identity;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.postgres.TestCloudberryForeignTableDocument.ddl;

/**
 * What the documents of postgres_fdw of all versions say, over a server that asks for passwords: the examples as written there, but for the address of
 * the server, names, what is imported, and the remote sessions.
 */
@Execution(ExecutionMode.SAME_THREAD)
abstract class BasePostgresFdwDocumentTest
        extends AbstractTestQueryFramework
{
    protected TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.builder().requirePasswords().start());
        QueryRunner queryRunner = PostgresQueryRunner.create(server, ImmutableMap.of("password", server.password()), List.of());
        server.execute(
                """
                CREATE ROLE foreign_user LOGIN PASSWORD 'password';
                CREATE ROLE other_role LOGIN PASSWORD 'other';
                CREATE SCHEMA some_schema;
                CREATE TABLE some_schema.some_table (id integer NOT NULL, data text);
                INSERT INTO some_schema.some_table VALUES (1, 'one'), (2, NULL);
                GRANT USAGE ON SCHEMA some_schema TO foreign_user, other_role;
                GRANT SELECT ON some_schema.some_table TO foreign_user, other_role;
                CREATE ROLE owner_role LOGIN PASSWORD 'owned';
                CREATE SCHEMA sources AUTHORIZATION owner_role;
                CREATE TABLE sources.products (id integer PRIMARY KEY, name text COLLATE "C" NOT NULL DEFAULT 'new', price numeric(8, 2));
                INSERT INTO sources.products VALUES (1, 'one', 1.5), (2, 'two', NULL);
                CREATE VIEW sources.cheap AS SELECT id, name FROM sources.products WHERE price < 2;
                CREATE TABLE sources.parted (k int) PARTITION BY LIST (k);
                CREATE TABLE sources.parted_1 PARTITION OF sources.parted FOR VALUES IN (1);
                GRANT ALL ON ALL TABLES IN SCHEMA sources TO owner_role""");
        return queryRunner;
    }

    @Test
    void testExamples()
    {
        assertUpdate(ddl("CREATE EXTENSION postgres_fdw;"));
        assertUpdate(ddl(
                """
                CREATE SERVER foreign_server
                        FOREIGN DATA WRAPPER postgres_fdw
                        OPTIONS (host '%s', port '%s', dbname '%s');
                """.formatted(server.host(), server.port(), server.database())));
        assertUpdate(ddl(
                """
                CREATE USER MAPPING FOR local_user
                        SERVER foreign_server
                        OPTIONS (user 'foreign_user', password 'password');
                """));
        assertUpdate(ddl(
                """
                CREATE FOREIGN TABLE foreign_table (
                        id integer NOT NULL,
                        data text
                )
                        SERVER foreign_server
                        OPTIONS (schema_name 'some_schema', table_name 'some_table');
                """));
        Session localUser = user("local_user");
        assertThat(query(localUser, "SELECT id, data FROM public.foreign_table")).matches("VALUES (1, VARCHAR 'one'), (2, NULL)");
        // nobody else is mapped
        assertQueryFails("SELECT id FROM public.foreign_table", "user mapping not found for \"user\" on server \"foreign_server\"; create it with CREATE USER MAPPING");
        // the mapped user may do what it may do there
        assertQueryFails(localUser, "INSERT INTO public.foreign_table VALUES (3, 'three')", "(?s).*permission denied for table some_table.*");
        assertUpdate(localUser, "CALL system.import_foreign_schema(remote_schema => 'some_schema', local_schema => 'imported', server => 'foreign_server')");
        assertThat(query(localUser, "SELECT count(*) FROM imported.some_table")).matches("VALUES BIGINT '2'");
        assertUpdate(ddl("DROP SERVER foreign_server CASCADE"));
    }

    /**
     * Object Name Options: fewer columns, another order, other names. The columns are found by name.
     */
    @Test
    void testObjectNames()
    {
        assertUpdate(ddl("CREATE FOREIGN TABLE named (cost numeric(8, 2) OPTIONS (column_name 'price'), id integer) SERVER postgres OPTIONS (schema_name 'sources', table_name 'products')"));
        assertThat(query("SELECT * FROM public.named")).matches("VALUES (CAST(1.5 AS decimal(8, 2)), 1), (NULL, 2)");
        // without the options the names are the local ones
        assertUpdate(ddl("CREATE FOREIGN TABLE sources.cheap (name text) SERVER postgres"));
        assertThat(query("SELECT * FROM sources.cheap")).matches("VALUES VARCHAR 'one'");
        assertUpdate(ddl("CREATE FOREIGN TABLE misnamed (cost numeric) SERVER postgres OPTIONS (schema_name 'sources', table_name 'products')"));
        assertQueryFails("SELECT * FROM public.misnamed", "foreign table \"public.misnamed\": remote table \"sources\".\"products\" has no column \"cost\" for column \"cost\"; its columns are \"id\", \"name\", \"price\". Set the option column_name");
        assertUpdate(ddl("DROP FOREIGN TABLE named, sources.cheap, misnamed"));
    }

    /**
     * Changes of the remote table through the foreign one, unless {@code updatable} says otherwise; a table's setting overrides its server's.
     */
    @Test
    void testUpdatability()
    {
        server.execute("CREATE TABLE sources.changed (id integer, data text)");
        assertUpdate(ddl("CREATE FOREIGN TABLE changed (id integer, data text) SERVER postgres OPTIONS (schema_name 'sources')"));
        assertUpdate("INSERT INTO public.changed VALUES (1, 'a'), (2, 'b')", 2);
        assertUpdate("UPDATE public.changed SET data = 'c' WHERE id = 2", 1);
        assertUpdate("DELETE FROM public.changed WHERE id = 1", 1);
        assertThat(query("SELECT * FROM public.changed")).matches("VALUES (2, VARCHAR 'c')");
        assertUpdate(ddl("ALTER FOREIGN TABLE changed OPTIONS (ADD updatable 'false')"));
        assertQueryFails("INSERT INTO public.changed VALUES (3, 'd')", ".*updatable.*");
        assertQueryFails("UPDATE public.changed SET data = 'e'", ".*updatable.*");
        assertQueryFails("DELETE FROM public.changed", ".*updatable.*");
        assertThat(query("SELECT * FROM public.changed")).matches("VALUES (2, VARCHAR 'c')");
        assertUpdate(ddl("ALTER FOREIGN TABLE changed OPTIONS (SET updatable 'true')"));
        assertUpdate("INSERT INTO public.changed VALUES (3, 'd')", 1);
        assertUpdate(ddl("DROP FOREIGN TABLE changed"));
    }

    /**
     * Remote Query Execution Environment, and the user mapping's option at the wrong level.
     */
    @Test
    void testEnvironment()
    {
        assertThat(query("SELECT * FROM TABLE(system.query(query => 'SELECT current_setting(''search_path'') AS path, current_setting(''TimeZone'') AS zone, current_setting(''DateStyle'') AS dates, current_setting(''IntervalStyle'') AS intervals, current_setting(''extra_float_digits'') AS digits'))"))
                .matches("VALUES (VARCHAR 'pg_catalog', VARCHAR 'UTC', VARCHAR 'ISO, MDY', VARCHAR 'postgres', VARCHAR '3')");
        for (String option : new String[] {"user", "password"}) {
            assertQueryFails(ddl("CREATE SERVER refused FOREIGN DATA WRAPPER postgres_fdw OPTIONS (%s 'x')".formatted(option)), ".*option \"%s\" does not belong to a server; set it on a user mapping".formatted(option));
        }
        for (String option : new String[] {"client_encoding", "fallback_application_name"}) {
            assertQueryFails(ddl("CREATE SERVER refused FOREIGN DATA WRAPPER postgres_fdw OPTIONS (%s 'x')".formatted(option)), ".*option \"%s\" cannot be used: .*".formatted(option));
        }
        assertQueryFails(ddl("CREATE FOREIGN TABLE refused (id int) SERVER postgres OPTIONS (extensions 'citext')"), ".*option \"extensions\" does not belong to a foreign table; set it on a server");
    }

    /**
     * Importing Options: the tables and views of a schema, without what is a partition of another table.
     */
    @Test
    void testImport()
    {
        assertUpdate(ddl("IMPORT FOREIGN SCHEMA sources EXCEPT (changed) FROM SERVER postgres INTO imported_schema"));
        assertThat(query("SHOW TABLES FROM imported_schema")).matches("VALUES VARCHAR 'cheap', 'parted', 'products'");
        assertThat(definition("imported_schema", "products")).contains("id integer NOT NULL").contains("name text COLLATE \"C\" NOT NULL").doesNotContain("DEFAULT");
        assertThat(query("SELECT * FROM imported_schema.cheap")).matches("VALUES (1, VARCHAR 'one')");
        assertUpdate(ddl("IMPORT FOREIGN SCHEMA sources LIMIT TO (products) FROM SERVER postgres INTO without OPTIONS (import_collate 'false', import_default 'true', import_not_null 'false')"));
        assertThat(definition("without", "products")).contains("id integer,").contains("name text DEFAULT 'new'::text").doesNotContain("COLLATE");
        assertUpdate(ddl("DROP FOREIGN TABLE imported_schema.cheap, imported_schema.parted, imported_schema.products, without.products"));
    }

    protected final String definition(String schema, String table)
    {
        return (String) computeScalar("SELECT ddl FROM system.foreign_tables WHERE table_schema = '%s' AND table_name = '%s'".formatted(schema, table));
    }

    protected final Session user(String name)
    {
        return Session.builder(getSession()).setIdentity(Identity.ofUser(name)).build();
    }

    protected final String failure(Session session, String sql)
    {
        try {
            getQueryRunner().execute(session, sql);
        }
        catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("did not fail: " + sql);
    }
}
