package org.trinofdw.maxcompute.read;

import com.google.common.collect.ImmutableList;
import org.trinofdw.maxcompute.client.DownloadSource;
import org.trinofdw.maxcompute.client.RecordStream;
import org.trinofdw.maxcompute.client.TunnelClient;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.LongSupplier;

import static java.util.Objects.requireNonNull;

/**
 * The rows of one split, which can be opened at any of them.
 *
 * @param columns names of the columns to read, in the order of the table
 */
record RowRangeReader(TunnelClient tunnel, DownloadSource source, String sessionId, long start, long count, List<String> columns)
{
    RowRangeReader
    {
        requireNonNull(tunnel, "tunnel is null");
        requireNonNull(source, "source is null");
        requireNonNull(sessionId, "sessionId is null");
        columns = ImmutableList.copyOf(columns);
    }

    /**
     * @param done rows that were read already
     */
    OpenStream open(long done)
            throws IOException
    {
        RecordStream stream = tunnel.openRecordStream(source, sessionId, start + done, count - done, columns);
        return new OpenStream(stream, stream::transferredBytes);
    }

    int retries()
    {
        return tunnel.retries();
    }

    long throttleTimeoutMillis()
    {
        return tunnel.throttleTimeoutMillis();
    }

    void pause(int attempt)
    {
        tunnel.pause(attempt);
    }

    @Override
    public String toString()
    {
        return "Rows %s to %s of %s".formatted(start, start + count, source);
    }

    /**
     * @param transferred bytes that came over the network so far
     */
    record OpenStream(InputStream stream, LongSupplier transferred)
    {
        long transferredBytes()
        {
            return transferred.getAsLong();
        }
    }
}
