package org.trinofdw.postgres;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.postgres.TestCloudberryForeignTableDocument.ddl;

/**
 * Pushdown over foreign tables that declare a column with another type than it would have by itself, or several times.
 */
final class TestPostgresFdwDeclaredColumns
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;
    private PushdownComparison comparison;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        QueryRunner queryRunner = PostgresQueryRunner.create(server, Map.of(), List.of());
        server.execute(
                """
                CREATE TABLE tpch.twice (id int, v int, w text COLLATE "C", "$1" int);
                INSERT INTO tpch.twice VALUES (1, 2, '30', 8), (2, 9, '4', 7), (3, 10, '100', 1), (4, NULL, NULL, NULL);
                """);
        return queryRunner;
    }

    @BeforeAll
    void setUp()
    {
        comparison = new PushdownComparison(getQueryRunner());
    }

    /** PostgreSQL gives a cast of a column the name of the column, and sorts by what is selected under a name before it looks for a column of that name. */
    @Test
    void testOrderByColumnThatIsSelectedAsAnotherType()
    {
        assertUpdate(ddl(
                """
                CREATE FOREIGN TABLE tpch.ft (
                    id integer,
                    txt text OPTIONS (column_name 'v'), num integer OPTIONS (column_name 'v'), dbl double precision OPTIONS (column_name 'v'),
                    word text OPTIONS (column_name 'w'), wordnum integer OPTIONS (column_name 'w'),
                    dollar integer OPTIONS (column_name '$1'), dollartext text OPTIONS (column_name '$1')) SERVER postgres OPTIONS (table_name 'twice')"""));
        assertThat(query("SELECT txt FROM ft ORDER BY num LIMIT 1")).matches("VALUES VARCHAR '2'");
        assertThat(query("SELECT num FROM ft ORDER BY txt LIMIT 1")).matches("VALUES 10");
        assertThat(query("SELECT wordnum FROM ft ORDER BY word LIMIT 1")).matches("VALUES 100");
        comparison.assertRemoteSql("SELECT txt FROM ft ORDER BY num LIMIT 1", "ORDER BY \"v\" ASC NULLS LAST LIMIT 1");
        for (String selected : List.of("txt", "num", "dbl", "word", "wordnum", "dollar", "dollartext")) {
            for (String key : List.of("txt", "num", "dbl", "word", "dollar", "dollartext")) {
                comparison.assertSameRows("SELECT %s FROM ft ORDER BY %s LIMIT 2".formatted(selected, key));
                comparison.assertSameRows("SELECT %s AS x, txt AS y, dollartext AS z FROM ft ORDER BY %s DESC NULLS FIRST, dollar LIMIT 3".formatted(selected, key));
                comparison.assertSameRows("SELECT a.%1$s, b.%1$s FROM ft a JOIN ft b ON a.id = b.id ORDER BY a.%2$s, b.dbl LIMIT 2".formatted(selected, key));
            }
        }
        assertUpdate(ddl("DROP FOREIGN TABLE tpch.ft"));
    }
}
