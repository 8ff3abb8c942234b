package org.trinofdw.postgres.type;

import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.IntArrayBlockBuilder;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;
import org.trinofdw.postgres.type.ValuePolicies.UnrepresentableValue;

import java.time.LocalDate;

import static io.trino.spi.type.DateType.DATE;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.copy.BigEndian.getInt;
import static org.trinofdw.postgres.type.CodecErrors.checkLength;
import static org.trinofdw.postgres.type.CodecErrors.invalid;
import static org.trinofdw.postgres.type.CodecErrors.outOfRange;
import static org.trinofdw.postgres.type.CodecErrors.unsupported;

/**
 * {@code date}: int32 days since 2000-01-01, where the extreme values stand for the infinities.
 */
final class DateCodec
{
    /** Days from 1970-01-01, where Trino counts from, to 2000-01-01. */
    static final int EPOCH_DAYS = 10_957;
    /** 4714-11-24 BC, Julian day 0, and 5874897-12-31: the limits in PostgreSQL's days. */
    static final int MIN_DAYS = -2_451_545;
    static final int MAX_DAYS = 2_145_031_948;

    private DateCodec() {}

    static ColumnDecoder decoder(UnrepresentableValue infinity)
    {
        return new DateDecoder(infinity);
    }

    static final ColumnEncoder ENCODER = (block, position, output) -> {
        int epochDays = DATE.getInt(block, position);
        long days = (long) epochDays - EPOCH_DAYS;
        if (days < MIN_DAYS || days > MAX_DAYS) {
            throw unsupported("the date %s is outside the range of PostgreSQL, 4713 BC to 5874897 AD", LocalDate.ofEpochDay(epochDays));
        }
        output.writeInt(Integer.BYTES);
        output.writeInt((int) days);
    };

    private static final class DateDecoder
            implements ColumnDecoder
    {
        private final UnrepresentableValue infinity;

        private DateDecoder(UnrepresentableValue infinity)
        {
            this.infinity = requireNonNull(infinity, "infinity is null");
        }

        @Override
        public void decode(byte[] bytes, int offset, int length, BlockBuilder output)
        {
            checkLength("date", Integer.BYTES, length);
            write(getInt(bytes, offset), (IntArrayBlockBuilder) output);
        }

        @Override
        public void decodeFields(byte[][] tuples, int[] offsets, int count, BlockBuilder output)
        {
            IntArrayBlockBuilder builder = (IntArrayBlockBuilder) output;
            for (int i = 0; i < count; i++) {
                byte[] tuple = tuples[i];
                int offset = offsets[i];
                int length = getInt(tuple, offset);
                if (length == Integer.BYTES) {
                    write(getInt(tuple, offset + Integer.BYTES), builder);
                }
                else if (length < 0) {
                    builder.appendNull();
                }
                else {
                    checkLength("date", Integer.BYTES, length);
                }
            }
        }

        private void write(int days, IntArrayBlockBuilder builder)
        {
            if (days >= MIN_DAYS && days <= MAX_DAYS) {
                builder.writeInt(days + EPOCH_DAYS);
                return;
            }
            if (days != Integer.MAX_VALUE && days != Integer.MIN_VALUE) {
                throw invalid("date", days + " days");
            }
            switch (infinity) {
                case ERROR -> throw outOfRange("The date %sinfinity has no counterpart in Trino; let infinite values read as null, or declare the column as varchar", days < 0 ? "-" : "");
                case NULL -> builder.appendNull();
            }
        }
    }
}
