package org.trinofdw.postgres.type;

import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.IntArrayBlockBuilder;
import io.trino.spi.block.LongArrayBlockBuilder;
import io.trino.spi.type.Type;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.SmallintType.SMALLINT;
import static io.trino.spi.type.TinyintType.TINYINT;
import static org.trinofdw.postgres.copy.BigEndian.getInt;
import static org.trinofdw.postgres.copy.BigEndian.getLong;
import static org.trinofdw.postgres.copy.BigEndian.getShort;
import static org.trinofdw.postgres.type.CodecErrors.checkLength;
import static org.trinofdw.postgres.type.CodecErrors.outOfRange;
import static org.trinofdw.postgres.type.CodecErrors.unsupported;

/**
 * {@code smallint}, {@code integer} and {@code bigint}: two's complement; {@code oid}: four bytes unsigned. Any of them reads
 * as any of Trino's integers; a value that does not fit is an error.
 */
final class IntegerCodec
{
    enum Wire
    {
        INT2("smallint", Short.BYTES, Short.MIN_VALUE, Short.MAX_VALUE),
        INT4("integer", Integer.BYTES, Integer.MIN_VALUE, Integer.MAX_VALUE),
        INT8("bigint", Long.BYTES, Long.MIN_VALUE, Long.MAX_VALUE),
        OID("oid", Integer.BYTES, 0, 0xFFFF_FFFFL);

        private final String typeName;
        private final int length;
        private final long min;
        private final long max;

        Wire(String typeName, int length, long min, long max)
        {
            this.typeName = typeName;
            this.length = length;
            this.min = min;
            this.max = max;
        }

        String typeName()
        {
            return typeName;
        }
    }

    private IntegerCodec() {}

    static boolean isInteger(Type type)
    {
        return type == TINYINT || type == SMALLINT || type == INTEGER || type == BIGINT;
    }

    static ColumnDecoder decoder(Wire wire, Type type)
    {
        if (wire == Wire.INT8 && type == BIGINT) {
            return new BigintDecoder();
        }
        if (wire == Wire.INT4 && type == INTEGER) {
            return new Int4Decoder();
        }
        long min = minValue(type);
        long max = maxValue(type);
        return (bytes, offset, length, output) -> {
            checkLength(wire.typeName, wire.length, length);
            long value = switch (wire) {
                case INT2 -> getShort(bytes, offset);
                case INT4 -> getInt(bytes, offset);
                case INT8 -> getLong(bytes, offset);
                case OID -> Integer.toUnsignedLong(getInt(bytes, offset));
            };
            if (value < min || value > max) {
                throw outOfRange("%s does not fit into %s; declare the column as bigint", value, type);
            }
            type.writeLong(output, value);
        };
    }

    static ColumnEncoder encoder(Wire wire, Type type)
    {
        return (block, position, output) -> {
            long value = type.getLong(block, position);
            if (value < wire.min || value > wire.max) {
                throw unsupported("%s does not fit into the remote type %s", value, wire.typeName);
            }
            output.writeInt(wire.length);
            switch (wire) {
                case INT2 -> output.writeShort((int) value);
                case INT4, OID -> output.writeInt((int) value);
                case INT8 -> output.writeLong(value);
            }
        };
    }

    static long minValue(Type type)
    {
        return type == TINYINT ? Byte.MIN_VALUE : type == SMALLINT ? Short.MIN_VALUE : type == INTEGER ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    static long maxValue(Type type)
    {
        return type == TINYINT ? Byte.MAX_VALUE : type == SMALLINT ? Short.MAX_VALUE : type == INTEGER ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    private static final class BigintDecoder
            implements ColumnDecoder
    {
        @Override
        public void decode(byte[] bytes, int offset, int length, BlockBuilder output)
        {
            checkLength("bigint", Long.BYTES, length);
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
                    checkLength("bigint", Long.BYTES, length);
                }
            }
        }
    }

    private static final class Int4Decoder
            implements ColumnDecoder
    {
        @Override
        public void decode(byte[] bytes, int offset, int length, BlockBuilder output)
        {
            checkLength("integer", Integer.BYTES, length);
            ((IntArrayBlockBuilder) output).writeInt(getInt(bytes, offset));
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
                    builder.writeInt(getInt(tuple, offset + Integer.BYTES));
                }
                else if (length < 0) {
                    builder.appendNull();
                }
                else {
                    checkLength("integer", Integer.BYTES, length);
                }
            }
        }
    }
}
