package org.trinofdw.postgres;

import com.google.common.collect.ImmutableMap;
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
 * The examples of Cloudberry's guide to writing a wrapper, as written there but for the name of the wrapper and the address of the server, which asks for
 * passwords.
 */
@Execution(ExecutionMode.SAME_THREAD)
final class TestCloudberryWrapperDocument
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.builder().requirePasswords().start());
        server.execute(
                """
                CREATE ROLE remote_user LOGIN PASSWORD 'remote_password';
                CREATE TABLE public.remote_table (id integer, name text);
                INSERT INTO public.remote_table SELECT i, 'name ' || i FROM generate_series(1, 9) AS i;
                CREATE TABLE public.large_table (id integer, data text);
                INSERT INTO public.large_table SELECT i, 'data ' || i FROM generate_series(1, 100000) AS i;
                ANALYZE public.large_table;
                GRANT SELECT ON public.remote_table, public.large_table TO remote_user""");
        return PostgresQueryRunner.create(server, ImmutableMap.of("password", server.password()), List.of());
    }

    /**
     * Testing your FDW: basic functionality and parallel execution.
     */
    @Test
    void testExamples()
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

    /**
     * Creating an extension: the functions in C that make a wrapper are Java here, and the wrapper is the connector, so the statements are refused with that reason.
     */
    @Test
    void testStatementsOfC()
    {
        assertQueryFails(ddl("CREATE FOREIGN DATA WRAPPER my_fdw HANDLER my_fdw_handler VALIDATOR my_fdw_validator;"), "(?s).*foreign data wrapper \"my_fdw\" does not exist in this catalog; its wrapper is \"postgres_fdw\".*");
        assertQueryFails(ddl("CREATE FUNCTION my_fdw_handler() RETURNS fdw_handler AS 'MODULE_PATHNAME' LANGUAGE C STRICT;"), "line 1:8: .*");
        assertThat(query("SELECT table_name FROM system.foreign_tables WHERE table_name LIKE 'my%'")).returnsEmptyResult();
    }
}
