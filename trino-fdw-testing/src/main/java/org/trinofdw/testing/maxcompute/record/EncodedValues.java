package org.trinofdw.testing.maxcompute.record;

import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over values that were verified when they came in.
 */
final class EncodedValues
{
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] data;
    private int position;

    EncodedValues(byte[] data, int position)
    {
        this.data = data;
        this.position = position;
    }

    int position()
    {
        return position;
    }

    void seek(int newPosition)
    {
        position = newPosition;
    }

    byte[] data()
    {
        return data;
    }

    int readVarint32()
    {
        return (int) readVarint64();
    }

    long readVarint64()
    {
        byte first = data[position++];
        if (first >= 0) {
            return first;
        }
        long result = first & 0x7F;
        int shift = 7;
        while (true) {
            byte next = data[position++];
            result |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return result;
            }
            shift += 7;
        }
    }

    int readInt()
    {
        int value = (int) INT.get(data, position);
        position += Integer.BYTES;
        return value;
    }

    long readLong()
    {
        long value = (long) LONG.get(data, position);
        position += Long.BYTES;
        return value;
    }

    boolean readBoolean()
    {
        return data[position++] != 0;
    }

    void skipVarint()
    {
        while (data[position++] < 0) {
            // the sign bit says that more bytes follow
        }
    }

    void skip(OdpsType type)
    {
        switch (type.kind().wireForm()) {
            case BOOL -> position++;
            case VARINT -> skipVarint();
            case FIXED32 -> position += Integer.BYTES;
            case FIXED64 -> position += Long.BYTES;
            case BYTES -> {
                int length = readVarint32();
                position += length;
            }
            case SECONDS_AND_NANOS -> {
                skipVarint();
                skipVarint();
            }
            case NESTED -> skipNested(type);
        }
    }

    private void skipNested(OdpsType type)
    {
        switch (type.kind()) {
            case ARRAY -> skipElements(type.arguments().get(0));
            case MAP -> {
                skipElements(type.arguments().get(0));
                skipElements(type.arguments().get(1));
            }
            case STRUCT -> type.arguments().forEach(this::skipNullable);
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, BOOLEAN, DECIMAL, STRING, VARCHAR, CHAR, BINARY, JSON, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, OTHER ->
                    throw new IllegalStateException("not a nested type: " + type.text());
        }
    }

    private void skipElements(OdpsType element)
    {
        int size = readVarint32();
        for (int index = 0; index < size; index++) {
            skipNullable(element);
        }
    }

    private void skipNullable(OdpsType type)
    {
        if (!readBoolean()) {
            skip(type);
        }
    }

    /**
     * Moves over a value and appends what the record's checksum covers of it.
     */
    void appendChecked(OdpsType type, ByteBuilder checked)
    {
        switch (type.kind().wireForm()) {
            case BOOL -> checked.appendByte(data[position++]);
            case VARINT -> checked.appendLong(WireFormat.unZigZag(readVarint64()));
            case FIXED32 -> checked.appendInt(readInt());
            case FIXED64 -> checked.appendLong(readLong());
            case BYTES -> {
                int length = readVarint32();
                checked.append(data, position, length);
                position += length;
            }
            case SECONDS_AND_NANOS -> {
                checked.appendLong(WireFormat.unZigZag(readVarint64()));
                checked.appendInt((int) WireFormat.unZigZag(readVarint64()));
            }
            case NESTED -> appendCheckedNested(type, checked);
        }
    }

    private void appendCheckedNested(OdpsType type, ByteBuilder checked)
    {
        switch (type.kind()) {
            case ARRAY -> appendCheckedElements(type.arguments().get(0), checked);
            case MAP -> {
                appendCheckedElements(type.arguments().get(0), checked);
                appendCheckedElements(type.arguments().get(1), checked);
            }
            case STRUCT -> type.arguments().forEach(field -> appendCheckedNullable(field, checked));
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, BOOLEAN, DECIMAL, STRING, VARCHAR, CHAR, BINARY, JSON, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, OTHER ->
                    throw new IllegalStateException("not a nested type: " + type.text());
        }
    }

    private void appendCheckedElements(OdpsType element, ByteBuilder checked)
    {
        int size = readVarint32();
        for (int index = 0; index < size; index++) {
            appendCheckedNullable(element, checked);
        }
    }

    private void appendCheckedNullable(OdpsType type, ByteBuilder checked)
    {
        if (!readBoolean()) {
            appendChecked(type, checked);
        }
    }
}
