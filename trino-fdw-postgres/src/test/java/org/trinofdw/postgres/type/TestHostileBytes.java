package org.trinofdw.postgres.type;

import com.google.common.collect.ImmutableList;
import io.trino.spi.TrinoException;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.type.ArrayType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trinofdw.postgres.copy.BigEndian;
import org.trinofdw.postgres.type.PostgresType.Kind;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.TinyintType.TINYINT;
import static io.trino.spi.type.VarcharType.createVarcharType;
import static io.trino.type.InternalTypeManager.TESTING_TYPE_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.postgres.type.PostgresType.NO_TYPMOD;

/**
 * Whatever bytes a decoder gets, it appends one value or raises a TrinoException, and it reads nothing beyond the field.
 */
final class TestHostileBytes
{
    private static final ColumnMappings MAPPINGS = new ColumnMappings(TESTING_TYPE_MANAGER, ValuePolicies.STRICT);
    private static final long SEED = 20_241_124;
    private static final int ROUNDS = 5_000;
    private static final List<String> TYPES = ImmutableList.of(
            "bool", "int2", "int4", "int8", "oid", "float4", "float8", "text", "varchar", "name", "char", "bytea", "uuid",
            "json", "jsonb", "date", "time", "timetz", "timestamp", "timestamptz", "numeric", "inet", "interval", "xml");
    /** Values that a reader of lengths and counts may trip over. */
    private static final int[] TELLING = {0, 1, -1, 2, 4, 7, 8, 16, 255, 256, 9999, 10_000, 0x4000, 0xC000, 0x7FFF, 0x8000, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x00010000};

    static List<ColumnMapping> mappings()
    {
        ImmutableList.Builder<ColumnMapping> mappings = ImmutableList.builder();
        for (String name : TYPES) {
            PostgresType type = type(name, NO_TYPMOD);
            mappings.add(MAPPINGS.natural(type));
            mappings.add(MAPPINGS.natural(array(type)));
        }
        for (NumericTypmod typmod : List.of(new NumericTypmod(12, 2), new NumericTypmod(18, 0), new NumericTypmod(18, 18), new NumericTypmod(38, 10), new NumericTypmod(38, 38), new NumericTypmod(1, 0))) {
            mappings.add(MAPPINGS.natural(type("numeric", typmod.toTypmod())));
        }
        mappings.add(MAPPINGS.natural(type("bpchar", 9)));
        mappings.add(MAPPINGS.natural(type("varchar", 7)));
        mappings.add(MAPPINGS.natural(type("timestamptz", 3)));
        mappings.add(MAPPINGS.natural(new PostgresType(1, "public", "hstore", Kind.BASE, NO_TYPMOD, "hstore", Optional.empty(), ImmutableList.of(), Optional.empty())));
        mappings.add(MAPPINGS.natural(new PostgresType(1, "public", "mood", Kind.ENUM, NO_TYPMOD, "mood", Optional.empty(), ImmutableList.of("a"), Optional.empty())));
        mappings.add(MAPPINGS.declared("x", type("int8", NO_TYPMOD), TINYINT));
        mappings.add(MAPPINGS.declared("x", type("float4", NO_TYPMOD), DOUBLE));
        mappings.add(MAPPINGS.declared("x", type("numeric", NO_TYPMOD), BIGINT));
        mappings.add(MAPPINGS.declared("x", type("text", NO_TYPMOD), createVarcharType(3)));
        mappings.add(MAPPINGS.declared("x", type("inet", NO_TYPMOD), TrinoTypes.from(TESTING_TYPE_MANAGER).ipAddress()));
        mappings.add(MAPPINGS.declared("x", array(type("int4", NO_TYPMOD)), new ArrayType(new ArrayType(new ArrayType(INTEGER)))));
        return mappings.build();
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void testRandomBytes(ColumnMapping mapping)
    {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            decode(mapping, randomBytes(random));
        }
    }

    @ParameterizedTest
    @MethodSource("mappings")
    @Tag("long")
    void testManyRandomBytes(ColumnMapping mapping)
    {
        Random random = new Random(SEED + 1);
        for (int round = 0; round < 200 * ROUNDS; round++) {
            decode(mapping, randomBytes(random));
        }
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void testEmptyAndOverlong(ColumnMapping mapping)
    {
        decode(mapping, new byte[0]);
        decode(mapping, new byte[100_000]);
        byte[] ones = new byte[100_000];
        Arrays.fill(ones, (byte) 0xFF);
        decode(mapping, ones);
    }

    @Test
    void testFixedLengths()
    {
        for (String name : List.of("bool", "int2", "int4", "int8", "oid", "float4", "float8", "uuid", "date", "time", "timetz", "timestamp", "timestamptz", "char")) {
            ColumnMapping mapping = MAPPINGS.natural(type(name, NO_TYPMOD));
            int accepted = 0;
            for (int length = 0; length <= 20; length++) {
                accepted += decode(mapping, new byte[length]) ? 1 : 0;
            }
            assertThat(accepted).as(name).isEqualTo(1);
        }
    }

    @Test
    void testMessages()
    {
        assertRefused("int4", "00", "Invalid binary value of type integer: expected 4 bytes, got 1");
        assertRefused("bool", "02", "Invalid binary value of type boolean: byte 2");
        assertRefused("numeric", "0001", "Invalid binary value of type numeric: expected at least 8 bytes, got 2");
        assertRefused("numeric", "0002000000000000" + "0001", "Invalid binary value of type numeric: 2 groups in 10 bytes");
        assertRefused("numeric", "0001000000000000" + "2710", "Invalid binary value of type numeric: group 10000");
        assertRefused("numeric", "0001000012340000" + "0001", "Invalid binary value of type numeric: sign 0x1234");
        assertRefused("jsonb", "02" + "7b7d", "Invalid binary value of type jsonb: version 2");
        assertRefused("json", "7b", "A JSON value of 1 bytes has no counterpart in Trino");
        assertRefused("_int4", "00000001" + "00000000" + "00000017" + "7fffffff" + "00000001", "Invalid binary value of type array: dimension of 2147483647");
        assertRefused("_int4", "00000001" + "00000000" + "00000017" + "00000001" + "00000001" + "00000005" + "00000001", "Invalid binary value of type array: element of 5 bytes");
        assertRefused("_int4", "00000000" + "00000000" + "00000017" + "00", "Invalid binary value of type array: 1 bytes too many");
        assertRefused("_int4", "00000007" + "00000000" + "00000017", "Invalid binary value of type array: 7 dimensions");
    }

    private static void assertRefused(String name, String hex, String message)
    {
        PostgresType type = name.startsWith("_") ? array(type(name.substring(1), NO_TYPMOD)) : type(name, NO_TYPMOD);
        ColumnMapping mapping = MAPPINGS.natural(type);
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> mapping.read().decoder().decode(bytes, 0, bytes.length, mapping.type().createBlockBuilder(null, 1)))
                .isInstanceOf(TrinoException.class)
                .hasMessageContaining(message);
    }

    /** Whether the decoder took the bytes. The array ends with the field, so that a read beyond it fails. */
    private static boolean decode(ColumnMapping mapping, byte[] field)
    {
        BlockBuilder output = mapping.type().createBlockBuilder(null, 1);
        byte[] bytes = new byte[field.length + 5];
        System.arraycopy(field, 0, bytes, 5, field.length);
        try {
            mapping.read().decoder().decode(bytes, 5, field.length, output);
        }
        catch (TrinoException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
        assertThat(output.getPositionCount()).isEqualTo(1);
        // must be readable
        mapping.type().getObjectValue(output.build(), 0);
        return true;
    }

    /** Random words, mixed with telling ones. */
    private static byte[] randomBytes(Random random)
    {
        byte[] bytes = new byte[random.nextInt(48)];
        random.nextBytes(bytes);
        for (int i = 0; i + 4 <= bytes.length; i += random.nextBoolean() ? 4 : 2) {
            if (random.nextInt(3) > 0) {
                int telling = TELLING[random.nextInt(TELLING.length)];
                if (random.nextBoolean()) {
                    BigEndian.putInt(bytes, i, telling);
                }
                else {
                    BigEndian.putShort(bytes, i, telling);
                }
            }
        }
        return bytes;
    }

    private static PostgresType type(String name, int typmod)
    {
        return new PostgresType(1, "pg_catalog", name, Kind.BASE, typmod, name, Optional.empty(), ImmutableList.of(), Optional.empty());
    }

    private static PostgresType array(PostgresType element)
    {
        return new PostgresType(2, "pg_catalog", "_" + element.name(), Kind.ARRAY, element.typmod(), element.displayName() + "[]", Optional.of(element), ImmutableList.of(), Optional.empty());
    }
}
