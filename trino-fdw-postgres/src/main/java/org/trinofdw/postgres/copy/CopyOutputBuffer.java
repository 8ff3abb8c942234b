package org.trinofdw.postgres.copy;

import io.airlift.slice.Slice;

import java.util.Arrays;

import static java.lang.Math.max;

/**
 * A growing byte array that encoders write to.
 */
public final class CopyOutputBuffer
{
    private byte[] bytes;
    private int position;

    public CopyOutputBuffer(int capacity)
    {
        bytes = new byte[max(capacity, 64)];
    }

    public byte[] bytes()
    {
        return bytes;
    }

    public int position()
    {
        return position;
    }

    public void reset()
    {
        position = 0;
    }

    public void writeByte(int value)
    {
        ensure(1);
        bytes[position] = (byte) value;
        position++;
    }

    public void writeShort(int value)
    {
        ensure(Short.BYTES);
        BigEndian.putShort(bytes, position, value);
        position += Short.BYTES;
    }

    public void writeInt(int value)
    {
        ensure(Integer.BYTES);
        BigEndian.putInt(bytes, position, value);
        position += Integer.BYTES;
    }

    public void writeLong(long value)
    {
        ensure(Long.BYTES);
        BigEndian.putLong(bytes, position, value);
        position += Long.BYTES;
    }

    public void writeBytes(Slice source, int offset, int length)
    {
        ensure(length);
        source.getBytes(offset, bytes, position, length);
        position += length;
    }

    public void writeBytes(byte[] source)
    {
        ensure(source.length);
        System.arraycopy(source, 0, bytes, position, source.length);
        position += source.length;
    }

    /**
     * Adds bytes that the caller fills in at once in {@link #bytes()}.
     *
     * @return offset of the first of them
     */
    public int reserve(int length)
    {
        ensure(length);
        int start = position;
        position += length;
        return start;
    }

    /** Overwrites an int that was written before, such as a length that is known only now. */
    public void putInt(int at, int value)
    {
        BigEndian.putInt(bytes, at, value);
    }

    private void ensure(int length)
    {
        int needed = Math.addExact(position, length);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, max(needed, (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }
}
