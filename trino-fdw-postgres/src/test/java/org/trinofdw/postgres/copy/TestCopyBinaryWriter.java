package org.trinofdw.postgres.copy;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import static io.trino.spi.type.BigintType.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.error.FdwErrorCode.UNSUPPORTED_VALUE;

final class TestCopyBinaryWriter
{
    private static final ColumnEncoder ENCODER = (block, position, output) -> {
        long value = BIGINT.getLong(block, position);
        if (value == 13) {
            throw new TrinoException(UNSUPPORTED_VALUE, "13 is unlucky");
        }
        output.writeInt(Long.BYTES);
        output.writeLong(value);
    };
    private static final List<CopyTarget> COLUMNS = ImmutableList.of(new CopyTarget("a", ENCODER), new CopyTarget("b", ENCODER));

    @Test
    void testStream()
            throws SQLException
    {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        CopyBinaryWriter writer = new CopyBinaryWriter(COLUMNS, stream::write);
        writer.write(new Page(longs(1), new LongArrayBlock(1, Optional.of(new long[] {0}), new long[1])));
        assertThat(stream.size()).isZero();
        writer.finish();
        assertThat(HexFormat.of().formatHex(stream.toByteArray()))
                .isEqualTo("5047434f50590aff0d0a00" + "00000000" + "00000000" + "0002" + "00000008" + "0000000000000001" + "ffffffff" + "ffff");
        assertThat(writer.rows()).isEqualTo(1);
        assertThat(writer.bytes()).isEqualTo(stream.size());
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void testEncodedBlocks()
            throws SQLException
    {
        Block dictionary = DictionaryBlock.create(3, longs(5, 6), new int[] {1, 0, 1});
        Block runLength = RunLengthEncodedBlock.create(longs(9), 3);
        assertThat(write(new Page(dictionary, runLength))).isEqualTo(write(new Page(longs(6, 5, 6), longs(9, 9, 9))));
        Block region = longs(1, 2, 3, 4).getRegion(1, 3);
        assertThat(write(new Page(region, region))).isEqualTo(write(new Page(longs(2, 3, 4), longs(2, 3, 4))));
    }

    @Test
    void testRowsAreNotCut()
            throws SQLException
    {
        List<Integer> lengths = new ArrayList<>();
        CopyBinaryWriter writer = new CopyBinaryWriter(COLUMNS, (_, _, length) -> lengths.add(length), 30);
        writer.write(new Page(longs(1, 2, 3), longs(1, 2, 3)));
        writer.finish();
        int row = 2 + 2 * 12;
        assertThat(lengths).containsExactly(CopyFormat.HEADER_LENGTH + row, 2 * row, 2);
    }

    @Test
    void testErrorNamesRowColumnAndValue()
            throws SQLException
    {
        CopyBinaryWriter writer = new CopyBinaryWriter(COLUMNS, (_, _, _) -> {});
        writer.write(new Page(longs(1, 2), longs(1, 2)));
        assertThatThrownBy(() -> writer.write(new Page(longs(3, 4), longs(5, 13))))
                .isInstanceOf(TrinoException.class)
                .hasMessage("Row 4, column \"b\": 13 is unlucky");
    }

    @Test
    void testZeroColumns()
            throws SQLException
    {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        CopyBinaryWriter writer = new CopyBinaryWriter(ImmutableList.of(), stream::write);
        writer.write(new Page(2));
        writer.finish();
        assertThat(HexFormat.of().formatHex(stream.toByteArray())).endsWith("00000000" + "00000000" + "0000" + "0000" + "ffff");
    }

    private static List<Byte> write(Page page)
            throws SQLException
    {
        ImmutableList.Builder<Byte> bytes = ImmutableList.builder();
        CopyBinaryWriter writer = new CopyBinaryWriter(COLUMNS, (array, offset, length) -> {
            for (int i = offset; i < offset + length; i++) {
                bytes.add(array[i]);
            }
        });
        writer.write(page);
        writer.finish();
        return bytes.build();
    }

    private static LongArrayBlock longs(long... values)
    {
        return new LongArrayBlock(values.length, Optional.empty(), values);
    }
}
