package org.trinofdw.postgres.copy;

import static java.util.Objects.requireNonNull;

/**
 * A column of a {@code COPY … FROM STDIN} stream.
 *
 * @param name name for messages
 */
public record CopyTarget(String name, ColumnEncoder encoder)
{
    public CopyTarget
    {
        requireNonNull(name, "name is null");
        requireNonNull(encoder, "encoder is null");
    }
}
