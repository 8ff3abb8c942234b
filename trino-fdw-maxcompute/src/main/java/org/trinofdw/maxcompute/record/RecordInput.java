package org.trinofdw.maxcompute.record;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * The primitive values of a record stream, each read with its bounds checked and added to the checksum of the record.
 * <p>
 * Values enter the checksum in a canonical form that differs from their form in the stream, so that form is collected in a small
 * array and summed up at once at the end of a record.
 */
public final class RecordInput
{
    /** No cell of MaxCompute is larger; more is a broken length. */
    public static final int MAX_VALUE_BYTES = 256 << 20;

    private static final int BUFFER_BYTES = 128 << 10;
    private static final int SUMMED_BYTES = 8 << 10;
    private static final int MAX_VARINT_BYTES = 10;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream input;

    private byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean ended;
    private long consumedBytes;

    private final byte[] summed = new byte[SUMMED_BYTES];
    private int summedBytes;
    private final CRC32C checksum = new CRC32C();

    public RecordInput(InputStream input)
    {
        this.input = requireNonNull(input, "input is null");
    }

    /**
     * Bytes of the stream, after decompression, that were read so far.
     */
    public long completedBytes()
    {
        return consumedBytes + position;
    }

    long retainedBytes()
    {
        return buffer.length + SUMMED_BYTES;
    }

    /**
     * The bytes that {@link #readBytes} points into; valid until the next call that reads.
     */
    byte[] buffer()
    {
        return buffer;
    }

    boolean atEnd()
            throws IOException
    {
        while (position == limit) {
            if (!fill()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads a tag: the field number with the wire type in its lowest three bits.
     */
    int readTag()
            throws IOException
    {
        long tag = readVarint();
        if (tag <= 0 || tag > 0xFFFF_FFFFL) {
            throw new RecordStreamException("Invalid tag %s in the record stream".formatted(tag));
        }
        return (int) tag;
    }

    /**
     * Reads an unsigned 32 bit number without adding it to the checksum.
     */
    int readUnsignedInt()
            throws IOException
    {
        long value = readVarint();
        if ((value >>> 32) != 0) {
            throw new RecordStreamException("Invalid 32 bit number %s in the record stream".formatted(Long.toUnsignedString(value)));
        }
        return (int) value;
    }

    /**
     * Reads a zigzag number without adding it to the checksum.
     */
    long readSignedLongUnsummed()
            throws IOException
    {
        long value = readVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    /**
     * Reads a zigzag number of 64 bits.
     */
    public long readSignedLong()
            throws IOException
    {
        long value = readVarint();
        value = (value >>> 1) ^ -(value & 1);
        sumLong(value);
        return value;
    }

    /**
     * Reads a zigzag number of 32 bits.
     */
    public int readSignedInt()
            throws IOException
    {
        int value = readUnsignedInt();
        value = (value >>> 1) ^ -(value & 1);
        sumInt(value);
        return value;
    }

    public boolean readBoolean()
            throws IOException
    {
        boolean value = readFlag();
        if (summedBytes == SUMMED_BYTES) {
            flushSummed();
        }
        summed[summedBytes++] = (byte) (value ? 1 : 0);
        return value;
    }

    /**
     * Reads a flag of the structure of nested values, which is not part of the checksum.
     */
    boolean readFlag()
            throws IOException
    {
        long value = readVarint();
        if (value != 0 && value != 1) {
            throw new RecordStreamException("Invalid boolean %s in the record stream".formatted(value));
        }
        return value == 1;
    }

    /**
     * Reads eight bytes, the bits of a double.
     */
    public long readFixedLong()
            throws IOException
    {
        require(Long.BYTES);
        long value = (long) LONG.get(buffer, position);
        position += Long.BYTES;
        sumLong(value);
        return value;
    }

    /**
     * Reads four bytes, the bits of a float.
     */
    public int readFixedInt()
            throws IOException
    {
        require(Integer.BYTES);
        int value = (int) INT.get(buffer, position);
        position += Integer.BYTES;
        sumInt(value);
        return value;
    }

    /**
     * Reads the length of a value with a length.
     */
    public int readLength()
            throws IOException
    {
        long length = readVarint();
        if (length < 0 || length > MAX_VALUE_BYTES) {
            throw new RecordStreamException("Invalid length %s in the record stream".formatted(length));
        }
        return (int) length;
    }

    /**
     * Makes the next bytes available in {@link #buffer()}, and consumes them.
     *
     * @return where in the buffer they begin
     */
    public int readBytes(int length)
            throws IOException
    {
        require(length);
        int start = position;
        position += length;
        if (length <= SUMMED_BYTES - summedBytes) {
            System.arraycopy(buffer, start, summed, summedBytes, length);
            summedBytes += length;
        }
        else {
            flushSummed();
            checksum.update(buffer, start, length);
        }
        return start;
    }

    /**
     * Adds the index of a column, from 1, to the checksum.
     */
    void sumInt(int value)
    {
        if (summedBytes > SUMMED_BYTES - Integer.BYTES) {
            flushSummed();
        }
        INT.set(summed, summedBytes, value);
        summedBytes += Integer.BYTES;
    }

    private void sumLong(long value)
    {
        if (summedBytes > SUMMED_BYTES - Long.BYTES) {
            flushSummed();
        }
        LONG.set(summed, summedBytes, value);
        summedBytes += Long.BYTES;
    }

    /**
     * The checksum of everything since the last call.
     */
    int takeChecksum()
    {
        flushSummed();
        int value = (int) checksum.getValue();
        checksum.reset();
        return value;
    }

    private void flushSummed()
    {
        checksum.update(summed, 0, summedBytes);
        summedBytes = 0;
    }

    private long readVarint()
            throws IOException
    {
        if (limit - position < MAX_VARINT_BYTES) {
            return readVarintSlowly();
        }
        byte[] buffer = this.buffer;
        int position = this.position;
        long value = buffer[position++];
        if (value >= 0) {
            this.position = position;
            return value;
        }
        value &= 0x7F;
        for (int shift = 7; shift < 70; shift += 7) {
            long next = buffer[position++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                this.position = position;
                return value;
            }
        }
        throw new RecordStreamException("Number without an end in the record stream");
    }

    private long readVarintSlowly()
            throws IOException
    {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            require(1);
            long next = buffer[position++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new RecordStreamException("Number without an end in the record stream");
    }

    private void require(int length)
            throws IOException
    {
        while (limit - position < length) {
            if (limit == buffer.length) {
                makeRoom();
            }
            if (!fill()) {
                throw new EOFException("The record stream ended inside a record");
            }
        }
    }

    private void makeRoom()
    {
        int available = limit - position;
        // a huge length makes a huge buffer only as its bytes arrive
        byte[] target = position > 0 ? buffer : new byte[min(2 * buffer.length, MAX_VALUE_BYTES)];
        System.arraycopy(buffer, position, target, 0, available);
        buffer = target;
        consumedBytes += position;
        position = 0;
        limit = available;
    }

    private boolean fill()
            throws IOException
    {
        if (ended) {
            return false;
        }
        if (position == limit) {
            consumedBytes += position;
            position = 0;
            limit = 0;
        }
        int count = input.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            ended = true;
            return false;
        }
        limit += count;
        return true;
    }
}
