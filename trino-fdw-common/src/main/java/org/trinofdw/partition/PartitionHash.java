package org.trinofdw.partition;

import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.NumberType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.UuidType;
import io.trino.spi.type.VarcharType;
import org.trinofdw.definition.DeclaredType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The hash that PostgreSQL gives to the keys of a row of a table with PARTITION BY HASH (PostgreSQL, "Table Partitioning"): the support functions 2 of its
 * hash operator classes, over Bob Jenkins' public-domain function lookup3, as they are on little-endian machines and in databases with the encoding UTF8.
 */
public final class PartitionHash
{
    /** What the server starts each key with, {@code HASH_PARTITION_SEED}. */
    static final long SEED = 0x7A5B22367996DCFDL;

    private static final int LOOKUP3_START = 0x9e3779b9 + 3923095;
    private static final LocalDate POSTGRES_EPOCH = LocalDate.of(2000, 1, 1);
    private static final Instant POSTGRES_EPOCH_INSTANT = POSTGRES_EPOCH.atStartOfDay().toInstant(ZoneOffset.UTC);
    /** Digits of numeric are of this base, by powers of ten. */
    private static final int NUMERIC_DIGIT_POWER = 4;
    private static final BigInteger NUMERIC_BASE = BigInteger.valueOf(10_000);

    private PartitionHash() {}

    /** Whether values of the type have a hash here; the names of types are PostgreSQL's canonical ones. */
    public static boolean isSupported(DeclaredType type)
    {
        String text = type.text();
        return switch (type.trinoType()) {
            case SmallintType _ -> text.equals("smallint");
            case IntegerType _ -> text.equals("integer");
            case BigintType _ -> text.equals("bigint");
            case BooleanType _ -> text.equals("boolean");
            case DateType _ -> text.equals("date");
            case UuidType _ -> text.equals("uuid");
            case RealType _ -> text.equals("real");
            case DoubleType _ -> text.equals("double precision");
            case VarcharType _ -> text.equals("text") || text.startsWith("character varying");
            case CharType _ -> text.startsWith("character(");
            case DecimalType _, NumberType _ -> text.startsWith("numeric");
            case TimestampType timestamp -> text.startsWith("timestamp") && timestamp.getPrecision() <= 6;
            case TimestampWithTimeZoneType timestamp -> text.startsWith("timestamp") && timestamp.getPrecision() <= 6;
            default -> false;
        };
    }

    /**
     * @param type one that is supported
     * @param value as {@link KeyValues} makes it
     */
    public static long of(DeclaredType type, Comparable<?> value)
    {
        return switch (type.trinoType()) {
            case SmallintType _, IntegerType _ -> int32(((BigInteger) value).intValueExact());
            case BigintType _ -> int64(((BigInteger) value).longValueExact());
            case BooleanType _ -> int32((Boolean) value ? 1 : 0);
            case DateType _ -> int32((int) POSTGRES_EPOCH.until((LocalDate) value, ChronoUnit.DAYS));
            case TimestampType _ -> int64(microseconds(((LocalDateTime) value).toInstant(ZoneOffset.UTC)));
            case TimestampWithTimeZoneType _ -> int64(microseconds((Instant) value));
            case UuidType _ -> bytes(uuid(UUID.fromString(value.toString())));
            case RealType _ -> float64(((Float) value).doubleValue());
            case DoubleType _ -> float64((Double) value);
            case DecimalType _, NumberType _ -> numeric((BigDecimal) value);
            // KeyValues has cut the blanks at the end of char(n)
            default -> bytes(value.toString().getBytes(UTF_8));
        };
    }

    /**
     * The hash of the keys of a row. A partition takes the row if it leaves the partition's remainder, unsigned.
     *
     * @param hashes those of the keys that are not NULL, in the order of the keys
     */
    public static long ofRow(List<OptionalLong> hashes)
    {
        long row = 0;
        for (OptionalLong hash : hashes) {
            if (hash.isPresent()) {
                row = combine(row, hash.getAsLong());
            }
        }
        return row;
    }

    /** {@code hash_combine64}. */
    private static long combine(long first, long second)
    {
        return first ^ (second + 0x49a0f4dd15e5a8e3L + (first << 54) + (first >>> 7));
    }

    private static long microseconds(Instant value)
    {
        return POSTGRES_EPOCH_INSTANT.until(value, ChronoUnit.MICROS);
    }

    private static byte[] uuid(UUID value)
    {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits()).array();
    }

    private static long int32(int value)
    {
        Lookup3 state = new Lookup3(Integer.BYTES);
        state.a += value;
        return state.finish();
    }

    /** Gives a value that fits 32 bits the hash that it has as such. */
    private static long int64(long value)
    {
        int high = (int) (value >>> 32);
        return int32((int) value ^ (value >= 0 ? high : ~high));
    }

    private static long float64(double value)
    {
        if (value == 0) {
            // -0 too
            return SEED;
        }
        return bytes(ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
    }

    /** The digits to the base 10000 without zeros at both ends, and the power of the base that the first one has; the sign does not count. */
    private static long numeric(BigDecimal value)
    {
        if (value.signum() == 0) {
            return SEED - 1;
        }
        // a scale that is a multiple of the digits' power
        BigDecimal scaled = value.abs().setScale(Math.ceilDiv(Math.max(value.scale(), 0), NUMERIC_DIGIT_POWER) * NUMERIC_DIGIT_POWER);
        BigInteger unscaled = scaled.unscaledValue();
        int exponent = -scaled.scale() / NUMERIC_DIGIT_POWER;
        while (unscaled.mod(NUMERIC_BASE).signum() == 0) {
            unscaled = unscaled.divide(NUMERIC_BASE);
            exponent++;
        }
        int count = 0;
        for (BigInteger rest = unscaled; rest.signum() != 0; rest = rest.divide(NUMERIC_BASE)) {
            count++;
        }
        ByteBuffer digits = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        BigInteger rest = unscaled;
        for (int index = count - 1; index >= 0; index--) {
            BigInteger[] parts = rest.divideAndRemainder(NUMERIC_BASE);
            digits.putShort(index * Short.BYTES, parts[1].shortValueExact());
            rest = parts[0];
        }
        long weight = exponent + count - 1;
        return bytes(digits.array()) ^ weight;
    }

    private static long bytes(byte[] value)
    {
        Lookup3 state = new Lookup3(value.length);
        ByteBuffer buffer = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.remaining() >= 3 * Integer.BYTES) {
            state.a += buffer.getInt();
            state.b += buffer.getInt();
            state.c += buffer.getInt();
            state.mix();
        }
        int rest = buffer.remaining();
        for (int index = 0; index < rest; index++) {
            int unsigned = buffer.get() & 0xff;
            if (index < 4) {
                state.a += unsigned << (8 * index);
            }
            else if (index < 8) {
                state.b += unsigned << (8 * (index - 4));
            }
            else {
                // the lowest byte is left to the length
                state.c += unsigned << (8 * (index - 7));
            }
        }
        return state.finish();
    }

    /**
     * The three words of lookup3.
     */
    private static final class Lookup3
    {
        private int a;
        private int b;
        private int c;

        Lookup3(int length)
        {
            a = LOOKUP3_START + length;
            b = a;
            c = a;
            a += (int) (SEED >>> 32);
            b += (int) SEED;
            mix();
        }

        void mix()
        {
            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
        }

        long finish()
        {
            c = (c ^ b) - Integer.rotateLeft(b, 14);
            a = (a ^ c) - Integer.rotateLeft(c, 11);
            b = (b ^ a) - Integer.rotateLeft(a, 25);
            c = (c ^ b) - Integer.rotateLeft(b, 16);
            a = (a ^ c) - Integer.rotateLeft(c, 4);
            b = (b ^ a) - Integer.rotateLeft(a, 14);
            c = (c ^ b) - Integer.rotateLeft(b, 24);
            return ((long) b << 32) | Integer.toUnsignedLong(c);
        }
    }
}
