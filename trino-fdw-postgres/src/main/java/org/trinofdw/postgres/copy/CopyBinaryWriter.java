package org.trinofdw.postgres.copy;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.ValueBlock;

import java.sql.SQLException;
import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.copy.CopyFormat.NULL_LENGTH;
import static org.trinofdw.postgres.copy.CopyFormat.SIGNATURE;
import static org.trinofdw.postgres.copy.CopyFormat.TRAILER;

/**
 * Encodes pages as a {@code COPY … FROM STDIN (FORMAT binary)} stream. The header goes
 * before the first row, and {@link #finish} sends the trailer. After an exception the stream cannot go on: the COPY must be
 * cancelled. Not thread safe.
 */
public final class CopyBinaryWriter
{
    public static final int DEFAULT_CHUNK_SIZE = 256 * 1024;

    private final CopyTarget[] columns;
    private final CopySink sink;
    private final int chunkSize;
    private final CopyOutputBuffer output;
    private final Block[] blocks;
    private final ValueBlock[] values;

    private long rows;
    private long flushedBytes;
    private boolean finished;

    public CopyBinaryWriter(List<CopyTarget> columns, CopySink sink)
    {
        this(columns, sink, DEFAULT_CHUNK_SIZE);
    }

    /**
     * @param chunkSize bytes after which the rows so far are handed to the sink; a row is never cut
     */
    public CopyBinaryWriter(List<CopyTarget> columns, CopySink sink, int chunkSize)
    {
        this.columns = ImmutableList.copyOf(columns).toArray(CopyTarget[]::new);
        checkArgument(this.columns.length <= Short.MAX_VALUE, "too many columns: %s", this.columns.length);
        this.sink = requireNonNull(sink, "sink is null");
        checkArgument(chunkSize > 0, "chunkSize is not positive: %s", chunkSize);
        this.chunkSize = chunkSize;
        this.output = new CopyOutputBuffer(chunkSize + chunkSize / 8);
        this.blocks = new Block[this.columns.length];
        this.values = new ValueBlock[this.columns.length];
        output.writeBytes(SIGNATURE);
        output.writeInt(0);
        output.writeInt(0);
    }

    /**
     * Rows written so far.
     */
    public long rows()
    {
        return rows;
    }

    /**
     * Bytes encoded so far, whether or not the sink has them yet.
     */
    public long bytes()
    {
        return flushedBytes + output.position();
    }

    public long retainedSizeInBytes()
    {
        return output.bytes().length;
    }

    /**
     * Writes the rows of a page whose channels are the columns of this writer, in order.
     *
     * @throws TrinoException if a value cannot be written; the message names row, column and value
     */
    public void write(Page page)
            throws SQLException
    {
        checkState(!finished, "writer is finished");
        checkArgument(page.getChannelCount() == columns.length, "page has %s channels instead of %s", page.getChannelCount(), columns.length);
        for (int i = 0; i < columns.length; i++) {
            blocks[i] = page.getBlock(i);
            values[i] = blocks[i].getUnderlyingValueBlock();
        }
        for (int position = 0; position < page.getPositionCount(); position++) {
            writeRow(position);
            rows++;
            if (output.position() >= chunkSize) {
                flush();
            }
        }
    }

    /**
     * Sends what is buffered and the trailer.
     */
    public void finish()
            throws SQLException
    {
        checkState(!finished, "writer is finished");
        finished = true;
        output.writeShort(TRAILER);
        flush();
    }

    private void writeRow(int position)
    {
        output.writeShort(columns.length);
        for (int i = 0; i < columns.length; i++) {
            ValueBlock valueBlock = values[i];
            int valuePosition = blocks[i] == valueBlock ? position : blocks[i].getUnderlyingValuePosition(position);
            if (valueBlock.isNull(valuePosition)) {
                output.writeInt(NULL_LENGTH);
                continue;
            }
            try {
                columns[i].encoder().encode(valueBlock, valuePosition, output);
            }
            catch (TrinoException e) {
                throw new TrinoException(
                        e::getErrorCode,
                        "Row %s, column \"%s\": %s".formatted(rows + 1, columns[i].name(), e.getMessage()),
                        e);
            }
        }
    }

    private void flush()
            throws SQLException
    {
        sink.write(output.bytes(), 0, output.position());
        flushedBytes += output.position();
        output.reset();
    }
}
