package org.trinofdw.postgres.type;

import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.LongTimestamp;
import io.trino.spi.type.Type;
import org.junit.jupiter.api.Test;
import org.trinofdw.postgres.copy.CopyOutputBuffer;
import org.trinofdw.postgres.type.ValuePolicies.EndOfDay;
import org.trinofdw.postgres.type.ValuePolicies.ExcessDigits;
import org.trinofdw.postgres.type.ValuePolicies.InvalidText;
import org.trinofdw.postgres.type.ValuePolicies.NulCharacter;
import org.trinofdw.postgres.type.ValuePolicies.UnrepresentableValue;

import java.util.Arrays;
import java.util.HexFormat;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.CharType.createCharType;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DecimalType.createDecimalType;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.NumberType.NUMBER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.RowType.anonymousRow;
import static io.trino.spi.type.SmallintType.SMALLINT;
import static io.trino.spi.type.TimeType.TIME_MICROS;
import static io.trino.spi.type.TimeType.createTimeType;
import static io.trino.spi.type.TimeWithTimeZoneType.createTimeWithTimeZoneType;
import static io.trino.spi.type.TimestampType.TIMESTAMP_MICROS;
import static io.trino.spi.type.TimestampType.TIMESTAMP_NANOS;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS;
import static io.trino.spi.type.TinyintType.TINYINT;
import static io.trino.spi.type.UuidType.UUID;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static io.trino.spi.type.VarcharType.createVarcharType;
import static io.trino.type.InternalTypeManager.TESTING_TYPE_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Bytes of values as PostgreSQL sends them, both ways.
 */
final class TestCodecGolden
{
    private static final ColumnMappings STRICT = new ColumnMappings(TESTING_TYPE_MANAGER, ValuePolicies.STRICT);
    private static final ColumnMappings LENIENT = new ColumnMappings(TESTING_TYPE_MANAGER, new ValuePolicies(
            UnrepresentableValue.NULL,
            UnrepresentableValue.NULL,
            EndOfDay.WRAP,
            ExcessDigits.ROUND,
            InvalidText.REPLACE,
            NulCharacter.STRIP));

    @Test
    void testScalars()
    {
        assertGolden(BOOLEAN, "01", "true");
        assertGolden(BOOLEAN, "00", "false");
        assertGolden(SMALLINT, "fffe", "-2");
        assertGolden(INTEGER, "00000007", "7");
        assertGolden(BIGINT, "8000000000000000", "-9223372036854775808");
        assertGolden(REAL, "3f800000", "1.0");
        assertGolden(DOUBLE, "8000000000000000", "-0.0");
        assertGolden(DOUBLE, "7ff8000000000000", "NaN");
        assertGolden(VARCHAR, "c5be", "ž");
        assertGolden(VARCHAR, "", "");
        assertGolden(VARBINARY, "00ff", "AP8=");
        assertGolden(UUID, "a0eebc999c0b4ef8bb6d6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        assertDecodes(STRICT, createCharType(5), "6162202020", "ab   ");
    }

    @Test
    void testNumeric()
    {
        assertGolden(createDecimalType(12, 2), "0003000140000002" + "00010929" + "1a2c", "-12345.67");
        assertDecodes(STRICT, createDecimalType(12, 3), "0003000140000003000109291a7c", "-12345.678");
        assertDecodes(STRICT, NUMBER, "0003000140000003000109291a7c", "-12345.678");
        assertDecodes(STRICT, NUMBER, "0001000000000000" + "0001", "1");
        assertDecodes(STRICT, NUMBER, "0001fffe00000007" + "000a", "1E-7");
        assertDecodes(STRICT, NUMBER, "00000000c0000000", "NaN");
        assertDecodes(STRICT, NUMBER, "00000000d0000020", "+Infinity");
        assertDecodes(STRICT, NUMBER, "00000000f0000020", "-Infinity");
        assertDecodes(STRICT, NUMBER, "0000000000000000", "0");
        // the group of 10000 is left out
        assertDecodes(STRICT, createDecimalType(12, 2), "0001000100000002" + "0001", "10000.00");
        assertDecodes(STRICT, createDecimalType(38, 2), "0001000100000002" + "0001", "10000.00");
        assertDecodes(STRICT, createDecimalType(12, 2), "0000000000000002", "0.00");
        // no group before the point
        assertDecodes(STRICT, createDecimalType(12, 2), "0001ffff00000002" + "0064", "0.01");
        assertDecodes(STRICT, createDecimalType(30, 2), "0001ffff40000002" + "0064", "-0.01");
    }

    /** The last group is cut to the digits of the scale. */
    @Test
    void testFractionDigits()
    {
        for (int scale = 1; scale < 4; scale++) {
            int unit = (int) PgNumeric.POWERS_OF_TEN[4 - scale];
            for (int group = 1; group < 10_000; group++) {
                String bytes = "0002000000000004" + "0007%04x".formatted(group);
                if (group % unit == 0) {
                    assertDecodes(STRICT, createDecimalType(12, scale), bytes, ("7.%0" + scale + "d").formatted(group / unit));
                }
                else {
                    assertRefuses(STRICT, createDecimalType(12, scale), bytes, "has more than %s fraction digits".formatted(scale));
                }
            }
        }
    }

    @Test
    void testNumericThatDoesNotFit()
    {
        assertRefuses(STRICT, createDecimalType(12, 2), "00000000c0000000", "NaN cannot be read as decimal(12,2)");
        assertRefuses(STRICT, createDecimalType(12, 2), "00000000d0000020", "Infinity cannot be read as decimal(12,2)");
        assertRefuses(STRICT, createDecimalType(38, 2), "00000000f0000020", "-Infinity cannot be read as decimal(38,2)");
        assertDecodes(LENIENT, createDecimalType(12, 2), "00000000c0000000", "null");
        assertDecodes(LENIENT, createDecimalType(38, 2), "00000000d0000020", "null");
        assertRefuses(STRICT, createDecimalType(4, 2), "0001000000000002" + "0064", "100 does not fit into decimal(4,2)".replace("100 ", "1E+2 "));
        assertRefuses(STRICT, createDecimalType(4, 2), "0002000000000004" + "00010001", "1.0001 has more than 2 fraction digits");
        assertRefuses(STRICT, createDecimalType(38, 2), "0002000000000004" + "00010001", "1.0001 has more than 2 fraction digits");
        assertRefuses(STRICT, createDecimalType(38, 0), "00017fff00000000" + "0001", "does not fit into decimal(38,0)");
        assertRefuses(STRICT, createDecimalType(18, 0), "00018000000000000001", "fraction digits");
    }

    @Test
    void testDatesAndTimes()
    {
        assertGolden(DATE, "00000000", "2000-01-01");
        assertGolden(DATE, "ffffd533", "1970-01-01");
        assertGolden(TIME_MICROS, "00000000000f4240", "00:00:01.000000");
        assertGolden(createTimeWithTimeZoneType(6), "00000000000f4240ffffe3e0", "00:00:01.000000+02:00");
        assertGolden(TIMESTAMP_MICROS, "0000000000000000", "2000-01-01 00:00:00.000000");
        assertGolden(TIMESTAMP_MICROS, "ffffffffffffffff", "1999-12-31 23:59:59.999999");
        assertGolden(TIMESTAMP_TZ_MICROS, "ffffffffffffffff", "1999-12-31 23:59:59.999999 UTC");
    }

    @Test
    void testInfinityAndEndOfDay()
    {
        assertRefuses(STRICT, DATE, "7fffffff", "The date infinity has no counterpart in Trino");
        assertRefuses(STRICT, DATE, "80000000", "The date -infinity has no counterpart in Trino");
        assertRefuses(STRICT, TIMESTAMP_MICROS, "7fffffffffffffff", "The timestamp infinity has no counterpart");
        assertRefuses(STRICT, TIMESTAMP_TZ_MICROS, "8000000000000000", "The timestamp with time zone -infinity has no counterpart");
        assertDecodes(LENIENT, DATE, "7fffffff", "null");
        assertDecodes(LENIENT, TIMESTAMP_MICROS, "8000000000000000", "null");
        assertDecodes(LENIENT, TIMESTAMP_NANOS, "8000000000000000", "null");
        assertDecodes(LENIENT, TIMESTAMP_TZ_MICROS, "7fffffffffffffff", "null");
        assertRefuses(STRICT, TIME_MICROS, "000000141dd76000", "The time 24:00:00 has no counterpart");
        assertDecodes(LENIENT, TIME_MICROS, "000000141dd76000", "00:00:00.000000");
        assertRefuses(STRICT, TIME_MICROS, "000000141dd76001", "86400000001 microseconds");
        assertRefuses(STRICT, DATE, "7ffffffe", "2147483646 days");
        assertRefuses(STRICT, TIMESTAMP_MICROS, "7ffffffffffffffe", "9223372036854775806 microseconds");
    }

    @Test
    void testPoliciesThatReadNullStopPushdown()
    {
        assertThat(LENIENT.newColumn("x", DATE).pushdown()).isEqualTo(PushdownRule.NONE);
        assertThat(LENIENT.newColumn("x", TIMESTAMP_MICROS).pushdown()).isEqualTo(PushdownRule.NONE);
        assertThat(LENIENT.newColumn("x", createDecimalType(10, 2)).pushdown()).isEqualTo(PushdownRule.NONE);
        assertThat(LENIENT.newColumn("x", TIME_MICROS).pushdown()).isEqualTo(PushdownRule.NULL_CHECK_ONLY);
        assertThat(STRICT.newColumn("x", DATE).pushdown()).isEqualTo(PushdownRule.ALL);
        assertThat(STRICT.newColumn("x", DOUBLE).pushdown()).isEqualTo(PushdownRule.NAN_AWARE);
    }

    @Test
    void testArrays()
    {
        assertGolden(new ArrayType(INTEGER), "00000000" + "00000000" + "00000017", "[]");
        assertGolden(new ArrayType(INTEGER), "00000001" + "00000001" + "00000017" + "00000002" + "00000001" + "00000004" + "00000007" + "ffffffff", "[7, null]");
        // lower bound 0
        assertDecodes(STRICT, new ArrayType(INTEGER), "00000001" + "00000000" + "00000017" + "00000001" + "00000000" + "00000004" + "00000007", "[7]");
        assertGolden(new ArrayType(new ArrayType(INTEGER)),
                "00000002" + "00000000" + "00000017" + "00000002" + "00000001" + "00000001" + "00000001" + "00000004" + "00000001" + "00000004" + "00000002",
                "[[1], [2]]");
    }

    @Test
    void testArraysThatCannotBeStored()
    {
        ArrayType type = new ArrayType(new ArrayType(INTEGER));
        assertThatThrownBy(() -> encodeNested(type, 2, 1)).isInstanceOf(TrinoException.class).hasMessageContaining("nested arrays differ in length");
        assertThatThrownBy(() -> encodeNested(type, 0, 0)).isInstanceOf(TrinoException.class).hasMessageContaining("holds an empty array");
        assertThatThrownBy(() -> encodeNested(type, 1, -1)).isInstanceOf(TrinoException.class).hasMessageContaining("holds a null array");
    }

    @Test
    void testText()
    {
        assertRefuses(STRICT, VARCHAR, "c5", "not valid UTF-8");
        assertRefuses(STRICT, VARCHAR, "6162636465666768c328", "not valid UTF-8");
        assertRefuses(STRICT, VARCHAR, "c080", "not valid UTF-8");
        assertRefuses(STRICT, VARCHAR, "eda080", "not valid UTF-8");
        assertRefuses(STRICT, VARCHAR, "f4908080", "not valid UTF-8");
        assertDecodes(LENIENT, VARCHAR, "61c562", "a\uFFFDb");
        assertThatThrownBy(() -> encode(STRICT, VARCHAR, "a\0b")).isInstanceOf(TrinoException.class).hasMessage("the text 'a\\u0000b' holds the character U+0000, which PostgreSQL cannot store");
        assertThat(encode(LENIENT, VARCHAR, "a\0b")).isEqualTo("000000026162");
    }

    @Test
    void testRoundingOnWrite()
    {
        BlockBuilder time = createTimeType(12).createBlockBuilder(null, 1);
        createTimeType(12).writeLong(time, 86_399_999_999_999_999L);
        assertThat(encode(STRICT.newColumn("x", createTimeType(12)), time.buildValueBlock())).isEqualTo("00000008" + "0000000000000000");
        BlockBuilder timestamp = TIMESTAMP_NANOS.createBlockBuilder(null, 1);
        TIMESTAMP_NANOS.writeObject(timestamp, new LongTimestamp(946_684_800_000_000L, 500_000));
        assertThat(encode(STRICT.newColumn("x", TIMESTAMP_NANOS), timestamp.buildValueBlock())).isEqualTo("00000008" + "0000000000000001");
    }

    @Test
    void testNewColumnTypes()
    {
        assertThat(newType(createDecimalType(38, 10))).isEqualTo("numeric(38,10)");
        assertThat(newType(NUMBER)).isEqualTo("numeric");
        assertThat(newType(VARCHAR)).isEqualTo("text");
        assertThat(newType(createVarcharType(7))).isEqualTo("character varying(7)");
        assertThat(newType(createVarcharType(20_000_000))).isEqualTo("text");
        assertThat(newType(createCharType(9))).isEqualTo("character(9)");
        assertThat(newType(TINYINT)).isEqualTo("smallint");
        assertThat(newType(TIMESTAMP_NANOS)).isEqualTo("timestamp(6) without time zone");
        assertThat(newType(TIMESTAMP_TZ_MICROS)).isEqualTo("timestamp(6) with time zone");
        assertThat(newType(createTimeType(2))).isEqualTo("time(2) without time zone");
        assertThat(newType(new ArrayType(new ArrayType(createDecimalType(5, 1))))).isEqualTo("numeric(5,1)[]");
        assertThat(newType(TrinoTypes.from(TESTING_TYPE_MANAGER).json())).isEqualTo("jsonb");
        assertThat(newType(TrinoTypes.from(TESTING_TYPE_MANAGER).ipAddress())).isEqualTo("inet");
        assertThatThrownBy(() -> newType(anonymousRow(BIGINT)))
                .isInstanceOf(TrinoException.class)
                .hasMessage("Column \"x\" has the unsupported type row(bigint); PostgreSQL has no counterpart");
    }

    private static String newType(Type type)
    {
        return STRICT.newColumn("x", type).remoteType().displayName();
    }

    private static void assertGolden(Type type, String hex, String value)
    {
        assertDecodes(STRICT, type, hex, value);
        ColumnMapping mapping = STRICT.newColumn("x", type);
        assertThat(encode(mapping, (ValueBlock) decode(mapping, hex))).isEqualTo("%08x".formatted(hex.length() / 2) + hex);
    }

    private static void assertDecodes(ColumnMappings mappings, Type type, String hex, String value)
    {
        Block block = decode(mappings.newColumn("x", type), hex);
        assertThat(String.valueOf(type.getObjectValue(block, 0))).isEqualTo(value);
    }

    private static void assertRefuses(ColumnMappings mappings, Type type, String hex, String message)
    {
        ColumnMapping mapping = mappings.newColumn("x", type);
        assertThatThrownBy(() -> decode(mapping, hex)).isInstanceOf(TrinoException.class).hasMessageContaining(message);
    }

    private static Block decode(ColumnMapping mapping, String hex)
    {
        byte[] value = HexFormat.of().parseHex(hex);
        // bytes around it, which must not matter
        byte[] bytes = new byte[value.length + 7];
        Arrays.fill(bytes, (byte) 0xEE);
        System.arraycopy(value, 0, bytes, 3, value.length);
        BlockBuilder output = mapping.type().createBlockBuilder(null, 1);
        mapping.read().decoder().decode(bytes, 3, value.length, output);
        return output.getPositionCount() == 1 && output.build().isNull(0) ? output.build() : output.buildValueBlock();
    }

    private static String encode(ColumnMappings mappings, Type type, String text)
    {
        BlockBuilder builder = type.createBlockBuilder(null, 1);
        type.writeSlice(builder, Slices.utf8Slice(text));
        return encode(mappings.newColumn("x", type), builder.buildValueBlock());
    }

    private static String encode(ColumnMapping mapping, ValueBlock block)
    {
        CopyOutputBuffer output = new CopyOutputBuffer(1);
        mapping.write().orElseThrow().encoder().encode(block, 0, output);
        return HexFormat.of().formatHex(output.bytes(), 0, output.position());
    }

    /** An array of two arrays of these lengths; -1 is a null one. */
    private static void encodeNested(ArrayType type, int first, int second)
    {
        ArrayBlockBuilder builder = (ArrayBlockBuilder) type.createBlockBuilder(null, 1);
        builder.buildEntry(outer -> {
            for (int length : new int[] {first, second}) {
                if (length < 0) {
                    outer.appendNull();
                    continue;
                }
                ((ArrayBlockBuilder) outer).buildEntry(inner -> {
                    for (int i = 0; i < length; i++) {
                        INTEGER.writeLong(inner, i);
                    }
                });
            }
        });
        encode(STRICT.newColumn("x", type), builder.buildValueBlock());
    }
}
