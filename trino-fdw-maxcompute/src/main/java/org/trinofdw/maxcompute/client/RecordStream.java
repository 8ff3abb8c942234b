package org.trinofdw.maxcompute.client;

import com.aliyun.odps.commons.transport.Connection;
import org.trinofdw.maxcompute.record.Compression;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import static java.util.Objects.requireNonNull;

/**
 * The record stream of one answer, decompressed as it is read. Closing it ends the connection, so that nothing unread is drained.
 */
public final class RecordStream
        extends InputStream
{
    private final Connection connection;
    private final CountingStream compressed;
    private final InputStream stream;

    RecordStream(Connection connection, Compression compression)
            throws IOException
    {
        this.connection = requireNonNull(connection, "connection is null");
        compressed = new CountingStream(connection.getInputStream());
        stream = compression.decompress(compressed);
    }

    /**
     * Bytes that came over the network.
     */
    public long transferredBytes()
    {
        return compressed.count;
    }

    @Override
    public int read()
            throws IOException
    {
        return stream.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length)
            throws IOException
    {
        return stream.read(bytes, offset, length);
    }

    @Override
    public void close()
            throws IOException
    {
        connection.disconnect();
    }

    private static final class CountingStream
            extends FilterInputStream
    {
        private volatile long count;

        private CountingStream(InputStream stream)
        {
            super(stream);
        }

        @Override
        public int read()
                throws IOException
        {
            int value = super.read();
            if (value >= 0) {
                count++;
            }
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length)
                throws IOException
        {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                count += read;
            }
            return read;
        }
    }
}
