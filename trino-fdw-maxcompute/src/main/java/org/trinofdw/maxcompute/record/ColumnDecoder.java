package org.trinofdw.maxcompute.record;

import io.trino.spi.type.Type;

import static java.util.Objects.requireNonNull;

/**
 * How one requested column is read.
 *
 * @param name name of the column, for messages
 * @param type type of the blocks
 * @param wireType wire type that the column's values have
 * @param decoder reads one value
 */
public record ColumnDecoder(String name, Type type, int wireType, FieldDecoder decoder)
{
    public ColumnDecoder
    {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        requireNonNull(decoder, "decoder is null");
    }
}
