package org.trinofdw.postgres.copy;

import io.trino.spi.TrinoException;
import io.trino.spi.block.ValueBlock;

/**
 * Writes values of one column as fields of a {@code COPY … FROM STDIN (FORMAT binary)} stream. Encoders hold no state.
 */
@FunctionalInterface
public interface ColumnEncoder
{
    /**
     * Writes the length word and the bytes of a value that is not null.
     *
     * @throws TrinoException if the remote type cannot hold the value; the message shows the value, the caller adds the
     * column and the row
     */
    void encode(ValueBlock block, int position, CopyOutputBuffer output);
}
