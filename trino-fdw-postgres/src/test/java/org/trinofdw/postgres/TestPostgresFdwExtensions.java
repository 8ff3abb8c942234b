package org.trinofdw.postgres;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The option {@code extensions}: functions of hstore in conditions on a server that has it, and not on one that is not said to.
 */
final class TestPostgresFdwExtensions
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;
    private PushdownComparison comparison;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(server, Map.of("extensions", "hstore, ltree"), List.of());
    }

    @BeforeAll
    void setUp()
    {
        server.execute("""
                CREATE SCHEMA "Some ""Schema";
                CREATE EXTENSION hstore SCHEMA "Some ""Schema";
                SET search_path TO "Some ""Schema";
                CREATE TABLE tpch.tagged (id int, tags hstore, key text);
                INSERT INTO tpch.tagged VALUES
                    (1, 'color=>red, size=>10', 'color'),
                    (2, 'color=>NULL, Size=>10', 'size'),
                    (3, '', ''),
                    (4, NULL, 'color'),
                    (5, '""=>"", "é"=>"ß", "a b"=>"it''s"', NULL),
                    (6, 'color=>RED, size=>9', 'é'),
                    (7, 'color=>"red "', 'color')""");
        comparison = new PushdownComparison(getQueryRunner());
    }

    @Test
    void testElementAt()
    {
        String fetch = "(\"Some \"\"Schema\".fetchval(\"tags\", ";
        comparison.assertRemoteSql("SELECT id FROM tagged WHERE element_at(tags, 'color') = 'red'", fetch);
        comparison.assertRemoteSql("SELECT id FROM tagged WHERE element_at(tags, 'color') IS NULL", fetch);
        comparison.assertRemoteSql("SELECT id FROM tagged WHERE element_at(tags, 'color') > 'R' OR element_at(tags, '') = ''", fetch);
        comparison.assertRemoteSql("SELECT id FROM tagged WHERE element_at(tags, key) IN ('red', '9', 'ß')", fetch);
        comparison.assertRemoteSql("SELECT id FROM tagged WHERE element_at(tags, 'é') LIKE '_'", fetch);
        comparison.assertRemoteSql("SELECT id FROM tagged WHERE length(element_at(tags, 'a b')) = 4", fetch);
        assertThat(query("SELECT id FROM tagged WHERE element_at(tags, 'color') = 'red'")).isFullyPushedDown();
        assertThat(query("SELECT id FROM tagged WHERE element_at(tags, 'color') = 'red'")).matches("VALUES 1");
    }

    @Test
    void testContainsKey()
    {
        comparison.assertRemoteSql("SELECT id FROM tagged WHERE contains(map_keys(tags), 'color')", "\"Some \"\"Schema\".exist(\"tags\", ");
        comparison.assertRemoteSql("SELECT id FROM tagged WHERE NOT contains(map_keys(tags), key)", "\"Some \"\"Schema\".exist(\"tags\", ");
        assertThat(query("SELECT id FROM tagged WHERE contains(map_keys(tags), 'color')")).matches("VALUES 1, 2, 6, 7");
    }

    /** What fails in Trino must not give a row, nor what PostgreSQL has no function for. */
    @Test
    void testOthersStay()
    {
        comparison.assertNoRemoteSql("SELECT id FROM tagged WHERE tags IS NOT NULL AND cardinality(tags) = 2", "fetchval");
        comparison.assertNoRemoteSql("SELECT id FROM tagged WHERE contains(map_values(tags), 'red')", "exist(");
        comparison.assertNoRemoteSql("SELECT id FROM tagged WHERE element_at(tags, U&'\\0000') = 'red' OR id = 1", "fetchval");
        String upper = "SELECT id FROM tagged WHERE upper(element_at(tags, 'color')) = 'RED'";
        assertThat((String) computeScalar("EXPLAIN " + upper)).contains("filtered by Trino since upper(varchar): ");
        comparison.assertNoRemoteSql(upper, "fetchval");
        comparison.assertSameFailure("SELECT id FROM tagged WHERE tags['size'] = '10'", INVALID_FUNCTION_ARGUMENT);
    }

    @Test
    void testServerWithoutTheOption()
    {
        assertUpdate("CALL system.execute_ddl('CREATE SERVER plain FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host ''%s'', port ''%s'', dbname ''%s'')')".formatted(server.host(), server.port(), server.database()));
        assertUpdate("CALL system.execute_ddl('CREATE USER MAPPING FOR PUBLIC SERVER plain OPTIONS (user ''%s'', password_required ''false'')')".formatted(server.user()));
        assertUpdate("CALL system.import_foreign_schema(server => 'plain', remote_schema => 'tpch', local_schema => 'plain', limit_to => ARRAY['tagged'])");
        String sql = "SELECT id FROM plain.tagged WHERE element_at(tags, 'color') = 'red'";
        assertThat((String) computeScalar("EXPLAIN " + sql)).doesNotContain("fetchval").contains("element_at(map(varchar, varchar), varchar): only of hstore, among the extensions of the server");
        assertThat(query(sql)).matches("VALUES 1");
        sql = "SELECT id FROM plain.tagged WHERE contains(map_keys(tags), 'size')";
        assertThat((String) computeScalar("EXPLAIN " + sql)).doesNotContain("exist(").contains("contains(array(varchar), varchar): only of hstore, among the extensions of the server");
        assertThat(query(sql)).matches("VALUES 1, 6");
    }
}
