package org.trinofdw.postgres;

import io.trino.Session;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.postgres.TestCloudberryForeignTableDocument.ddl;

/**
 * The document of postgres_fdw of PostgreSQL 15: what it has beyond that of version 11.
 */
final class TestPostgresFdw15Document
        extends BasePostgresFdwDocumentTest
{
    /**
     * The options that came after version 11, at every level that the document gives them.
     */
    @Test
    void testOptions()
    {
        assertUpdate(ddl(
                """
                CREATE SERVER optional FOREIGN DATA WRAPPER postgres_fdw OPTIONS (
                    host '%s', port '%s', dbname '%s', batch_size '1', async_capable 'false', parallel_commit 'true', truncatable 'false', keep_connections 'off',
                    application_name 'db=%%d, user=%%u', sslmode 'prefer');
                CREATE USER MAPPING FOR CURRENT_USER SERVER optional OPTIONS (user 'owner_role', password 'owned');
                CREATE FOREIGN TABLE optional (id integer, data text) SERVER optional
                OPTIONS (schema_name 'sources', table_name 'truncated', batch_size '100', async_capable 'true', truncatable 'true');
                """.formatted(server.host(), server.port(), server.database())));
        server.execute("CREATE TABLE sources.truncated (id integer, data text); ALTER TABLE sources.truncated OWNER TO owner_role");
        assertUpdate("INSERT INTO public.optional VALUES (1, 'a'), (2, 'b'), (3, 'c')", 3);
        assertUpdate("TRUNCATE TABLE public.optional");
        assertThat(query("SELECT count(*) FROM public.optional")).matches("VALUES BIGINT '0'");
        assertUpdate(ddl("ALTER FOREIGN TABLE optional OPTIONS (DROP truncatable)"));
        assertQueryFails("TRUNCATE TABLE public.optional", ".*truncatable.*");
        // no connection is kept
        assertThat(query("SELECT sum(used) + sum(idle) FROM system.connections WHERE server_name = 'optional'")).matches("VALUES BIGINT '0'");
        assertUpdate(ddl("DROP SERVER optional CASCADE"));
        server.execute("DROP TABLE sources.truncated");
    }

    /**
     * Connection Management, and the functions postgres_fdw_get_connections, postgres_fdw_disconnect and postgres_fdw_disconnect_all, which are a table and procedures here;
     * {@code password_required} of a user mapping.
     */
    @Test
    void testConnections()
    {
        createServer();
        Session localUser = user("local_user");
        assertThat(query(localUser, "SELECT count(*) FROM public.foreign_table")).matches("VALUES BIGINT '2'");

        // each mapping has its own connections
        assertUpdate(ddl("CREATE USER MAPPING FOR other_user SERVER foreign_server OPTIONS (user 'other_role', password 'other')"));
        Session otherUser = user("other_user");
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

    /**
     * Partitions come only when they are named.
     */
    @Test
    void testImportOfPartitions()
    {
        assertUpdate(ddl("IMPORT FOREIGN SCHEMA sources LIMIT TO (parted_1) FROM SERVER postgres INTO partitions"));
        assertThat(query("SHOW TABLES FROM partitions")).matches("VALUES VARCHAR 'parted_1'");
        server.execute("CREATE TABLE sources.generated (id integer, twice integer GENERATED ALWAYS AS (id * 2) STORED)");
        assertUpdate(ddl("IMPORT FOREIGN SCHEMA sources LIMIT TO (generated) FROM SERVER postgres INTO generating"));
        assertThat(definition("generating", "generated")).contains("GENERATED ALWAYS AS ((id * 2)) STORED");
        assertUpdate(ddl("IMPORT FOREIGN SCHEMA sources LIMIT TO (generated) FROM SERVER postgres INTO plain OPTIONS (import_generated 'false')"));
        assertThat(definition("plain", "generated")).doesNotContain("GENERATED");
        assertUpdate(ddl("DROP FOREIGN TABLE partitions.parted_1, generating.generated, plain.generated"));
        server.execute("DROP TABLE sources.generated");
    }

    private void createServer()
    {
        assertUpdate(ddl(
                """
                CREATE SERVER foreign_server FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname '%s');
                CREATE USER MAPPING FOR local_user SERVER foreign_server OPTIONS (user 'foreign_user', password 'password');
                CREATE FOREIGN TABLE foreign_table (id integer NOT NULL, data text) SERVER foreign_server OPTIONS (schema_name 'some_schema', table_name 'some_table');
                """.formatted(server.host(), server.port(), server.database())));
    }
}
