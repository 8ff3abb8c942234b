package org.trinofdw.postgres.type;

import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;

import static io.trino.spi.type.BooleanType.BOOLEAN;
import static org.trinofdw.postgres.type.CodecErrors.checkLength;
import static org.trinofdw.postgres.type.CodecErrors.invalid;

/**
 * {@code boolean}: one byte, 0 or 1.
 */
final class BooleanCodec
{
    static final ColumnDecoder DECODER = (bytes, offset, length, output) -> {
        checkLength("boolean", 1, length);
        switch (bytes[offset]) {
            case 0 -> BOOLEAN.writeBoolean(output, false);
            case 1 -> BOOLEAN.writeBoolean(output, true);
            default -> throw invalid("boolean", "byte " + bytes[offset]);
        }
    };

    static final ColumnEncoder ENCODER = (block, position, output) -> {
        output.writeInt(1);
        output.writeByte(BOOLEAN.getBoolean(block, position) ? 1 : 0);
    };

    private BooleanCodec() {}
}
