package org.trinofdw.testing.maxcompute.record;

import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.CRC32C;

import static java.lang.String.format;
import static java.util.Objects.requireNonNull;

/**
 * Reads an uploaded block and verifies all of it: tags in ascending order, complete values in their types' ranges, each record's
 * checksum, the record count, the checksum over the checksums, and nothing behind.
 * <p>
 * The form is that of the SDK's {@code ProtobufRecordStreamWriter}.
 */
public final class RecordStreamReader
{
    private static final int MAX_DEPTH = 32;

    private final List<Column> columns;
    private final int maxFieldBytes;
    private final WireInput input;
    private final RowChunkBuilder chunks;
    private final ByteBuilder checked = new ByteBuilder(1024);
    private final ValueChecks checks = new ValueChecks();

    private RecordStreamReader(List<Column> columns, InputStream input, int maxFieldBytes)
    {
        this.columns = ImmutableList.copyOf(columns);
        this.maxFieldBytes = maxFieldBytes;
        this.input = new WireInput(input, maxRecordBytes(columns.size(), maxFieldBytes));
        this.chunks = new RowChunkBuilder(columns);
    }

    private static int maxRecordBytes(int columns, int maxFieldBytes)
    {
        return (int) Math.min(Integer.MAX_VALUE / 2, (long) maxFieldBytes * Math.max(1, columns) + 1024);
    }

    /**
     * @throws MalformedStreamException if the stream is not well-formed
     * @throws InvalidValueException if a value is not of its column's type
     */
    public static List<RowChunk> read(List<Column> columns, InputStream input, int maxFieldBytes)
            throws IOException
    {
        requireNonNull(input, "input is null");
        return new RecordStreamReader(columns, input, maxFieldBytes).readAll();
    }

    private List<RowChunk> readAll()
            throws IOException
    {
        CRC32C checksums = new CRC32C();
        ByteBuilder checksumBytes = new ByteBuilder(Integer.BYTES);
        long count = 0;
        while (true) {
            input.mark();
            if (input.isAtEnd()) {
                throw new MalformedStreamException("stream ends without the record count");
            }
            int tag = input.readVarint32();
            if (tag == WireFormat.META_COUNT_TAG) {
                readTrailer(count, (int) checksums.getValue());
                return chunks.build();
            }
            int checksum = readRecord(tag);
            checksumBytes.clear();
            checksumBytes.appendInt(checksum);
            checksums.update(checksumBytes.array(), 0, Integer.BYTES);
            count++;
        }
    }

    private void readTrailer(long count, int checksum)
            throws IOException
    {
        long declared = WireFormat.unZigZag(input.readVarint64());
        if (declared != count) {
            throw new MalformedStreamException(format("stream declares %s records and has %s", declared, count));
        }
        if (input.readVarint32() != WireFormat.META_CHECKSUM_TAG) {
            throw new MalformedStreamException("checksum of the stream expected");
        }
        if (input.readVarint32() != checksum) {
            throw new MalformedStreamException("checksum of the stream is wrong");
        }
        if (!input.isAtEnd()) {
            throw new MalformedStreamException("data behind the end of the stream");
        }
    }

    private int readRecord(int firstTag)
            throws IOException
    {
        checked.clear();
        int tag = firstTag;
        int previous = 0;
        int end = 0;
        while (tag != WireFormat.END_RECORD_TAG) {
            int number = tag >>> 3;
            if (number <= previous || number > columns.size()) {
                throw new MalformedStreamException(format("column number %s after %s in a session of %s columns", number, previous, columns.size()));
            }
            requireNotNull(previous, number);
            Column column = columns.get(number - 1);
            if ((tag & 7) != column.type().kind().wireForm().wireType()) {
                throw new MalformedStreamException(format("wire type %s of column %s of type %s", tag & 7, column.name(), column.type().text()));
            }
            checked.appendInt(number);
            readValue(column, column.type(), input.markedBytes(), 0);
            previous = number;
            end = input.markedBytes();
            tag = input.readVarint32();
        }
        requireNotNull(previous, columns.size() + 1);
        int declared = input.readVarint32();
        input.copyMarked(end, chunks.data());
        int checksum = chunks.endRecord(checked);
        if (declared != checksum) {
            throw new MalformedStreamException("checksum of a record is wrong");
        }
        return checksum;
    }

    private void requireNotNull(int previous, int number)
            throws InvalidValueException
    {
        for (int missing = previous + 1; missing < number; missing++) {
            Column column = columns.get(missing - 1);
            if (!column.nullable()) {
                throw new InvalidValueException(format("column %s is declared NOT NULL and a record has no value for it", column.name()));
            }
        }
    }

    private void readValue(Column column, OdpsType type, int start, int depth)
            throws IOException
    {
        switch (type.kind().wireForm()) {
            case BOOL -> {
                int value = input.readByte();
                if (value > 1) {
                    throw new MalformedStreamException("boolean of value " + value);
                }
                checked.appendByte(value);
            }
            case VARINT -> {
                long value = WireFormat.unZigZag(input.readVarint64());
                checks.checkInteger(column, type, value);
                checked.appendLong(value);
            }
            case FIXED32 -> checked.appendInt(input.readInt());
            case FIXED64 -> checked.appendLong(input.readLong());
            case BYTES -> {
                int length = input.readVarint32();
                if (length < 0 || length > maxFieldBytes) {
                    throw new InvalidValueException(format("value of %s bytes in column %s is larger than %s bytes", Integer.toUnsignedLong(length), column.name(), maxFieldBytes));
                }
                int offset = input.readBytes(length, checked);
                checks.checkBytes(column, type, checked.array(), offset, length);
            }
            case SECONDS_AND_NANOS -> {
                long seconds = WireFormat.unZigZag(input.readVarint64());
                long nanos = WireFormat.unZigZag(Integer.toUnsignedLong(input.readVarint32()));
                checks.checkSecondsAndNanos(column, type, seconds, nanos);
                checked.appendLong(seconds);
                checked.appendInt((int) nanos);
            }
            case NESTED -> readNested(column, type, start, depth + 1);
        }
    }

    private void readNested(Column column, OdpsType type, int start, int depth)
            throws IOException
    {
        if (depth > MAX_DEPTH) {
            throw new MalformedStreamException("value of column %s is nested too deeply".formatted(column.name()));
        }
        switch (type.kind()) {
            case ARRAY -> readElements(column, type.arguments().get(0), start, depth);
            case MAP -> {
                int keys = readElements(column, type.arguments().get(0), start, depth);
                int values = readElements(column, type.arguments().get(1), start, depth);
                if (keys != values) {
                    throw new MalformedStreamException(format("map of column %s has %s keys and %s values", column.name(), keys, values));
                }
            }
            case STRUCT -> {
                for (OdpsType field : type.arguments()) {
                    readNullable(column, field, start, depth);
                }
            }
            case OTHER -> throw new InvalidValueException("column %s of type %s cannot be uploaded".formatted(column.name(), type.text()));
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, BOOLEAN, DECIMAL, STRING, VARCHAR, CHAR, BINARY, JSON, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME ->
                    throw new IllegalStateException("not a nested type: " + type.text());
        }
    }

    private int readElements(Column column, OdpsType element, int start, int depth)
            throws IOException
    {
        int size = input.readVarint32();
        if (size < 0) {
            throw new MalformedStreamException("negative size in column " + column.name());
        }
        for (int index = 0; index < size; index++) {
            readNullable(column, element, start, depth);
        }
        return size;
    }

    private void readNullable(Column column, OdpsType type, int start, int depth)
            throws IOException
    {
        int isNull = input.readByte();
        if (isNull > 1) {
            throw new MalformedStreamException("boolean of value " + isNull);
        }
        if (isNull == 0) {
            readValue(column, type, start, depth);
        }
        if (input.markedBytes() - start > maxFieldBytes) {
            throw new InvalidValueException(format("value of column %s is larger than %s bytes", column.name(), maxFieldBytes));
        }
    }
}
