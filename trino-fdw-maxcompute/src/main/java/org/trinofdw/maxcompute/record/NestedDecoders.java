package org.trinofdw.maxcompute.record;

import io.trino.spi.TrinoException;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.MapBlockBuilder;
import io.trino.spi.block.RowBlockBuilder;

import java.io.IOException;

import static org.trinofdw.error.FdwErrorCode.VALUE_OUT_OF_RANGE;

/**
 * Decoders of ARRAY, MAP and STRUCT: a size, then for each element a flag that says null, then the element. Sizes and flags are not part of the checksum.
 */
final class NestedDecoders
{
    private NestedDecoders() {}

    static FieldDecoder array(FieldDecoder element)
    {
        return (input, output) -> {
            int size = readSize(input);
            ((ArrayBlockBuilder) output).<IOException>buildEntry(elements -> readElements(input, size, element, elements));
        };
    }

    static FieldDecoder map(String column, FieldDecoder key, FieldDecoder value)
    {
        return (input, output) -> {
            int size = readSize(input);
            ((MapBlockBuilder) output).<IOException>buildEntry((keys, values) -> {
                for (int index = 0; index < size; index++) {
                    if (input.readFlag()) {
                        throw new TrinoException(VALUE_OUT_OF_RANGE, "A MAP of column \"%s\" has a NULL key, which Trino does not know".formatted(column));
                    }
                    key.decode(input, keys);
                }
                if (readSize(input) != size) {
                    throw new RecordStreamException("A MAP of column \"%s\" has unequal numbers of keys and values".formatted(column));
                }
                readElements(input, size, value, values);
            });
        };
    }

    static FieldDecoder row(FieldDecoder[] fields)
    {
        return (input, output) -> ((RowBlockBuilder) output).<IOException>buildEntry(builders -> {
            for (int field = 0; field < fields.length; field++) {
                if (input.readFlag()) {
                    builders.get(field).appendNull();
                }
                else {
                    fields[field].decode(input, builders.get(field));
                }
            }
        });
    }

    private static int readSize(RecordInput input)
            throws IOException
    {
        int size = input.readUnsignedInt();
        if (size < 0 || size > RecordInput.MAX_VALUE_BYTES) {
            throw new RecordStreamException("Invalid number of elements %s in the record stream".formatted(Integer.toUnsignedString(size)));
        }
        return size;
    }

    private static void readElements(RecordInput input, int size, FieldDecoder decoder, BlockBuilder output)
            throws IOException
    {
        for (int index = 0; index < size; index++) {
            if (input.readFlag()) {
                output.appendNull();
            }
            else {
                decoder.decode(input, output);
            }
        }
    }
}
