package org.trinofdw.postgres.copy;

import io.trino.spi.TrinoException;
import io.trino.spi.block.BlockBuilder;

import static org.trinofdw.postgres.copy.BigEndian.getInt;

/**
 * Appends the fields of one column to a block builder. Decoders hold no state, so one serves any number of streams.
 * A field that does not fit raises a {@link TrinoException}, and nothing else, whatever the bytes are; the caller
 * adds the column and the row to the message.
 */
@FunctionalInterface
public interface ColumnDecoder
{
    /**
     * Appends one value that is not null.
     *
     * @param bytes array that holds the value at {@code offset}; the caller has checked that {@code length} bytes are there
     */
    void decode(byte[] bytes, int offset, int length, BlockBuilder output);

    /**
     * Appends one field of each tuple. Field {@code i} begins in {@code tuples[i]} at {@code offsets[i]} with its length
     * word; the caller has checked that it lies within the tuple. Decoders of frequent types bring their own loop, so that
     * the compiler sees one decoder and one kind of builder in it.
     */
    default void decodeFields(byte[][] tuples, int[] offsets, int count, BlockBuilder output)
    {
        for (int i = 0; i < count; i++) {
            byte[] tuple = tuples[i];
            int offset = offsets[i];
            int length = getInt(tuple, offset);
            if (length < 0) {
                output.appendNull();
            }
            else {
                decode(tuple, offset + Integer.BYTES, length, output);
            }
        }
    }
}
