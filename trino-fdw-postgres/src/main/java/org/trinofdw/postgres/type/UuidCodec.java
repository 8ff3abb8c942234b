package org.trinofdw.postgres.type;

import io.trino.spi.block.Int128ArrayBlock;
import io.trino.spi.block.Int128ArrayBlockBuilder;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;

import static java.lang.Long.reverseBytes;
import static org.trinofdw.postgres.copy.BigEndian.getLong;
import static org.trinofdw.postgres.type.CodecErrors.checkLength;

/**
 * {@code uuid}: sixteen bytes, which Trino keeps in the same order and reads as two little-endian words.
 */
final class UuidCodec
{
    static final ColumnDecoder DECODER = (bytes, offset, length, output) -> {
        checkLength("uuid", 2 * Long.BYTES, length);
        ((Int128ArrayBlockBuilder) output).writeInt128(reverseBytes(getLong(bytes, offset)), reverseBytes(getLong(bytes, offset + Long.BYTES)));
    };

    static final ColumnEncoder ENCODER = (block, position, output) -> {
        Int128ArrayBlock values = (Int128ArrayBlock) block;
        output.writeInt(2 * Long.BYTES);
        output.writeLong(reverseBytes(values.getInt128High(position)));
        output.writeLong(reverseBytes(values.getInt128Low(position)));
    };

    private UuidCodec() {}
}
