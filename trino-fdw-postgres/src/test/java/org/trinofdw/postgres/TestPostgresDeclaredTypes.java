package org.trinofdw.postgres;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.postgres.TestCloudberryForeignTableDocument.ddl;

/**
 * Foreign tables whose columns are declared with other types than the remote table has. What fits is converted; what does not is an error that names the
 * column, the remote table and the value.
 */
final class TestPostgresDeclaredTypes
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        server.execute(
                """
                CREATE TABLE public.source (big bigint, price numeric(20, 4), word text, made timestamp, place point);
                INSERT INTO public.source VALUES (1, 1.5, '12', '2026-01-02 03:04:05', '(1,2)'), (70000, 123456.789, 'abc', '2026-01-02 03:04:05.678', '(3,4)')""");
        return PostgresQueryRunner.create(server, Map.of(), List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "big   | integer       | VALUES 1, 70000",
            "big   | text          | VALUES VARCHAR '1', '70000'",
            "big   | numeric(12,2) | VALUES CAST(1 AS decimal(12, 2)), 70000",
            "price | double precision | VALUES 1.5E0, 123456.789E0",
            "made  | date          | VALUES DATE '2026-01-02', DATE '2026-01-02'",
            "place | text          | VALUES VARCHAR '(1,2)', '(3,4)'",
    })
    void testConverted(String column, String type, String expected)
    {
        assertUpdate(ddl("CREATE FOREIGN TABLE public.converted (%s %s) SERVER postgres OPTIONS (table_name 'source')".formatted(column, type)));
        assertThat(query("SELECT * FROM public.converted")).matches(expected);
        assertUpdate(ddl("DROP FOREIGN TABLE public.converted"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "big   | smallint     | cannot read \"public\".\"source\": Column \"c\", row 2: 70000 does not fit into smallint; declare the column as bigint",
            "price | numeric(6,2) | cannot read \"public\".\"source\": Column \"c\", row 2: 123456.789 does not fit into decimal(6,2); declare the column with a larger precision, as number or as varchar",
            "word  | varchar(2)   | cannot read \"public\".\"source\": Column \"c\", row 2: A text of 3 characters does not fit into varchar(2); declare the column longer",
            "word  | integer      | cannot read \"public\".\"source\" with CAST(\"word\" AS bigint): ERROR: invalid input syntax for type bigint: \"abc\" (SQLSTATE 22P02)",
            "word  | date         | cannot read \"public\".\"source\" with CAST(\"word\" AS date): ERROR: invalid input syntax for type date: \"12\" (SQLSTATE 22007)",
    })
    void testValueThatDoesNotFit(String column, String type, String error)
    {
        assertUpdate(ddl("CREATE FOREIGN TABLE public.misfit (c %s OPTIONS (column_name '%s')) SERVER postgres OPTIONS (table_name 'source')".formatted(type, column)));
        assertQueryFails("SELECT * FROM public.misfit", "(?s)" + Pattern.quote("foreign server \"postgres\": " + error) + ".*");
        assertUpdate(ddl("DROP FOREIGN TABLE public.misfit"));
    }

    @Test
    void testImpossibleType()
    {
        assertUpdate(ddl("CREATE FOREIGN TABLE public.impossible (place integer, made boolean) SERVER postgres OPTIONS (table_name 'source')"));
        assertQueryFails(
                "SELECT place FROM public.impossible",
                Pattern.quote("foreign table \"public.impossible\": remote table \"public\".\"source\": Column \"place\" is declared as integer, which values of its remote type point cannot be read as; varchar would do"));
        assertUpdate(ddl("DROP FOREIGN TABLE public.impossible"));
    }
}
