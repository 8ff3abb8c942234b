package org.trinofdw.testing.maxcompute.record;

import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.store.Column;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Re-encodes a chunk for another list of columns; columns that the chunk has not are null.
 */
final class RowProjector
{
    private RowProjector() {}

    static RowChunk project(RowChunk chunk, List<Column> requested)
    {
        List<Column> stored = chunk.columns();
        int[] sources = new int[requested.size()];
        int[] tags = new int[requested.size()];
        for (int index = 0; index < sources.length; index++) {
            sources[index] = indexOf(stored, requested.get(index).id());
            tags[index] = WireFormat.tag(index + 1, requested.get(index).type().kind().wireForm().wireType());
        }
        int[] starts = new int[stored.size()];
        int[] stops = new int[stored.size()];
        int[] ends = new int[chunk.rows()];
        int[] checksums = new int[chunk.rows()];
        ByteBuilder data = new ByteBuilder(Math.max(64, (int) ((long) chunk.data().length * requested.size() / Math.max(1, stored.size()))));
        ByteBuilder checked = new ByteBuilder(256);
        CRC32C crc = new CRC32C();
        EncodedValues values = new EncodedValues(chunk.data(), 0);
        for (int row = 0; row < ends.length; row++) {
            Arrays.fill(starts, -1);
            locate(values, stored, starts, stops);
            int next = values.position();
            checked.clear();
            for (int index = 0; index < sources.length; index++) {
                int source = sources[index];
                if (source >= 0 && starts[source] >= 0) {
                    data.appendVarint32(tags[index]);
                    data.append(chunk.data(), starts[source], stops[source] - starts[source]);
                    checked.appendInt(index + 1);
                    values.seek(starts[source]);
                    values.appendChecked(stored.get(source).type(), checked);
                }
            }
            values.seek(next);
            crc.reset();
            crc.update(checked.array(), 0, checked.size());
            checksums[row] = (int) crc.getValue();
            data.appendVarint32(WireFormat.END_RECORD_TAG);
            data.appendVarint32(checksums[row]);
            ends[row] = data.size();
        }
        return new RowChunk(ImmutableList.copyOf(requested), data.toByteArray(), ends, checksums);
    }

    /**
     * Moves over one record and notes where its values are.
     */
    static void locate(EncodedValues values, List<Column> stored, int[] starts, int[] stops)
    {
        while (true) {
            int tag = values.readVarint32();
            if (tag == WireFormat.END_RECORD_TAG) {
                values.skipVarint();
                return;
            }
            int index = (tag >>> 3) - 1;
            starts[index] = values.position();
            values.skip(stored.get(index).type());
            stops[index] = values.position();
        }
    }

    private static int indexOf(List<Column> columns, int id)
    {
        for (int index = 0; index < columns.size(); index++) {
            if (columns.get(index).id() == id) {
                return index;
            }
        }
        return -1;
    }
}
