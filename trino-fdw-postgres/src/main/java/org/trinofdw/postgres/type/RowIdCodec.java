package org.trinofdw.postgres.type;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.block.VariableWidthBlockBuilder;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;
import org.trinofdw.postgres.copy.CopyOutputBuffer;

import java.util.Optional;

import static org.trinofdw.error.FdwErrorCode.REMOTE_PROTOCOL_ERROR;

/**
 * What names one version of one row: {@code ROW(tableoid, ctid, xmin)}, read as fourteen bytes. The ctid alone does not do: each partition counts
 * its own, and a place may be taken by another row; tableoid and xmin tell them apart. The name of the partition follows where the partitions of a foreign
 * table are read.
 */
public final class RowIdCodec
{
    private static final int FIELD_HEADER = 2 * Integer.BYTES;
    private static final int TABLE_OID_LENGTH = Integer.BYTES;
    // block and line
    private static final int CTID_LENGTH = Integer.BYTES + Short.BYTES;
    private static final int XMIN_LENGTH = Integer.BYTES;
    private static final int TABLE_OID_OFFSET = 0;
    private static final int CTID_OFFSET = TABLE_OID_OFFSET + TABLE_OID_LENGTH;
    private static final int XMIN_OFFSET = CTID_OFFSET + CTID_LENGTH;
    private static final int LENGTH = XMIN_OFFSET + XMIN_LENGTH;
    private static final int RECORD_LENGTH = Integer.BYTES + 3 * FIELD_HEADER + LENGTH;

    static final ColumnDecoder DECODER = (bytes, offset, length, output) -> {
        // the record's binary form has the number of fields, and the oid, length and bytes of each
        if (length != RECORD_LENGTH && length < RECORD_LENGTH + FIELD_HEADER) {
            throw new TrinoException(REMOTE_PROTOCOL_ERROR, "A row id has %s bytes instead of %s".formatted(length, RECORD_LENGTH));
        }
        int partitionLength = length == RECORD_LENGTH ? 0 : length - RECORD_LENGTH - FIELD_HEADER;
        byte[] rowId = new byte[LENGTH + partitionLength];
        int tableOid = offset + Integer.BYTES + FIELD_HEADER;
        System.arraycopy(bytes, tableOid, rowId, TABLE_OID_OFFSET, TABLE_OID_LENGTH);
        int ctid = tableOid + TABLE_OID_LENGTH + FIELD_HEADER;
        System.arraycopy(bytes, ctid, rowId, CTID_OFFSET, CTID_LENGTH);
        int xmin = ctid + CTID_LENGTH + FIELD_HEADER;
        System.arraycopy(bytes, xmin, rowId, XMIN_OFFSET, XMIN_LENGTH);
        System.arraycopy(bytes, offset + length - partitionLength, rowId, LENGTH, partitionLength);
        ((VariableWidthBlockBuilder) output).writeEntry(rowId, 0, rowId.length);
    };

    static final ColumnEncoder ENCODER = (_, _, _) -> {
        throw new IllegalStateException("a row id is written in parts");
    };

    /** Writes the {@code oid} of the table that holds the row. */
    public static final ColumnEncoder TABLE_OID_ENCODER = (block, position, output) -> encodePart(block, position, TABLE_OID_OFFSET, TABLE_OID_LENGTH, output);
    /** Writes the {@code tid} of the row. */
    public static final ColumnEncoder CTID_ENCODER = (block, position, output) -> encodePart(block, position, CTID_OFFSET, CTID_LENGTH, output);
    /** Writes the {@code xid} of the transaction that made this version. */
    public static final ColumnEncoder XMIN_ENCODER = (block, position, output) -> encodePart(block, position, XMIN_OFFSET, XMIN_LENGTH, output);

    private RowIdCodec() {}

    /**
     * The expression that is read.
     *
     * @param partition local name of the partition that is read, if it is one of a foreign table
     */
    public static String expression(Optional<String> partition)
    {
        return partition
                .map(name -> "ROW(tableoid, ctid, xmin, '" + name.replace("'", "''") + "'::text)")
                .orElse("ROW(tableoid, ctid, xmin)");
    }

    /** The local name of the partition that holds the row. */
    public static String partition(Slice rowId)
    {
        return rowId.slice(LENGTH, rowId.length() - LENGTH).toStringUtf8();
    }

    private static void encodePart(ValueBlock block, int position, int offset, int length, CopyOutputBuffer output)
    {
        VariableWidthBlock rowIds = (VariableWidthBlock) block;
        output.writeInt(length);
        output.writeBytes(rowIds.getRawSlice(), rowIds.getRawSliceOffset(position) + offset, length);
    }
}
