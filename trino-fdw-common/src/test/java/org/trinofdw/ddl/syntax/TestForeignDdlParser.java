package org.trinofdw.ddl.syntax;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trinofdw.definition.DeclaredType;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.ddl.TestingDdl.TYPES;

final class TestForeignDdlParser
{
    @Test
    void testNames()
    {
        assertThat(serverName("Foo")).isEqualTo("foo");
        assertThat(serverName("\"Foo\"")).isEqualTo("Foo");
        assertThat(serverName("\"a\"\"b\"")).isEqualTo("a\"b");
        assertThat(serverName("_a$1")).isEqualTo("_a$1");
        assertThat(serverName("größe")).isEqualTo("größe");
        assertThat(serverName("U&\"d\\0061t\\+000061\"")).isEqualTo("data");
        assertThat(serverName("/* a /* nested */ comment */ x -- and this")).isEqualTo("x");
        // words that are no reserved ones are names
        assertThat(serverName("options")).isEqualTo("options");
        assertThat(serverName("Partition")).isEqualTo("partition");
    }

    @Test
    void testStrings()
    {
        assertThat(optionValue("'it''s'")).isEqualTo("it's");
        assertThat(optionValue("''")).isEmpty();
        assertThat(optionValue("'a\\n'")).isEqualTo("a\\n");
        assertThat(optionValue("E'a\\n\\t\\'\\\\''\\x41\\101\\u00e9\\U0001F600\\q'")).isEqualTo("a\n\t'\\'AAé😀q");
        assertThat(optionValue("U&'\\0061\\\\\\+01F600'''")).isEqualTo("a\\😀'");
        assertThat(optionValue("$$it's$$")).isEqualTo("it's");
        assertThat(optionValue("$tag$a $$ b $other$ c$tag$")).isEqualTo("a $$ b $other$ c");
        assertThat(optionValue("'two '\n   'parts'")).isEqualTo("two parts");
        assertThat(optionValue("'-- no comment; /* here */'")).isEqualTo("-- no comment; /* here */");
        assertThat(optionValue("'line\nbreak'")).isEqualTo("line\nbreak");
    }

    @Test
    void testOptionNames()
    {
        DdlStatement.CreateServer create = (DdlStatement.CreateServer) parse("CREATE SERVER x FOREIGN DATA WRAPPER w OPTIONS (table 'a', user 'b', \"Mixed Case\" 'c', ADD 'd', Drop 'e')").getFirst();
        assertThat(create.options()).extracting(OptionEntry::name).containsExactly("table", "user", "Mixed Case", "add", "drop");
        DdlStatement.AlterServer alter = (DdlStatement.AlterServer) parse("ALTER SERVER x OPTIONS (a '1', ADD b '2', SET c '3', DROP d, add 'e', DROP drop)").getFirst();
        assertThat(alter.options()).extracting(OptionChange::toString).containsExactly("ADD a", "ADD b", "SET c", "DROP d", "ADD add", "DROP drop");
    }

    @Test
    void testSecretsAreNotShown()
    {
        assertThat(parse("CREATE USER MAPPING FOR a SERVER b OPTIONS (password 'hush')").toString()).contains("password").doesNotContain("hush");
        assertThat(parse("ALTER USER MAPPING FOR a SERVER b OPTIONS (SET password 'hush')").toString()).contains("password").doesNotContain("hush");
    }

    @Test
    void testScripts()
    {
        assertThat(parse("")).isEmpty();
        assertThat(parse(" ;; -- nothing\n;")).isEmpty();
        assertThat(parse("\uFEFFDROP SERVER a;;DROP SERVER b")).hasSize(2);
        List<DdlStatement> statements = parse("DROP SERVER a;\n  DROP SERVER b;");
        assertThat(statements).extracting(DdlStatement::position).containsExactly(new Position(1, 1), new Position(2, 3));
        assertThat(parse("GRANT SELECT, UPDATE ON TABLE a, b TO x WITH GRANT OPTION; REVOKE ALL ON FOREIGN SERVER s FROM PUBLIC CASCADE; GRANT ALL PRIVILEGES ON ALL tables IN SCHEMA s TO x")).hasSize(3);
        assertThat(parse("COMMENT ON EXTENSION x IS 'y'; COMMENT ON FOREIGN DATA WRAPPER x IS NULL; DROP EXTENSION IF EXISTS x CASCADE; CREATE SCHEMA AUTHORIZATION joe")).hasSize(4);
        assertThat(parse("CREATE FOREIGN TABLE x (key text, value int, server text, type text, date date, user_name text) SERVER s")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "INT|integer|integer",
            "int4|integer|integer",
            "int2|smallint|smallint",
            "int8|bigint|bigint",
            "bool|boolean|boolean",
            "float4|real|real",
            "float8|double precision|double",
            "float|double precision|double",
            "float(24)|real|real",
            "double precision|double precision|double",
            "numeric|numeric|number",
            "decimal(10)|numeric(10,0)|decimal(10,0)",
            "dec(10, 2)|numeric(10,2)|decimal(10,2)",
            "numeric(5,-2)|numeric(5,-2)|decimal(7,0)",
            "numeric(3,5)|numeric(3,5)|decimal(5,5)",
            "numeric(39)|numeric(39,0)|number",
            "text|text|varchar",
            "varchar|character varying|varchar",
            "varchar(44)|character varying(44)|varchar(44)",
            "character varying (7)|character varying(7)|varchar(7)",
            "char|character(1)|char(1)",
            "national character(3)|character(3)|char(3)",
            "bpchar|bpchar|varchar",
            "bpchar(3)|character(3)|char(3)",
            "char(70000)|character(70000)|varchar(70000)",
            "\"char\"|\"char\"|char(1)",
            "bytea|bytea|varbinary",
            "date|date|date",
            "time|time without time zone|time(6)",
            "time(3) with time zone|time(3) with time zone|time(3) with time zone",
            "timetz|time with time zone|time(6) with time zone",
            "timestamp|timestamp without time zone|timestamp(6)",
            "timestamp(3) with time zone|timestamp(3) with time zone|timestamp(3) with time zone",
            "timestamptz(0)|timestamp(0) with time zone|timestamp(0) with time zone",
            "timestamp(9) without time zone|timestamp(9) without time zone|timestamp(9)",
            "interval|interval|varchar",
            "interval hour to minute|interval hour to minute|varchar",
            "interval DAY to second (3)|interval day to second(3)|varchar",
            "uuid|uuid|uuid",
            "json|json|json",
            "jsonb|jsonb|json",
            "oid|oid|bigint",
            "bit|bit(1)|boolean",
            "bit(8)|bit(8)|varchar",
            "bit varying|bit varying|varchar",
            "inet|inet|varchar",
            "money|money|varchar",
            "hstore|hstore|map(varchar, varchar)",
            "vector(3)|vector(3)|array(real)",
            "geometry(Point,4326)|geometry(Point,4326)|varchar",
            "pg_catalog.int4|integer|integer",
            "pg_catalog.\"char\"|\"char\"|char(1)",
            "public.mood|public.mood|varchar",
            "\"My Schema\".\"Type\"(3)|\"My Schema\".\"Type\"(3)|varchar",
            "int[]|integer[]|array(integer)",
            "int[3][4]|integer[]|array(integer)",
            "int array[4]|integer[]|array(integer)",
            "text ARRAY|text[]|array(varchar)",
            "timestamp(3) with time zone[]|timestamp(3) with time zone[]|array(timestamp(3) with time zone)",
            "\"tinyint\"|\"tinyint\"|tinyint",
            "\"map(varchar,bigint)\"|\"map(varchar, bigint)\"|map(varchar, bigint)",
            "\"text\"|text|varchar",
    })
    void testTypes(String text, String canonical, String trinoType)
    {
        DeclaredType type = DeclaredTypes.parse(text, TYPES);
        assertThat(type.text()).isEqualTo(canonical);
        assertThat(type.trinoType().getDisplayName()).isEqualTo(trinoType);
        assertThat(DeclaredTypes.parse(canonical, TYPES)).isEqualTo(type);
    }

    private static String serverName(String name)
    {
        return ((DdlStatement.DropServers) parse("DROP SERVER " + name).getFirst()).names().getFirst();
    }

    private static String optionValue(String string)
    {
        return ((DdlStatement.CreateServer) parse("CREATE SERVER x FOREIGN DATA WRAPPER w OPTIONS (host " + string + ")").getFirst()).options().getFirst().value();
    }

    private static List<DdlStatement> parse(String script)
    {
        return new ForeignDdlParser(TYPES).parse(script);
    }
}
