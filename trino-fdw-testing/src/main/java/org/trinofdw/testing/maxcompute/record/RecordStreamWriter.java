package org.trinofdw.testing.maxcompute.record;

import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.store.Column;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

import static java.util.Objects.requireNonNull;

/**
 * Writes a range of rows as the record stream of a download, in the form that the SDK's {@code ProtobufRecordStreamReader} reads.
 */
public final class RecordStreamWriter
{
    private final List<RowChunk> chunks;
    private final List<Column> columns;
    private final long start;
    private final long count;
    private final ProjectionCache cache;

    /**
     * @param start first row, from 0
     * @param count number of rows; the range must lie within the chunks
     */
    public RecordStreamWriter(List<RowChunk> chunks, List<Column> columns, long start, long count, ProjectionCache cache)
    {
        this.chunks = ImmutableList.copyOf(chunks);
        this.columns = ImmutableList.copyOf(columns);
        this.start = start;
        this.count = count;
        this.cache = requireNonNull(cache, "cache is null");
    }

    /**
     * Size of the stream, where it is known without encoding the rows.
     */
    public OptionalLong size()
    {
        long bytes = 0;
        CRC32C checksums = new CRC32C();
        ByteBuilder buffer = new ByteBuilder(4096);
        for (Slice slice : slices()) {
            if (!slice.chunk().isEncodedFor(columns)) {
                return OptionalLong.empty();
            }
            bytes += slice.chunk().start(slice.to()) - slice.chunk().start(slice.from());
            update(checksums, buffer, slice);
        }
        return OptionalLong.of(bytes + trailer(count, (int) checksums.getValue()).size());
    }

    public void write(OutputStream output)
            throws IOException
    {
        CRC32C checksums = new CRC32C();
        ByteBuilder buffer = new ByteBuilder(4096);
        for (Slice slice : slices()) {
            Slice encoded = encode(slice);
            output.write(encoded.chunk().data(), encoded.start(), encoded.bytes());
            update(checksums, buffer, encoded);
        }
        ByteBuilder trailer = trailer(count, (int) checksums.getValue());
        output.write(trailer.array(), 0, trailer.size());
    }

    /**
     * Writes the first rows and no trailer, as a connection does that breaks between two records.
     */
    public void writeWithoutTrailer(OutputStream output, long rows)
            throws IOException
    {
        long remaining = Math.min(rows, count);
        for (Slice slice : slices()) {
            Slice encoded = encode(slice);
            int taken = (int) Math.min(remaining, encoded.to() - encoded.from());
            output.write(encoded.chunk().data(), encoded.start(), encoded.chunk().start(encoded.from() + taken) - encoded.start());
            remaining -= taken;
            if (remaining == 0) {
                return;
            }
        }
    }

    /**
     * Writes the rows with a wrong checksum in the last record, or in the trailer if there are no rows.
     */
    public void writeWithWrongChecksum(OutputStream output)
            throws IOException
    {
        if (count > 0) {
            writeWithoutTrailer(output, count - 1);
            ByteBuilder record = new ByteBuilder(16);
            record.appendVarint32(WireFormat.END_RECORD_TAG);
            record.appendVarint32(0xBADC0DE);
            output.write(record.array(), 0, record.size());
        }
        ByteBuilder trailer = trailer(count, 0xBADC0DE);
        output.write(trailer.array(), 0, trailer.size());
    }

    private Slice encode(Slice slice)
    {
        if (slice.chunk().isEncodedFor(columns)) {
            return slice;
        }
        return new Slice(cache.project(slice.chunk(), columns), slice.from(), slice.to());
    }

    private List<Slice> slices()
    {
        ImmutableList.Builder<Slice> slices = ImmutableList.builder();
        long first = 0;
        for (RowChunk chunk : chunks) {
            long from = Math.max(start - first, 0);
            long to = Math.min(start + count - first, chunk.rows());
            if (from < to) {
                slices.add(new Slice(chunk, (int) from, (int) to));
            }
            first += chunk.rows();
        }
        return slices.build();
    }

    private static void update(CRC32C checksums, ByteBuilder buffer, Slice slice)
    {
        buffer.clear();
        for (int row = slice.from(); row < slice.to(); row++) {
            buffer.appendInt(slice.chunk().checksums()[row]);
        }
        checksums.update(buffer.array(), 0, buffer.size());
    }

    private static ByteBuilder trailer(long count, int checksum)
    {
        ByteBuilder trailer = new ByteBuilder(32);
        trailer.appendVarint32(WireFormat.META_COUNT_TAG);
        trailer.appendVarint64(WireFormat.zigZag(count));
        trailer.appendVarint32(WireFormat.META_CHECKSUM_TAG);
        trailer.appendVarint32(checksum);
        return trailer;
    }

    private record Slice(RowChunk chunk, int from, int to)
    {
        int start()
        {
            return chunk.start(from);
        }

        int bytes()
        {
            return chunk.start(to) - chunk.start(from);
        }
    }
}
