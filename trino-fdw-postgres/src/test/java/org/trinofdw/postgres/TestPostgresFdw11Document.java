package org.trinofdw.postgres;

import io.trino.Session;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.postgres.TestCloudberryForeignTableDocument.ddl;

/**
 * The document of postgres_fdw of PostgreSQL 11.
 */
final class TestPostgresFdw11Document
        extends BasePostgresFdwDocumentTest
{
    /**
     * Every option that the document names, at the level that it names, with its default written out.
     */
    @Test
    void testOptions()
    {
        assertUpdate(ddl(
                """
                CREATE SERVER optional FOREIGN DATA WRAPPER postgres_fdw OPTIONS (
                    host '%s', port '%s', dbname '%s', use_remote_estimate 'false', fdw_startup_cost '100', fdw_tuple_cost '0.01', fetch_size '100', updatable 'false');
                CREATE USER MAPPING FOR CURRENT_USER SERVER optional OPTIONS (user 'owner_role', password 'owned');
                CREATE FOREIGN TABLE optional (id integer OPTIONS (column_name 'id'), name text)
                SERVER optional
                OPTIONS (schema_name 'sources', table_name 'products', use_remote_estimate 'true', fetch_size '1000', updatable 'true');
                """.formatted(server.host(), server.port(), server.database())));
        assertThat(query("SELECT id, name FROM public.optional")).matches("VALUES (1, VARCHAR 'one'), (2, 'two')");
        // the table's setting, not the server's
        assertUpdate("INSERT INTO public.optional VALUES (3, 'three')", 1);
        assertUpdate("DELETE FROM public.optional WHERE id = 3", 1);
        assertUpdate(ddl("ALTER FOREIGN TABLE optional OPTIONS (DROP updatable)"));
        assertQueryFails("INSERT INTO public.optional VALUES (3, 'three')", ".*updatable.*");
        assertUpdate(ddl("DROP SERVER optional CASCADE"));
    }

    /**
     * INSERT … ON CONFLICT DO NOTHING, which Trino's SQL has no clause for.
     */
    @Test
    void testOnConflictDoNothing()
    {
        assertUpdate(ddl("CREATE FOREIGN TABLE conflicting (id integer, name text) SERVER postgres OPTIONS (schema_name 'sources', table_name 'products')"));
        assertQueryFails("INSERT INTO public.conflicting VALUES (1, 'again'), (7, 'seven')", "(?s).*duplicate key value violates unique constraint.*");
        // Trino counts the rows that it handed over
        assertUpdate(withOnConflict("do nothing"), "INSERT INTO public.conflicting VALUES (1, 'again'), (7, 'seven')", 2);
        assertThat(query("SELECT name FROM public.conflicting WHERE id IN (1, 7)")).matches("VALUES VARCHAR 'one', 'seven'");
        assertUpdate("DELETE FROM public.conflicting WHERE id = 7", 1);
        assertUpdate(ddl("DROP FOREIGN TABLE conflicting"));
    }

    private Session withOnConflict(String mode)
    {
        return Session.builder(getSession()).setCatalogSessionProperty("postgres", "on_conflict", mode).build();
    }
}
