package org.trinofdw.testing.maxcompute.record;

import org.trinofdw.testing.maxcompute.store.Column;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * Some thousand rows in the form of the record stream for the given columns. Immutable. A read of the same columns copies
 * its bytes, any other read projects them.
 *
 * @param columns the columns that the tags number, from 1
 * @param data records one after another, each with its end tag and checksum
 * @param ends offset behind each record
 * @param checksums checksum of each record
 */
public record RowChunk(List<Column> columns, byte[] data, int[] ends, int[] checksums)
{
    public RowChunk
    {
        requireNonNull(columns, "columns is null");
        requireNonNull(data, "data is null");
        requireNonNull(ends, "ends is null");
        requireNonNull(checksums, "checksums is null");
    }

    public int rows()
    {
        return ends.length;
    }

    /**
     * Offset of the first byte of a row; of the end for {@code rows()}.
     */
    public int start(int row)
    {
        return row == 0 ? 0 : ends[row - 1];
    }

    /**
     * Whether the bytes are right for a read of the columns as they are.
     */
    public boolean isEncodedFor(List<Column> requested)
    {
        if (columns.size() != requested.size()) {
            return false;
        }
        for (int index = 0; index < requested.size(); index++) {
            if (columns.get(index).id() != requested.get(index).id()) {
                return false;
            }
        }
        return true;
    }
}
