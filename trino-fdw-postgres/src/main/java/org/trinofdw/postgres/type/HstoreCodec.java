package org.trinofdw.postgres.type;

import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.MapBlock;
import io.trino.spi.block.MapBlockBuilder;
import io.trino.spi.block.SqlMap;
import io.trino.spi.block.ValueBlock;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;
import org.trinofdw.postgres.copy.CopyOutputBuffer;

import static org.trinofdw.postgres.copy.BigEndian.getInt;
import static org.trinofdw.postgres.type.CodecErrors.checkAtLeast;
import static org.trinofdw.postgres.type.CodecErrors.invalid;

/**
 * {@code hstore} as MAP(VARCHAR, VARCHAR): int32 number of pairs, then key and value of each as fields.
 */
final class HstoreCodec
{
    private HstoreCodec() {}

    static ColumnDecoder decoder(ColumnDecoder text)
    {
        return (bytes, offset, length, output) -> {
            checkAtLeast("hstore", Integer.BYTES, length);
            int count = getInt(bytes, offset);
            int end = offset + length;
            if (count < 0 || count > (length - Integer.BYTES) / (2 * Integer.BYTES)) {
                throw invalid("hstore", count + " pairs");
            }
            ((MapBlockBuilder) output).buildEntry((keys, values) -> {
                int position = offset + Integer.BYTES;
                for (int i = 0; i < count; i++) {
                    position = decodeText(bytes, position, end, text, false, keys);
                    position = decodeText(bytes, position, end, text, true, values);
                }
                if (position != end) {
                    throw invalid("hstore", (end - position) + " bytes too many");
                }
            });
        };
    }

    static ColumnEncoder encoder(ColumnEncoder text)
    {
        return (block, position, output) -> {
            SqlMap map = ((MapBlock) block).getMap(position);
            int lengthAt = output.position();
            output.writeInt(0);
            output.writeInt(map.getSize());
            Block keys = map.getRawKeyBlock();
            Block values = map.getRawValueBlock();
            for (int i = 0; i < map.getSize(); i++) {
                encodeText(keys, map.getRawOffset() + i, text, output);
                encodeText(values, map.getRawOffset() + i, text, output);
            }
            output.putInt(lengthAt, output.position() - lengthAt - Integer.BYTES);
        };
    }

    private static int decodeText(byte[] bytes, int start, int end, ColumnDecoder text, boolean nullable, BlockBuilder output)
    {
        if (end - start < Integer.BYTES) {
            throw invalid("hstore", "a pair is missing");
        }
        int length = getInt(bytes, start);
        int position = start + Integer.BYTES;
        if (length == -1 && nullable) {
            output.appendNull();
            return position;
        }
        if (length < 0 || length > end - position) {
            throw invalid("hstore", "text of %s bytes".formatted(length));
        }
        text.decode(bytes, position, length, output);
        return position + length;
    }

    private static void encodeText(Block block, int position, ColumnEncoder text, CopyOutputBuffer output)
    {
        if (block.isNull(position)) {
            output.writeInt(-1);
            return;
        }
        ValueBlock values = block.getUnderlyingValueBlock();
        text.encode(values, block.getUnderlyingValuePosition(position), output);
    }
}
