package org.trinofdw.postgres.type;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.block.VariableWidthBlockBuilder;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;

import static io.trino.plugin.base.util.JsonTypeUtil.jsonParse;
import static org.trinofdw.postgres.type.CodecErrors.checkAtLeast;
import static org.trinofdw.postgres.type.CodecErrors.invalid;
import static org.trinofdw.postgres.type.CodecErrors.outOfRange;

/**
 * {@code json}: the text; {@code jsonb}: a version byte and the text. Trino compares JSON by its text, so what is read is
 * brought to Trino's own form, with sorted keys.
 */
final class JsonCodec
{
    private static final int JSONB_VERSION = 1;

    static final ColumnDecoder JSON_DECODER = (bytes, offset, length, output) -> write(bytes, offset, length, (VariableWidthBlockBuilder) output);

    static final ColumnDecoder JSONB_DECODER = (bytes, offset, length, output) -> {
        checkAtLeast("jsonb", 1, length);
        if (bytes[offset] != JSONB_VERSION) {
            throw invalid("jsonb", "version " + bytes[offset]);
        }
        write(bytes, offset + 1, length - 1, (VariableWidthBlockBuilder) output);
    };

    static final ColumnEncoder JSON_ENCODER = (block, position, output) -> {
        VariableWidthBlock values = (VariableWidthBlock) block;
        int length = values.getSliceLength(position);
        output.writeInt(length);
        output.writeBytes(values.getRawSlice(), values.getRawSliceOffset(position), length);
    };

    static final ColumnEncoder JSONB_ENCODER = (block, position, output) -> {
        VariableWidthBlock values = (VariableWidthBlock) block;
        int length = values.getSliceLength(position);
        output.writeInt(length + 1);
        output.writeByte(JSONB_VERSION);
        output.writeBytes(values.getRawSlice(), values.getRawSliceOffset(position), length);
    };

    private JsonCodec() {}

    private static void write(byte[] bytes, int offset, int length, VariableWidthBlockBuilder output)
    {
        Slice parsed;
        try {
            parsed = jsonParse(Slices.wrappedBuffer(bytes, offset, length));
        }
        catch (TrinoException e) {
            throw outOfRange("A JSON value of %s bytes has no counterpart in Trino; declare the column as varchar. %s", length, e.getCause() == null ? "" : e.getCause().getMessage());
        }
        output.writeEntry(parsed);
    }
}
