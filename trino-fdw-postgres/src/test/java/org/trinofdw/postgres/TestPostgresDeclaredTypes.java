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
                INSERT INTO public.source VALUES (1, 1.5, '12', '2026-01-02 03:04:05', '(1,2)'), (70000, 123456.789, 'abc', '2026-01-02 03:04:05.678', '(3,4)');
                CREATE TABLE public.identified (o oid, os oid[]);
                INSERT INTO public.identified VALUES (4294967295, '{1,2}');
                CREATE TABLE public.floats (f real, d double precision, fs real[], ds double precision[]);
                INSERT INTO public.floats VALUES
                    (16777216, 9007199254740992, '{16777216}', '{9007199254740992}'),
                    (0.1, 0.1234567890123456, '{0.1}', '{0.1234567890123456}')""");
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

    /** PostgreSQL has casts of oid to integers alone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "double precision | VALUES 4294967295E0",
            "real             | VALUES REAL '4294967295'",
            "numeric(12,2)    | VALUES CAST(4294967295 AS decimal(12, 2))",
            "bigint           | VALUES BIGINT '4294967295'",
    })
    void testOid(String type, String expected)
    {
        assertUpdate(ddl("CREATE FOREIGN TABLE public.identified (o %s, os numeric(4,0)[]) SERVER postgres".formatted(type)));
        assertThat(query("SELECT o FROM public.identified WHERE o > 4000000000")).matches(expected);
        assertThat(query("SELECT os[2] FROM public.identified")).matches("VALUES CAST(2 AS decimal(4, 0))");
        assertUpdate(ddl("DROP FOREIGN TABLE public.identified"));
    }

    /** PostgreSQL's own cast keeps 15 digits of a double, and 6 of a real. */
    @Test
    void testAllDigitsOfFloatingPointNumbers()
    {
        assertUpdate(ddl("CREATE FOREIGN TABLE public.digits (f numeric, d numeric(38, 20), fs numeric[], ds numeric(38, 20)[]) SERVER postgres OPTIONS (table_name 'floats')"));
        assertThat(query("SELECT CAST(f AS varchar), d, CAST(fs[1] AS varchar), ds[1] FROM public.digits")).matches(
                """
                VALUES
                    (VARCHAR '16777216', CAST(9007199254740992 AS decimal(38, 20)), VARCHAR '16777216', CAST(9007199254740992 AS decimal(38, 20))),
                    ('0.1', 0.1234567890123456, '0.1', 0.1234567890123456)""");
        assertThat(query("SELECT CAST(f AS varchar) FROM public.digits WHERE d = DECIMAL '0.1234567890123456'")).matches("VALUES VARCHAR '0.1'");
        assertUpdate(ddl("DROP FOREIGN TABLE public.digits"));

        assertUpdate(ddl("CREATE FOREIGN TABLE public.wholes (f integer, d bigint) SERVER postgres OPTIONS (table_name 'floats')"));
        assertThat(query("SELECT f, d FROM public.wholes WHERE d = 9007199254740992")).matches("VALUES (16777216, BIGINT '9007199254740992')");
        assertQueryFails("SELECT f, d FROM public.wholes", "(?s).*Column \"f\", row 2: 0\\.1 does not fit into integer.*");
        assertUpdate(ddl("DROP FOREIGN TABLE public.wholes"));
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
