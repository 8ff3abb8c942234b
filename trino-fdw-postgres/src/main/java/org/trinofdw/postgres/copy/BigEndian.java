package org.trinofdw.postgres.copy;

import java.lang.invoke.VarHandle;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Reads and writes numbers in network byte order, the order of every PostgreSQL message. An access outside the array
 * throws {@link IndexOutOfBoundsException}; callers check lengths first.
 */
public final class BigEndian
{
    private static final VarHandle SHORT = byteArrayViewVarHandle(short[].class, BIG_ENDIAN);
    private static final VarHandle INT = byteArrayViewVarHandle(int[].class, BIG_ENDIAN);
    private static final VarHandle LONG = byteArrayViewVarHandle(long[].class, BIG_ENDIAN);

    private BigEndian() {}

    public static short getShort(byte[] bytes, int offset)
    {
        return (short) SHORT.get(bytes, offset);
    }

    public static int getInt(byte[] bytes, int offset)
    {
        return (int) INT.get(bytes, offset);
    }

    public static long getLong(byte[] bytes, int offset)
    {
        return (long) LONG.get(bytes, offset);
    }

    public static void putShort(byte[] bytes, int offset, int value)
    {
        SHORT.set(bytes, offset, (short) value);
    }

    public static void putInt(byte[] bytes, int offset, int value)
    {
        INT.set(bytes, offset, value);
    }

    public static void putLong(byte[] bytes, int offset, long value)
    {
        LONG.set(bytes, offset, value);
    }
}
