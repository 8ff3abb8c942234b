package org.trinofdw.testing.maxcompute.record;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a stream that may hold anything: every number must be in its shortest form and complete. The bytes since the last
 * {@link #mark()} stay in the buffer, so that a verified record can be copied as it came. Not thread-safe.
 */
final class WireInput
{
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream input;
    private final int maxRecordBytes;
    private byte[] buffer = new byte[256 << 10];
    private int mark;
    private int position;
    private int limit;

    WireInput(InputStream input, int maxRecordBytes)
    {
        this.input = input;
        this.maxRecordBytes = maxRecordBytes;
    }

    void mark()
    {
        mark = position;
    }

    int markedBytes()
    {
        return position - mark;
    }

    void copyMarked(int length, ByteBuilder target)
    {
        target.append(buffer, mark, length);
    }

    boolean isAtEnd()
            throws IOException
    {
        return position == limit && !fill(1);
    }

    int readByte()
            throws IOException
    {
        ensure(1);
        return buffer[position++] & 0xFF;
    }

    int readVarint32()
            throws IOException
    {
        long value = readVarint64();
        if (value >>> 32 != 0) {
            throw new MalformedStreamException("number does not fit 32 bits");
        }
        return (int) value;
    }

    long readVarint64()
            throws IOException
    {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            if (shift == 63 && next > 1) {
                throw new MalformedStreamException("number does not fit 64 bits");
            }
            result |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0) {
                    throw new MalformedStreamException("number is not in its shortest form");
                }
                return result;
            }
        }
        throw new MalformedStreamException("number does not end");
    }

    int readInt()
            throws IOException
    {
        ensure(Integer.BYTES);
        int value = (int) INT.get(buffer, position);
        position += Integer.BYTES;
        return value;
    }

    long readLong()
            throws IOException
    {
        ensure(Long.BYTES);
        long value = (long) LONG.get(buffer, position);
        position += Long.BYTES;
        return value;
    }

    /**
     * Moves over the bytes, appends them to the target, and returns their offset there.
     */
    int readBytes(int length, ByteBuilder target)
            throws IOException
    {
        ensure(length);
        int offset = target.size();
        target.append(buffer, position, length);
        position += length;
        return offset;
    }

    private void ensure(int length)
            throws IOException
    {
        if (limit - position < length && !fill(length)) {
            throw new MalformedStreamException("stream ends within a record");
        }
    }

    private boolean fill(int length)
            throws IOException
    {
        int kept = limit - mark;
        if ((long) (position - mark) + length > maxRecordBytes) {
            throw new MalformedStreamException("record is larger than %s bytes".formatted(maxRecordBytes));
        }
        if (buffer.length - mark < position - mark + length || mark > buffer.length / 2) {
            byte[] target = buffer;
            if (buffer.length < position - mark + length) {
                target = new byte[Math.max(buffer.length * 2, position - mark + length)];
            }
            System.arraycopy(buffer, mark, target, 0, kept);
            buffer = target;
            position -= mark;
            limit -= mark;
            mark = 0;
        }
        while (limit - position < length) {
            int read = input.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                return false;
            }
            limit += read;
        }
        return true;
    }
}
