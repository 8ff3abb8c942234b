package org.trinofdw.maxcompute.record;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Page;
import io.trino.spi.block.Block;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;

import static java.util.Objects.requireNonNull;

/**
 * Writes the body of one upload block: records with their checksums, and the trailer.
 */
public final class RecordStreamWriter
{
    private static final int DRAIN_BYTES = 256 << 10;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final OutputStream stream;
    private final ColumnEncoder[] columns;
    private final RecordOutput output = new RecordOutput();
    private final CRC32C checksums = new CRC32C();
    private final byte[] checksumBytes = new byte[Integer.BYTES];
    private long records;
    private boolean finished;

    public RecordStreamWriter(OutputStream stream, List<ColumnEncoder> columns)
    {
        this.stream = requireNonNull(stream, "stream is null");
        this.columns = ImmutableList.copyOf(columns).toArray(ColumnEncoder[]::new);
    }

    public long records()
    {
        return records;
    }

    public long retainedBytes()
    {
        return output.retainedBytes();
    }

    /**
     * Appends the rows of a page; its channels are the columns in their order.
     */
    public void writePage(Page page)
            throws IOException
    {
        for (int position = 0; position < page.getPositionCount(); position++) {
            writeRow(page, position);
        }
    }

    /**
     * Appends one row of a page; channels beyond the columns are left out.
     */
    public void writeRow(Page page, int position)
            throws IOException
    {
        int start = output.size();
        boolean written = false;
        try {
            for (int column = 0; column < columns.length; column++) {
                Block block = page.getBlock(column);
                if (!block.isNull(position)) {
                    output.writeTag(column + 1, columns[column].wireType());
                    output.sumInt(column + 1);
                    columns[column].encoder().encode(block, position, output);
                }
            }
            written = true;
        }
        finally {
            if (!written) {
                output.resetTo(start);
            }
        }
        int checksum = output.takeChecksum();
        output.writeTag(RecordTags.END_OF_RECORD, RecordTags.VARINT);
        output.writeUnsignedInt(checksum);
        INT.set(checksumBytes, 0, checksum);
        checksums.update(checksumBytes, 0, Integer.BYTES);
        records++;
        if (output.size() >= DRAIN_BYTES) {
            output.drainTo(stream);
        }
    }

    /**
     * Writes the trailer. Without it the block is not accepted.
     */
    public void finish()
            throws IOException
    {
        if (finished) {
            return;
        }
        finished = true;
        output.writeTag(RecordTags.RECORD_COUNT, RecordTags.VARINT);
        output.writeSignedLongUnsummed(records);
        output.writeTag(RecordTags.STREAM_CHECKSUM, RecordTags.VARINT);
        output.writeUnsignedInt((int) checksums.getValue());
        output.drainTo(stream);
        stream.flush();
    }
}
