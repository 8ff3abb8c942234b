package org.trinofdw.maxcompute.client;

import org.trinofdw.maxcompute.handle.TableName;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A set of blocks that becomes rows of a table or partition when it is committed.
 *
 * @param partition the partition, as requests name it
 */
public record UploadSession(TableName table, Optional<String> partition, String id, SessionSchema schema)
{
    public UploadSession
    {
        requireNonNull(table, "table is null");
        requireNonNull(partition, "partition is null");
        requireNonNull(id, "id is null");
        requireNonNull(schema, "schema is null");
    }
}
