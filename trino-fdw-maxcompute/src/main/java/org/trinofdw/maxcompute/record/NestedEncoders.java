package org.trinofdw.maxcompute.record;

import io.trino.spi.block.Block;
import io.trino.spi.block.SqlMap;
import io.trino.spi.block.SqlRow;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RowType;

/**
 * Encoders of ARRAY, MAP and STRUCT.
 */
final class NestedEncoders
{
    private NestedEncoders() {}

    static FieldEncoder array(ArrayType type, FieldEncoder element)
    {
        return (block, position, output) -> {
            Block elements = (Block) type.getObject(block, position);
            writeElements(elements, 0, elements.getPositionCount(), element, output);
        };
    }

    static FieldEncoder map(MapType type, FieldEncoder key, FieldEncoder value)
    {
        return (block, position, output) -> {
            SqlMap map = type.getObject(block, position);
            writeElements(map.getRawKeyBlock(), map.getRawOffset(), map.getSize(), key, output);
            writeElements(map.getRawValueBlock(), map.getRawOffset(), map.getSize(), value, output);
        };
    }

    static FieldEncoder row(RowType type, FieldEncoder[] fields)
    {
        return (block, position, output) -> {
            SqlRow row = type.getObject(block, position);
            for (int field = 0; field < fields.length; field++) {
                writeElement(row.getRawFieldBlock(field), row.getRawIndex(), fields[field], output);
            }
        };
    }

    private static void writeElements(Block elements, int offset, int size, FieldEncoder encoder, RecordOutput output)
    {
        output.writeUnsignedInt(size);
        for (int index = 0; index < size; index++) {
            writeElement(elements, offset + index, encoder, output);
        }
    }

    private static void writeElement(Block block, int position, FieldEncoder encoder, RecordOutput output)
    {
        boolean isNull = block.isNull(position);
        output.writeFlag(isNull);
        if (!isNull) {
            encoder.encode(block, position, output);
        }
    }
}
