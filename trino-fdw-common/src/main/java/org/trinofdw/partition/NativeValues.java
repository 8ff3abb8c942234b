package org.trinofdw.partition;

import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Decimals;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.type.DateTimeEncoding.packDateTimeWithZone;
import static io.trino.spi.type.TimeZoneKey.UTC_KEY;
import static java.lang.Math.addExact;
import static java.lang.Math.floorMod;
import static java.lang.Math.multiplyExact;

/**
 * Values of partition bounds as Trino holds them in domains.
 */
final class NativeValues
{
    private static final int MICROSECONDS_PER_SECOND = 1_000_000;
    private static final int NANOSECONDS_PER_MICROSECOND = 1_000;
    private static final int NANOSECONDS_PER_MILLISECOND = 1_000_000;
    private static final int PICOSECONDS_PER_NANOSECOND = 1_000;

    private NativeValues() {}

    /**
     * @param value as {@link org.trinofdw.ddl.PartitionLiterals} reads it
     * @return empty for a type whose values are not compared in domains as in PostgreSQL, or a value that the type cannot hold exactly
     */
    static Optional<Object> nativeValue(Type type, Comparable<?> value)
    {
        return switch (type) {
            case TinyintType _, SmallintType _, IntegerType _, BigintType _ -> Optional.of(((BigInteger) value).longValueExact());
            case DecimalType decimal -> Optional.of(decimal((BigDecimal) value, decimal));
            case BooleanType _ -> Optional.of(value);
            case DateType _ -> Optional.of(((LocalDate) value).toEpochDay());
            case TimestampType timestamp when timestamp.isShort() -> microseconds((LocalDateTime) value, timestamp);
            case TimestampWithTimeZoneType timestamp -> instant((Instant) value, timestamp);
            case VarcharType _, CharType _ -> Optional.of(utf8Slice(value.toString()));
            default -> Optional.empty();
        };
    }

    private static Object decimal(BigDecimal value, DecimalType type)
    {
        return type.isShort() ? Decimals.encodeShortScaledValue(value, type.getScale()) : Decimals.encodeScaledValue(value, type.getScale());
    }

    private static Optional<Object> microseconds(LocalDateTime value, TimestampType type)
    {
        long unit = NANOSECONDS_PER_MICROSECOND * (long) Math.pow(10, TimestampType.MAX_SHORT_PRECISION - type.getPrecision());
        if (value.getNano() % unit != 0) {
            return Optional.empty();
        }
        return Optional.of(addExact(multiplyExact(value.toEpochSecond(ZoneOffset.UTC), MICROSECONDS_PER_SECOND), value.getNano() / NANOSECONDS_PER_MICROSECOND));
    }

    private static Optional<Object> instant(Instant value, TimestampWithTimeZoneType type)
    {
        int nanosecondsOfMillisecond = floorMod(value.getNano(), NANOSECONDS_PER_MILLISECOND);
        if (type.isShort()) {
            return nanosecondsOfMillisecond == 0 ? Optional.of(packDateTimeWithZone(value.toEpochMilli(), UTC_KEY)) : Optional.empty();
        }
        return Optional.of(LongTimestampWithTimeZone.fromEpochMillisAndFraction(value.toEpochMilli(), nanosecondsOfMillisecond * PICOSECONDS_PER_NANOSECOND, UTC_KEY));
    }
}
