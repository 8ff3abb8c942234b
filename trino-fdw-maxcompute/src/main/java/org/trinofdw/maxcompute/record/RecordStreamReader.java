package org.trinofdw.maxcompute.record;

import io.trino.spi.block.BlockBuilder;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

import static java.util.Objects.requireNonNull;

/**
 * Reads the record stream of one answer of the tunnel, after decompression, straight into blocks.
 * <p>
 * A record counts only once its checksum was verified, and the stream only once its trailer was: the number of records, the checksum
 * over all checksums, and the end right behind it. A stream that stops at a record's end without a trailer is broken.
 */
public final class RecordStreamReader
        implements Closeable
{
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream stream;
    private final RecordInput input;
    private final RecordBatch batch;
    private final FieldDecoder[] decoders;
    private final int[] wireTypes;
    private final CRC32C checksums = new CRC32C();
    private final byte[] checksumBytes = new byte[Integer.BYTES];
    private long records;
    private boolean finished;

    public RecordStreamReader(InputStream stream, RecordBatch batch)
    {
        this.stream = requireNonNull(stream, "stream is null");
        this.input = new RecordInput(stream);
        this.batch = requireNonNull(batch, "batch is null");
        decoders = batch.columns().stream().map(ColumnDecoder::decoder).toArray(FieldDecoder[]::new);
        wireTypes = batch.columns().stream().mapToInt(ColumnDecoder::wireType).toArray();
    }

    /**
     * Verified records of this stream.
     */
    public long records()
    {
        return records;
    }

    public long completedBytes()
    {
        return input.completedBytes();
    }

    public long retainedBytes()
    {
        return input.retainedBytes();
    }

    /**
     * Appends one record to the batch. After any exception the batch holds complete records only.
     *
     * @return false at the verified end of the stream
     */
    public boolean readRecord()
            throws IOException
    {
        if (finished) {
            return false;
        }
        boolean completed = false;
        try {
            completed = read();
        }
        finally {
            if (!completed && !finished) {
                batch.removeIncompleteRecord();
            }
        }
        return completed;
    }

    private boolean read()
            throws IOException
    {
        BlockBuilder[] builders = batch.builders();
        int row = batch.rows();
        int fields = 0;
        while (true) {
            if (fields == 0 && input.atEnd()) {
                throw new RecordStreamException("The record stream ended without its trailer, after %s records".formatted(records));
            }
            int tag = input.readTag();
            int number = tag >>> 3;
            if (number == RecordTags.END_OF_RECORD) {
                int expected = input.takeChecksum();
                int actual = input.readUnsignedInt();
                if (actual != expected) {
                    throw new RecordStreamException("Checksum of record %s is %08x instead of %08x".formatted(records, actual, expected));
                }
                addChecksum(actual);
                if (fields < builders.length) {
                    for (BlockBuilder builder : builders) {
                        if (builder.getPositionCount() == row) {
                            builder.appendNull();
                        }
                    }
                }
                records++;
                batch.recordCompleted();
                return true;
            }
            if (number == RecordTags.RECORD_COUNT && fields == 0) {
                readTrailer();
                return false;
            }
            int column = number - 1;
            if (column < 0 || column >= builders.length) {
                throw new RecordStreamException("Invalid column %s in record %s; %s columns were requested".formatted(number, records, builders.length));
            }
            if ((tag & 7) != wireTypes[column]) {
                throw new RecordStreamException("Invalid wire type %s for column %s in record %s".formatted(tag & 7, batch.columns().get(column).name(), records));
            }
            BlockBuilder builder = builders[column];
            if (builder.getPositionCount() != row) {
                throw new RecordStreamException("Column %s occurs twice in record %s".formatted(batch.columns().get(column).name(), records));
            }
            input.sumInt(number);
            decoders[column].decode(input, builder);
            fields++;
        }
    }

    private void readTrailer()
            throws IOException
    {
        long count = input.readSignedLongUnsummed();
        if (count != records) {
            throw new RecordStreamException("The record stream says it has %s records, and has %s".formatted(count, records));
        }
        int number = input.readTag() >>> 3;
        if (number == RecordTags.METRICS) {
            input.sumInt(RecordTags.METRICS);
            input.readBytes(input.readLength());
            number = input.readTag() >>> 3;
        }
        if (number == RecordTags.END_OF_METRICS) {
            if (input.takeChecksum() != input.readUnsignedInt()) {
                throw new RecordStreamException("Checksum of the metrics is wrong");
            }
            number = input.readTag() >>> 3;
        }
        if (number != RecordTags.STREAM_CHECKSUM) {
            throw new RecordStreamException("Invalid field %s in the trailer of the record stream".formatted(number));
        }
        int actual = input.readUnsignedInt();
        if (actual != (int) checksums.getValue()) {
            throw new RecordStreamException("Checksum of the record stream is %08x instead of %08x".formatted(actual, (int) checksums.getValue()));
        }
        if (!input.atEnd()) {
            throw new RecordStreamException("The record stream goes on behind its trailer");
        }
        finished = true;
    }

    private void addChecksum(int checksum)
    {
        INT.set(checksumBytes, 0, checksum);
        checksums.update(checksumBytes, 0, Integer.BYTES);
    }

    @Override
    public void close()
            throws IOException
    {
        stream.close();
    }
}
