package org.trinofdw.maxcompute.record;

import io.airlift.slice.Slice;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The primitive values of a record stream, each added to the checksum of the record as it is written. Bytes collect in memory until they are drained.
 */
public final class RecordOutput
{
    private static final int INITIAL_BYTES = 64 << 10;
    private static final int MAX_VARINT_BYTES = 10;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int size;

    private byte[] summed = new byte[8 << 10];
    private int summedBytes;
    private final CRC32C checksum = new CRC32C();

    int size()
    {
        return size;
    }

    long retainedBytes()
    {
        return buffer.length + summed.length;
    }

    void drainTo(OutputStream stream)
            throws IOException
    {
        stream.write(buffer, 0, size);
        size = 0;
    }

    void writeTag(int fieldNumber, int wireType)
    {
        writeVarint(Integer.toUnsignedLong(RecordTags.tag(fieldNumber, wireType)));
    }

    void writeUnsignedInt(int value)
    {
        writeVarint(Integer.toUnsignedLong(value));
    }

    void writeSignedLongUnsummed(long value)
    {
        writeVarint((value << 1) ^ (value >> 63));
    }

    public void writeSignedLong(long value)
    {
        writeVarint((value << 1) ^ (value >> 63));
        sumLong(value);
    }

    public void writeSignedInt(int value)
    {
        writeVarint(Integer.toUnsignedLong((value << 1) ^ (value >> 31)));
        sumInt(value);
    }

    public void writeBoolean(boolean value)
    {
        writeFlag(value);
        reserveSummed(1);
        summed[summedBytes++] = (byte) (value ? 1 : 0);
    }

    void writeFlag(boolean value)
    {
        reserve(1);
        buffer[size++] = (byte) (value ? 1 : 0);
    }

    public void writeFixedLong(long value)
    {
        reserve(Long.BYTES);
        LONG.set(buffer, size, value);
        size += Long.BYTES;
        sumLong(value);
    }

    public void writeFixedInt(int value)
    {
        reserve(Integer.BYTES);
        INT.set(buffer, size, value);
        size += Integer.BYTES;
        sumInt(value);
    }

    /**
     * Writes a length and bytes.
     */
    public void writeBytes(Slice value)
    {
        writeUnsignedInt(value.length());
        reserve(value.length());
        value.getBytes(0, buffer, size, value.length());
        sumBytes(value.length());
    }

    public void writeBytes(byte[] value)
    {
        writeUnsignedInt(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, buffer, size, value.length);
        sumBytes(value.length);
    }

    private void sumBytes(int length)
    {
        if (length <= summed.length - summedBytes) {
            System.arraycopy(buffer, size, summed, summedBytes, length);
            summedBytes += length;
        }
        else {
            flushSummed();
            checksum.update(buffer, size, length);
        }
        size += length;
    }

    void sumInt(int value)
    {
        reserveSummed(Integer.BYTES);
        INT.set(summed, summedBytes, value);
        summedBytes += Integer.BYTES;
    }

    private void sumLong(long value)
    {
        reserveSummed(Long.BYTES);
        LONG.set(summed, summedBytes, value);
        summedBytes += Long.BYTES;
    }

    int takeChecksum()
    {
        flushSummed();
        int value = (int) checksum.getValue();
        checksum.reset();
        return value;
    }

    /**
     * Forgets everything behind a position, and the checksum so far.
     */
    void resetTo(int size)
    {
        this.size = size;
        summedBytes = 0;
        checksum.reset();
    }

    private void writeVarint(long value)
    {
        reserve(MAX_VARINT_BYTES);
        byte[] buffer = this.buffer;
        int size = this.size;
        while ((value & ~0x7FL) != 0) {
            buffer[size++] = (byte) ((value & 0x7F) | 0x80);
            value >>>= 7;
        }
        buffer[size++] = (byte) value;
        this.size = size;
    }

    private void reserveSummed(int length)
    {
        if (summed.length - summedBytes < length) {
            flushSummed();
        }
    }

    private void flushSummed()
    {
        checksum.update(summed, 0, summedBytes);
        summedBytes = 0;
    }

    private void reserve(int length)
    {
        if (buffer.length - size < length) {
            long wanted = Math.max(2L * buffer.length, (long) size + length);
            buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }
}
