package org.trinofdw.ddl;

import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Decimals;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.LongTimestamp;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.RealType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.UuidType;
import io.trino.spi.type.VarcharType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.type.DateTimeEncoding.packDateTimeWithZone;
import static io.trino.spi.type.TimeZoneKey.UTC_KEY;
import static io.trino.spi.type.UuidType.javaUuidToTrinoUuid;
import static java.lang.Float.floatToRawIntBits;
import static java.lang.Math.floorDiv;
import static java.lang.Math.floorMod;
import static java.lang.Math.max;
import static java.lang.Math.toIntExact;

/**
 * Values of literals as Trino holds them in blocks and domains.
 */
public final class NativeValues
{
    private static final int MAX_DECIMALS_OF_NANOSECONDS = 9;
    private static final int MICROSECONDS_PER_SECOND = 1_000_000;
    private static final int MILLISECONDS_PER_SECOND = 1_000;
    private static final int NANOSECONDS_PER_MICROSECOND = 1_000;
    private static final int NANOSECONDS_PER_MILLISECOND = 1_000_000;
    private static final int PICOSECONDS_PER_NANOSECOND = 1_000;

    private NativeValues() {}

    /**
     * @param value as {@link PartitionLiterals} reads it; fractions of seconds are rounded to the precision of the type
     * @return empty for a type that has no literals here
     */
    public static Optional<Object> of(Type type, Comparable<?> value)
    {
        return switch (type) {
            case DecimalType decimal when decimal.isShort() -> Optional.of(Decimals.encodeShortScaledValue((BigDecimal) value, decimal.getScale()));
            case DecimalType decimal -> Optional.of(Decimals.encodeScaledValue((BigDecimal) value, decimal.getScale()));
            case DateType _ -> Optional.of(((LocalDate) value).toEpochDay());
            case RealType _ -> Optional.of((long) floatToRawIntBits((Float) value));
            case DoubleType _ -> Optional.of(value);
            case TimestampType timestamp -> Optional.of(timestamp(timestamp, (LocalDateTime) value));
            case TimestampWithTimeZoneType timestamp -> Optional.of(instant(timestamp, (Instant) value));
            case UuidType _ -> Optional.of(javaUuidToTrinoUuid(UUID.fromString(value.toString())));
            case VarcharType _, CharType _ -> Optional.of(utf8Slice(value.toString()));
            default -> switch (value) {
                case BigInteger integer -> Optional.of(integer.longValueExact());
                case Boolean bool -> Optional.of(bool);
                default -> Optional.empty();
            };
        };
    }

    /** True if a type of this precision holds the fraction of a second as it is. */
    public static boolean isExact(int nanoseconds, int precision)
    {
        return nanoseconds % unit(precision) == 0;
    }

    private static Object timestamp(TimestampType type, LocalDateTime value)
    {
        long nanoseconds = rounded(value.getNano(), type.getPrecision());
        long microseconds = value.toEpochSecond(ZoneOffset.UTC) * MICROSECONDS_PER_SECOND + floorDiv(nanoseconds, NANOSECONDS_PER_MICROSECOND);
        return type.isShort() ? microseconds : new LongTimestamp(microseconds, toIntExact(floorMod(nanoseconds, NANOSECONDS_PER_MICROSECOND)) * PICOSECONDS_PER_NANOSECOND);
    }

    private static Object instant(TimestampWithTimeZoneType type, Instant value)
    {
        long nanoseconds = rounded(value.getNano(), type.getPrecision());
        long milliseconds = value.getEpochSecond() * MILLISECONDS_PER_SECOND + floorDiv(nanoseconds, NANOSECONDS_PER_MILLISECOND);
        return type.isShort() ?
                packDateTimeWithZone(milliseconds, UTC_KEY) :
                LongTimestampWithTimeZone.fromEpochMillisAndFraction(milliseconds, toIntExact(floorMod(nanoseconds, NANOSECONDS_PER_MILLISECOND)) * PICOSECONDS_PER_NANOSECOND, UTC_KEY);
    }

    private static long rounded(long nanoseconds, int precision)
    {
        long unit = unit(precision);
        return (nanoseconds + unit / 2) / unit * unit;
    }

    private static long unit(int precision)
    {
        return Decimals.longTenToNth(max(0, MAX_DECIMALS_OF_NANOSECONDS - precision));
    }
}
