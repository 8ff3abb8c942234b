package org.trinofdw.postgres.copy;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;

import java.util.Arrays;
import java.util.List;

import static com.google.common.base.Preconditions.checkState;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static org.trinofdw.postgres.copy.BigEndian.getInt;
import static org.trinofdw.postgres.copy.BigEndian.getShort;
import static org.trinofdw.postgres.copy.CopyFormat.CRITICAL_FLAGS;
import static org.trinofdw.postgres.copy.CopyFormat.HEADER_LENGTH;
import static org.trinofdw.postgres.copy.CopyFormat.NULL_LENGTH;
import static org.trinofdw.postgres.copy.CopyFormat.SIGNATURE;
import static org.trinofdw.postgres.copy.CopyFormat.TRAILER;
import static org.trinofdw.postgres.copy.CopyFormat.protocolError;

/**
 * Decodes a {@code COPY … TO STDOUT (FORMAT binary)} stream into pages.
 * <p>
 * Tuples are first only measured: the place of each field is noted, and every length is checked. A few hundred tuples at a
 * time are then decoded column by column, so that the loop over the values of a column has no choice left to make.
 * <p>
 * The caller hands over the messages of the stream with {@link #append}, cuts a page with {@link #buildPage} when
 * {@link #positionCount} or {@link #sizeInBytes} is large enough, and calls {@link #finish} at the end of the stream.
 * Bytes that break the format raise {@code REMOTE_PROTOCOL_ERROR}. Not thread safe.
 */
public final class CopyBinaryReader
{
    private static final int BATCH_TUPLES = 256;
    /** Large tuples are decoded sooner, so that their messages are not kept for long. */
    private static final int BATCH_BYTES = 256 * 1024;
    private static final int INITIAL_POSITIONS = 1024;

    private enum State
    {
        HEADER, TUPLES, COMPLETE, FAILED
    }

    private final CopyColumn[] columns;
    private final BlockBuilder[] builders;

    private final byte[][] tuples = new byte[BATCH_TUPLES][];
    private final int[][] offsets;
    private int stagedTuples;
    private int stagedBytes;

    private State state = State.HEADER;
    /** Start of something whose end has not arrived yet. */
    private byte[] pending = new byte[0];
    private int pendingLength;
    private int pendingNeeded;

    private int decodedPositions;
    private long decodedBytes;
    private long pagePositionsBefore;
    private int expectedPositions = INITIAL_POSITIONS;

    public CopyBinaryReader(List<CopyColumn> columns)
    {
        this.columns = ImmutableList.copyOf(columns).toArray(CopyColumn[]::new);
        this.offsets = new int[this.columns.length][BATCH_TUPLES];
        this.builders = new BlockBuilder[this.columns.length];
        for (int i = 0; i < builders.length; i++) {
            builders[i] = this.columns[i].type().createBlockBuilder(null, INITIAL_POSITIONS);
        }
    }

    /**
     * Takes the next message, which nobody writes to again.
     */
    public void append(byte[] message)
    {
        append(message, 0, message.length);
    }

    /**
     * Takes the next message. The reader keeps the array until the tuples in it are decoded, so the caller must not
     * write to it again before {@link #decodeAppended} or {@link #buildPage}. A message may hold any part of the stream;
     * PostgreSQL sends one tuple in each.
     */
    public void append(byte[] bytes, int start, int end)
    {
        checkState(state != State.FAILED, "reader has failed before");
        try {
            if (pendingLength == 0) {
                parse(bytes, start, end);
            }
            else {
                appendToPending(bytes, start, end - start);
            }
        }
        catch (RuntimeException e) {
            state = State.FAILED;
            throw e;
        }
    }

    /**
     * Decodes what was appended, so that the arrays with it are free.
     */
    public void decodeAppended()
    {
        checkState(state != State.FAILED, "reader has failed before");
        try {
            decodeStaged();
        }
        catch (RuntimeException e) {
            state = State.FAILED;
            throw e;
        }
    }

    /**
     * Number of rows that the next page would have.
     */
    public int positionCount()
    {
        return decodedPositions + stagedTuples;
    }

    /**
     * Size of the next page in bytes, as near as it is known before the last rows are decoded.
     */
    public long sizeInBytes()
    {
        return decodedBytes + stagedBytes + pendingLength;
    }

    /**
     * Memory held by this reader.
     */
    public long retainedSizeInBytes()
    {
        long retained = stagedBytes + pending.length + (long) columns.length * BATCH_TUPLES * Integer.BYTES;
        for (BlockBuilder builder : builders) {
            retained += builder.getRetainedSizeInBytes();
        }
        return retained;
    }

    /**
     * Whether the trailer of the stream has been read. The stream is valid only if nothing follows.
     */
    public boolean isComplete()
    {
        return state == State.COMPLETE;
    }

    /**
     * Checks that the stream ended where the format says; to be called when the server has no more messages.
     */
    public void finish()
    {
        checkState(state != State.FAILED, "reader has failed before");
        if (state != State.COMPLETE) {
            state = State.FAILED;
            throw protocolError("ends after %s rows without a trailer", pagePositionsBefore + positionCount());
        }
    }

    /**
     * Returns the rows received since the last page; the page may be empty.
     */
    public Page buildPage()
    {
        decodeAppended();
        int positions = decodedPositions;
        Block[] blocks = new Block[builders.length];
        expectedPositions = max(positions, min(expectedPositions, INITIAL_POSITIONS));
        for (int i = 0; i < builders.length; i++) {
            blocks[i] = builders[i].build();
            builders[i] = builders[i].newBlockBuilderLike(expectedPositions, null);
        }
        pagePositionsBefore += positions;
        decodedPositions = 0;
        decodedBytes = 0;
        return new Page(positions, blocks);
    }

    private void appendToPending(byte[] message, int start, int messageLength)
    {
        if (pendingLength + (long) messageLength > Integer.MAX_VALUE - 8) {
            throw protocolError("row %s is larger than an array can be", rowNumber());
        }
        int length = pendingLength + messageLength;
        if (length > pending.length) {
            pending = Arrays.copyOf(pending, (int) max(length, min(pending.length * 2L, Integer.MAX_VALUE - 8)));
        }
        System.arraycopy(message, start, pending, pendingLength, messageLength);
        pendingLength = length;
        if (length < pendingNeeded) {
            return;
        }
        byte[] bytes = pending;
        // the tuples found in it refer to the array
        pending = new byte[0];
        pendingLength = 0;
        parse(bytes, 0, length);
    }

    private void parse(byte[] bytes, int start, int limit)
    {
        int position = start;
        if (state == State.HEADER) {
            position = parseHeader(bytes, start, limit);
        }
        if (state == State.TUPLES) {
            position = parseTuples(bytes, position, limit);
        }
        if (state == State.COMPLETE && position < limit) {
            throw protocolError("%s bytes follow the trailer", limit - position);
        }
    }

    private int parseHeader(byte[] bytes, int start, int limit)
    {
        int available = limit - start;
        int comparable = min(available, SIGNATURE.length);
        if (!Arrays.equals(bytes, start, start + comparable, SIGNATURE, 0, comparable)) {
            throw protocolError("the signature is missing");
        }
        if (available < HEADER_LENGTH) {
            return setPending(bytes, start, limit, HEADER_LENGTH);
        }
        int flags = getInt(bytes, start + SIGNATURE.length);
        if ((flags & CRITICAL_FLAGS) != 0) {
            throw protocolError("unknown flags 0x%08x", flags);
        }
        int extensionLength = getInt(bytes, start + SIGNATURE.length + Integer.BYTES);
        if (extensionLength < 0 || extensionLength > Integer.MAX_VALUE - 1024) {
            throw protocolError("header extension of %s bytes", extensionLength);
        }
        if (available - HEADER_LENGTH < extensionLength) {
            return setPending(bytes, start, limit, HEADER_LENGTH + extensionLength);
        }
        state = State.TUPLES;
        return start + HEADER_LENGTH + extensionLength;
    }

    private int parseTuples(byte[] bytes, int start, int limit)
    {
        int tuple = start;
        while (tuple < limit) {
            if (limit - tuple < Short.BYTES) {
                return setPending(bytes, tuple, limit, Short.BYTES);
            }
            int fieldCount = getShort(bytes, tuple);
            if (fieldCount == TRAILER) {
                state = State.COMPLETE;
                return tuple + Short.BYTES;
            }
            if (fieldCount != offsets.length) {
                throw protocolError("row %s has %s fields instead of %s", rowNumber(), fieldCount, offsets.length);
            }
            int position = tuple + Short.BYTES;
            for (int[] columnOffsets : offsets) {
                if (limit - position < Integer.BYTES) {
                    return setPending(bytes, tuple, limit, (long) position + Integer.BYTES - tuple);
                }
                int length = getInt(bytes, position);
                columnOffsets[stagedTuples] = position;
                position += Integer.BYTES;
                if (length > 0) {
                    if (limit - position < length) {
                        return setPending(bytes, tuple, limit, (long) position + length - tuple);
                    }
                    position += length;
                }
                else if (length < NULL_LENGTH) {
                    throw protocolError("row %s has a field of %s bytes", rowNumber(), length);
                }
            }
            tuples[stagedTuples] = bytes;
            stagedTuples++;
            stagedBytes += position - tuple;
            tuple = position;
            if (stagedTuples == BATCH_TUPLES || stagedBytes >= BATCH_BYTES) {
                decodeStaged();
            }
        }
        return tuple;
    }

    private int setPending(byte[] bytes, int from, int limit, long needed)
    {
        if (needed > Integer.MAX_VALUE - 8) {
            throw protocolError("row %s is larger than an array can be", rowNumber());
        }
        pending = Arrays.copyOfRange(bytes, from, limit);
        pendingLength = limit - from;
        pendingNeeded = (int) needed;
        return limit;
    }

    private void decodeStaged()
    {
        if (stagedTuples == 0) {
            return;
        }
        long size = 0;
        for (int i = 0; i < columns.length; i++) {
            BlockBuilder builder = builders[i];
            try {
                columns[i].decoder().decodeFields(tuples, offsets[i], stagedTuples, builder);
            }
            catch (TrinoException e) {
                throw new TrinoException(
                        e::getErrorCode,
                        "Column \"%s\", row %s: %s".formatted(columns[i].name(), pagePositionsBefore + builder.getPositionCount() + 1, e.getMessage()),
                        e);
            }
            size += builder.getSizeInBytes();
        }
        decodedPositions += stagedTuples;
        decodedBytes = size;
        Arrays.fill(tuples, 0, stagedTuples, null);
        stagedTuples = 0;
        stagedBytes = 0;
    }

    private long rowNumber()
    {
        return pagePositionsBefore + positionCount() + 1;
    }
}
