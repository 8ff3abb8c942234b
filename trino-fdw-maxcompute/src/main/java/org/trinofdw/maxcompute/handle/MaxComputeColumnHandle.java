package org.trinofdw.maxcompute.handle;

import io.trino.spi.type.Type;
import org.trinofdw.handle.FdwColumnHandle;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A column of a table in MaxCompute.
 *
 * @param remoteName the name there; case does not count
 * @param partitionKey whether the values stand in the names of partitions instead of in rows
 */
public record MaxComputeColumnHandle(String name, String remoteName, Type type, boolean nullable, Optional<String> comment, boolean partitionKey)
        implements FdwColumnHandle
{
    public MaxComputeColumnHandle
    {
        requireNonNull(name, "name is null");
        requireNonNull(remoteName, "remoteName is null");
        requireNonNull(type, "type is null");
        requireNonNull(comment, "comment is null");
    }
}
