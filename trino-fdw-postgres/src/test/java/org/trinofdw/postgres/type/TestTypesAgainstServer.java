package org.trinofdw.postgres.type;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.Type;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.CharType.createCharType;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DecimalType.createDecimalType;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.NumberType.NUMBER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.SmallintType.SMALLINT;
import static io.trino.spi.type.TimestampType.TIMESTAMP_MICROS;
import static io.trino.spi.type.TimestampType.TIMESTAMP_MILLIS;
import static io.trino.spi.type.TimestampType.TIMESTAMP_NANOS;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_NANOS;
import static io.trino.spi.type.TinyintType.TINYINT;
import static io.trino.spi.type.TypeUtils.readNativeValue;
import static io.trino.spi.type.UuidType.UUID;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static io.trino.spi.type.VarcharType.createVarcharType;
import static io.trino.type.InternalTypeManager.TESTING_TYPE_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Every type and its edge values both ways through COPY of a real server, and back as a literal in a predicate.
 */
@TestInstance(PER_CLASS)
final class TestTypesAgainstServer
{
    private static final ColumnMappings MAPPINGS = new ColumnMappings(TESTING_TYPE_MANAGER, ValuePolicies.STRICT);

    private TestingPostgresServer server;
    private Connection connection;

    @BeforeAll
    void start()
            throws SQLException
    {
        server = TestingPostgresServer.start();
        connection = server.connect();
        execute("SET intervalstyle = 'postgres'; SET extra_float_digits = 3; SET TimeZone = 'UTC'");
        execute("""
                CREATE EXTENSION hstore;
                CREATE EXTENSION citext;
                CREATE TYPE mood AS ENUM ('zz', 'aa', 'Smile "€"');
                CREATE TYPE pair AS (a int, b text);
                CREATE DOMAIN price AS numeric(10,2) CHECK (VALUE >= 0);
                CREATE DOMAIN net_price AS price;
                CREATE DOMAIN ints AS int[];
                CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)
                """);
    }

    @AfterAll
    void stop()
            throws SQLException
    {
        connection.close();
        server.close();
    }

    @Test
    void testBoolean()
            throws SQLException
    {
        assertRoundTrip("boolean", "boolean", "true", "true", "false", "false");
    }

    @Test
    void testIntegers()
            throws SQLException
    {
        assertRoundTrip("smallint", "smallint", "'-32768'", "-32768", "0", "0", "32767", "32767");
        assertRoundTrip("integer", "integer", "'-2147483648'", "-2147483648", "-1", "-1", "2147483647", "2147483647");
        assertRoundTrip("bigint", "bigint", "'-9223372036854775808'", "-9223372036854775808", "-7", "-7", "9223372036854775807", "9223372036854775807");
        assertRoundTrip("oid", "bigint", "0", "0", "4294967295", "4294967295");
    }

    @Test
    void testFloats()
            throws SQLException
    {
        assertRoundTrip("real", "real", "'1.1'", "1.1", "'-0'", "-0.0", "'3.4028235e38'", "3.4028235E38", "'1e-45'", "1.4E-45", "'NaN'", "NaN", "'-Infinity'", "-Infinity");
        assertRoundTrip("double precision", "double", "'0.1'", "0.1", "'-0'", "-0.0", "'1.7976931348623157e308'", "1.7976931348623157E308",
                "'4.9e-324'", "4.9E-324", "'NaN'", "NaN", "'Infinity'", "Infinity", "'-Infinity'", "-Infinity");
    }

    @Test
    void testDecimals()
            throws SQLException
    {
        assertRoundTrip("numeric(12,2)", "decimal(12,2)", "0", "0.00", "-12345.67", "-12345.67", "9999999999.99", "9999999999.99", "0.01", "0.01", "10000", "10000.00", "100000000", "100000000.00");
        assertRoundTrip("numeric(18,0)", "decimal(18,0)", "999999999999999999", "999999999999999999", "-999999999999999999", "-999999999999999999", "10000", "10000");
        assertRoundTrip("numeric(18,18)", "decimal(18,18)", "0.999999999999999999", "0.999999999999999999", "-0.000000000000000001", "-0.000000000000000001", "0.0001", "0.000100000000000000");
        assertRoundTrip("numeric(18,1)", "decimal(18,1)", "99999999999999999.9", "99999999999999999.9", "-10000000000000000.1", "-10000000000000000.1");
        assertRoundTrip("numeric(17,17)", "decimal(17,17)", "0.12345678901234567", "0.12345678901234567");
        assertRoundTrip("numeric(19,0)", "decimal(19,0)", "9999999999999999999", "9999999999999999999", "-1", "-1", "0", "0", "10000000000000000", "10000000000000000");
        assertRoundTrip("numeric(38,0)", "decimal(38,0)", "99999999999999999999999999999999999999", "99999999999999999999999999999999999999",
                "-99999999999999999999999999999999999999", "-99999999999999999999999999999999999999", "-18446744073709551616", "-18446744073709551616", "18446744073709551615", "18446744073709551615");
        assertRoundTrip("numeric(38,38)", "decimal(38,38)", "0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001",
                "-0.99999999999999999999999999999999999999", "-0.99999999999999999999999999999999999999");
        assertRoundTrip("numeric(38,10)", "decimal(38,10)", "1234567890123456789012345678.0123456789", "1234567890123456789012345678.0123456789", "-1.5", "-1.5000000000", "1000", "1000.0000000000");
        if (server.version() >= 150_000) {
            assertRoundTrip("numeric(5,-2)", "decimal(7,0)", "12345", "12300", "-9999949", "-9999900");
            assertRoundTrip("numeric(3,5)", "decimal(5,5)", "0.00999", "0.00999", "-0.00001", "-0.00001");
        }
        assertRoundTrip("net_price", "decimal(10,2)", "12.5", "12.50", "0", "0.00");
    }

    @Test
    void testNumber()
            throws SQLException
    {
        assertRoundTrip("numeric", "number", "1", "1", "-12345.678", "-12345.678", "0", "0", "1e-7", "1E-7", "'NaN'", "NaN",
                "1e400", "1E+400", "123456789012345678901234567890123456789.5", "123456789012345678901234567890123456789.5", "10000", "1E+4");
        if (server.version() >= 140_000) {
            assertRoundTrip("numeric", "number", "'Infinity'", "+Infinity", "'-Infinity'", "-Infinity");
        }
        assertRoundTrip("numeric(40,2)", "number", "12345678901234567890123456789012345678.25", "12345678901234567890123456789012345678.25");
        assertReadError("numeric", "repeat('9', 201)::numeric", "A number of more than 200 digits does not fit into number; declare the column as varchar");
        assertReadError("numeric", "'1e20000'::numeric", "1E+20000 does not fit into number");
    }

    @Test
    void testText()
            throws SQLException
    {
        assertRoundTrip("text", "varchar", "''", "", "'abc'", "abc", "'O''Reilly \"x\" \\ \\\\'", "O'Reilly \"x\" \\ \\\\", "'žluť €  😀 '", "žluť €  😀 ", "E'a\\tb\\nc'", "a\tb\nc");
        assertRoundTrip("varchar(3)", "varchar(3)", "'😀😀😀'", "😀😀😀", "'ab '", "ab ", "''", "");
        assertRoundTrip("varchar", "varchar", "'x'", "x");
        assertRoundTrip("name", "varchar(63)", "'abc'", "abc");
        assertRoundTrip("character(5)", "char(5)", "'ab'", "ab   ", "''", "     ", "'😀'", "😀    ", "'abcde'", "abcde", "'  a'", "  a  ");
        assertRoundTrip("bpchar", "varchar", "'ab'", "ab");
        assertRoundTrip("\"char\"", "char(1)", "'a'", "a", "''", " ");
        assertRoundTrip("mood", "varchar", "'zz'", "zz", "'Smile \"€\"'", "Smile \"€\"");
        assertRoundTrip("citext", "varchar", "'ABC'", "ABC", "'abc'", "abc");
    }

    @Test
    void testBytes()
            throws SQLException
    {
        assertRoundTrip("bytea", "varbinary", "'\\x00ff10'", "AP8Q", "''", "");
        assertRoundTrip("uuid", "uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "'ffffffff-ffff-ffff-ffff-ffffffffffff'", "ffffffff-ffff-ffff-ffff-ffffffffffff");
    }

    @Test
    void testDates()
            throws SQLException
    {
        assertRoundTrip("date", "date", "'1970-01-01'", "1970-01-01", "'2000-02-29'", "2000-02-29", "'0001-01-01'", "0001-01-01", "'0044-03-15 BC'", "-0043-03-15",
                "'4714-11-24 BC'", "-4713-11-24", "'5874897-12-31'", "+5874897-12-31", "'10000-01-01'", "+10000-01-01");
        assertReadError("date", "'infinity'::date", "The date infinity has no counterpart in Trino");
        assertReadError("date", "'-infinity'::date", "The date -infinity has no counterpart in Trino");
    }

    @Test
    void testTimes()
            throws SQLException
    {
        assertRoundTrip("time", "time(6)", "'00:00'", "00:00:00.000000", "'23:59:59.999999'", "23:59:59.999999");
        assertRoundTrip("time(0)", "time(0)", "'12:34:56'", "12:34:56");
        assertRoundTrip("time(3)", "time(3)", "'12:34:56.789'", "12:34:56.789");
        assertRoundTrip("time with time zone", "time(6) with time zone", "'12:34:56.123456+02'", "12:34:56.123456+02:00", "'00:00-05:30'", "00:00:00.000000-05:30", "'23:59:59+14'", "23:59:59.000000+14:00");
        assertReadError("time", "'24:00'::time", "The time 24:00:00 has no counterpart in Trino");
        assertReadError("timetz", "'12:00+15:59'::timetz", "A time zone offset of 57540 seconds has no counterpart in Trino");
        assertReadError("timetz", "'12:00+01:02:03'::timetz", "A time zone offset of 3723 seconds has no counterpart in Trino");
    }

    @Test
    void testTimestamps()
            throws SQLException
    {
        assertRoundTrip("timestamp", "timestamp(6)", "'1970-01-01'", "1970-01-01 00:00:00.000000", "'1969-12-31 23:59:59.999999'", "1969-12-31 23:59:59.999999",
                "'4714-11-24 BC'", "-4713-11-24 00:00:00.000000", "'294246-12-31 23:59:59'", "+294246-12-31 23:59:59.000000", "'0001-01-01 BC 12:00'", "0000-01-01 12:00:00.000000");
        assertRoundTrip("timestamp(3)", "timestamp(3)", "'2020-02-03 04:05:06.789'", "2020-02-03 04:05:06.789");
        assertRoundTrip("timestamp(0)", "timestamp(0)", "'2020-02-03 04:05:06'", "2020-02-03 04:05:06");
        assertRoundTrip("timestamp with time zone", "timestamp(6) with time zone", "'2020-02-03 04:05:06.123456+02'", "2020-02-03 02:05:06.123456 UTC", "'1969-12-31 23:59:59.999999+00'", "1969-12-31 23:59:59.999999 UTC",
                "'0044-03-15 12:00:00+00 BC'", "-0043-03-15 12:00:00.000000 UTC");
        assertRoundTrip("timestamptz(3)", "timestamp(3) with time zone", "'2020-02-03 04:05:06.789+00'", "2020-02-03 04:05:06.789 UTC", "'0001-01-01 00:00:00+00'", "0001-01-01 00:00:00.000 UTC");
        assertReadError("timestamp", "'infinity'::timestamp", "The timestamp infinity has no counterpart in Trino");
        assertReadError("timestamptz", "'-infinity'::timestamptz", "The timestamp with time zone -infinity has no counterpart in Trino");
        assertReadError("timestamp", "'294276-01-01'::timestamp", "A timestamp after the year 294246 has no counterpart in Trino");
        assertReadError("timestamptz", "'80000-01-01 00:00+00'::timestamptz", "A timestamp with time zone after the year 73326 has no counterpart in Trino");
    }

    @Test
    void testJson()
            throws SQLException
    {
        assertRoundTrip("jsonb", "json", "'{\"bb\": 1, \"a\": [1, null, \"x\"]}'", "{\"a\":[1,null,\"x\"],\"bb\":1}", "'null'", "null", "'\"é\"'", "\"é\"");
        assertRoundTrip("json", "json", "'{\"a\":1}'", "{\"a\":1}", "'[]'", "[]");
    }

    @Test
    void testArrays()
            throws SQLException
    {
        assertRoundTrip("int[]", "array(integer)", "'{}'", "[]", "'{1,NULL,3}'", "[1, null, 3]");
        assertRoundTrip("text[]", "array(varchar)", "'{a,NULL,\"NULL\",\"\"}'", "[a, null, NULL, ]");
        assertRoundTrip("numeric(10,2)[]", "array(decimal(10,2))", "'{1.5}'", "[1.50]");
        assertRoundTrip("timestamptz[]", "array(timestamp(6) with time zone)", "'{2020-01-01 00:00:00+00}'", "[2020-01-01 00:00:00.000000 UTC]");
        assertRoundTrip("character(3)[]", "array(char(3))", "'{a,bcd}'", "[a  , bcd]");
        assertRoundTrip("boolean[]", "array(boolean)", "'{t,f}'", "[true, false]");
        assertRoundTrip("uuid[]", "array(uuid)", "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'", "[a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11]");
        assertRoundTrip("jsonb[]", "array(json)", "array['{\"a\":1}'::jsonb]", "[{\"a\":1}]");
        assertRoundTrip("bytea[]", "array(varbinary)", "array['\\x01'::bytea]", "[AQ==]");
        assertRoundTrip("mood[]", "array(varchar)", "'{zz,aa}'", "[zz, aa]");
        assertRoundTrip("price[]", "array(decimal(10,2))", "'{1.5}'", "[1.50]");
        assertRoundTrip("ints", "array(integer)", "'{1,2}'", "[1, 2]");
        assertRoundTrip("interval[]", "array(varchar)", "'{1 day,2 hours}'", "[1 day, 02:00:00]");
        assertRoundTrip("inet[]", "array(varchar)", "'{10.0.0.1}'", "[10.0.0.1/32]");
        assertRoundTrip("ints[]", "varchar", "array['{1,2}'::ints]", "{\"{1,2}\"}");
        assertReadError("int[]", "'{{1,2},{3,4}}'::int[]", "An array of 2 dimensions does not fit into a column of 1");
    }

    @Test
    void testEverythingElseIsText()
            throws SQLException
    {
        assertRoundTrip("interval", "varchar", "'1 year 2 mons -3 days 04:05:06.7'", "1 year 2 mons -3 days +04:05:06.7");
        assertRoundTrip("inet", "varchar", "'10.1.2.3'", "10.1.2.3/32", "'::1/64'", "::1/64");
        assertRoundTrip("cidr", "varchar", "'10.0.0.0/8'", "10.0.0.0/8");
        assertRoundTrip("macaddr", "varchar", "'08:00:2b:01:02:03'", "08:00:2b:01:02:03");
        assertRoundTrip("bit(3)", "varchar", "B'101'", "101");
        assertRoundTrip("bit varying", "varchar", "B'10'", "10");
        assertRoundTrip("money", "varchar", "'12.34'", "$12.34");
        assertRoundTrip("xml", "varchar", "'<a>é</a>'", "<a>é</a>");
        assertRoundTrip("point", "varchar", "'(1,2)'", "(1,2)");
        assertRoundTrip("int4range", "varchar", "'[1,5)'", "[1,5)");
        if (server.version() >= 140_000) {
            assertRoundTrip("int4multirange", "varchar", "'{[1,3),[5,7)}'", "{[1,3),[5,7)}");
        }
        assertRoundTrip("pair", "varchar", "'(1,\"a b\")'", "(1,\"a b\")");
        assertRoundTrip("tsvector", "varchar", "'a b'", "'a' 'b'");
        assertRoundTrip("xid", "varchar", "'7'", "7");
        assertRoundTrip("pg_lsn", "varchar", "'0/16'", "0/16");
        assertRoundTrip("regclass", "varchar", "'pg_class'", "pg_class");
        assertRoundTrip("int2vector", "varchar", "'1 2'", "1 2");
        assertRoundTrip("hstore", "map(varchar, varchar)", "'a=>1,b=>NULL'", "{a=1, b=null}", "''", "{}");
    }

    @Test
    void testDeclaredTypes()
            throws SQLException
    {
        assertDeclared("bigint", SMALLINT, "-5", "-5");
        assertDeclared("bigint", TINYINT, "100", "100");
        assertDeclared("smallint", BIGINT, "7", "7");
        assertDeclared("integer", DOUBLE, "7", "7.0");
        assertDeclared("integer", createDecimalType(10, 2), "7", "7.00");
        assertDeclared("integer", VARCHAR, "7", "7");
        assertDeclared("boolean", INTEGER, "true", "1");
        assertDeclared("boolean", VARCHAR, "true", "true");
        assertDeclared("real", DOUBLE, "0.5", "0.5");
        assertDeclared("double precision", REAL, "0.5", "0.5");
        assertDeclared("double precision", BIGINT, "12", "12");
        assertDeclared("double precision", createDecimalType(5, 2), "0.25", "0.25");
        assertDeclared("numeric", DOUBLE, "1.5", "1.5");
        assertDeclared("numeric", createDecimalType(38, 10), "1.5000000000", "1.5000000000");
        assertDeclared("numeric(12,2)", createDecimalType(20, 4), "1.5", "1.5000");
        assertDeclared("numeric(12,2)", NUMBER, "1.5", "1.5");
        assertDeclared("numeric(12,0)", BIGINT, "15", "15");
        assertDeclared("money", createDecimalType(10, 2), "12.34", "12.34");
        assertDeclared("text", createCharType(3), "'ab'", "ab ");
        assertDeclared("text", createVarcharType(2), "'žž'", "žž");
        assertDeclared("text", INTEGER, "'17'", "17");
        assertDeclared("text", DATE, "'2020-01-02'", "2020-01-02");
        assertDeclared("varchar(40)", UUID, "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        assertDeclared("text", BOOLEAN, "'true'", "true");
        assertDeclared("character(4)", VARCHAR, "'ab'", "ab");
        assertDeclared("date", TIMESTAMP_MICROS, "'2020-01-02'", "2020-01-02 00:00:00.000000");
        assertDeclared("timestamp", DATE, "'2020-01-02'", "2020-01-02");
        assertDeclared("timestamp", TIMESTAMP_MILLIS, "'2020-01-02 00:00:00.123'", "2020-01-02 00:00:00.123");
        assertDeclared("timestamp(3)", TIMESTAMP_NANOS, "'2020-01-02 00:00:00.123'", "2020-01-02 00:00:00.123000000");
        assertDeclared("timestamptz", TIMESTAMP_TZ_MILLIS, "'2020-01-02 00:00:00.123+00'", "2020-01-02 00:00:00.123 UTC");
        assertDeclared("timestamptz", TIMESTAMP_TZ_NANOS, "'2020-01-02 00:00:00.123456+00'", "2020-01-02 00:00:00.123456000 UTC");
        assertDeclared("timestamp", VARCHAR, "'infinity'", "infinity");
        assertDeclared("jsonb", VARCHAR, "'{\"a\": 1}'", "{\"a\": 1}");
        assertDeclared("inet", ipAddress(), "'10.1.2.3'", "10.1.2.3");
        assertDeclared("inet", ipAddress(), "'2001:db8::1'", "2001:db8::1");
        assertDeclared("cidr", ipAddress(), "'10.1.2.3/32'", "10.1.2.3");
        assertDeclared("int[]", new ArrayType(BIGINT), "'{1,2}'", "[1, 2]");
        assertDeclared("int[]", new ArrayType(new ArrayType(INTEGER)), "'{{1,2},{3,NULL}}'", "[[1, 2], [3, null]]");
        assertDeclared("text[]", new ArrayType(createVarcharType(5)), "'{a}'", "[a]");
        assertDeclared("numeric[]", new ArrayType(DOUBLE), "'{1.5}'", "[1.5]");
        assertDeclared("int[]", VARCHAR, "'{{1},{2}}'", "{{1},{2}}");
        assertDeclared("mood", createVarcharType(10), "'aa'", "aa");
    }

    @Test
    void testImpossibleDeclarations()
            throws SQLException
    {
        assertImpossible("inet", BIGINT, "Column \"v\" is declared as bigint, which values of its remote type inet cannot be read as; varchar would do");
        assertImpossible("date", BIGINT, "Column \"v\" is declared as bigint, which values of its remote type date cannot be read as; date or varchar would do");
        assertImpossible("timestamp", TIMESTAMP_TZ_MILLIS, "remote type timestamp without time zone cannot be read as");
        assertImpossible("timestamptz", TIMESTAMP_MILLIS, "remote type timestamp with time zone cannot be read as");
        assertImpossible("bytea", INTEGER, "remote type bytea cannot be read as");
        assertImpossible("int[]", new ArrayType(UUID), "remote type integer[] cannot be read as");
        assertImpossible("int", new ArrayType(INTEGER), "remote type integer cannot be read as");
        assertImpossible("mood", INTEGER, "remote type mood cannot be read as");
    }

    @Test
    void testDeclaredTypesTooSmall()
            throws SQLException
    {
        assertDeclaredError("bigint", INTEGER, "2147483648", "2147483648 does not fit into integer; declare the column as bigint");
        assertDeclaredError("integer", TINYINT, "128", "128 does not fit into tinyint");
        assertDeclaredError("text", createVarcharType(2), "'abc'", "A text of 3 characters does not fit into varchar(2)");
        assertDeclaredError("text", createCharType(2), "'abc'", "A text of 3 characters does not fit into char(2)");
        assertDeclaredError("numeric", createDecimalType(5, 2), "1.005", "1.005 has more than 2 fraction digits, so it does not fit into decimal(5,2)");
        assertDeclaredError("numeric", createDecimalType(5, 2), "1001", "1001 does not fit into decimal(5,2)");
        assertDeclaredError("numeric", createDecimalType(30, 2), "1.005", "1.005 has more than 2 fraction digits, so it does not fit into decimal(30,2)");
        assertDeclaredError("numeric", createDecimalType(30, 2), "1e29", "does not fit into decimal(30,2)");
        assertDeclaredError("numeric", createDecimalType(30, 2), "'NaN'", "NaN cannot be read as decimal(30,2)");
        assertDeclaredError("numeric", BIGINT, "1.5", "1.5 does not fit into bigint");
        assertDeclaredError("numeric(5,2)", createDecimalType(5, 2), "'NaN'", "NaN cannot be read as decimal(5,2)");
        assertDeclaredError("inet", ipAddress(), "'10.0.0.0/8'", "A network of 8 bits does not fit into ipaddress");
    }

    @Test
    void testCollations()
            throws SQLException
    {
        execute("""
                DROP TABLE IF EXISTS c;
                CREATE TABLE c (a text, b text COLLATE "C", c text COLLATE "en-x-icu", d text COLLATE nocase, e varchar(3) COLLATE "POSIX", f character(3) COLLATE nocase, g mood)
                """);
        assertThat(table("c").mappings(MAPPINGS).stream().map(ColumnMapping::pushdown)).containsExactly(
                PushdownRule.TEXT,
                PushdownRule.TEXT_BYTEWISE,
                PushdownRule.TEXT,
                PushdownRule.TEXT_COLLATED,
                PushdownRule.TEXT_BYTEWISE,
                PushdownRule.NULL_CHECK_ONLY,
                PushdownRule.ENUM);
    }

    @Test
    void testColumnDescriptions()
            throws SQLException
    {
        execute("""
                DROP TABLE IF EXISTS d;
                CREATE TABLE d (
                    id bigint GENERATED ALWAYS AS IDENTITY,
                    dropped int,
                    "Mixed ""q"" x" text NOT NULL DEFAULT 'x',
                    twice int GENERATED ALWAYS AS (length("Mixed ""q"" x") * 2) STORED);
                ALTER TABLE d DROP COLUMN dropped;
                COMMENT ON COLUMN d.id IS 'the id'
                """);
        List<RemoteColumn> columns = table("d").columns();
        assertThat(columns).extracting(RemoteColumn::name).containsExactly("id", "Mixed \"q\" x", "twice");
        assertThat(columns).extracting(RemoteColumn::position).containsExactly(1, 3, 4);
        assertThat(columns).extracting(RemoteColumn::nullable).containsExactly(false, false, true);
        assertThat(columns).extracting(RemoteColumn::alwaysIdentity).containsExactly(true, false, false);
        assertThat(columns).extracting(RemoteColumn::comment).containsExactly(Optional.of("the id"), Optional.empty(), Optional.empty());
        assertThat(columns.get(1).defaultExpression()).contains("'x'::text");
        assertThat(columns.get(2).generationExpression()).contains("(length(\"Mixed \"\"q\"\" x\") * 2)");
        assertThat(columns.get(2).defaultExpression()).isEmpty();
    }

    @Test
    void testZeroColumnsAndNoRows()
            throws SQLException
    {
        execute("DROP TABLE IF EXISTS z; CREATE TABLE z (); INSERT INTO z DEFAULT VALUES; INSERT INTO z DEFAULT VALUES; INSERT INTO z DEFAULT VALUES");
        RemoteTable table = table("z");
        Page page = table.read(table.mappings(MAPPINGS), "ctid");
        assertThat(page.getPositionCount()).isEqualTo(3);
        table.write(table.mappings(MAPPINGS), page);
        assertThat(table.query("SELECT count(*) FROM z")).isEqualTo("6");
        execute("TRUNCATE z");
        assertThat(table.read(table.mappings(MAPPINGS), "ctid").getPositionCount()).isZero();
    }

    private void assertRoundTrip(String remoteType, String trinoType, String... literalsAndValues)
            throws SQLException
    {
        assertRoundTrip(remoteType, Optional.empty(), trinoType, literalsAndValues);
    }

    private void assertDeclared(String remoteType, Type declared, String literal, String value)
            throws SQLException
    {
        assertRoundTrip(remoteType, Optional.of(declared), declared.getDisplayName(), literal, value);
    }

    private void assertRoundTrip(String remoteType, Optional<Type> declared, String trinoType, String... literalsAndValues)
            throws SQLException
    {
        createTable("r", remoteType);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < literalsAndValues.length; i += 2) {
            execute("INSERT INTO r VALUES (%s, %s)".formatted(i / 2, literalsAndValues[i]));
            expected.add(literalsAndValues[i + 1]);
        }
        execute("INSERT INTO r VALUES (1000, NULL)");
        expected.add("null");

        RemoteTable table = table("r");
        List<ColumnMapping> mappings = declared
                .map(type -> mappings(table, type))
                .orElseGet(() -> mappings(table));
        ColumnMapping mapping = mappings.get(1);
        assertThat(mapping.type().getDisplayName()).isEqualTo(trinoType);
        Page page = table.read(mappings, "i");
        assertThat(values(mapping.type(), page.getBlock(1))).as(remoteType).isEqualTo(expected);

        createTable("w", remoteType);
        table("w").write(mappings, page);
        assertThat(table.query("SELECT r.i, r.v::text, w.v::text FROM r FULL JOIN w USING (i) WHERE r.v::text IS DISTINCT FROM w.v::text"))
                .as("differences after writing %s", remoteType)
                .isEmpty();

        assertLiterals(table, mapping, page);
    }

    /** A value read and sent back as a literal finds its row. */
    private static void assertLiterals(RemoteTable table, ColumnMapping mapping, Page page)
            throws SQLException
    {
        Block block = page.getBlock(1);
        String expression = mapping.selectExpression("v");
        if (mapping.pushdown() == PushdownRule.NULL_CHECK_ONLY || mapping.pushdown() == PushdownRule.NONE) {
            assertThat(PostgresLiterals.literal(mapping, readNativeValue(mapping.type(), block, 0))).isEmpty();
            return;
        }
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < block.getPositionCount() - 1; i++) {
            Object value = readNativeValue(mapping.type(), block, i);
            all.add(value);
            String literal = PostgresLiterals.literal(mapping, value).orElseThrow();
            assertThat(table.query("SELECT i FROM r WHERE %s = %s AND i = %s".formatted(expression, literal, i)))
                    .as("%s = %s", expression, literal)
                    .isEqualTo(String.valueOf(i));
        }
        String array = PostgresLiterals.arrayLiteral(mapping, all).orElseThrow();
        assertThat(table.query("SELECT count(*) FROM r WHERE %s = ANY (%s)".formatted(expression, array)))
                .as("%s = ANY (%s)", expression, array)
                .isEqualTo(String.valueOf(all.size()));
    }

    private void assertReadError(String remoteType, String literal, String message)
            throws SQLException
    {
        createTable("r", remoteType);
        execute("INSERT INTO r VALUES (1, NULL), (2, %s)".formatted(literal));
        RemoteTable table = table("r");
        List<ColumnMapping> mappings = table.mappings(MAPPINGS);
        assertThatThrownBy(() -> table.read(mappings, "i"))
                .isInstanceOf(TrinoException.class)
                .hasMessageStartingWith("Column \"v\", row 2: ")
                .hasMessageContaining(message);
    }

    private void assertDeclaredError(String remoteType, Type declared, String literal, String message)
            throws SQLException
    {
        createTable("r", remoteType);
        execute("INSERT INTO r VALUES (1, NULL), (2, %s)".formatted(literal));
        RemoteTable table = table("r");
        List<ColumnMapping> mappings = mappings(table, declared);
        assertThatThrownBy(() -> table.read(mappings, "i"))
                .isInstanceOf(TrinoException.class)
                .hasMessageStartingWith("Column \"v\", row 2: ")
                .hasMessageContaining(message);
    }

    private void assertImpossible(String remoteType, Type declared, String message)
            throws SQLException
    {
        createTable("r", remoteType);
        PostgresType type = table("r").columns().get(1).type();
        assertThatThrownBy(() -> MAPPINGS.declared("v", type, declared))
                .isInstanceOf(TrinoException.class)
                .hasMessageContaining(message);
    }

    private void execute(String sql)
            throws SQLException
    {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void createTable(String name, String remoteType)
            throws SQLException
    {
        execute("DROP TABLE IF EXISTS %1$s; CREATE TABLE %1$s (i int, v %2$s)".formatted(name, remoteType));
    }

    private RemoteTable table(String name)
    {
        return new RemoteTable(connection, name);
    }

    private static List<ColumnMapping> mappings(RemoteTable table)
    {
        try {
            return table.mappings(MAPPINGS);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ColumnMapping> mappings(RemoteTable table, Type declared)
    {
        try {
            return table.mappings(MAPPINGS, ImmutableMap.of("v", declared));
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> values(Type type, Block block)
    {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < block.getPositionCount(); i++) {
            values.add(String.valueOf(type.getObjectValue(block, i)));
        }
        return values;
    }

    private static Type ipAddress()
    {
        return TrinoTypes.from(TESTING_TYPE_MANAGER).ipAddress();
    }
}
