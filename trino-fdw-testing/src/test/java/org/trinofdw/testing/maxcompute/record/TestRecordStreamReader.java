package org.trinofdw.testing.maxcompute.record;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.CRC32C;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Uploads that are damaged or made to do harm.
 */
final class TestRecordStreamReader
{
    private static final int MAX_FIELD_BYTES = 8 << 20;
    private static final List<Column> COLUMNS = columns("bigint", "string", "decimal(10,2)", "timestamp", "array<string>", "map<bigint,boolean>", "struct<a:double,b:date>", "float", "json");

    private static List<Column> columns(String... types)
    {
        ImmutableList.Builder<Column> columns = ImmutableList.builder();
        for (int index = 0; index < types.length; index++) {
            columns.add(new Column(index + 1, "c" + index, OdpsType.parse(types[index]), true, Optional.empty(), Optional.empty()));
        }
        return columns.build();
    }

    private static List<List<?>> rows()
    {
        return List.of(
                Arrays.asList(1L, "one", new BigDecimal("1.25"), Instant.parse("1969-12-31T23:59:59.5Z"), Arrays.asList("a", null, ""), Map.of(5L, true), Arrays.asList(1.5, null), 2.5f, "{\"a\":1}"),
                Arrays.asList(null, null, null, null, null, null, null, null, null),
                Arrays.asList(-1L, "", new BigDecimal("0"), Instant.EPOCH, List.of(), Map.of(), Arrays.asList(null, null), 0f, "null"));
    }

    private static byte[] stream(List<Column> columns, List<List<?>> rows)
            throws IOException
    {
        RowEncoder encoder = new RowEncoder(columns);
        rows.forEach(encoder::add);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new RecordStreamWriter(encoder.build(), columns, 0, rows.size(), new ProjectionCache(0)).write(output);
        return output.toByteArray();
    }

    private static List<RowChunk> read(List<Column> columns, byte[] bytes)
            throws IOException
    {
        return RecordStreamReader.read(columns, new ByteArrayInputStream(bytes), MAX_FIELD_BYTES);
    }

    @Test
    void testRoundTrip()
            throws IOException
    {
        byte[] stream = stream(COLUMNS, rows());
        List<RowChunk> chunks = read(COLUMNS, stream);
        List<List<Object>> decoded = new ArrayList<>();
        chunks.forEach(chunk -> RowDecoder.decode(chunk, COLUMNS, decoded::add));
        assertThat(decoded).isEqualTo(rows());
        RecordStreamWriter writer = new RecordStreamWriter(chunks, COLUMNS, 0, 3, new ProjectionCache(0));
        assertThat(writer.size()).isEqualTo(OptionalLong.of(stream.length));
    }

    @Test
    void testManyRowsInSmallReads()
            throws IOException
    {
        List<List<?>> rows = new ArrayList<>();
        for (int row = 0; row < 20_000; row++) {
            rows.add(Arrays.asList((long) row, "x".repeat(row % 97)));
        }
        List<Column> columns = columns("bigint", "string");
        byte[] stream = stream(columns, rows);
        List<List<Object>> decoded = new ArrayList<>();
        InputStream drip = new ByteArrayInputStream(stream)
        {
            @Override
            public synchronized int read(byte[] target, int offset, int length)
            {
                return super.read(target, offset, Math.min(length, 7));
            }
        };
        RecordStreamReader.read(columns, drip, MAX_FIELD_BYTES).forEach(chunk -> RowDecoder.decode(chunk, columns, decoded::add));
        assertThat(decoded).isEqualTo(rows);
    }

    @Test
    void testEveryTruncation()
            throws IOException
    {
        byte[] stream = stream(COLUMNS, rows());
        for (int length = 0; length < stream.length; length++) {
            byte[] truncated = Arrays.copyOf(stream, length);
            assertThatThrownBy(() -> read(COLUMNS, truncated)).as("of %s bytes", length).isInstanceOf(MalformedStreamException.class);
        }
    }

    @Test
    void testEveryFlippedBit()
            throws IOException
    {
        byte[] stream = stream(COLUMNS, rows());
        for (int bit = 0; bit < stream.length * 8; bit++) {
            byte[] damaged = stream.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> read(COLUMNS, damaged)).as("bit %s", bit).isInstanceOfAny(MalformedStreamException.class, InvalidValueException.class);
        }
    }

    @Test
    void testRandomBytes()
    {
        Random random = new Random(42);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (round % 2 == 0 && bytes.length > 0) {
                // begin as a stream does
                bytes[0] = (byte) (8 * (1 + random.nextInt(9)) | List.of(0, 2, 2, 2, 2, 2, 2, 5, 2).get(random.nextInt(9)));
            }
            assertThatThrownBy(() -> read(COLUMNS, bytes)).isInstanceOfAny(MalformedStreamException.class, InvalidValueException.class);
        }
    }

    @Test
    void testDamagedTrailer()
    {
        assertMalformed("stream declares 2 records and has 0", columns("bigint"), trailer(2, 0));
        assertMalformed("checksum of the stream is wrong", columns("bigint"), trailer(0, 1));
        ByteBuilder longer = trailer(0, 0);
        longer.appendByte(0);
        assertMalformed("data behind the end", columns("bigint"), longer);
    }

    @Test
    void testTags()
    {
        assertMalformed("column number 2 after 0 in a session of 1 columns", columns("bigint"), varints(WireFormat.tag(2, 0), 0));
        assertMalformed("column number 0 after 0", columns("bigint"), varints(0, 0));
        assertMalformed("column number 1 after 1", columns("bigint", "bigint"), varints(WireFormat.tag(1, 0), 2, WireFormat.tag(1, 0), 2));
        assertMalformed("column number 1 after 2", columns("bigint", "bigint"), varints(WireFormat.tag(2, 0), 2, WireFormat.tag(1, 0), 2));
        assertMalformed("wire type 2 of column c0 of type bigint", columns("bigint"), varints(WireFormat.tag(1, 2), 2));
        ByteBuilder overlong = varints(WireFormat.tag(1, 0));
        overlong.append(new byte[] {(byte) 0x80, 0}, 0, 2);
        assertMalformed("not in its shortest form", columns("bigint"), overlong);
        ByteBuilder endless = varints(WireFormat.tag(1, 0));
        endless.append(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}, 0, 11);
        assertMalformed("does not fit 64 bits", columns("bigint"), endless);
    }

    @Test
    void testHugeSizes()
    {
        assertInvalid("value of 2147483647 bytes in column c0 is larger than 8388608 bytes", columns("string"), varints(WireFormat.tag(1, 2), Integer.MAX_VALUE));
        assertInvalid("value of 4294967295 bytes", columns("string"), varints(WireFormat.tag(1, 2), -1));
        assertMalformed("stream ends within a record", columns("string"), varints(WireFormat.tag(1, 2), 8 << 20));
        assertMalformed("stream ends within a record", columns("array<bigint>"), varints(WireFormat.tag(1, 2), Integer.MAX_VALUE));
        assertMalformed("negative size", columns("array<bigint>"), varints(WireFormat.tag(1, 2), -1));
        assertMalformed("has 0 keys and 1 values", columns("map<bigint,bigint>"), varints(WireFormat.tag(1, 2), 0, 1, 0, 2));
        // nothing but nulls: the size is bounded by the bytes that are sent
        InputStream nulls = new InputStream()
        {
            private int sent;

            @Override
            public int read()
            {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int length)
            {
                if (sent == 0) {
                    ByteBuilder head = varints(WireFormat.tag(1, 2), Integer.MAX_VALUE);
                    System.arraycopy(head.array(), 0, target, offset, head.size());
                    sent = head.size();
                    return sent;
                }
                Arrays.fill(target, offset, offset + length, (byte) 1);
                return length;
            }
        };
        assertThatThrownBy(() -> RecordStreamReader.read(columns("array<bigint>"), nulls, MAX_FIELD_BYTES))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("value of column c0 is larger than 8388608 bytes");
    }

    @Test
    void testRanges()
    {
        assertInvalid("value 128 of column c0 is not a tinyint", columns("tinyint"), record(128));
        assertInvalid("is not a smallint", columns("smallint"), record(-32_769));
        assertInvalid("is not a int", columns("int"), record(1L << 31));
        assertInvalid("is not a bigint", columns("bigint"), record(Long.MIN_VALUE));
        assertInvalid("is not a date", columns("date"), record(2_932_897));
        assertInvalid("is not a datetime", columns("datetime"), record(Long.MAX_VALUE));
        assertInvalid("value abc of column c0 is not a varchar(2)", columns("varchar(2)"), record("abc"));
        assertInvalid("value 1000 of column c0 is not a decimal(5,2)", columns("decimal(5,2)"), record("1000"));
        assertInvalid("value 1.239 of column c0 is not a decimal(5,2)", columns("decimal(5,2)"), record("1.239"));
        assertInvalid("value NaN of column c0 is not a decimal(5,2)", columns("decimal(5,2)"), record("NaN"));
        assertInvalid("of column c0 is not a json", columns("json"), record("{\"a\":"));
        assertInvalid("value more than one value of column c0 is not a json", columns("json"), record("1 2"));
        assertMalformed("boolean of value 2", columns("boolean"), varints(WireFormat.tag(1, 0), 2));
    }

    @Test
    void testNotNull()
    {
        List<Column> columns = ImmutableList.of(columns("bigint").get(0).withNullable(false));
        ByteBuilder record = varints(WireFormat.END_RECORD_TAG, (int) new CRC32C().getValue());
        assertInvalid("column c0 is declared NOT NULL", columns, record);
    }

    private static ByteBuilder record(long value)
    {
        ByteBuilder builder = varints(WireFormat.tag(1, 0));
        builder.appendVarint64(WireFormat.zigZag(value));
        return builder;
    }

    private static ByteBuilder record(String value)
    {
        ByteBuilder builder = varints(WireFormat.tag(1, 2), value.length());
        builder.append(value.getBytes(UTF_8), 0, value.length());
        return builder;
    }

    private static ByteBuilder varints(int... values)
    {
        ByteBuilder builder = new ByteBuilder(64);
        for (int value : values) {
            builder.appendVarint32(value);
        }
        return builder;
    }

    private static ByteBuilder trailer(long count, int checksum)
    {
        ByteBuilder builder = varints(WireFormat.META_COUNT_TAG);
        builder.appendVarint64(WireFormat.zigZag(count));
        builder.appendVarint32(WireFormat.META_CHECKSUM_TAG);
        builder.appendVarint32(checksum);
        return builder;
    }

    private static void assertMalformed(String message, List<Column> columns, ByteBuilder bytes)
    {
        assertThatThrownBy(() -> read(columns, bytes.toByteArray())).isInstanceOf(MalformedStreamException.class).hasMessageContaining(message);
    }

    private static void assertInvalid(String message, List<Column> columns, ByteBuilder bytes)
    {
        assertThatThrownBy(() -> read(columns, bytes.toByteArray())).isInstanceOf(InvalidValueException.class).hasMessageContaining(message);
    }
}
