package org.trinofdw.maxcompute.read;

import io.airlift.log.Logger;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.MemoryContext;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.metrics.Metrics;
import org.trinofdw.maxcompute.client.RemoteError;
import org.trinofdw.maxcompute.record.RecordBatch;
import org.trinofdw.maxcompute.record.RecordStreamException;
import org.trinofdw.maxcompute.record.RecordStreamReader;
import org.trinofdw.split.RemoteRequest;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.trinofdw.error.FdwErrorCode.REMOTE_CONNECTION_ERROR;
import static org.trinofdw.error.FdwErrorCode.REMOTE_PROTOCOL_ERROR;
import static org.trinofdw.error.FdwErrorCode.VALUE_OUT_OF_RANGE;

/**
 * Reads the rows of one split. A broken stream is opened again at the row behind the last verified one; the number of rows must be the one
 * that was asked for, since a stream that was cut may look like a whole one.
 */
final class MaxComputePageSource
        implements ConnectorPageSource, RemoteRequest
{
    private static final Logger log = Logger.get(MaxComputePageSource.class);
    private static final int MAX_PAGE_ROWS = 8192;
    private static final int MAX_PAGE_BYTES = 1 << 20;

    private final RowRangeReader range;
    private final RecordBatch batch;
    private final ChannelBlocks channels;
    private final MemoryContext memory;

    private RecordStreamReader reader;
    private RowRangeReader.OpenStream stream;
    private long rows;
    private long completedBytes;
    private long readTimeNanos;
    private int failures;
    private long throttledSinceNanos;
    private long repetitions;
    private boolean finished;
    private volatile boolean closed;

    /**
     * @param channels makes the blocks of a page from those of a batch
     */
    MaxComputePageSource(RowRangeReader range, RecordBatch batch, ChannelBlocks channels, MemoryContext memory)
    {
        this.range = requireNonNull(range, "range is null");
        this.batch = requireNonNull(batch, "batch is null");
        this.channels = requireNonNull(channels, "channels is null");
        this.memory = requireNonNull(memory, "memory is null");
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        if (finished || closed) {
            return null;
        }
        long start = System.nanoTime();
        try {
            long pageStart = rows;
            fill();
            if (rows == pageStart) {
                return null;
            }
            int positions = batch.rows();
            memory.setBytes(batch.retainedBytes() + (reader == null ? 0 : reader.retainedBytes()));
            return SourcePage.create(channels.page(positions, batch.take()));
        }
        finally {
            readTimeNanos += System.nanoTime() - start;
        }
    }

    private void fill()
    {
        long pageBytes = 0;
        while (!finished && batch.rows() < MAX_PAGE_ROWS && pageBytes < MAX_PAGE_BYTES) {
            try {
                if (reader == null) {
                    open();
                }
                long before = reader.completedBytes();
                if (!reader.readRecord()) {
                    complete();
                    return;
                }
                pageBytes += reader.completedBytes() - before;
                rows++;
                failures = 0;
                if (rows > range.count()) {
                    throw new TrinoException(REMOTE_PROTOCOL_ERROR, "%s: the tunnel sent more than the %s rows that were asked for".formatted(range, range.count()));
                }
            }
            catch (TrinoException e) {
                closeStream();
                RemoteError error = RemoteError.of(e).orElseThrow(() -> withPlace(e));
                if (error.isThrottled()) {
                    if (throttledSinceNanos == 0) {
                        throttledSinceNanos = System.nanoTime();
                    }
                    if (NANOSECONDS.toMillis(System.nanoTime() - throttledSinceNanos) > range.throttleTimeoutMillis()) {
                        throw e;
                    }
                }
                else if (!error.isTransient() || failures >= range.retries()) {
                    throw e;
                }
                repeat(e);
            }
            catch (IOException e) {
                closeStream();
                if (closed) {
                    finished = true;
                    return;
                }
                if (failures >= range.retries()) {
                    throw new TrinoException(
                            e instanceof RecordStreamException ? REMOTE_PROTOCOL_ERROR : REMOTE_CONNECTION_ERROR,
                            "%s: the stream broke after %s rows, and again in %s attempts to read on: %s".formatted(range, rows, failures, e.getMessage()),
                            e);
                }
                repeat(e);
            }
        }
    }

    /** Decoders know the column and the value, not the table. */
    private TrinoException withPlace(TrinoException e)
    {
        if (e.getErrorCode().equals(VALUE_OUT_OF_RANGE.toErrorCode())) {
            return new TrinoException(VALUE_OUT_OF_RANGE, "%s: %s".formatted(range, e.getMessage()), e);
        }
        return e;
    }

    private void repeat(Exception cause)
    {
        log.debug("%s: reading on at row %s: %s", range, rows, cause.getMessage());
        repetitions++;
        range.pause(failures++);
    }

    private void open()
            throws IOException
    {
        stream = range.open(rows);
        reader = new RecordStreamReader(stream.stream(), batch);
        throttledSinceNanos = 0;
        if (closed) {
            closeStream();
            throw new IOException("closed");
        }
    }

    private void complete()
            throws IOException
    {
        closeStream();
        if (rows < range.count()) {
            // a whole stream, with a right trailer, of too few rows
            throw new RecordStreamException("%s rows came instead of %s".formatted(rows, range.count()));
        }
        finished = true;
    }

    private void closeStream()
    {
        RecordStreamReader open = reader;
        reader = null;
        if (open != null) {
            completedBytes += stream.transferredBytes();
            try {
                open.close();
            }
            catch (IOException e) {
                log.debug(e, "Could not close a stream");
            }
        }
    }

    @Override
    public long getCompletedBytes()
    {
        return completedBytes + (reader == null ? 0 : stream.transferredBytes());
    }

    @Override
    public OptionalLong getCompletedPositions()
    {
        return OptionalLong.of(rows);
    }

    @Override
    public long getReadTimeNanos()
    {
        return readTimeNanos;
    }

    @Override
    public boolean isFinished()
    {
        return finished;
    }

    @Override
    public Metrics getMetrics()
    {
        return new Metrics(Map.of("streams opened again", new LongCount(repetitions)));
    }

    /** The range, as messages name it: the tunnel takes no SQL. */
    @Override
    public String requestText()
    {
        return range.toString();
    }

    @Override
    public void close()
    {
        closed = true;
        finished = true;
        closeStream();
    }

    /**
     * Puts the columns of a page in the order wanted, with the constant ones among them.
     */
    record ChannelBlocks(int[] batchColumns, Block[] constants)
    {
        Page page(int positions, Block[] batch)
        {
            Block[] blocks = new Block[batchColumns.length];
            for (int channel = 0; channel < blocks.length; channel++) {
                blocks[channel] = batchColumns[channel] >= 0 ? batch[batchColumns[channel]] : RunLengthEncodedBlock.create(constants[channel], positions);
            }
            return new Page(positions, blocks);
        }
    }
}
