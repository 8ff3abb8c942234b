package org.trinofdw.testing.maxcompute.record;

import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.store.Column;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Collects encoded records into chunks. Not thread-safe.
 */
final class RowChunkBuilder
{
    private static final int MAX_ROWS = 4096;
    private static final int MAX_BYTES = 4 << 20;

    private final List<Column> columns;
    private final ImmutableList.Builder<RowChunk> chunks = ImmutableList.builder();
    private final ByteBuilder data = new ByteBuilder(64 << 10);
    private final CRC32C crc = new CRC32C();
    private int[] ends = new int[256];
    private int[] checksums = new int[256];
    private int rows;

    RowChunkBuilder(List<Column> columns)
    {
        this.columns = ImmutableList.copyOf(columns);
    }

    /**
     * Where the tags and values of the next record go.
     */
    ByteBuilder data()
    {
        return data;
    }

    /**
     * Closes the record whose values are in {@link #data()}; the argument holds the bytes that its checksum covers.
     */
    int endRecord(ByteBuilder checked)
    {
        crc.reset();
        crc.update(checked.array(), 0, checked.size());
        int checksum = (int) crc.getValue();
        data.appendVarint32(WireFormat.END_RECORD_TAG);
        data.appendVarint32(checksum);
        if (rows == ends.length) {
            ends = Arrays.copyOf(ends, rows * 2);
            checksums = Arrays.copyOf(checksums, rows * 2);
        }
        ends[rows] = data.size();
        checksums[rows] = checksum;
        rows++;
        if (rows == MAX_ROWS || data.size() >= MAX_BYTES) {
            flush();
        }
        return checksum;
    }

    List<RowChunk> build()
    {
        flush();
        return chunks.build();
    }

    private void flush()
    {
        if (rows > 0) {
            chunks.add(new RowChunk(columns, data.toByteArray(), Arrays.copyOf(ends, rows), Arrays.copyOf(checksums, rows)));
            rows = 0;
            data.clear();
        }
    }
}
