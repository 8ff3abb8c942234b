package org.trinofdw.maxcompute.record;

import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import io.trino.spi.block.ByteArrayBlockBuilder;
import io.trino.spi.block.IntArrayBlockBuilder;
import io.trino.spi.block.LongArrayBlockBuilder;
import io.trino.spi.block.ShortArrayBlockBuilder;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.VarcharType;

import java.math.BigDecimal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.trinofdw.error.FdwErrorCode.VALUE_OUT_OF_RANGE;

/**
 * Decoders of integers and floating point numbers.
 */
final class NumericDecoders
{
    private NumericDecoders() {}

    static FieldDecoder bigint()
    {
        return (input, output) -> ((LongArrayBlockBuilder) output).writeLong(input.readSignedLong());
    }

    static FieldDecoder integer(String column)
    {
        return (input, output) -> {
            long value = input.readSignedLong();
            if (value != (int) value) {
                throw outOfRange(column, value, "integer");
            }
            ((IntArrayBlockBuilder) output).writeInt((int) value);
        };
    }

    static FieldDecoder smallint(String column)
    {
        return (input, output) -> {
            long value = input.readSignedLong();
            if (value != (short) value) {
                throw outOfRange(column, value, "smallint");
            }
            ((ShortArrayBlockBuilder) output).writeShort((short) value);
        };
    }

    static FieldDecoder tinyint(String column)
    {
        return (input, output) -> {
            long value = input.readSignedLong();
            if (value != (byte) value) {
                throw outOfRange(column, value, "tinyint");
            }
            ((ByteArrayBlockBuilder) output).writeByte((byte) value);
        };
    }

    static FieldDecoder integerAsDecimal(String column, DecimalType type)
    {
        return (input, output) -> DecimalDecoders.write(column, type, BigDecimal.valueOf(input.readSignedLong()), output);
    }

    static FieldDecoder integerAsText(String column, VarcharType type)
    {
        return (input, output) -> {
            String text = Long.toString(input.readSignedLong());
            if (!type.isUnbounded() && text.length() > type.getBoundedLength()) {
                throw outOfRange(column, text, type.getDisplayName());
            }
            type.writeSlice(output, Slices.wrappedBuffer(text.getBytes(US_ASCII)));
        };
    }

    static FieldDecoder real()
    {
        return (input, output) -> ((IntArrayBlockBuilder) output).writeInt(input.readFixedInt());
    }

    static FieldDecoder doublePrecision()
    {
        return (input, output) -> ((LongArrayBlockBuilder) output).writeLong(input.readFixedLong());
    }

    /**
     * A double as the decimal that its shortest text says, the way a numeric column of PostgreSQL takes it.
     */
    static FieldDecoder doubleAsDecimal(String column, DecimalType type)
    {
        return (input, output) -> {
            double value = Double.longBitsToDouble(input.readFixedLong());
            if (!Double.isFinite(value)) {
                throw outOfRange(column, value, type.getDisplayName());
            }
            DecimalDecoders.write(column, type, BigDecimal.valueOf(value), output);
        };
    }

    static TrinoException outOfRange(String column, Object value, String type)
    {
        return new TrinoException(VALUE_OUT_OF_RANGE, "Value %s of column \"%s\" does not fit into %s; declare a wider type".formatted(value, column, type));
    }
}
