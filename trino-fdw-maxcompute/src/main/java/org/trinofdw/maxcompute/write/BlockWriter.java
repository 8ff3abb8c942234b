package org.trinofdw.maxcompute.write;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Page;
import org.trinofdw.maxcompute.client.TunnelClient;
import org.trinofdw.maxcompute.client.UploadSession;
import org.trinofdw.maxcompute.record.ColumnEncoder;
import org.trinofdw.maxcompute.record.RecordStreamWriter;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import static java.util.Objects.requireNonNull;

/**
 * Collects rows of one upload session into blocks. A block is compressed in memory and sent whole, so that it can be sent again.
 */
final class BlockWriter
{
    private final TunnelClient tunnel;
    private final UploadSession session;
    private final List<ColumnEncoder> columns;
    private final LongSupplier blockNumbers;
    private final long blockBytes;

    private final List<Long> blocks = new ArrayList<>();
    private BlockBuffer buffer;
    private OutputStream compressed;
    private RecordStreamWriter writer;
    private long rows;
    private long sentBytes;

    BlockWriter(TunnelClient tunnel, UploadSession session, List<ColumnEncoder> columns, LongSupplier blockNumbers, long blockBytes)
    {
        this.tunnel = requireNonNull(tunnel, "tunnel is null");
        this.session = requireNonNull(session, "session is null");
        this.columns = ImmutableList.copyOf(columns);
        this.blockNumbers = requireNonNull(blockNumbers, "blockNumbers is null");
        this.blockBytes = blockBytes;
    }

    /**
     * @param page channels in the order of the session's columns
     */
    void append(Page page)
    {
        try {
            if (writer == null) {
                open();
            }
            for (int position = 0; position < page.getPositionCount(); position++) {
                writer.writeRow(page, position);
            }
            rows += page.getPositionCount();
            if (buffer.size() >= blockBytes) {
                send();
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open()
            throws IOException
    {
        buffer = new BlockBuffer();
        compressed = tunnel.compression().compress(buffer);
        writer = new RecordStreamWriter(compressed, columns);
    }

    /**
     * Sends what is collected, if anything.
     */
    void send()
    {
        if (writer == null) {
            return;
        }
        try {
            writer.finish();
            compressed.close();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long block = blockNumbers.getAsLong();
        tunnel.writeBlock(session, block, buffer.bytes(), buffer.size());
        blocks.add(block);
        sentBytes += buffer.size();
        discard();
    }

    void discard()
    {
        if (compressed != null) {
            try {
                // frees what the compressor holds outside the heap
                compressed.close();
            }
            catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        writer = null;
        compressed = null;
        buffer = null;
    }

    WriteFragment finish()
    {
        send();
        return new WriteFragment(session.id(), session.partition(), blocks, rows);
    }

    long bufferedBytes()
    {
        return buffer == null ? 0 : buffer.retained() + writer.retainedBytes();
    }

    long completedBytes()
    {
        return sentBytes + (buffer == null ? 0 : buffer.size());
    }
}
