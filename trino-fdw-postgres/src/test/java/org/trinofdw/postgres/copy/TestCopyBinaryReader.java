package org.trinofdw.postgres.copy;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.block.VariableWidthBlockBuilder;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.error.FdwErrorCode.REMOTE_PROTOCOL_ERROR;

final class TestCopyBinaryReader
{
    private static final String HEADER = "5047434f50590aff0d0a00" + "00000000" + "00000000";
    private static final String TRAILER = "ffff";
    private static final ColumnDecoder BIGINT_DECODER = (bytes, offset, length, output) -> {
        if (length != Long.BYTES) {
            throw new TrinoException(REMOTE_PROTOCOL_ERROR, "expected 8 bytes, got " + length);
        }
        BIGINT.writeLong(output, BigEndian.getLong(bytes, offset));
    };
    private static final ColumnDecoder BYTES_DECODER = (bytes, offset, length, output) -> ((VariableWidthBlockBuilder) output).writeEntry(bytes, offset, length);
    private static final List<CopyColumn> COLUMNS = ImmutableList.of(new CopyColumn("number", BIGINT, BIGINT_DECODER), new CopyColumn("bytes", VARBINARY, BYTES_DECODER));

    @Test
    void testMessagesAsTheServerSendsThem()
    {
        CopyBinaryReader reader = new CopyBinaryReader(COLUMNS);
        reader.append(bytes(HEADER + row(1, "aa")));
        reader.append(bytes("0002" + "ffffffff" + "ffffffff"));
        assertThat(reader.positionCount()).isEqualTo(2);
        Page page = reader.buildPage();
        assertThat(page.getPositionCount()).isEqualTo(2);
        assertThat(BIGINT.getLong(page.getBlock(0), 0)).isEqualTo(1);
        assertThat(page.getBlock(0).isNull(1)).isTrue();
        assertThat(page.getBlock(1).isNull(1)).isTrue();
        assertThat(reader.isComplete()).isFalse();
        reader.append(bytes(row(3, "")));
        reader.append(bytes(TRAILER));
        reader.finish();
        assertThat(reader.isComplete()).isTrue();
        Page second = reader.buildPage();
        assertThat(BIGINT.getLong(second.getBlock(0), 0)).isEqualTo(3);
        assertThat(VARBINARY.getSlice(second.getBlock(1), 0).length()).isZero();
        assertThat(reader.buildPage().getPositionCount()).isZero();
    }

    /** A buffer with more in it, which is used again once its rows are decoded. */
    @Test
    void testMessagesWithinABuffer()
    {
        CopyBinaryReader reader = new CopyBinaryReader(COLUMNS);
        byte[] buffer = bytes("64" + HEADER + row(1, "aa") + "64" + row(2, "bb"));
        int first = HEADER.length() / 2 + row(1, "aa").length() / 2;
        reader.append(buffer, 1, 1 + first);
        // a row in two messages
        reader.append(buffer, 2 + first, buffer.length - 1);
        reader.decodeAppended();
        Arrays.fill(buffer, 0, buffer.length - 1, (byte) -1);
        reader.append(buffer, buffer.length - 1, buffer.length);
        byte[] end = bytes(row(3, "cc") + TRAILER + "64");
        reader.append(end, 0, end.length - 1);
        reader.finish();
        Page page = reader.buildPage();
        assertThat(page.getPositionCount()).isEqualTo(3);
        for (int position = 0; position < 3; position++) {
            assertThat(BIGINT.getLong(page.getBlock(0), position)).isEqualTo(position + 1);
            assertThat(VARBINARY.getSlice(page.getBlock(1), position).getByte(0)).isEqualTo((byte) (0xAA + 0x11 * position));
        }
    }

    @Test
    void testAnyCutOfTheStreamGivesTheSameRows()
    {
        Random random = new Random(1);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(bytes("5047434f50590aff0d0a00" + "00000001" + "00000003" + "aabbcc"));
        int rows = 1000;
        for (int i = 0; i < rows; i++) {
            stream.writeBytes(bytes(row(i, "cd".repeat(random.nextInt(40)))));
        }
        stream.writeBytes(bytes(TRAILER));
        byte[] whole = stream.toByteArray();
        for (int maxCut : new int[] {1, 2, 7, 100, 5000, whole.length}) {
            CopyBinaryReader reader = new CopyBinaryReader(COLUMNS);
            long sum = 0;
            int count = 0;
            for (int start = 0; start < whole.length; ) {
                int end = Math.min(whole.length, start + 1 + random.nextInt(maxCut));
                reader.append(Arrays.copyOfRange(whole, start, end));
                start = end;
                if (random.nextInt(10) == 0) {
                    Page page = reader.buildPage();
                    for (int i = 0; i < page.getPositionCount(); i++) {
                        assertThat(BIGINT.getLong(page.getBlock(0), i)).isEqualTo(count);
                        count++;
                    }
                }
            }
            reader.finish();
            count += reader.buildPage().getPositionCount();
            assertThat(count).as("cut at up to %s bytes", maxCut).isEqualTo(rows);
        }
    }

    @Test
    void testZeroColumns()
    {
        CopyBinaryReader reader = new CopyBinaryReader(ImmutableList.of());
        reader.append(bytes(HEADER + "0000"));
        reader.append(bytes("0000"));
        reader.append(bytes(TRAILER));
        reader.finish();
        Page page = reader.buildPage();
        assertThat(page.getPositionCount()).isEqualTo(2);
        assertThat(page.getChannelCount()).isZero();
    }

    @Test
    void testNoRows()
    {
        CopyBinaryReader reader = new CopyBinaryReader(COLUMNS);
        reader.append(bytes(HEADER + TRAILER));
        reader.finish();
        assertThat(reader.buildPage().getPositionCount()).isZero();
    }

    @Test
    void testBrokenStreams()
    {
        assertBroken("5047434f50590a000d0a00" + "00000000" + "00000000", "the signature is missing");
        assertBroken("00", "the signature is missing");
        assertBroken("5047434f50590aff0d0a00" + "00010000" + "00000000", "unknown flags 0x00010000");
        assertBroken("5047434f50590aff0d0a00" + "00000000" + "ffffffff", "header extension of -1 bytes");
        assertBroken("5047434f50590aff0d0a00" + "00000000" + "7fffffff", "header extension of 2147483647 bytes");
        assertBroken(HEADER + row(1, "") + "0003", "row 2 has 3 fields instead of 2");
        assertBroken(HEADER + "fffe", "row 1 has -2 fields instead of 2");
        assertBroken(HEADER + "0002" + "fffffffe", "row 1 has a field of -2 bytes");
        assertBroken(HEADER + "0002" + "80000000", "row 1 has a field of -2147483648 bytes");
        assertBroken(HEADER + TRAILER + "00", "1 bytes follow the trailer");
        assertBroken(HEADER + "0002" + "7fffffff", "row 1 is larger than an array can be");
    }

    @Test
    void testBytesAfterTheTrailerInAnotherMessage()
    {
        CopyBinaryReader reader = new CopyBinaryReader(COLUMNS);
        reader.append(bytes(HEADER + TRAILER));
        assertThatThrownBy(() -> reader.append(bytes(row(1, "")))).hasMessageContaining("bytes follow the trailer");
    }

    @Test
    void testCutStreams()
    {
        String stream = HEADER + row(1, "aa") + row(2, "bb") + TRAILER;
        for (int length = 0; length < stream.length() / 2; length++) {
            CopyBinaryReader reader = new CopyBinaryReader(COLUMNS);
            reader.append(Arrays.copyOf(bytes(stream), length));
            assertThatThrownBy(reader::finish)
                    .as("cut at %s", length)
                    .isInstanceOf(TrinoException.class)
                    .hasMessageContaining("without a trailer");
        }
    }

    @Test
    void testDecoderErrorNamesColumnAndRow()
    {
        CopyBinaryReader reader = new CopyBinaryReader(COLUMNS);
        reader.append(bytes(HEADER + row(1, "aa")));
        reader.buildPage();
        reader.append(bytes("0002" + "00000001" + "00" + "ffffffff"));
        assertThatThrownBy(reader::buildPage)
                .isInstanceOf(TrinoException.class)
                .hasMessage("Column \"number\", row 2: expected 8 bytes, got 1");
        assertThatThrownBy(reader::buildPage).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(reader::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void testSizeGrowsWithTheRows()
    {
        CopyBinaryReader reader = new CopyBinaryReader(COLUMNS);
        reader.append(bytes(HEADER));
        assertThat(reader.sizeInBytes()).isZero();
        byte[] row = bytes(row(1, "ab".repeat(1000)));
        for (int i = 1; i <= 1000; i++) {
            reader.append(row.clone());
            assertThat(reader.sizeInBytes()).isGreaterThanOrEqualTo(i * 1000L);
        }
        assertThat(reader.retainedSizeInBytes()).isGreaterThan(1_000_000);
        assertThat(reader.buildPage().getSizeInBytes()).isGreaterThan(1_000_000);
        assertThat(reader.sizeInBytes()).isZero();
    }

    private static void assertBroken(String hex, String message)
    {
        CopyBinaryReader reader = new CopyBinaryReader(COLUMNS);
        assertThatThrownBy(() -> reader.append(bytes(hex)))
                .isInstanceOfSatisfying(TrinoException.class, e -> assertThat(e.getErrorCode()).isEqualTo(REMOTE_PROTOCOL_ERROR.toErrorCode()))
                .hasMessageContaining(message);
        assertThatThrownBy(() -> reader.append(new byte[0])).isInstanceOf(IllegalStateException.class);
    }

    private static String row(long number, String hex)
    {
        return "0002" + "00000008" + "%016x".formatted(number) + "%08x".formatted(hex.length() / 2) + hex;
    }

    private static byte[] bytes(String hex)
    {
        return HexFormat.of().parseHex(hex);
    }
}
