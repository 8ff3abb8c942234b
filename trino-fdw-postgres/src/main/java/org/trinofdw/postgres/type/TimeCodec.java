package org.trinofdw.postgres.type;

import io.trino.spi.type.TimeType;
import io.trino.spi.type.TimeWithTimeZoneType;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;
import org.trinofdw.postgres.type.ValuePolicies.EndOfDay;

import static com.google.common.base.Preconditions.checkArgument;
import static io.trino.spi.type.DateTimeEncoding.packTimeWithTimeZone;
import static io.trino.spi.type.DateTimeEncoding.unpackOffsetMinutes;
import static io.trino.spi.type.DateTimeEncoding.unpackTimeNanos;
import static org.trinofdw.postgres.copy.BigEndian.getInt;
import static org.trinofdw.postgres.copy.BigEndian.getLong;
import static org.trinofdw.postgres.type.CodecErrors.checkLength;
import static org.trinofdw.postgres.type.CodecErrors.invalid;
import static org.trinofdw.postgres.type.CodecErrors.outOfRange;

/**
 * {@code time}: int64 microseconds since midnight, where 24:00:00 is legal. {@code time with time zone}: also int32 seconds
 * west of Greenwich.
 */
final class TimeCodec
{
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long PICOS_PER_MICRO = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int TIME_WITH_TIME_ZONE_LENGTH = Long.BYTES + Integer.BYTES;
    /** Trino's offsets end at 14 hours; PostgreSQL's before 16. */
    private static final int MAX_OFFSET_MINUTES = 14 * 60;
    private static final int MAX_REMOTE_OFFSET_SECONDS = 16 * 60 * 60;

    private TimeCodec() {}

    static ColumnDecoder decoder(TimeType type, EndOfDay endOfDay)
    {
        return (bytes, offset, length, output) -> {
            checkLength("time", Long.BYTES, length);
            type.writeLong(output, checkedMicros(getLong(bytes, offset), "time", endOfDay) * PICOS_PER_MICRO);
        };
    }

    /** Writes TIME of any precision; what is finer than a microsecond is rounded, and half a microsecond before midnight wraps as in Trino's casts. */
    static ColumnEncoder encoder(TimeType type)
    {
        return (block, position, output) -> {
            output.writeInt(Long.BYTES);
            output.writeLong(roundToMicros(type.getLong(block, position), PICOS_PER_MICRO) % MICROS_PER_DAY);
        };
    }

    static ColumnDecoder withTimeZoneDecoder(TimeWithTimeZoneType type, EndOfDay endOfDay)
    {
        checkArgument(type.isShort(), "precision is above 9: %s", type);
        return (bytes, offset, length, output) -> {
            checkLength("time with time zone", TIME_WITH_TIME_ZONE_LENGTH, length);
            long micros = checkedMicros(getLong(bytes, offset), "time with time zone", endOfDay);
            int secondsWest = getInt(bytes, offset + Long.BYTES);
            if (secondsWest <= -MAX_REMOTE_OFFSET_SECONDS || secondsWest >= MAX_REMOTE_OFFSET_SECONDS) {
                throw invalid("time with time zone", "offset of %s seconds".formatted(secondsWest));
            }
            if (secondsWest % 60 != 0 || Math.abs(secondsWest / 60) > MAX_OFFSET_MINUTES) {
                throw outOfRange("A time zone offset of %s seconds has no counterpart in Trino; declare the column as varchar", -secondsWest);
            }
            type.writeLong(output, packTimeWithTimeZone(micros * NANOS_PER_MICRO, -secondsWest / 60));
        };
    }

    static ColumnEncoder withTimeZoneEncoder(TimeWithTimeZoneType type)
    {
        checkArgument(type.isShort(), "precision is above 9: %s", type);
        return (block, position, output) -> {
            long packed = type.getLong(block, position);
            output.writeInt(TIME_WITH_TIME_ZONE_LENGTH);
            output.writeLong(roundToMicros(unpackTimeNanos(packed), NANOS_PER_MICRO) % MICROS_PER_DAY);
            output.writeInt(-unpackOffsetMinutes(packed) * 60);
        };
    }

    private static long roundToMicros(long value, long unitsPerMicro)
    {
        return (value + unitsPerMicro / 2) / unitsPerMicro;
    }

    private static long checkedMicros(long micros, String typeName, EndOfDay endOfDay)
    {
        if (micros < 0 || micros > MICROS_PER_DAY) {
            throw invalid(typeName, micros + " microseconds");
        }
        if (micros == MICROS_PER_DAY) {
            return switch (endOfDay) {
                case ERROR -> throw outOfRange("The time 24:00:00 has no counterpart in Trino; let it read as 00:00:00, or declare the column as varchar");
                case WRAP -> 0;
            };
        }
        return micros;
    }
}
