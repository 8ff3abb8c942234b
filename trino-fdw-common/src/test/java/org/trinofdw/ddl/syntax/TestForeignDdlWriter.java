package org.trinofdw.ddl.syntax;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.ddl.store.StoredDefinitions;
import org.trinofdw.definition.DeclaredType;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.UserMapping;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
import static io.trino.spi.type.TimeType.createTimeType;
import static io.trino.spi.type.TimeWithTimeZoneType.createTimeWithTimeZoneType;
import static io.trino.spi.type.TimestampType.createTimestampType;
import static io.trino.spi.type.TimestampWithTimeZoneType.createTimestampWithTimeZoneType;
import static io.trino.spi.type.TinyintType.TINYINT;
import static io.trino.spi.type.UuidType.UUID;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static io.trino.spi.type.VarcharType.createVarcharType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.ddl.TestingDdl.TYPES;
import static org.trinofdw.ddl.TestingDdl.catalog;
import static org.trinofdw.ddl.TestingDdl.session;

final class TestForeignDdlWriter
{
    @Test
    void testCanonicalText()
    {
        ForeignTable table = table(
                """
                CREATE FOREIGN TABLE s."T 1" (
                    "C 1" int4 OPTIONS (column_name 'C 1') NOT NULL, b varchar(10) COLLATE "C" DEFAULT 'it''s'::varchar(10) CHECK (b <> ''),
                    c numeric GENERATED ALWAYS AS ("C 1" * 2) STORED,
                    "select" timestamptz[],
                    CONSTRAINT "positive number" CHECK ("C 1" > 0) NO INHERIT)
                SERVER test OPTIONS (updatable 'off', fetch_size '10');
                COMMENT ON FOREIGN TABLE s."T 1" IS E'two\\nlines';
                COMMENT ON COLUMN s."T 1".b IS 'it''s';
                """,
                "s",
                "t 1");
        assertThat(ForeignDdlWriter.write(table)).isEqualTo(
                """
                CREATE FOREIGN TABLE s."t 1" (
                    "c 1" integer OPTIONS (column_name 'C 1') NOT NULL,
                    b character varying(10) COLLATE "C" DEFAULT 'it''s'::varchar(10),
                    c numeric GENERATED ALWAYS AS ("C 1" * 2) STORED,
                    "select" timestamp with time zone[],
                    CONSTRAINT "positive number" CHECK ("C 1" > 0) NO INHERIT,
                    CHECK (b <> '')
                )
                SERVER test
                OPTIONS (
                    fetch_size '10',
                    table_name 'T 1',
                    updatable 'off'
                );

                COMMENT ON FOREIGN TABLE s."t 1" IS E'two\\nlines';

                COMMENT ON COLUMN s."t 1".b IS 'it''s';
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "CREATE FOREIGN TABLE t () SERVER test",
            "CREATE FOREIGN TABLE t (a int, \"A b\" text OPTIONS (column_name 'x''y\"')) SERVER test",
            "CREATE FOREIGN TABLE t (a int DEFAULT NULL, b int DEFAULT (1 + 2) NOT NULL, c text DEFAULT CASE WHEN true THEN 'x' END, d int[] DEFAULT ARRAY[1,2]) SERVER test",
            "CREATE FOREIGN TABLE t (a int DEFAULT $q$ it's $q$::text /* note */ || 'x') SERVER test",
            "CREATE FOREIGN TABLE t (a interval day to second(3), b bit varying(5), c \"char\", d public.mood, e \"map(varchar, bigint)\", f geometry(Point,4326), g vector(3)) SERVER test",
            "CREATE FOREIGN TABLE t (a text, p text) SERVER test PARTITION BY LIST (p)",
            "CREATE FOREIGN TABLE t (a text, p text) SERVER test PARTITION BY LIST (p) (PARTITION x VALUES ('1', '2'), PARTITION y VALUES (NULL), DEFAULT PARTITION z)",
            """
            CREATE FOREIGN TABLE t (a text, p text, q int, r text) SERVER test
            PARTITION BY LIST (p)
            SUBPARTITION BY LIST (q) SUBPARTITION TEMPLATE (SUBPARTITION q1 VALUES (-1), DEFAULT SUBPARTITION q2)
            SUBPARTITION BY LIST (r) SUBPARTITION TEMPLATE (SUBPARTITION r1 VALUES ('a'))
            (PARTITION "P 1" VALUES ('x') (SUBPARTITION s VALUES (7)), PARTITION p2 VALUES ('y'))
            """,
            "CREATE TABLE parent (a int, b text) PARTITION BY HASH (a, b); CREATE FOREIGN TABLE t PARTITION OF parent FOR VALUES WITH (MODULUS 4, REMAINDER 3) SERVER test",
            "CREATE TABLE parent (a int, b text) PARTITION BY RANGE (a, b); CREATE FOREIGN TABLE t PARTITION OF parent FOR VALUES FROM (1, MINVALUE) TO (1, 'x') SERVER test",
            "CREATE TABLE parent (a int, b text) PARTITION BY LIST (a); CREATE FOREIGN TABLE t PARTITION OF parent (b WITH OPTIONS DEFAULT 'x' OPTIONS (column_name 'B')) DEFAULT SERVER test",
            "CREATE TABLE parent (a int) PARTITION BY LIST (a); CREATE TABLE t PARTITION OF parent FOR VALUES IN (1, NULL) PARTITION BY LIST (a)",
            "CREATE FOREIGN TABLE parent (a int CHECK (a > 0), b text) SERVER test; CREATE FOREIGN TABLE t (c int) INHERITS (parent) SERVER test",
    })
    void testRoundTrip(String ddl)
    {
        ForeignTable table = table(ddl, "public", "t");
        String text = ForeignDdlWriter.write(table);
        ForeignTable read = new StoredDefinitions(TYPES).table(text);
        assertThat(read).isEqualTo(table);
        assertThat(ForeignDdlWriter.write(read)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "it's", "back\\slash", "line\nbreak", "tab\tand\rreturn", "\\n", "ü€😀", "\u0001\u0085", "E'x'", "$$", "--", "/*", "", " "})
    void testStrings(String value)
    {
        StoredDefinitions stored = new StoredDefinitions(TYPES);
        ForeignServer server = new ForeignServer(value.isEmpty() ? "x" : value, "test_fdw", ImmutableMap.of("host", value));
        assertThat(stored.server(ForeignDdlWriter.write(server))).isEqualTo(server);
        UserMapping mapping = new UserMapping(value.isEmpty() ? "x" : value, "s", ImmutableMap.of("password", value, "Odd Name", "x"));
        assertThat(stored.userMapping(ForeignDdlWriter.write(mapping))).isEqualTo(mapping);
    }

    static Stream<Type> types()
    {
        return Stream.of(
                BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, createDecimalType(38, 10), createDecimalType(5, 0), NUMBER,
                VARCHAR, createVarcharType(7), createCharType(3), VARBINARY, DATE, createTimeType(3), createTimestampType(6), createTimestampType(9), createTimestampType(0),
                createTimestampWithTimeZoneType(3), createTimeWithTimeZoneType(0), UUID, new ArrayType(BIGINT), new ArrayType(new ArrayType(BIGINT)), new ArrayType(createVarcharType(3)),
                TYPES.fromSqlType("json"), TYPES.fromSqlType("map(varchar, array(bigint))"), TYPES.fromSqlType("row(\"A b\" bigint, c varchar)"), TYPES.fromSqlType("interval day to second"), TYPES.fromSqlType("ipaddress"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void testTypesOfTrino(Type type)
    {
        DeclaredType declared = DeclaredTypes.of(type);
        assertThat(declared.trinoType()).isEqualTo(type);
        assertThat(DeclaredTypes.parse(declared.text(), TYPES)).isEqualTo(declared);
        ForeignTable table = new ForeignTable(new SchemaTableName("s", "t"), "x", ImmutableList.of(new ForeignColumn("c", declared)), ImmutableMap.of());
        assertThat(new StoredDefinitions(TYPES).table(ForeignDdlWriter.write(table))).isEqualTo(table);
    }

    private static ForeignTable table(String ddl, String schema, String name)
    {
        ForeignCatalog catalog = catalog();
        catalog.execute(session("alice"), ddl);
        Optional<ForeignTable> table = catalog.table(new SchemaTableName(schema, name));
        List<SchemaTableName> names = catalog.tables().stream().map(ForeignTable::name).toList();
        return table.orElseThrow(() -> new AssertionError("no table among " + names));
    }
}
