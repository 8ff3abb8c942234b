package org.trinofdw.postgres.type;

import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.block.VariableWidthBlockBuilder;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;

/**
 * {@code bytea}: the bytes.
 */
final class ByteaCodec
{
    static final ColumnDecoder DECODER = (bytes, offset, length, output) -> ((VariableWidthBlockBuilder) output).writeEntry(bytes, offset, length);

    static final ColumnEncoder ENCODER = (block, position, output) -> {
        VariableWidthBlock values = (VariableWidthBlock) block;
        int length = values.getSliceLength(position);
        output.writeInt(length);
        output.writeBytes(values.getRawSlice(), values.getRawSliceOffset(position), length);
    };

    private ByteaCodec() {}
}
