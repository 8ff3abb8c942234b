package org.trinofdw.maxcompute.client;

import static java.util.Objects.requireNonNull;

/**
 * A snapshot of rows that can be read for a day.
 */
public record DownloadSession(DownloadSource source, String id, long recordCount, SessionSchema schema)
{
    public DownloadSession
    {
        requireNonNull(source, "source is null");
        requireNonNull(id, "id is null");
        requireNonNull(schema, "schema is null");
    }
}
