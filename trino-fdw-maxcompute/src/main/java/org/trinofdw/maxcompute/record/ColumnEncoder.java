package org.trinofdw.maxcompute.record;

import static java.util.Objects.requireNonNull;

/**
 * How one column is written.
 *
 * @param name name of the column, for messages
 * @param wireType wire type of the column's values
 * @param encoder writes one value
 */
public record ColumnEncoder(String name, int wireType, FieldEncoder encoder)
{
    public ColumnEncoder
    {
        requireNonNull(name, "name is null");
        requireNonNull(encoder, "encoder is null");
    }
}
