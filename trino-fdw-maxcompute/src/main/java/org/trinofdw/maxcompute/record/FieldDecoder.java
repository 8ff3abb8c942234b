package org.trinofdw.maxcompute.record;

import io.trino.spi.block.BlockBuilder;

import java.io.IOException;

/**
 * Reads one value of one type of MaxCompute and appends it to a block of one type of Trino. Chosen once per column, before the first record.
 */
public interface FieldDecoder
{
    /**
     * Reads exactly the bytes of one value and appends exactly one position.
     *
     * @throws RecordStreamException when the bytes are no such value
     * @throws io.trino.spi.TrinoException when the value has no counterpart in the type of Trino
     */
    void decode(RecordInput input, BlockBuilder output)
            throws IOException;
}
