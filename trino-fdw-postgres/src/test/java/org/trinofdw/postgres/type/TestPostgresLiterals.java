package org.trinofdw.postgres.type;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slices;
import io.trino.spi.type.Int128;
import io.trino.spi.type.LongTimestamp;
import io.trino.spi.type.Type;
import org.junit.jupiter.api.Test;
import org.trinofdw.postgres.type.PostgresType.Kind;

import java.util.List;
import java.util.Optional;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DecimalType.createDecimalType;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.TimeType.TIME_MICROS;
import static io.trino.spi.type.TimeType.TIME_PICOS;
import static io.trino.spi.type.TimestampType.TIMESTAMP_MICROS;
import static io.trino.spi.type.TimestampType.TIMESTAMP_NANOS;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static io.trino.type.InternalTypeManager.TESTING_TYPE_MANAGER;
import static java.lang.Float.floatToIntBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.postgres.type.PostgresType.NO_TYPMOD;

final class TestPostgresLiterals
{
    private static final ColumnMappings MAPPINGS = new ColumnMappings(TESTING_TYPE_MANAGER, ValuePolicies.STRICT);

    @Test
    void testLiterals()
    {
        assertLiteral(BOOLEAN, true, "true");
        assertLiteral(BIGINT, 7L, "7");
        assertLiteral(BIGINT, Long.MIN_VALUE, "(-9223372036854775808)");
        assertLiteral(REAL, (long) floatToIntBits(1.1f), "'1.1'::real");
        assertLiteral(DOUBLE, -0.0, "'-0.0'::double precision");
        assertLiteral(DOUBLE, Double.NaN, "'NaN'::double precision");
        assertLiteral(DOUBLE, Double.NEGATIVE_INFINITY, "'-Infinity'::double precision");
        assertLiteral(createDecimalType(5, 2), -1L, "'-0.01'::numeric");
        assertLiteral(createDecimalType(38, 0), Int128.valueOf("12345678901234567890"), "'12345678901234567890'::numeric");
        assertLiteral(VARBINARY, Slices.wrappedBuffer((byte) 0, (byte) 0xFF), "'\\x00ff'::bytea");
        assertLiteral(DATE, -719_163L, "'0001-12-31 BC'::date");
        assertLiteral(TIME_MICROS, 1_000_000L, "'00:00:00.000001'::time without time zone");
        assertLiteral(TIMESTAMP_MICROS, -1L, "'1969-12-31 23:59:59.999999'::timestamp without time zone");
    }

    @Test
    void testTextIsQuoted()
    {
        assertLiteral(VARCHAR, utf8Slice("O'Reilly \\ \""), "'O''Reilly \\ \"'::text");
        assertThat(PostgresLiterals.arrayLiteral(MAPPINGS.newColumn("x", VARCHAR), List.of(utf8Slice("a,\"b\\"), utf8Slice("it's"), utf8Slice("NULL"))))
                .contains("'{\"a,\\\"b\\\\\",\"it''s\",\"NULL\"}'::text[]");
        assertThatThrownBy(() -> PostgresLiterals.quote("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void testValuesThatPostgresCannotHold()
    {
        assertNoLiteral(MAPPINGS.newColumn("x", VARCHAR), utf8Slice("a\0b"));
        assertNoLiteral(MAPPINGS.newColumn("x", DATE), -3_000_000L);
        assertNoLiteral(MAPPINGS.newColumn("x", TIMESTAMP_MICROS), Long.MIN_VALUE);
        assertNoLiteral(MAPPINGS.newColumn("x", TIMESTAMP_NANOS), new LongTimestamp(0, 1_000));
        assertNoLiteral(MAPPINGS.newColumn("x", TIME_PICOS), 1L);
        ColumnMapping oid = MAPPINGS.natural(new PostgresType(26, "pg_catalog", "oid", Kind.BASE, NO_TYPMOD, "oid", Optional.empty(), ImmutableList.of(), Optional.empty()));
        assertNoLiteral(oid, -1L);
        assertNoLiteral(oid, 1L << 32);
        assertThat(PostgresLiterals.literal(oid, 4_294_967_295L)).contains("'4294967295'::oid");
        assertThat(PostgresLiterals.arrayLiteral(oid, List.of(1L, -1L))).isEmpty();
    }

    @Test
    void testEnumLabels()
    {
        ColumnMapping mood = MAPPINGS.natural(new PostgresType(99_999, "my schema", "mood", Kind.ENUM, NO_TYPMOD, "mood", Optional.empty(), ImmutableList.of("happy", "sad"), Optional.empty()));
        assertThat(PostgresLiterals.literal(mood, utf8Slice("sad"))).contains("'sad'::\"my schema\".\"mood\"");
        assertNoLiteral(mood, utf8Slice("bored"));
    }

    private static void assertLiteral(Type type, Object value, String literal)
    {
        assertThat(PostgresLiterals.literal(MAPPINGS.newColumn("x", type), value)).contains(literal);
    }

    private static void assertNoLiteral(ColumnMapping mapping, Object value)
    {
        assertThat(PostgresLiterals.literal(mapping, value)).isEmpty();
    }
}
