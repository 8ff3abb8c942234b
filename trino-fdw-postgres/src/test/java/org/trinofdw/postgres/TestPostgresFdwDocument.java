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
 * The examples of the documents of postgres_fdw (PostgreSQL 11 and 15) and of Cloudberry's guide to writing a wrapper, as written there but for the
 * address of the server, over a server that asks for passwords.
 */
@Execution(ExecutionMode.SAME_THREAD)
final class TestPostgresFdwDocument
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

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
                CREATE ROLE remote_user LOGIN PASSWORD 'remote_password';
                CREATE SCHEMA some_schema;
                CREATE TABLE some_schema.some_table (id integer NOT NULL, data text);
                INSERT INTO some_schema.some_table VALUES (1, 'one'), (2, NULL);
                GRANT USAGE ON SCHEMA some_schema TO foreign_user, other_role;
                GRANT SELECT ON some_schema.some_table TO foreign_user, other_role;
                CREATE TABLE public.remote_table (id integer, name text);
                INSERT INTO public.remote_table SELECT i, 'name ' || i FROM generate_series(1, 9) AS i;
                CREATE TABLE public.large_table (id integer, data text);
                INSERT INTO public.large_table SELECT i, 'data ' || i FROM generate_series(1, 100000) AS i;
                ANALYZE public.large_table;
                GRANT SELECT ON public.remote_table, public.large_table TO remote_user""");
        return queryRunner;
    }

    @Test
    void testPostgresFdw()
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
        Session localUser = Session.builder(getSession()).setIdentity(Identity.ofUser("local_user")).build();
        assertThat(query(localUser, "SELECT id, data FROM public.foreign_table")).matches("VALUES (1, VARCHAR 'one'), (2, NULL)");
        // nobody else is mapped
        assertQueryFails("SELECT id FROM public.foreign_table", "user mapping not found for \"user\" on server \"foreign_server\"; create it with CREATE USER MAPPING");
        // the mapped user may do what it may do there
        assertQueryFails(localUser, "INSERT INTO public.foreign_table VALUES (3, 'three')", "(?s).*permission denied for table some_table.*");
        assertUpdate(localUser, "CALL system.import_foreign_schema(remote_schema => 'some_schema', local_schema => 'imported', server => 'foreign_server')");
        assertThat(query(localUser, "SELECT count(*) FROM imported.some_table")).matches("VALUES BIGINT '2'");

        // each mapping has its own connections
        assertUpdate(ddl("CREATE USER MAPPING FOR other_user SERVER foreign_server OPTIONS (user 'other_role', password 'other')"));
        Session otherUser = Session.builder(getSession()).setIdentity(Identity.ofUser("other_user")).build();
        assertThat(query(otherUser, "SELECT count(*) FROM public.foreign_table")).matches("VALUES BIGINT '2'");
        assertThat(query("SELECT DISTINCT mapped_user, remote_user FROM system.connections WHERE server_name = 'foreign_server'"))
                .matches("VALUES (VARCHAR 'local_user', VARCHAR 'foreign_user'), ('other_user', 'other_role')");
        assertUpdate("CALL system.disconnect('foreign_server')");
        assertUpdate("CALL system.disconnect_all()");
        assertQueryFails("CALL system.disconnect('nowhere')", "server \"nowhere\" does not exist.*");
        assertThat(query(otherUser, "SELECT count(*) FROM public.foreign_table")).matches("VALUES BIGINT '2'");

        // a password that does not open the server
        assertUpdate(ddl("ALTER USER MAPPING FOR local_user SERVER foreign_server OPTIONS (SET password 'wrong-s3cret')"));
        assertThat(failure(localUser, "SELECT id FROM public.foreign_table")).contains("password authentication failed for user \"foreign_user\"").doesNotContain("s3cret");
        assertUpdate(ddl("ALTER USER MAPPING FOR local_user SERVER foreign_server OPTIONS (DROP password)"));
        assertQueryFails(localUser, "SELECT id FROM public.foreign_table", "(?s).*user mapping of \"local_user\" for server \"foreign_server\" has no password, and one is required; set its option password, or password_required 'false'.*");
        assertUpdate(ddl("ALTER USER MAPPING FOR local_user SERVER foreign_server OPTIONS (ADD password_required 'false')"));
        assertThat(failure(localUser, "SELECT id FROM public.foreign_table")).contains("password");
        // a server that asks for no password is refused, unless the mapping says that it may do so
        assertUpdate(ddl("ALTER USER MAPPING FOR other_user SERVER foreign_server OPTIONS (SET user '%s')".formatted(server.user())));
        assertThat(failure(otherUser, "SELECT id FROM public.foreign_table")).contains("Authentication method is not allowed");
        assertUpdate(ddl("ALTER USER MAPPING FOR other_user SERVER foreign_server OPTIONS (ADD password_required 'false')"));
        assertThat(query(otherUser, "SELECT count(*) FROM public.foreign_table")).matches("VALUES BIGINT '2'");
        assertUpdate(ddl("DROP SERVER foreign_server CASCADE"));
    }

    @Test
    void testWriteAWrapper()
    {
        assertUpdate(ddl(
                """
                -- Create extension
                CREATE EXTENSION my_fdw;

                -- Create foreign server
                CREATE SERVER my_server
                FOREIGN DATA WRAPPER postgres_fdw
                OPTIONS (host '%s', port '%s', dbname '%s');

                -- Create user mapping
                CREATE USER MAPPING FOR current_user
                SERVER my_server
                OPTIONS (user 'remote_user', password 'remote_password');

                -- Create foreign table
                CREATE FOREIGN TABLE my_foreign_table (
                id integer,
                name text
                ) SERVER my_server
                OPTIONS (table_name 'remote_table');
                """.formatted(server.host(), server.port(), server.database())));
        assertThat(query("SELECT count(*) FROM (SELECT * FROM public.my_foreign_table LIMIT 5)")).matches("VALUES BIGINT '5'");
        assertThat(query("SELECT name FROM public.my_foreign_table WHERE id = 7")).matches("VALUES VARCHAR 'name 7'");
        assertUpdate(ddl(
                """
                -- Test parallel execution
                CREATE FOREIGN TABLE parallel_test (
                id integer,
                data text
                ) SERVER my_server
                OPTIONS (
                table_name 'large_table',
                mpp_execute 'all segments'
                );
                """));
        // each row once, whoever reads it
        assertThat(query("SELECT count(*) FROM public.parallel_test")).matches("VALUES BIGINT '100000'");
        assertThat(query("SELECT sum(id), count(DISTINCT id) FROM public.parallel_test")).matches("VALUES (BIGINT '5000050000', BIGINT '100000')");
        assertThat((long) computeScalar("SELECT count(DISTINCT \"$node\") FROM public.parallel_test")).isGreaterThan(1);
        assertUpdate(ddl("DROP SERVER my_server CASCADE"));
    }

    private String failure(Session session, String sql)
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
