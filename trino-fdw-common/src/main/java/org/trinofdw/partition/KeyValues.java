package org.trinofdw.partition;

import io.airlift.slice.Slice;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.Int128;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.LongTimestamp;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.NumberType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.TrinoNumber;
import io.trino.spi.type.UuidType;
import io.trino.spi.type.VarcharType;
import org.trinofdw.ddl.PartitionLiterals;
import org.trinofdw.definition.DeclaredType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import static io.trino.spi.type.DateTimeEncoding.unpackMillisUtc;
import static io.trino.spi.type.UuidType.trinoUuidToJavaUuid;
import static java.lang.Float.intBitsToFloat;
import static java.lang.Math.floorDiv;
import static java.lang.Math.floorMod;
import static java.lang.Math.toIntExact;

/**
 * Values of partition keys as they are compared with the bounds, the form of {@link PartitionLiterals}.
 */
final class KeyValues
{
    private static final int MICROSECONDS_PER_SECOND = 1_000_000;
    private static final int NANOSECONDS_PER_MICROSECOND = 1_000;
    private static final int PICOSECONDS_PER_NANOSECOND = 1_000;

    private KeyValues() {}

    /** Whether values of the type can be compared with bounds. */
    static boolean isSupported(DeclaredType type)
    {
        return switch (type.trinoType()) {
            case TinyintType _, SmallintType _, IntegerType _, BigintType _, DecimalType _, NumberType _, BooleanType _, RealType _, DoubleType _, DateType _, UuidType _, VarcharType _, CharType _ -> true;
            case TimestampType timestamp -> timestamp.getPrecision() <= 9;
            case TimestampWithTimeZoneType timestamp -> timestamp.getPrecision() <= 9;
            default -> false;
        };
    }

    /**
     * @param type one that is supported
     * @param value as blocks and domains hold it
     * @return empty for a value that no bound can be compared with: NaN and the infinities of {@code number}
     */
    static Optional<Comparable<?>> of(DeclaredType type, Object value)
    {
        return switch (type.trinoType()) {
            case TinyintType _, SmallintType _, IntegerType _, BigintType _ -> Optional.of(BigInteger.valueOf((long) value));
            case DecimalType decimal when decimal.isShort() -> Optional.of(BigDecimal.valueOf((long) value, decimal.getScale()));
            case DecimalType decimal -> Optional.of(new BigDecimal(((Int128) value).toBigInteger(), decimal.getScale()));
            case NumberType _ -> number((TrinoNumber) value);
            case BooleanType _ -> Optional.of((Boolean) value);
            case DateType _ -> Optional.of(LocalDate.ofEpochDay((long) value));
            // adds up to plain zero where it is negative
            case RealType _ -> Optional.of(intBitsToFloat(toIntExact((long) value)) + 0.0f);
            case DoubleType _ -> Optional.of((double) value + 0.0);
            case TimestampType timestamp -> Optional.of(timestamp.isShort() ?
                    dateTime((long) value, 0) :
                    dateTime(((LongTimestamp) value).getEpochMicros(), ((LongTimestamp) value).getPicosOfMicro()));
            case TimestampWithTimeZoneType timestamp -> Optional.of(timestamp.isShort() ?
                    Instant.ofEpochMilli(unpackMillisUtc((long) value)) :
                    instant((LongTimestampWithTimeZone) value));
            case UuidType _ -> Optional.of(trinoUuidToJavaUuid((Slice) value).toString());
            default -> Optional.of(PartitionLiterals.value(type, ((Slice) value).toStringUtf8(), "a partition key"));
        };
    }

    private static Optional<Comparable<?>> number(TrinoNumber number)
    {
        return number.toBigDecimal() instanceof TrinoNumber.BigDecimalValue(BigDecimal value) ? Optional.of(value.stripTrailingZeros()) : Optional.empty();
    }

    private static LocalDateTime dateTime(long microseconds, int picoseconds)
    {
        return LocalDateTime.ofEpochSecond(
                floorDiv(microseconds, MICROSECONDS_PER_SECOND),
                floorMod(microseconds, MICROSECONDS_PER_SECOND) * NANOSECONDS_PER_MICROSECOND + picoseconds / PICOSECONDS_PER_NANOSECOND,
                ZoneOffset.UTC);
    }

    private static Instant instant(LongTimestampWithTimeZone value)
    {
        return Instant.ofEpochMilli(value.getEpochMillis()).plusNanos(value.getPicosOfMilli() / PICOSECONDS_PER_NANOSECOND);
    }
}
