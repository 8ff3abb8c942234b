package org.trinofdw.maxcompute.record;

import io.trino.spi.block.Block;

/**
 * Writes the values of one Trino type as one type of MaxCompute. Chosen once per column, before the first record.
 */
public interface FieldEncoder
{
    /**
     * Writes the value at a position, which is not null.
     *
     * @throws io.trino.spi.TrinoException with UNSUPPORTED_VALUE when MaxCompute cannot hold the value
     */
    void encode(Block block, int position, RecordOutput output);
}
