package org.trinofdw.maxcompute.record;

import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.Fixed12BlockBuilder;
import io.trino.spi.block.IntArrayBlockBuilder;
import io.trino.spi.block.LongArrayBlockBuilder;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.TimeZoneKey;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;

import java.io.IOException;
import java.time.ZoneId;

import static io.trino.spi.type.DateTimeEncoding.packDateTimeWithZone;
import static io.trino.spi.type.TimeZoneKey.getTimeZoneKey;
import static java.lang.Math.floorDiv;
import static java.lang.Math.floorMod;
import static org.trinofdw.maxcompute.record.NumericDecoders.outOfRange;

/**
 * Decoders of dates, times and intervals.
 * <p>
 * Types that a user declares with fewer fraction digits than a value has round half up, as a cast of Trino does.
 */
final class TemporalDecoders
{
    // beyond every value that MaxCompute has (years 0 to 9999), and far from any overflow
    private static final long MAX_EPOCH_SECOND = 400_000_000_000L;
    private static final long MAX_EPOCH_DAY = MAX_EPOCH_SECOND / 86_400;
    private static final int NANOSECONDS_PER_SECOND = 1_000_000_000;
    private static final int NANOSECONDS_PER_MILLISECOND = 1_000_000;
    private static final long MICROSECONDS_PER_DAY = 86_400_000_000L;

    private TemporalDecoders() {}

    static FieldDecoder date(String column)
    {
        return (input, output) -> ((IntArrayBlockBuilder) output).writeInt((int) readEpochDay(column, input));
    }

    static FieldDecoder dateAsTimestamp(String column, TimestampType type)
    {
        return (input, output) -> {
            long day = readEpochDay(column, input);
            if (type.isShort()) {
                type.writeLong(output, day * MICROSECONDS_PER_DAY);
            }
            else {
                ((Fixed12BlockBuilder) output).writeFixed12(day * MICROSECONDS_PER_DAY, 0);
            }
        };
    }

    static FieldDecoder datetime(String column, TimestampType type, ZoneId zone)
    {
        ZoneOffsets offsets = new ZoneOffsets(zone);
        return (input, output) -> {
            long millis = readEpochMilli(column, input);
            long second = floorDiv(millis, 1000L);
            writeTimestamp(type, second + offsets.offsetAt(second), floorMod(millis, 1000) * NANOSECONDS_PER_MILLISECOND, output);
        };
    }

    static FieldDecoder datetimeWithTimeZone(String column, TimestampWithTimeZoneType type, ZoneId zone)
    {
        TimeZoneKey key = getTimeZoneKey(zone.getId());
        return (input, output) -> {
            long millis = readEpochMilli(column, input);
            writeTimestampWithTimeZone(type, floorDiv(millis, 1000L), floorMod(millis, 1000) * NANOSECONDS_PER_MILLISECOND, key, output);
        };
    }

    static FieldDecoder datetimeAsDate(String column, ZoneId zone)
    {
        ZoneOffsets offsets = new ZoneOffsets(zone);
        return (input, output) -> {
            long second = floorDiv(readEpochMilli(column, input), 1000L);
            long local = second + offsets.offsetAt(second);
            if (floorMod(local, 86_400) != 0) {
                throw outOfRange(column, "with a time of day", "date");
            }
            ((IntArrayBlockBuilder) output).writeInt((int) floorDiv(local, 86_400L));
        };
    }

    static FieldDecoder timestamp(String column, TimestampType type, ZoneId zone)
    {
        ZoneOffsets offsets = new ZoneOffsets(zone);
        return (input, output) -> {
            long second = readEpochSecond(column, input);
            int nanos = readNanos(column, input);
            writeTimestamp(type, second + offsets.offsetAt(second), nanos, output);
        };
    }

    static FieldDecoder localTimestamp(String column, TimestampType type)
    {
        return (input, output) -> {
            long second = readEpochSecond(column, input);
            int nanos = readNanos(column, input);
            writeTimestamp(type, second, nanos, output);
        };
    }

    static FieldDecoder timestampWithTimeZone(String column, TimestampWithTimeZoneType type, ZoneId zone)
    {
        TimeZoneKey key = getTimeZoneKey(zone.getId());
        return (input, output) -> {
            long second = readEpochSecond(column, input);
            int nanos = readNanos(column, input);
            writeTimestampWithTimeZone(type, second, nanos, key, output);
        };
    }

    static FieldDecoder intervalYearToMonth(String column)
    {
        return (input, output) -> {
            long months = input.readSignedLong();
            if (months != (int) months) {
                throw invalid(column);
            }
            ((IntArrayBlockBuilder) output).writeInt((int) months);
        };
    }

    /**
     * Trino's interval has milliseconds; what is finer is an error, never cut off.
     */
    static FieldDecoder intervalDayToSecond(String column)
    {
        return (input, output) -> {
            long seconds = readEpochSecond(column, input);
            int nanos = input.readSignedInt();
            if (nanos <= -NANOSECONDS_PER_SECOND || nanos >= NANOSECONDS_PER_SECOND) {
                throw invalid(column);
            }
            if (nanos % NANOSECONDS_PER_MILLISECOND != 0) {
                throw outOfRange(column, "%s seconds and %s nanoseconds".formatted(seconds, nanos), "interval day to second");
            }
            ((LongArrayBlockBuilder) output).writeLong(seconds * 1000 + nanos / NANOSECONDS_PER_MILLISECOND);
        };
    }

    private static void writeTimestamp(TimestampType type, long second, int nanos, BlockBuilder output)
    {
        long rounded = roundNanos(nanos, type.getPrecision());
        long micros = second * 1_000_000 + rounded / 1000;
        if (type.isShort()) {
            ((LongArrayBlockBuilder) output).writeLong(micros);
        }
        else {
            ((Fixed12BlockBuilder) output).writeFixed12(micros, (int) (rounded % 1000) * 1000);
        }
    }

    private static void writeTimestampWithTimeZone(TimestampWithTimeZoneType type, long second, int nanos, TimeZoneKey key, BlockBuilder output)
    {
        long rounded = roundNanos(nanos, type.getPrecision());
        long millis = second * 1000 + rounded / NANOSECONDS_PER_MILLISECOND;
        if (type.isShort()) {
            type.writeLong(output, packDateTimeWithZone(millis, key));
        }
        else {
            type.writeObject(output, LongTimestampWithTimeZone.fromEpochMillisAndFraction(millis, (int) (rounded % NANOSECONDS_PER_MILLISECOND) * 1000, key));
        }
    }

    /**
     * May give a whole second.
     */
    private static long roundNanos(int nanos, int precision)
    {
        if (precision >= 9) {
            return nanos;
        }
        long unit = 1;
        for (int digit = precision; digit < 9; digit++) {
            unit *= 10;
        }
        return (nanos + unit / 2) / unit * unit;
    }

    private static long readEpochDay(String column, RecordInput input)
            throws IOException
    {
        long day = input.readSignedLong();
        if (day < -MAX_EPOCH_DAY || day > MAX_EPOCH_DAY) {
            throw invalid(column);
        }
        return day;
    }

    private static long readEpochMilli(String column, RecordInput input)
            throws IOException
    {
        long millis = input.readSignedLong();
        if (millis < -MAX_EPOCH_SECOND * 1000 || millis > MAX_EPOCH_SECOND * 1000) {
            throw invalid(column);
        }
        return millis;
    }

    private static long readEpochSecond(String column, RecordInput input)
            throws IOException
    {
        long second = input.readSignedLong();
        if (second < -MAX_EPOCH_SECOND || second > MAX_EPOCH_SECOND) {
            throw invalid(column);
        }
        return second;
    }

    private static int readNanos(String column, RecordInput input)
            throws IOException
    {
        int nanos = input.readSignedInt();
        if (nanos < 0 || nanos >= NANOSECONDS_PER_SECOND) {
            throw invalid(column);
        }
        return nanos;
    }

    private static RecordStreamException invalid(String column)
    {
        return new RecordStreamException("Invalid date or time of column %s in the record stream".formatted(column));
    }
}
