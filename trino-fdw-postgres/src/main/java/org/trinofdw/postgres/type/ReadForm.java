package org.trinofdw.postgres.type;

import org.trinofdw.postgres.copy.ColumnDecoder;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * How a column is read.
 *
 * @param cast how the SELECT list casts the column, if the column's own binary format is not read
 * @param decoder decoder of the binary format of the cast's type, or else of the column's type
 */
public record ReadForm(Optional<ReadCast> cast, ColumnDecoder decoder)
{
    public ReadForm
    {
        requireNonNull(cast, "cast is null");
        requireNonNull(decoder, "decoder is null");
    }
}
