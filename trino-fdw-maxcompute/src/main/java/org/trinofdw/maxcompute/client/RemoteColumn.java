package org.trinofdw.maxcompute.client;

import org.trinofdw.maxcompute.type.MaxComputeType;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A column as MaxCompute describes it.
 *
 * @param name name as written there
 */
public record RemoteColumn(String name, MaxComputeType type, boolean nullable, Optional<String> comment)
{
    public RemoteColumn
    {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        requireNonNull(comment, "comment is null");
    }
}
