package org.trinofdw.postgres.type;

import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.IntArrayBlockBuilder;
import io.trino.spi.block.LongArrayBlockBuilder;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;

import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.RealType.REAL;
import static org.trinofdw.postgres.copy.BigEndian.getInt;
import static org.trinofdw.postgres.copy.BigEndian.getLong;
import static org.trinofdw.postgres.type.CodecErrors.checkLength;
import static org.trinofdw.postgres.type.CodecErrors.unsupported;

/**
 * {@code real} and {@code double precision}: the IEEE 754 bits, negative zero, NaN and infinities included.
 */
final class FloatCodec
{
    static final ColumnDecoder REAL_DECODER = (bytes, offset, length, output) -> {
        checkLength("real", Integer.BYTES, length);
        ((IntArrayBlockBuilder) output).writeInt(getInt(bytes, offset));
    };

    static final ColumnDecoder DOUBLE_DECODER = new DoubleDecoder();

    static final ColumnDecoder REAL_TO_DOUBLE_DECODER = (bytes, offset, length, output) -> {
        checkLength("real", Integer.BYTES, length);
        DOUBLE.writeDouble(output, Float.intBitsToFloat(getInt(bytes, offset)));
    };

    static final ColumnEncoder REAL_ENCODER = (block, position, output) -> {
        output.writeInt(Integer.BYTES);
        output.writeInt(Float.floatToRawIntBits(REAL.getFloat(block, position)));
    };

    static final ColumnEncoder DOUBLE_ENCODER = (block, position, output) -> {
        output.writeInt(Long.BYTES);
        output.writeLong(Double.doubleToRawLongBits(DOUBLE.getDouble(block, position)));
    };

    /** For a {@code real} column declared as DOUBLE; rounding would change the value, so it is an error. */
    static final ColumnEncoder DOUBLE_TO_REAL_ENCODER = (block, position, output) -> {
        double value = DOUBLE.getDouble(block, position);
        float rounded = (float) value;
        if (rounded != value && !Double.isNaN(value)) {
            throw unsupported("%s cannot be stored exactly as the remote type real; cast it to real", value);
        }
        output.writeInt(Integer.BYTES);
        output.writeInt(Float.floatToRawIntBits(rounded));
    };

    private FloatCodec() {}

    private static final class DoubleDecoder
            implements ColumnDecoder
    {
        @Override
        public void decode(byte[] bytes, int offset, int length, BlockBuilder output)
        {
            checkLength("double precision", Long.BYTES, length);
            ((LongArrayBlockBuilder) output).writeLong(getLong(bytes, offset));
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
                    builder.writeLong(getLong(tuple, offset + Integer.BYTES));
                }
                else if (length < 0) {
                    builder.appendNull();
                }
                else {
                    checkLength("double precision", Long.BYTES, length);
                }
            }
        }
    }
}
