package org.trinofdw.testing.maxcompute.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing byte array with the primitives of the record stream. Not thread-safe.
 */
final class ByteBuilder
{
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    ByteBuilder(int capacity)
    {
        bytes = new byte[capacity];
    }

    int size()
    {
        return size;
    }

    byte[] array()
    {
        return bytes;
    }

    byte[] toByteArray()
    {
        return Arrays.copyOf(bytes, size);
    }

    void clear()
    {
        size = 0;
    }

    void appendByte(int value)
    {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    void append(byte[] source, int offset, int length)
    {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    void appendInt(int value)
    {
        ensure(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    void appendLong(long value)
    {
        ensure(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    void appendVarint32(int value)
    {
        ensure(5);
        int remaining = value;
        while ((remaining & ~0x7F) != 0) {
            bytes[size++] = (byte) (remaining & 0x7F | 0x80);
            remaining >>>= 7;
        }
        bytes[size++] = (byte) remaining;
    }

    void appendVarint64(long value)
    {
        ensure(10);
        long remaining = value;
        while ((remaining & ~0x7FL) != 0) {
            bytes[size++] = (byte) (remaining & 0x7F | 0x80);
            remaining >>>= 7;
        }
        bytes[size++] = (byte) remaining;
    }

    private void ensure(int more)
    {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 16)));
        }
    }
}
