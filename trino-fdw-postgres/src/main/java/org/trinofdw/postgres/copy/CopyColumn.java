package org.trinofdw.postgres.copy;

import io.trino.spi.type.Type;

import static java.util.Objects.requireNonNull;

/**
 * A column of a {@code COPY … TO STDOUT} stream.
 *
 * @param name name for messages
 */
public record CopyColumn(String name, Type type, ColumnDecoder decoder)
{
    public CopyColumn
    {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        requireNonNull(decoder, "decoder is null");
    }
}
