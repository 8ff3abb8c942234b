package org.trinofdw.maxcompute.client;

import org.trinofdw.maxcompute.handle.TableName;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A snapshot of a table or partition that rows can be read from for a day.
 *
 * @param partition the partition, as requests name it
 */
public record DownloadSession(TableName table, Optional<String> partition, String id, long recordCount, SessionSchema schema)
{
    public DownloadSession
    {
        requireNonNull(table, "table is null");
        requireNonNull(partition, "partition is null");
        requireNonNull(id, "id is null");
        requireNonNull(schema, "schema is null");
    }
}
