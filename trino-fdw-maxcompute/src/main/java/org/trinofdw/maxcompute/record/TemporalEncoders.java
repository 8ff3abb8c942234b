package org.trinofdw.maxcompute.record;

import io.trino.spi.block.Block;
import io.trino.spi.type.LongTimestamp;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

import static io.trino.spi.type.DateTimeEncoding.unpackMillisUtc;
import static io.trino.spi.type.DateType.DATE;
import static java.lang.Math.floorDiv;
import static java.lang.Math.floorMod;
import static org.trinofdw.maxcompute.record.TextEncoders.unsupported;

/**
 * Encoders of dates, times and intervals. What MaxCompute cannot hold is refused: years outside 1 to 9999, finer fractions than the type has,
 * and wall clock readings that the project's time zone skipped.
 */
final class TemporalEncoders
{
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long FIRST_SECOND = FIRST_DAY * 86_400;
    private static final long LAST_SECOND = LAST_DAY * 86_400 + 86_399;
    // a year 1 or 9999 of the wall clock may lie a day outside in UTC
    private static final long ZONE_MARGIN = 86_400;
    private static final int NANOSECONDS_PER_MILLISECOND = 1_000_000;

    private TemporalEncoders() {}

    static FieldEncoder date(String column)
    {
        return (block, position, output) -> {
            long day = DATE.getInt(block, position);
            if (day < FIRST_DAY || day > LAST_DAY) {
                throw unsupported(column, LocalDate.ofEpochDay(day), "date");
            }
            output.writeSignedLong(day);
        };
    }

    static FieldEncoder datetime(String column, TimestampType source, ZoneId zone)
    {
        ZoneOffsets offsets = new ZoneOffsets(zone);
        Reading reading = new Reading();
        return (block, position, output) -> {
            reading.set(source, block, position);
            writeDatetime(column, reading, reading.second - reading.offset(column, offsets, zone, "datetime"), output);
        };
    }

    static FieldEncoder datetime(String column, TimestampWithTimeZoneType source)
    {
        Reading reading = new Reading();
        return (block, position, output) -> {
            reading.set(source, block, position);
            writeDatetime(column, reading, reading.second, output);
        };
    }

    static FieldEncoder timestamp(String column, TimestampType source, ZoneId zone)
    {
        ZoneOffsets offsets = new ZoneOffsets(zone);
        Reading reading = new Reading();
        return (block, position, output) -> {
            reading.set(source, block, position);
            writeTimestamp(column, reading, reading.second - reading.offset(column, offsets, zone, "timestamp"), "timestamp", output);
        };
    }

    static FieldEncoder timestamp(String column, TimestampWithTimeZoneType source)
    {
        Reading reading = new Reading();
        return (block, position, output) -> {
            reading.set(source, block, position);
            writeTimestamp(column, reading, reading.second, "timestamp", output);
        };
    }

    static FieldEncoder localTimestamp(String column, TimestampType source)
    {
        Reading reading = new Reading();
        return (block, position, output) -> {
            reading.set(source, block, position);
            writeTimestamp(column, reading, reading.second, "timestamp_ntz", output);
        };
    }

    static FieldEncoder intervalYearToMonth(Type source)
    {
        return (block, position, output) -> output.writeSignedLong(source.getLong(block, position));
    }

    static FieldEncoder intervalDayToSecond(Type source)
    {
        return (block, position, output) -> {
            long millis = source.getLong(block, position);
            output.writeSignedLong(millis / 1000);
            output.writeSignedInt((int) (millis % 1000) * NANOSECONDS_PER_MILLISECOND);
        };
    }

    private static void writeDatetime(String column, Reading reading, long second, RecordOutput output)
    {
        if (reading.picos % 1_000_000_000L != 0 || second < FIRST_SECOND - ZONE_MARGIN || second > LAST_SECOND + ZONE_MARGIN) {
            throw unsupported(column, reading, "datetime");
        }
        output.writeSignedLong(second * 1000 + reading.picos / 1_000_000_000L);
    }

    private static void writeTimestamp(String column, Reading reading, long second, String type, RecordOutput output)
    {
        if (reading.picos % 1000 != 0 || second < FIRST_SECOND - ZONE_MARGIN || second > LAST_SECOND + ZONE_MARGIN) {
            throw unsupported(column, reading, type);
        }
        output.writeSignedLong(second);
        output.writeSignedInt((int) (reading.picos / 1000));
    }

    /**
     * A timestamp as seconds since 1970 and picoseconds of the second.
     */
    private static final class Reading
    {
        private long second;
        private long picos;

        private void set(TimestampType type, Block block, int position)
        {
            long micros;
            long picosOfMicro;
            if (type.isShort()) {
                micros = type.getLong(block, position);
                picosOfMicro = 0;
            }
            else {
                LongTimestamp timestamp = (LongTimestamp) type.getObject(block, position);
                micros = timestamp.getEpochMicros();
                picosOfMicro = timestamp.getPicosOfMicro();
            }
            second = floorDiv(micros, 1_000_000L);
            picos = floorMod(micros, 1_000_000L) * 1_000_000L + picosOfMicro;
        }

        private void set(TimestampWithTimeZoneType type, Block block, int position)
        {
            long millis;
            long picosOfMilli;
            if (type.isShort()) {
                millis = unpackMillisUtc(type.getLong(block, position));
                picosOfMilli = 0;
            }
            else {
                LongTimestampWithTimeZone timestamp = (LongTimestampWithTimeZone) type.getObject(block, position);
                millis = timestamp.getEpochMillis();
                picosOfMilli = timestamp.getPicosOfMilli();
            }
            second = floorDiv(millis, 1000L);
            picos = floorMod(millis, 1000L) * 1_000_000_000L + picosOfMilli;
        }

        private int offset(String column, ZoneOffsets offsets, ZoneId zone, String type)
        {
            if (second < FIRST_SECOND || second > LAST_SECOND) {
                throw unsupported(column, this, type);
            }
            int offset = offsets.offsetOfLocal(second);
            if (offset == Integer.MIN_VALUE) {
                throw unsupported(column, "%s, which the clocks of %s skipped,".formatted(this, zone), type);
            }
            return offset;
        }

        @Override
        public String toString()
        {
            return LocalDateTime.ofEpochSecond(second, (int) (picos / 1000), ZoneOffset.UTC).toString();
        }
    }
}
