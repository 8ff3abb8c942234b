package org.trinofdw.postgres.type;

import io.airlift.slice.Slice;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.block.VariableWidthBlockBuilder;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;

import static org.trinofdw.postgres.type.CodecErrors.checkLength;
import static org.trinofdw.postgres.type.CodecErrors.outOfRange;
import static org.trinofdw.postgres.type.CodecErrors.unsupported;

/**
 * {@code "char"}, the one-byte type of the catalogs, as CHAR(1). Zero stands for the empty string.
 */
final class QuotedCharCodec
{
    static final ColumnDecoder DECODER = (bytes, offset, length, output) -> {
        checkLength("\"char\"", 1, length);
        byte value = bytes[offset];
        if (value < 0) {
            throw outOfRange("The byte 0x%02x of type \"char\" is not a character; declare the column as varchar", value & 0xFF);
        }
        ((VariableWidthBlockBuilder) output).writeEntry(bytes, offset, value == 0 || value == ' ' ? 0 : 1);
    };

    static final ColumnEncoder ENCODER = (block, position, output) -> {
        Slice value = ((VariableWidthBlock) block).getSlice(position);
        if (value.length() > 1 || (value.length() == 1 && value.getByte(0) < 0)) {
            throw unsupported("'%s' is not a character of one byte, as the remote type \"char\" needs", value.toStringUtf8());
        }
        output.writeInt(1);
        output.writeByte(value.length() == 0 ? 0 : value.getByte(0));
    };

    private QuotedCharCodec() {}
}
