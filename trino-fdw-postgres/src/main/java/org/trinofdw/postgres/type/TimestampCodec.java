package org.trinofdw.postgres.type;

import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.Fixed12Block;
import io.trino.spi.block.Fixed12BlockBuilder;
import io.trino.spi.block.LongArrayBlockBuilder;
import io.trino.spi.type.TimestampType;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;
import org.trinofdw.postgres.type.ValuePolicies.UnrepresentableValue;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.copy.BigEndian.getInt;
import static org.trinofdw.postgres.copy.BigEndian.getLong;
import static org.trinofdw.postgres.type.CodecErrors.checkLength;
import static org.trinofdw.postgres.type.CodecErrors.invalid;
import static org.trinofdw.postgres.type.CodecErrors.outOfRange;
import static org.trinofdw.postgres.type.CodecErrors.unsupported;

/**
 * {@code timestamp}: int64 microseconds since 2000-01-01 00:00, where the extreme values stand for the infinities.
 */
final class TimestampCodec
{
    /** Microseconds from 1970-01-01, where Trino counts from, to 2000-01-01. */
    static final long EPOCH_MICROS = 946_684_800_000_000L;
    /** 4714-11-24 BC and the end of the year 294276: the limits in PostgreSQL's microseconds. */
    static final long MIN_MICROS = -211_813_488_000_000_000L;
    static final long END_MICROS = 9_223_371_331_200_000_000L;

    private static final int PICOS_PER_MICRO = 1_000_000;

    private TimestampCodec() {}

    static ColumnDecoder decoder(TimestampType type, UnrepresentableValue infinity)
    {
        ColumnDecoder decoder = new TimestampDecoder(infinity);
        if (type.isShort()) {
            return decoder;
        }
        return (bytes, offset, length, output) -> {
            checkLength("timestamp", Long.BYTES, length);
            long micros = getLong(bytes, offset);
            if (!isFinite(micros, "timestamp")) {
                writeInfinity(micros, "timestamp", infinity, output);
                return;
            }
            ((Fixed12BlockBuilder) output).writeFixed12(toEpochMicros(micros), 0);
        };
    }

    /** Writes TIMESTAMP of any precision; what is finer than a microsecond is rounded. */
    static ColumnEncoder encoder(TimestampType type)
    {
        if (type.isShort()) {
            return (block, position, output) -> {
                long micros = toRemoteMicros(type.getLong(block, position));
                output.writeInt(Long.BYTES);
                output.writeLong(micros);
            };
        }
        return (block, position, output) -> {
            Fixed12Block values = (Fixed12Block) block;
            long micros = toRemoteMicros(roundedMicros(values.getFixed12First(position), values.getFixed12Second(position)));
            output.writeInt(Long.BYTES);
            output.writeLong(micros);
        };
    }

    /** Whether PostgreSQL's microseconds are those of a moment, and not of an infinity; others do not exist. */
    static boolean isFinite(long micros, String typeName)
    {
        if (micros >= MIN_MICROS && micros < END_MICROS) {
            return true;
        }
        if (micros != Long.MAX_VALUE && micros != Long.MIN_VALUE) {
            throw invalid(typeName, micros + " microseconds");
        }
        return false;
    }

    static void writeInfinity(long micros, String typeName, UnrepresentableValue infinity, BlockBuilder output)
    {
        switch (infinity) {
            case ERROR -> throw outOfRange(
                    "The %s %sinfinity has no counterpart in Trino; let infinite values read as null, or declare the column as varchar", typeName, micros < 0 ? "-" : "");
            case NULL -> output.appendNull();
        }
    }

    static long toRemoteMicros(long epochMicros)
    {
        if (epochMicros < MIN_MICROS + EPOCH_MICROS) {
            throw unsupported("the moment %s microseconds after 1970 is outside the range of PostgreSQL, which begins in 4713 BC", epochMicros);
        }
        return epochMicros - EPOCH_MICROS;
    }

    private static long toEpochMicros(long micros)
    {
        if (micros > Long.MAX_VALUE - EPOCH_MICROS) {
            throw outOfRange("A timestamp after the year 294246 has no counterpart in Trino; declare the column as varchar");
        }
        return micros + EPOCH_MICROS;
    }

    private static long roundedMicros(long epochMicros, int picosOfMicro)
    {
        if (picosOfMicro < PICOS_PER_MICRO / 2) {
            return epochMicros;
        }
        if (epochMicros == Long.MAX_VALUE) {
            throw unsupported("the moment %s microseconds after 1970 cannot be rounded up", epochMicros);
        }
        return epochMicros + 1;
    }

    private static final class TimestampDecoder
            implements ColumnDecoder
    {
        private final UnrepresentableValue infinity;

        private TimestampDecoder(UnrepresentableValue infinity)
        {
            this.infinity = requireNonNull(infinity, "infinity is null");
        }

        @Override
        public void decode(byte[] bytes, int offset, int length, BlockBuilder output)
        {
            checkLength("timestamp", Long.BYTES, length);
            write(getLong(bytes, offset), (LongArrayBlockBuilder) output);
        }

        @Override
        public void decodeFields(byte[][] tuples, int[] offsets, int count, BlockBuilder output)
        {
            LongArrayBlockBuilder builder = (LongArrayBlockBuilder) output;
            for (int i = 0; i < count; i++) {
                byte[] tuple = tuples[i];
                int offset = offsets[i];
                int length = getInt(tuple, offset);
                if (length == Long.BYTES) {
                    write(getLong(tuple, offset + Integer.BYTES), builder);
                }
                else if (length < 0) {
                    builder.appendNull();
                }
                else {
                    checkLength("timestamp", Long.BYTES, length);
                }
            }
        }

        private void write(long micros, LongArrayBlockBuilder builder)
        {
            if (!isFinite(micros, "timestamp")) {
                writeInfinity(micros, "timestamp", infinity, builder);
                return;
            }
            builder.writeLong(toEpochMicros(micros));
        }
    }
}
