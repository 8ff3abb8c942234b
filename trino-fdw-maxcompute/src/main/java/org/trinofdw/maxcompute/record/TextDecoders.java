package org.trinofdw.maxcompute.record;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import io.trino.spi.block.VariableWidthBlockBuilder;
import io.trino.spi.type.CharType;
import io.trino.spi.type.VarcharType;

import static io.airlift.slice.SliceUtf8.countCodePoints;
import static io.airlift.slice.SliceUtf8.offsetOfCodePoint;
import static io.trino.plugin.base.util.JsonTypeUtil.jsonParse;
import static org.trinofdw.error.FdwErrorCode.VALUE_OUT_OF_RANGE;

/**
 * Decoders of text and bytes.
 */
final class TextDecoders
{
    private static final int MAX_SHOWN_CHARACTERS = 64;

    private TextDecoders() {}

    static FieldDecoder bytes()
    {
        return (input, output) -> {
            int length = input.readLength();
            int start = input.readBytes(length);
            ((VariableWidthBlockBuilder) output).writeEntry(input.buffer(), start, length);
        };
    }

    static FieldDecoder varchar(String column, VarcharType type)
    {
        int bound = type.getLength().orElse(Integer.MAX_VALUE);
        return (input, output) -> {
            int length = input.readLength();
            int start = input.readBytes(length);
            byte[] bytes = input.buffer();
            if (!isAscii(bytes, start, length)) {
                length = checkUtf8(column, bytes, start, length);
            }
            if (length > bound && countCodePoints(Slices.wrappedBuffer(bytes, start, length)) > bound) {
                throw tooLong(column, bytes, start, length, type.getDisplayName());
            }
            ((VariableWidthBlockBuilder) output).writeEntry(bytes, start, length);
        };
    }

    /**
     * A char value of Trino carries no trailing spaces.
     */
    static FieldDecoder character(String column, CharType type)
    {
        int bound = type.getLength();
        return (input, output) -> {
            int length = input.readLength();
            int start = input.readBytes(length);
            byte[] bytes = input.buffer();
            if (!isAscii(bytes, start, length)) {
                length = checkUtf8(column, bytes, start, length);
            }
            while (length > 0 && bytes[start + length - 1] == ' ') {
                length--;
            }
            if (length > bound && countCodePoints(Slices.wrappedBuffer(bytes, start, length)) > bound) {
                throw tooLong(column, bytes, start, length, type.getDisplayName());
            }
            ((VariableWidthBlockBuilder) output).writeEntry(bytes, start, length);
        };
    }

    static FieldDecoder json(String column)
    {
        return (input, output) -> {
            int length = input.readLength();
            int start = input.readBytes(length);
            Slice text = Slices.wrappedBuffer(input.buffer(), start, length);
            try {
                ((VariableWidthBlockBuilder) output).writeEntry(jsonParse(text));
            }
            catch (TrinoException e) {
                throw new TrinoException(VALUE_OUT_OF_RANGE, "Value %s of column \"%s\" is not JSON".formatted(shown(input.buffer(), start, length), column), e);
            }
        };
    }

    private static boolean isAscii(byte[] bytes, int start, int length)
    {
        int end = start + length;
        for (int position = start; position < end; position++) {
            if (bytes[position] < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Functions of Trino take the validity of UTF-8 for granted, so that other bytes are an error here.
     */
    private static int checkUtf8(String column, byte[] bytes, int start, int length)
    {
        if (!Utf8.isValid(bytes, start, length)) {
            throw new TrinoException(VALUE_OUT_OF_RANGE, "A value of column \"%s\" is not UTF-8; declare the column as bytea (varbinary) to read its bytes".formatted(column));
        }
        return length;
    }

    private static TrinoException tooLong(String column, byte[] bytes, int start, int length, String type)
    {
        return NumericDecoders.outOfRange(column, "'%s'".formatted(shown(bytes, start, length)), type);
    }

    private static String shown(byte[] bytes, int start, int length)
    {
        Slice text = Slices.wrappedBuffer(bytes, start, length);
        int end = offsetOfCodePoint(text, MAX_SHOWN_CHARACTERS);
        return end < 0 ? text.toStringUtf8() : text.slice(0, end).toStringUtf8() + "...";
    }
}
