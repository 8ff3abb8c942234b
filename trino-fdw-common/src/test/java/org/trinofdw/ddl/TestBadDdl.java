package org.trinofdw.ddl;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trinofdw.definition.Definitions;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.trinofdw.ddl.TestingDdl.catalog;
import static org.trinofdw.ddl.TestingDdl.session;

/**
 * Bad scripts. The message names the place, the thing and the remedy, shows no secret, and nothing of the script remains.
 */
final class TestBadDdl
{
    private static final String SECRET = "hush-hush";

    private static final String PREPARATION =
            """
            CREATE SERVER s FOREIGN DATA WRAPPER test_fdw OPTIONS (host 'h');
            CREATE SERVER empty FOREIGN DATA WRAPPER test_fdw;
            CREATE USER MAPPING FOR alice SERVER s OPTIONS (user 'u', password 'hush-hush');
            CREATE FOREIGN TABLE t (a int, b text OPTIONS (column_name 'B'), g int GENERATED ALWAYS AS (a + 1) STORED, CONSTRAINT positive CHECK (a > 0)) SERVER s OPTIONS (table_name 'T');
            CREATE FOREIGN TABLE heir (c int) INHERITS (t) SERVER s;
            CREATE TABLE ranged (d date, n int) PARTITION BY RANGE (d);
            CREATE FOREIGN TABLE ranged_1 PARTITION OF ranged FOR VALUES FROM ('2020-01-01') TO ('2021-01-01') SERVER s;
            CREATE TABLE listed (k int, v text) PARTITION BY LIST (k);
            CREATE FOREIGN TABLE listed_1 PARTITION OF listed FOR VALUES IN (1, 2) SERVER s;
            CREATE FOREIGN TABLE listed_rest PARTITION OF listed DEFAULT SERVER s;
            CREATE TABLE hashed (k int) PARTITION BY HASH (k);
            CREATE FOREIGN TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 4, REMAINDER 0) SERVER s;
            CREATE TABLE pairs (a int, b int) PARTITION BY RANGE (a, b);
            CREATE FOREIGN TABLE declared (x int, p text, q text) SERVER s PARTITION BY LIST (p) SUBPARTITION BY LIST (q) SUBPARTITION TEMPLATE (SUBPARTITION q1 VALUES ('1')) (PARTITION p1 VALUES ('a'));
            """;

    static Stream<Arguments> badScripts()
    {
        return Stream.of(
                // syntax
                arguments("CREAT SERVER x", "line 1:1: found \"CREAT\"; perhaps you meant CREATE"),
                arguments("CREATE SERVER", "line 1:14: found the end of the text; expected a name"),
                arguments("CREATE SERVER x", "line 1:16: found the end of the text; expected "),
                arguments("CREATE SERVER x\n  FOREIGN WRAPPER y", "line 2:11: found \"WRAPPER\"; expected DATA"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS ()", "line 1:56: found \")\"; expected a name"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (host h)", "line 1:61: found \"h\"; expected a string in single quotes"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (host = 'h')", "line 1:61: found \"=\"; expected a string in single quotes"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (host 'h'", "line 1:64: found the end of the text; expected ',' or ')'"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (host 'h' port '1')", "line 1:65: found \"port\"; expected ',' or ')'"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw CREATE SERVER y FOREIGN DATA WRAPPER test_fdw", "line 1:47: found \"CREATE\"; expected"),
                arguments("CREATE SERVER table FOREIGN DATA WRAPPER test_fdw", "line 1:15: found \"table\"; expected a name; a reserved word is a name only in double quotes, \"table\""),
                arguments("CREATE FOREIGN TABLE x (a int SERVER s", "line 1:31: found \"SERVER\""),
                arguments("CREATE FOREIGN TABLE x (a int,) SERVER s", "line 1:31: found \")\"; expected a name"),
                arguments("CREATE FOREIGN TABLE x (a) SERVER s", "line 1:26: found \")\"; expected a name"),
                arguments("CREATE FOREIGN TABLE x a int SERVER s", "line 1:24: found \"a\"; expected '('"),
                arguments("CREATE FOREIGN TABLE x (a int DEFAULT) SERVER s", "line 1:38: found \")\"; expected"),
                arguments("CREATE FOREIGN TABLE x (a int CHECK a > 0) SERVER s", "line 1:37: found \"a\"; expected '('"),
                arguments("CREATE FOREIGN TABLE x (a int CHECK (a > (0)) SERVER s", "line 1:47: found \"SERVER\"; expected ',', ')', CHECK"),
                arguments("CREATE FOREIGN TABLE x (a int DEFAULT (1 + [2)) SERVER s", "line 1:46: found \")\"; expected"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF ranged FOR VALUES FROM ('2022-01-01') SERVER s", "line 1:75: found \"SERVER\"; expected TO"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF ranged FOR VALUES FROM (now()) TO (MAXVALUE) SERVER s", "line 1:"),
                arguments("DROP SERVER s CASCADE RESTRICT", "line 1:23: found \"RESTRICT\"; expected"),
                arguments("SELECT 1", "line 1:1: found \"SELECT\"; expected"),
                arguments("CREATE USER MAPPING SERVER s", "line 1:21: found \"SERVER\"; expected FOR or IF"),
                arguments("IMPORT FOREIGN SCHEMA x LIMIT (a) FROM SERVER s INTO y", "line 1:31: found \"(\"; expected TO"),
                arguments("ALTER FOREIGN TABLE t FROBNICATE", "line 1:23: found \"FROBNICATE\"; expected"),
                // lexical
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (host 'h)", "line 1:61: the string that begins here does not end; close it with '"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (host $a$ h $b$)", "line 1:61: the string that begins here does not end; close it with the same tag"),
                arguments("CREATE SERVER \"x FOREIGN DATA WRAPPER test_fdw", "line 1:15: the quoted name that begins here does not end; close it with \""),
                arguments("CREATE SERVER \"\" FOREIGN DATA WRAPPER test_fdw", "line 1:15: a quoted name cannot be empty"),
                arguments("/* a /* b */ CREATE SERVER x FOREIGN DATA WRAPPER test_fdw", "line 1:1: the comment that begins here does not end; close it with */"),
                arguments("CREATE SERVER x \\connect", "line 1:17: the character \"\\\" is not part of SQL"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (host 'a' 'b')", "line 1:65: a string follows a string; write a comma between them"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (host E'\\u12')", "line 1:61: \\u needs 4 hexadecimal digits"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (host E'\\xff')", "line 1:61: the escape \\xff is not a character; write \\u"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (host U&'\\zzzz')", "line 1:61: after \\ in a U& string there must be 4 hexadecimal digits"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (host E'a\\u0000b')", "line 1:61: the character with code 0 cannot be stored"),
                // options
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (hosst 'h')", "line 1:56: invalid option \"hosst\"; perhaps you meant \"host\""),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (qqqqqq 'h')", "line 1:56: invalid option \"qqqqqq\"; valid options of a server of test_fdw are: dbname, fetch_size, host,"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (host 'h', host 'i')", "line 1:66: option \"host\" is given more than once; keep one of them"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (password 'hush-hush')", "line 1:56: option \"password\" does not belong to a server; set it on a user mapping"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (port 'x')", "line 1:56: invalid value \"x\" for option \"port\": must be an integer from 1 to 65535"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (port '65536')", "must be an integer from 1 to 65535"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (fetch_size '0')", "must be an integer of at least 1"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (updatable 'maybe')", "must be a boolean: true, false, on, off"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (mpp_execute 'segments')", "must be one of 'coordinator', 'master', 'any', 'all segments'"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (client_encoding 'UTF8')", "option \"client_encoding\" cannot be used: it is always UTF-8"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER test_fdw OPTIONS (import_default 'true')", "option \"import_default\" does not belong to a server; set it on IMPORT FOREIGN SCHEMA"),
                arguments("CREATE USER MAPPING FOR bob SERVER s OPTIONS (pasword 'hush-hush')", "line 1:47: invalid option \"pasword\"; perhaps you meant \"password\""),
                arguments("CREATE USER MAPPING FOR bob SERVER s OPTIONS (fetch_size '1')", "option \"fetch_size\" does not belong to a user mapping"),
                arguments("CREATE FOREIGN TABLE x (a int OPTIONS (colum_name 'A')) SERVER s", "line 1:40: invalid option \"colum_name\"; perhaps you meant \"column_name\""),
                arguments("CREATE FOREIGN TABLE x (a int OPTIONS (table_name 'A')) SERVER s", "option \"table_name\" does not belong to a column of a foreign table; set it on a foreign table"),
                arguments("CREATE FOREIGN TABLE x (a int) SERVER s OPTIONS (host 'A')", "option \"host\" does not belong to a foreign table; set it on a server"),
                arguments("CREATE FOREIGN TABLE x (a int) SERVER s OPTIONS (num_segments '-1', updatable 'x')", "2 problems with options:"),
                arguments("ALTER SERVER s OPTIONS (ADD host 'x')", "line 1:29: option \"host\" of server \"s\" is set already; change it with SET"),
                arguments("ALTER SERVER s OPTIONS (host 'x')", "option \"host\" of server \"s\" is set already; change it with SET"),
                arguments("ALTER SERVER s OPTIONS (SET port '1')", "option \"port\" of server \"s\" is not set; set it with ADD"),
                arguments("ALTER SERVER s OPTIONS (DROP prt)", "option \"prt\" of server \"s\" is not set and cannot be dropped"),
                arguments("ALTER SERVER s OPTIONS (SET host 'a', DROP host)", "option \"host\" is given more than once"),
                arguments("ALTER USER MAPPING FOR alice SERVER s OPTIONS (ADD password 'hush-hush')", "is set already; change it with SET"),
                arguments("ALTER FOREIGN TABLE t OPTIONS (SET fetch_size '10')", "option \"fetch_size\" of foreign table \"public.t\" is not set; set it with ADD"),
                arguments("ALTER FOREIGN TABLE t ALTER b OPTIONS (DROP nothing)", "option \"nothing\" of column \"b\" of foreign table \"public.t\" is not set"),
                // servers, mappings, wrappers
                arguments("CREATE SERVER s FOREIGN DATA WRAPPER test_fdw", "server \"s\" already exists; drop it first, or use IF NOT EXISTS"),
                arguments("CREATE SERVER test FOREIGN DATA WRAPPER test_fdw", "server \"test\" already exists"),
                arguments("CREATE SERVER x FOREIGN DATA WRAPPER other_fdw", "line 1:1: server \"x\" cannot use foreign data wrapper \"other_fdw\": the catalog's wrapper is \"test_fdw\""),
                arguments("ALTER SERVER test OPTIONS (ADD host 'x')", "server \"test\" is defined outside SQL; change the catalog's properties"),
                arguments("ALTER SERVER nosuch OPTIONS (ADD host 'x')", "server \"nosuch\" does not exist; existing servers: empty, s, test"),
                arguments("DROP SERVER nosuch", "server \"nosuch\" does not exist"),
                arguments("DROP SERVER s", "server \"s\" cannot be dropped because other objects depend on it: user mapping of \"alice\", foreign table \"public.declared\""),
                arguments("ALTER SERVER s RENAME TO empty", "server \"empty\" already exists"),
                arguments("CREATE USER MAPPING FOR alice SERVER nosuch", "server \"nosuch\" does not exist"),
                arguments("CREATE USER MAPPING FOR CURRENT_USER SERVER s", "user mapping of \"alice\" for server \"s\" already exists"),
                arguments("ALTER USER MAPPING FOR bob SERVER s OPTIONS (ADD user 'x')", "user mapping of \"bob\" for server \"s\" does not exist; create it with CREATE USER MAPPING"),
                arguments("DROP USER MAPPING FOR PUBLIC SERVER s", "user mapping of \"public\" for server \"s\" does not exist"),
                arguments("DROP FOREIGN DATA WRAPPER test_fdw", "is the connector of this catalog and cannot be dropped; remove the catalog instead"),
                arguments("CREATE FOREIGN DATA WRAPPER x HANDLER h VALIDATOR v", "foreign data wrapper \"x\" does not exist in this catalog; its wrapper is \"test_fdw\""),
                arguments("ALTER FOREIGN DATA WRAPPER test_fdw OPTIONS (ADD fetch_size '1')", "set them in the file that the catalog property \"fdw.defaults-file\" names"),
                arguments("IMPORT FOREIGN SCHEMA x FROM SERVER s INTO y", "foreign data wrapper \"test_fdw\" does not support IMPORT FOREIGN SCHEMA"),
                arguments("IMPORT FOREIGN SCHEMA x FROM SERVER s INTO y OPTIONS (import_defaults 'true')", "line 1:55: invalid option \"import_defaults\"; perhaps you meant \"import_default\""),
                arguments("IMPORT FOREIGN SCHEMA x FROM SERVER nosuch INTO y", "server \"nosuch\" does not exist"),
                // tables and columns
                arguments("CREATE FOREIGN TABLE t (a int) SERVER s", "foreign table \"public.t\" already exists; drop it first, or use IF NOT EXISTS to keep it"),
                arguments("CREATE FOREIGN TABLE x (a int) SERVER nosuch", "server \"nosuch\" does not exist"),
                arguments("CREATE FOREIGN TABLE x (a int)", "foreign table \"public.x\" names no server; add SERVER"),
                arguments("CREATE TABLE x (a int)", "CREATE TABLE makes only tables of partitions here; write CREATE FOREIGN TABLE"),
                arguments("CREATE FOREIGN TABLE x (a int, A text) SERVER s", "line 1:32: column \"a\" is declared more than once"),
                arguments("CREATE FOREIGN TABLE x (a int NULL NOT NULL) SERVER s", "column \"a\" is declared both NULL and NOT NULL"),
                arguments("CREATE FOREIGN TABLE x (a int DEFAULT 1 DEFAULT 2) SERVER s", "column \"a\" has more than one DEFAULT"),
                arguments("CREATE FOREIGN TABLE x (a int DEFAULT 1 GENERATED ALWAYS AS (2) STORED) SERVER s", "has both DEFAULT and GENERATED; keep one of them"),
                arguments("CREATE FOREIGN TABLE x (a int GENERATED ALWAYS AS (2)) SERVER s", "must be STORED"),
                arguments("CREATE FOREIGN TABLE x (a int GENERATED ALWAYS AS IDENTITY) SERVER s", "needs a sequence, which only the remote server has"),
                arguments("CREATE FOREIGN TABLE x (a int PRIMARY KEY) SERVER s", "PRIMARY KEY cannot be declared on a foreign table"),
                arguments("CREATE FOREIGN TABLE x (a int, UNIQUE (a)) SERVER s", "line 1:32: UNIQUE cannot be declared on a foreign table"),
                arguments("CREATE FOREIGN TABLE a.b.c (a int) SERVER s", "has 3 parts; write schema.table"),
                arguments("CREATE FOREIGN TABLE x (a intt) SERVER s", "line 1:27: type \"intt\" does not exist; perhaps you meant \"int"),
                arguments("CREATE FOREIGN TABLE x (a frobnicated) SERVER s", "write a type of the remote server with its schema (it reads as varchar), or a Trino type in double quotes"),
                arguments("CREATE FOREIGN TABLE x (a \"map(varchar)\") SERVER s", "type \"map(varchar)\" does not exist"),
                arguments("CREATE FOREIGN TABLE x (a serial) SERVER s", "type \"serial\" needs a sequence, which only the remote server has; declare integer instead"),
                arguments("CREATE FOREIGN TABLE x (a int(4)) SERVER s", "type int has no parameters; remove (4)"),
                arguments("CREATE FOREIGN TABLE x (a varchar(0)) SERVER s", "the length 0 must be from 1 to 10485760"),
                arguments("CREATE FOREIGN TABLE x (a numeric(1001)) SERVER s", "the precision 1001 of numeric must be from 1 to 1000"),
                arguments("CREATE FOREIGN TABLE x (a timestamp(13)) SERVER s", "the precision 13 must be from 0 to 12 digits"),
                arguments("CREATE FOREIGN TABLE x (a interval year(3)) SERVER s", "only an interval that ends with seconds has a precision"),
                arguments("CREATE FOREIGN TABLE x (a int) INHERITS (nosuch) SERVER s", "foreign table \"public.nosuch\" does not exist"),
                arguments("CREATE FOREIGN TABLE x (a text) INHERITS (t) SERVER s", "column \"a\" of foreign table \"x\" has type text, and the inherited column has type integer; give both the same type"),
                arguments("ALTER FOREIGN TABLE nosuch ADD c int", "foreign table \"public.nosuch\" does not exist; create it with CREATE FOREIGN TABLE"),
                arguments("ALTER FOREIGN TABLE t ADD b int", "column \"b\" of foreign table \"public.t\" already exists"),
                arguments("ALTER FOREIGN TABLE t DROP nosuch", "column \"nosuch\" of foreign table \"public.t\" does not exist; existing columns: a, b, g"),
                arguments("ALTER FOREIGN TABLE t DROP a", "cannot be dropped because the generated column \"g\" depends on it"),
                arguments("ALTER FOREIGN TABLE heir DROP b", "column \"b\" of foreign table \"public.heir\" comes from \"public.t\"; alter it there"),
                arguments("ALTER FOREIGN TABLE t RENAME a TO b", "column \"b\" of foreign table \"public.t\" already exists"),
                arguments("ALTER FOREIGN TABLE t RENAME TO heir", "foreign table \"public.heir\" already exists"),
                arguments("ALTER FOREIGN TABLE t ALTER g SET DEFAULT 1", "is generated and has no default"),
                arguments("ALTER FOREIGN TABLE t DROP CONSTRAINT positiv", "constraint \"positiv\" of foreign table \"public.t\" does not exist; perhaps you meant \"positive\""),
                arguments("ALTER FOREIGN TABLE t ALTER a TYPE bigint USING a::bigint", "USING has no meaning for a foreign table"),
                arguments("ALTER FOREIGN TABLE t NO INHERIT heir", "does not inherit from"),
                arguments("ALTER FOREIGN TABLE t INHERIT heir", "cannot inherit from its own heir"),
                arguments("DROP FOREIGN TABLE t", "cannot be dropped because other objects depend on it: foreign table \"public.heir\"; use DROP FOREIGN TABLE … CASCADE"),
                arguments("DROP FOREIGN TABLE nosuch", "foreign table \"public.nosuch\" does not exist"),
                arguments("COMMENT ON COLUMN t.nosuch IS 'x'", "column \"nosuch\" of foreign table \"public.t\" does not exist"),
                arguments("COMMENT ON COLUMN t IS 'x'", "\"t\" is not the name of a column; write table.column"),
                // partitions
                arguments("CREATE FOREIGN TABLE x PARTITION OF t FOR VALUES IN (1) SERVER s", "\"public.t\" is not partitioned; create it with PARTITION BY"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF ranged FOR VALUES IN ('2022-01-01') SERVER s", "a bound of the form IN (…) does not fit a table partitioned BY RANGE; write FOR VALUES FROM (…) TO (…)"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF ranged FOR VALUES FROM ('2020-06-01') TO ('2022-01-01') SERVER s", "the bound overlaps with partition \"public.ranged_1\""),
                arguments("CREATE FOREIGN TABLE x PARTITION OF ranged FOR VALUES FROM ('2022-01-01') TO ('2022-01-01') SERVER s", "the range is empty"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF ranged FOR VALUES FROM ('tomorrow') TO ('2022-01-01') SERVER s", "'tomorrow' is not a value of type date; write it as a date such as '2016-07-01'"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF ranged FOR VALUES FROM (NULL) TO ('2022-01-01') SERVER s", "a RANGE bound cannot be NULL"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF ranged FOR VALUES FROM ('2022-01-01', 1) TO ('2023-01-01', 1) SERVER s", "need one value for each of the 1 key columns, not 2"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF pairs FOR VALUES FROM (1, 1) TO (2) SERVER s", "FROM has 2 value(s) and TO has 1"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF pairs FOR VALUES FROM (MINVALUE, 1) TO (2, 1) SERVER s", "after MINVALUE or MAXVALUE the bounds of the following columns must be the same"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF listed FOR VALUES IN (2) SERVER s", "the bound overlaps with partition \"public.listed_1\""),
                arguments("CREATE FOREIGN TABLE x PARTITION OF listed FOR VALUES IN (3, '3') SERVER s", "value '3' is listed twice"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF listed FOR VALUES IN (MINVALUE) SERVER s", "MINVALUE stands in bounds of the form FROM"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF listed DEFAULT SERVER s", "the table has a DEFAULT partition already, \"public.listed_rest\""),
                arguments("CREATE FOREIGN TABLE x PARTITION OF hashed FOR VALUES WITH (MODULUS 4, REMAINDER 4) SERVER s", "the remainder 4 must be less than the modulus 4"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF hashed FOR VALUES WITH (MODULUS 0, REMAINDER 0) SERVER s", "the modulus must be at least 1"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF hashed FOR VALUES WITH (MODULUS 8, REMAINDER 4) SERVER s", "the bound overlaps with partition \"public.hashed_1\""),
                arguments("CREATE FOREIGN TABLE x PARTITION OF hashed FOR VALUES WITH (MODULUS 6, REMAINDER 1) SERVER s", "one must be a multiple of the other"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF hashed DEFAULT SERVER s", "a table partitioned BY HASH has no DEFAULT partition"),
                arguments("CREATE FOREIGN TABLE x PARTITION OF listed (nosuch NOT NULL) FOR VALUES IN (7) SERVER s", "column \"nosuch\" of foreign table \"public.listed\" does not exist"),
                arguments("CREATE TABLE x (a int) PARTITION BY LIST (nosuch)", "column \"nosuch\" of foreign table \"public.x\" does not exist"),
                arguments("CREATE TABLE x (a int) PARTITION BY RANGE ((a + 1))", "a partition key must be a column"),
                arguments("ALTER TABLE ranged ATTACH PARTITION t FOR VALUES FROM ('2022-01-01') TO ('2023-01-01')", "foreign table \"public.t\" has no column \"d\""),
                arguments("ALTER TABLE ranged DETACH PARTITION t", "foreign table \"public.t\" is not a partition of \"public.ranged\""),
                arguments("ALTER TABLE listed ATTACH PARTITION ranged_1 FOR VALUES IN (9)", "is a partition of \"public.ranged\" already; detach it there first"),
                arguments("ALTER TABLE ranged DROP d", "is a partition key and cannot be dropped"),
                arguments("CREATE FOREIGN TABLE x (p text, a int) SERVER s PARTITION BY LIST (p)", "must be its last columns, in the order of the levels: p"),
                arguments("CREATE FOREIGN TABLE x (a int, p int) SERVER s PARTITION BY RANGE (p)", "must be partitioned BY LIST of one column on each level"),
                arguments("CREATE FOREIGN TABLE x (a int, p int) SERVER s PARTITION BY LIST (p) (PARTITION a VALUES (1), PARTITION b VALUES (1))", "partition \"b\" of foreign table \"public.x\": the bound overlaps with partition \"a\""),
                arguments("CREATE FOREIGN TABLE x (a int, p int) SERVER s PARTITION BY LIST (p) (PARTITION a VALUES (1), PARTITION a VALUES (2))", "is declared more than once"),
                arguments("CREATE FOREIGN TABLE x (a int, p int) SERVER s PARTITION BY LIST (p) (PARTITION a VALUES ('x'))", "'x' is not a value of type integer; write it as a whole number in its range"),
                arguments("CREATE FOREIGN TABLE x (a int, p int) SERVER s PARTITION BY LIST (p) (PARTITION a VALUES (1) (SUBPARTITION b VALUES (2)))", "cannot have subpartitions: the table has 1 level(s); add SUBPARTITION BY"),
                arguments("ALTER TABLE declared ADD PARTITION p1 VALUES ('z')", "is declared more than once"),
                arguments("ALTER TABLE declared ADD PARTITION p2 VALUES ('a')", "the bound overlaps with partition \"p1\""),
                arguments("ALTER TABLE declared DROP PARTITION p2", "partition \"p2\" of foreign table \"public.declared\" does not exist; perhaps you meant \"p1\""),
                arguments("ALTER TABLE declared ALTER PARTITION p1 DROP PARTITION nosuch", "partition \"nosuch\" of partition \"p1\" of foreign table \"public.declared\" does not exist; existing partitions: q1"),
                arguments("ALTER TABLE declared ALTER PARTITION p1 ALTER PARTITION q1 DROP PARTITION x", "has 2 level(s) of partitions; partition \"q1\" has no subpartitions"),
                arguments("ALTER TABLE t ADD PARTITION p VALUES (1)", "foreign table \"public.t\" is not partitioned"),
                arguments("ALTER TABLE ranged ADD PARTITION p VALUES ('x')", "are tables of their own; use CREATE FOREIGN TABLE … PARTITION OF"));
    }

    @ParameterizedTest
    @MethodSource("badScripts")
    void testBadScript(String script, String message)
    {
        TestingDdl.MemoryStore store = new TestingDdl.MemoryStore();
        ForeignCatalog catalog = catalog(store, ImmutableMap.of());
        catalog.execute(session("alice"), PREPARATION);
        Definitions before = store.load();
        assertThatThrownBy(() -> catalog.execute(session("alice"), script))
                .isInstanceOf(TrinoException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("line ")
                .hasMessageNotContaining(SECRET);
        // the same after good statements: nothing of them remains
        assertThatThrownBy(() -> catalog.execute(session("alice"), "CREATE SERVER good FOREIGN DATA WRAPPER test_fdw;\nCREATE FOREIGN TABLE good (a int) SERVER good; ALTER FOREIGN TABLE t ADD good int;\n\n" + script))
                .isInstanceOf(TrinoException.class)
                .hasMessageNotContaining(SECRET);
        assertThat(store.load()).isEqualTo(before);
        assertThat(catalog.servers()).extracting(server -> server.name()).containsExactly("empty", "s", "test");
    }

    @Test
    void testThereAreEnough()
    {
        assertThat(badScripts().count()).isGreaterThanOrEqualTo(100);
    }
}
