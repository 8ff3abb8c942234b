package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;

import static io.trino.tpch.TpchTable.NATION;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table function {@code system.query} and the procedure {@code system.execute}.
 */
final class TestPostgresFdwPassthrough
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(server, Map.of(), List.of(NATION));
    }

    @Test
    void testQuery()
    {
        assertThat(query("SELECT * FROM TABLE(system.query(query => 'SELECT 1 AS one, ''x'' AS text, ARRAY[1, 2] AS list'))"))
                .matches("VALUES (1, VARCHAR 'x', ARRAY[1, 2])");
        assertThat(query("SELECT name FROM TABLE(system.query(query => 'SELECT * FROM tpch.nation')) WHERE nationkey = 3 ORDER BY name LIMIT 5"))
                .matches("SELECT name FROM nation WHERE nationkey = 3");
        assertThat(query("SELECT q.n, nation.name FROM TABLE(system.query(query => 'SELECT regionkey AS r, count(*) AS n, min(nationkey) AS k FROM tpch.nation GROUP BY 1')) q JOIN nation ON nationkey = k"))
                .matches("SELECT n, nation.name FROM (SELECT regionkey AS r, count(*) AS n, min(nationkey) AS k FROM nation GROUP BY 1) q JOIN nation ON nationkey = k");
        assertThat(query("SELECT count(*) FROM TABLE(system.query(query => 'SELECT 1 FROM tpch.nation'))")).matches("VALUES BIGINT '25'");
        assertThat(query("SELECT * FROM TABLE(system.query(query => 'WITH RECURSIVE t (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT n FROM t'))")).matches("VALUES 1, 2, 3");
    }

    @Test
    void testTextOfTheQuery()
    {
        assertThat(query("SELECT * FROM TABLE(system.query(query => 'SELECT 1 AS \"Ab c\"; '))")).matches("VALUES 1");
        assertThat(query("SELECT \"ab c\" FROM TABLE(system.query(query => 'SELECT ''?;'' AS \"Ab c\" -- ) end'))")).matches("VALUES VARCHAR '?;'");
        Session session = Session.builder(getSession())
                .addPreparedStatement("prepared", "SELECT * FROM TABLE(system.query(query => format('SELECT %s AS x', ?)))")
                .build();
        assertThat(query(session, "EXECUTE prepared USING '7'")).matches("VALUES 7");
    }

    @Test
    void testTypesOfTheQuery()
    {
        server.execute("CREATE TYPE tpch.color AS ENUM ('red', 'green')");
        assertThat(query("SELECT * FROM TABLE(system.query(query => 'SELECT CAST(1.5 AS numeric(5, 2)) AS n, CAST(''a'' AS char(3)) AS c, CAST(''b'' AS varchar(4)) AS v, CAST(''2020-01-01'' AS timestamp(3)) AS t, CAST(1 AS numeric) AS u, CAST(''red'' AS tpch.color) AS e, CAST(''10.0.0.1/8'' AS inet) AS i')) WHERE e = 'red'"))
                .matches("VALUES (CAST(1.5 AS decimal(5, 2)), CAST('a' AS char(3)), CAST('b' AS varchar(4)), TIMESTAMP '2020-01-01 00:00:00.000', CAST(1 AS number), VARCHAR 'red', VARCHAR '10.0.0.1/8')");
        server.execute("DROP TYPE tpch.color");
    }

    @Test
    void testWhatIsNotAQuery()
    {
        server.execute("CREATE TABLE tpch.untouched (id int)");
        assertQueryFails("SELECT * FROM TABLE(system.query(query => 'INSERT INTO tpch.untouched VALUES (1) RETURNING id'))", "(?s).*cannot describe the query.*SQLSTATE 42601.*");
        assertQueryFails("SELECT * FROM TABLE(system.query(query => 'WITH x AS (INSERT INTO tpch.untouched VALUES (1) RETURNING id) SELECT * FROM x'))", "(?s).*cannot describe the query.*views must not contain data-modifying statements in WITH.*");
        assertQueryFails("SELECT * FROM TABLE(system.query(query => 'CREATE TABLE tpch.never (n int)'))", "(?s).*cannot describe the query.*");
        assertQueryFails("SELECT * FROM TABLE(system.query(query => 'SELECT 1; COMMIT; DROP TABLE tpch.untouched'))", ".*The query is 3 statements instead of one.*");
        assertQueryFails("SELECT * FROM TABLE(system.query(query => ' '))", ".*The query is .* statements instead of one.*");
        assertQueryFails("SELECT * FROM TABLE(system.query(query => NULL))", ".*null.*");
        assertQueryFails("SELECT * FROM TABLE(system.query(query => 'SELECT 1 AS a, 2 AS a'))", "(?s).*column \"a\" specified more than once.*");
        assertQueryFails("SELECT * FROM TABLE(system.query(query => 'SELECT * FROM nowhere'))", "(?s).*relation \"nowhere\" does not exist.*SQLSTATE 42P01.*");
        assertThat(query("SELECT count(*) FROM untouched")).matches("VALUES BIGINT '0'");
        server.execute("DROP TABLE tpch.untouched");
    }

    @Test
    void testExecute()
    {
        assertUpdate("CALL system.execute('CREATE TABLE tpch.made (id int PRIMARY KEY); INSERT INTO tpch.made VALUES (1), (2)')");
        assertUpdate("CALL system.execute(query => 'UPDATE tpch.made SET id = id + 10')");
        assertThat(query("SELECT * FROM made")).matches("VALUES 11, 12");
        // not in a transaction block
        assertUpdate("CALL system.execute('VACUUM tpch.made')");
        assertQueryFails("CALL system.execute('INSERT INTO tpch.made VALUES (13); INSERT INTO tpch.made VALUES (11)')", "(?s).*cannot execute the statement.*SQLSTATE 23505.*");
        assertThat(query("SELECT count(*) FROM made")).matches("VALUES BIGINT '2'");
        // what it sets does not outlive it
        assertUpdate("CALL system.execute('SET default_transaction_read_only = on; SET search_path = tpch')");
        assertUpdate("INSERT INTO made VALUES 14", 1);
        assertUpdate("CALL system.execute('DROP TABLE tpch.made')");
    }
}
