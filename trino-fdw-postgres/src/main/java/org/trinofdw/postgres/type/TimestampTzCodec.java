package org.trinofdw.postgres.type;

import io.trino.spi.block.Fixed12Block;
import io.trino.spi.block.Fixed12BlockBuilder;
import io.trino.spi.type.TimestampWithTimeZoneType;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;
import org.trinofdw.postgres.type.ValuePolicies.UnrepresentableValue;

import static io.trino.spi.type.DateTimeEncoding.packDateTimeWithZone;
import static io.trino.spi.type.DateTimeEncoding.unpackMillisUtc;
import static io.trino.spi.type.TimeZoneKey.UTC_KEY;
import static java.lang.Math.floorDiv;
import static java.lang.Math.floorMod;
import static org.trinofdw.postgres.copy.BigEndian.getLong;
import static org.trinofdw.postgres.type.CodecErrors.checkLength;
import static org.trinofdw.postgres.type.CodecErrors.outOfRange;
import static org.trinofdw.postgres.type.TimestampCodec.EPOCH_MICROS;
import static org.trinofdw.postgres.type.TimestampCodec.isFinite;
import static org.trinofdw.postgres.type.TimestampCodec.toRemoteMicros;
import static org.trinofdw.postgres.type.TimestampCodec.writeInfinity;

/**
 * {@code timestamp with time zone}: int64 microseconds since 2000-01-01 00:00 UTC. PostgreSQL keeps no zone, so the zone in Trino is UTC.
 */
final class TimestampTzCodec
{
    private static final String NAME = "timestamp with time zone";
    private static final int MICROS_PER_MILLI = 1_000;
    private static final int PICOS_PER_MICRO = 1_000_000;
    /** Trino packs milliseconds into 52 bits. */
    private static final long MAX_MILLIS = (1L << 51) - 1;
    private static final long MIN_MILLIS = -(1L << 51);

    private TimestampTzCodec() {}

    static ColumnDecoder decoder(TimestampWithTimeZoneType type, UnrepresentableValue infinity)
    {
        boolean isShort = type.isShort();
        return (bytes, offset, length, output) -> {
            checkLength(NAME, Long.BYTES, length);
            long micros = getLong(bytes, offset);
            if (!isFinite(micros, NAME)) {
                writeInfinity(micros, NAME, infinity, output);
                return;
            }
            // what overflows is far above the limit
            long epochMicros = micros > Long.MAX_VALUE - EPOCH_MICROS ? Long.MAX_VALUE : micros + EPOCH_MICROS;
            long millis = floorDiv(epochMicros, MICROS_PER_MILLI);
            if (millis > MAX_MILLIS || millis < MIN_MILLIS) {
                throw outOfRange("A timestamp with time zone after the year 73326 has no counterpart in Trino; declare the column as varchar");
            }
            int microsOfMilli = floorMod(epochMicros, MICROS_PER_MILLI);
            long packed = packDateTimeWithZone(millis, UTC_KEY);
            if (!isShort) {
                ((Fixed12BlockBuilder) output).writeFixed12(packed, microsOfMilli * PICOS_PER_MICRO);
            }
            else if (microsOfMilli == 0) {
                type.writeLong(output, packed);
            }
            else {
                throw outOfRange("A timestamp with time zone with microseconds does not fit into %s; declare the column as timestamp(6) with time zone", type);
            }
        };
    }

    /** Writes TIMESTAMP WITH TIME ZONE of any precision; what is finer than a microsecond is rounded. */
    static ColumnEncoder encoder(TimestampWithTimeZoneType type)
    {
        if (type.isShort()) {
            return (block, position, output) -> {
                long micros = toRemoteMicros(unpackMillisUtc(type.getLong(block, position)) * MICROS_PER_MILLI);
                output.writeInt(Long.BYTES);
                output.writeLong(micros);
            };
        }
        return (block, position, output) -> {
            Fixed12Block values = (Fixed12Block) block;
            long millis = unpackMillisUtc(values.getFixed12First(position));
            int microsOfMilli = (values.getFixed12Second(position) + PICOS_PER_MICRO / 2) / PICOS_PER_MICRO;
            long micros = toRemoteMicros(millis * MICROS_PER_MILLI + microsOfMilli);
            output.writeInt(Long.BYTES);
            output.writeLong(micros);
        };
    }
}
