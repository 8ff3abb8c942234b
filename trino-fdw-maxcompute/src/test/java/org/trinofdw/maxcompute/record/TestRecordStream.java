package org.trinofdw.maxcompute.record;

import com.aliyun.odps.Column;
import com.aliyun.odps.TableSchema;
import com.aliyun.odps.commons.proto.ProtobufRecordStreamReader;
import com.aliyun.odps.commons.proto.ProtobufRecordStreamWriter;
import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.data.Binary;
import com.aliyun.odps.data.Char;
import com.aliyun.odps.data.IntervalDayTime;
import com.aliyun.odps.data.IntervalYearMonth;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.SimpleJsonValue;
import com.aliyun.odps.data.SimpleStruct;
import com.aliyun.odps.data.Varchar;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm;
import com.aliyun.odps.type.ArrayTypeInfo;
import com.aliyun.odps.type.MapTypeInfo;
import com.aliyun.odps.type.StructTypeInfo;
import com.aliyun.odps.type.TypeInfo;
import com.aliyun.odps.type.TypeInfoParser;
import com.google.common.collect.ImmutableList;
import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.type.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trinofdw.maxcompute.type.InstantMapping;
import org.trinofdw.maxcompute.type.MaxComputeType;
import org.trinofdw.maxcompute.type.TypeMapper;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static io.trino.type.InternalTypeManager.TESTING_TYPE_MANAGER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.maxcompute.type.MaxComputeTypeParser.parseType;

/**
 * The record stream in both directions, with the SDK's own codec as the counterpart.
 */
final class TestRecordStream
{
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final List<String> TYPES = ImmutableList.of(
            "bigint", "double", "boolean", "datetime", "string", "decimal(38,18)", "decimal(10,2)", "tinyint", "smallint", "int", "char(3)", "varchar(20)", "binary", "date",
            "timestamp", "timestamp_ntz", "float", "json", "interval_year_month", "interval_day_time", "array<bigint>", "map<string,array<double>>",
            "struct<a:bigint,b:string,c:array<map<int,decimal(20,2)>>>");

    @ParameterizedTest
    @EnumSource(InstantMapping.class)
    void testReadsWhatTheSdkWrites(InstantMapping mapping)
            throws IOException
    {
        Fixture fixture = new Fixture(TYPES, mapping);
        List<Record> records = randomRecords(fixture, 500, 42);
        Page page = fixture.read(fixture.sdkWrite(records));
        assertThat(page.getPositionCount()).isEqualTo(records.size());

        // and back: what we write of it, the SDK reads as the same records
        List<Record> copy = fixture.sdkRead(fixture.write(page));
        assertThat(copy).hasSize(records.size());
        for (int row = 0; row < records.size(); row++) {
            for (int column = 0; column < TYPES.size(); column++) {
                assertThat(canonical(copy.get(row).get(column)))
                        .describedAs("row %s, %s", row, TYPES.get(column))
                        .isEqualTo(canonical(records.get(row).get(column)));
            }
        }
    }

    @Test
    void testNullsAndNoRecords()
            throws IOException
    {
        Fixture fixture = new Fixture(TYPES, InstantMapping.TIMESTAMP);
        assertThat(fixture.read(fixture.sdkWrite(ImmutableList.of())).getPositionCount()).isZero();
        Page page = fixture.read(fixture.sdkWrite(ImmutableList.of(fixture.newRecord(), fixture.newRecord())));
        assertThat(page.getPositionCount()).isEqualTo(2);
        for (int column = 0; column < TYPES.size(); column++) {
            assertThat(page.getBlock(column).isNull(0)).isTrue();
            assertThat(page.getBlock(column).isNull(1)).isTrue();
        }
    }

    @Test
    void testLargeValue()
            throws IOException
    {
        Fixture fixture = new Fixture(ImmutableList.of("bigint", "string", "binary"), InstantMapping.TIMESTAMP);
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 'x');
        List<Record> records = new ArrayList<>();
        for (long row = 0; row < 5; row++) {
            Record record = fixture.newRecord();
            record.set(0, row);
            record.set(1, row % 2 == 0 ? large : "small".getBytes(UTF_8));
            record.set(2, new Binary(row % 2 == 1 ? large : new byte[0]));
            records.add(record);
        }
        byte[] stream = fixture.sdkWrite(records);
        Page page = fixture.read(stream);
        assertThat(page.getPositionCount()).isEqualTo(5);
        assertThat(fixture.write(page)).isEqualTo(stream);
    }

    @Test
    void testEveryCutIsNoticed()
            throws IOException
    {
        Fixture fixture = new Fixture(TYPES, InstantMapping.TIMESTAMP);
        byte[] stream = fixture.sdkWrite(randomRecords(fixture, 6, 7));
        for (int length = 0; length < stream.length; length++) {
            byte[] cut = Arrays.copyOf(stream, length);
            assertThatThrownBy(() -> fixture.read(cut)).isInstanceOf(IOException.class);
        }
    }

    /**
     * One changed bit anywhere is an error, never another value.
     */
    @Test
    void testEveryFlippedBitIsNoticed()
            throws IOException
    {
        Fixture fixture = new Fixture(TYPES, InstantMapping.TIMESTAMP);
        byte[] stream = fixture.sdkWrite(randomRecords(fixture, 2, 8));
        List<Record> expected = fixture.sdkRead(stream);
        for (int bit = 0; bit < stream.length * 8; bit++) {
            byte[] flipped = stream.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            try {
                Page page = fixture.read(flipped);
                // sizes and null flags of nested values are outside the checksum, and so are spare bits of numbers
                assertThat(page.getPositionCount()).isEqualTo(expected.size());
            }
            catch (IOException | TrinoException e) {
                assertThat(e.getMessage()).isNotNull();
            }
        }
    }

    @Test
    void testRandomBytes()
    {
        Fixture fixture = new Fixture(TYPES, InstantMapping.TIMESTAMP);
        Random random = new Random(5);
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThatThrownBy(() -> fixture.read(bytes)).isInstanceOfAny(IOException.class, TrinoException.class);
        }
    }

    @Test
    void testIncompleteRecordLeavesCompleteOnes()
            throws IOException
    {
        Fixture fixture = new Fixture(TYPES, InstantMapping.TIMESTAMP);
        List<Record> records = randomRecords(fixture, 20, 9);
        byte[] stream = fixture.sdkWrite(records);
        RecordBatch batch = new RecordBatch(fixture.decoders());
        // a connection that breaks again and again: read on from the last complete record, each time a few bytes further
        int done = 0;
        while (done < records.size()) {
            byte[] rest = fixture.sdkWrite(records.subList(done, records.size()));
            RecordStreamReader reader = new RecordStreamReader(new ByteArrayInputStream(rest, 0, rest.length * 2 / 3), batch);
            try {
                while (reader.readRecord()) {
                    done++;
                }
            }
            catch (IOException e) {
                assertThat(batch.rows()).isEqualTo(done);
            }
            if (reader.records() == 0) {
                reader = new RecordStreamReader(new ByteArrayInputStream(rest), batch);
                while (reader.readRecord()) {
                    done++;
                }
            }
        }
        Block[] blocks = batch.take();
        assertThat(fixture.write(new Page(blocks))).isEqualTo(fixture.write(fixture.read(stream)));
    }

    @Test
    void testWrongChecksumAndCount()
            throws IOException
    {
        Fixture fixture = new Fixture(ImmutableList.of("bigint"), InstantMapping.TIMESTAMP);
        Record record = fixture.newRecord();
        record.set(0, 5L);
        byte[] stream = fixture.sdkWrite(ImmutableList.of(record));
        byte[] value = stream.clone();
        value[1] ^= 2;
        assertThatThrownBy(() -> fixture.read(value)).isInstanceOf(RecordStreamException.class).hasMessageContaining("Checksum of record 0");
        byte[] longer = Arrays.copyOf(stream, stream.length + 1);
        assertThatThrownBy(() -> fixture.read(longer)).isInstanceOf(RecordStreamException.class).hasMessageContaining("goes on behind its trailer");
    }

    @Test
    void testEveryCompressionOfTheSdkIsAStreamAround()
            throws IOException
    {
        Fixture fixture = new Fixture(TYPES, InstantMapping.TIMESTAMP);
        List<Record> records = randomRecords(fixture, 50, 11);
        for (CompressAlgorithm algorithm : ImmutableList.of(CompressAlgorithm.ODPS_RAW, CompressAlgorithm.ODPS_ZLIB, CompressAlgorithm.ODPS_SNAPPY, CompressAlgorithm.ODPS_LZ4_FRAME, CompressAlgorithm.ODPS_ZSTD)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ProtobufRecordStreamWriter writer = new ProtobufRecordStreamWriter(fixture.schema, bytes, new CompressOption(algorithm, 1, 0));
            for (Record record : records) {
                writer.write(record);
            }
            writer.close();
            Compression compression = Compression.ofSdk(algorithm);
            try (RecordStreamReader reader = new RecordStreamReader(compression.decompress(new ByteArrayInputStream(bytes.toByteArray())), new RecordBatch(fixture.decoders()))) {
                long rows = 0;
                while (reader.readRecord()) {
                    rows++;
                }
                assertThat(rows).isEqualTo(records.size());
            }

            ByteArrayOutputStream ours = new ByteArrayOutputStream();
            try (OutputStream compressed = compression.compress(ours)) {
                RecordStreamWriter recordWriter = new RecordStreamWriter(compressed, fixture.encoders());
                recordWriter.writePage(fixture.read(fixture.sdkWrite(records)));
                recordWriter.finish();
            }
            ProtobufRecordStreamReader sdkReader = new ProtobufRecordStreamReader(fixture.schema, new ByteArrayInputStream(ours.toByteArray()), new CompressOption(algorithm, 1, 0));
            int rows = 0;
            while (sdkReader.read() != null) {
                rows++;
            }
            assertThat(rows).isEqualTo(records.size());
        }
    }

    private static List<Record> randomRecords(Fixture fixture, int count, long seed)
    {
        Random random = new Random(seed);
        List<Record> records = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            Record record = fixture.newRecord();
            for (int column = 0; column < fixture.typeInfos.size(); column++) {
                if (random.nextInt(5) != 0) {
                    record.set(column, randomValue(fixture.typeInfos.get(column), random));
                }
            }
            records.add(record);
        }
        return records;
    }

    private static Object randomValue(TypeInfo type, Random random)
    {
        return switch (type.getOdpsType()) {
            case BIGINT -> pick(random, 0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE + 1, random.nextLong());
            case INT -> pick(random, 0, Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt());
            case SMALLINT -> (short) random.nextInt();
            case TINYINT -> (byte) random.nextInt();
            case DOUBLE -> pick(random, 0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, random.nextDouble());
            case FLOAT -> pick(random, 0.0f, Float.NaN, Float.POSITIVE_INFINITY, random.nextFloat());
            case BOOLEAN -> random.nextBoolean();
            case STRING -> pick(random, "", "plain", "Grüße, 世界 \uD83D\uDE00", " spaces ", "nul\0byte").getBytes(UTF_8);
            case VARCHAR -> new Varchar(pick(random, "", "varchar", "äöü", "\uD83D\uDE00".repeat(20)));
            case CHAR -> new Char(pick(random, "abc", "世界人"));
            case BINARY -> {
                byte[] bytes = new byte[random.nextInt(10)];
                random.nextBytes(bytes);
                yield new Binary(bytes);
            }
            case DATE -> pick(random, LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31), LocalDate.of(1970, 1, 1), LocalDate.of(1582, 10, 10));
            case DATETIME -> pick(random,
                    ZonedDateTime.of(1, 1, 2, 0, 0, 0, 0, ZONE),
                    ZonedDateTime.of(1900, 12, 31, 23, 59, 59, 999_000_000, ZONE),
                    ZonedDateTime.of(1969, 12, 31, 23, 59, 59, 1_000_000, ZONE),
                    ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZONE),
                    ZonedDateTime.of(9999, 12, 31, 23, 59, 59, 999_000_000, ZONE));
            case TIMESTAMP -> pick(random,
                    Instant.parse("0001-01-02T00:00:00.000000001Z"),
                    Instant.parse("1969-12-31T23:59:59.999999999Z"),
                    Instant.parse("1988-06-01T04:05:06.123456789Z"),
                    Instant.parse("9999-12-31T15:59:59.999999999Z"));
            case TIMESTAMP_NTZ -> pick(random,
                    LocalDateTime.of(1, 1, 1, 0, 0),
                    LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999),
                    LocalDateTime.of(9999, 12, 31, 23, 59, 59, 1));
            case DECIMAL -> {
                com.aliyun.odps.type.DecimalTypeInfo decimal = (com.aliyun.odps.type.DecimalTypeInfo) type;
                String nines = "9".repeat(decimal.getPrecision() - decimal.getScale()) + "." + "9".repeat(decimal.getScale());
                yield pick(random, new BigDecimal(nines), new BigDecimal("-" + nines), BigDecimal.ZERO, new BigDecimal("-0.01"), new BigDecimal("1.50"), new BigDecimal("100"));
            }
            case JSON -> new SimpleJsonValue(pick(random, "{\"a\":1,\"b\":[true,null]}", "[]", "\"text\"", "12"));
            case INTERVAL_YEAR_MONTH -> new IntervalYearMonth(random.nextInt(200) - 100);
            case INTERVAL_DAY_TIME -> new IntervalDayTime(random.nextInt(100_000) - 50_000, random.nextInt(1000) * 1_000_000);
            case ARRAY -> randomList(((ArrayTypeInfo) type).getElementTypeInfo(), random);
            case MAP -> {
                MapTypeInfo map = (MapTypeInfo) type;
                Map<Object, Object> values = new LinkedHashMap<>();
                for (int entry = random.nextInt(3); entry > 0; entry--) {
                    // the SDK writes the keys of a map by their type's own class, and text as String when nested
                    Object key = map.getKeyTypeInfo().getOdpsType() == com.aliyun.odps.OdpsType.STRING ? "key" + entry : Integer.valueOf(entry);
                    values.put(key, random.nextInt(4) == 0 ? null : randomValue(map.getValueTypeInfo(), random));
                }
                yield values;
            }
            case STRUCT -> {
                StructTypeInfo struct = (StructTypeInfo) type;
                List<Object> values = new ArrayList<>();
                for (TypeInfo field : struct.getFieldTypeInfos()) {
                    values.add(random.nextInt(4) == 0 ? null : nested(field, random));
                }
                yield new SimpleStruct(struct, values);
            }
            default -> throw new IllegalArgumentException(type.getTypeName());
        };
    }

    private static Object nested(TypeInfo type, Random random)
    {
        return type.getOdpsType() == com.aliyun.odps.OdpsType.STRING ? pick(random, "", "text", "世界") : randomValue(type, random);
    }

    private static List<Object> randomList(TypeInfo element, Random random)
    {
        List<Object> values = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            values.add(random.nextInt(4) == 0 ? null : nested(element, random));
        }
        return values;
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... values)
    {
        return values[random.nextInt(values.length)];
    }

    /**
     * Values of the SDK in a form that equals() compares by meaning.
     */
    private static Object canonical(Object value)
    {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> new String(bytes, UTF_8);
            case Binary binary -> Arrays.toString(binary.data());
            case BigDecimal decimal -> decimal.stripTrailingZeros().toPlainString();
            case ZonedDateTime dateTime -> dateTime.toInstant();
            // the SDK leaves seconds and nanoseconds of unlike signs as they are
            case IntervalDayTime interval -> interval.getTotalSeconds() * 1_000_000_000L + interval.getNanos();
            case SimpleJsonValue json -> json.toString();
            case SimpleStruct struct -> struct.getFieldValues().stream().map(TestRecordStream::canonical).toList().toString();
            case List<?> list -> list.stream().map(TestRecordStream::canonical).map(String::valueOf).toList();
            case Map<?, ?> map -> {
                Map<String, String> values = new TreeMap<>();
                map.forEach((key, mapped) -> values.put(String.valueOf(canonical(key)), String.valueOf(canonical(mapped))));
                yield values;
            }
            default -> value.toString();
        };
    }

    private static final class Fixture
    {
        private final List<MaxComputeType> types;
        private final List<TypeInfo> typeInfos;
        private final List<Type> trinoTypes;
        private final TableSchema schema = new TableSchema();

        private Fixture(List<String> typeTexts, InstantMapping mapping)
        {
            TypeMapper mapper = new TypeMapper(TESTING_TYPE_MANAGER, mapping);
            types = typeTexts.stream().map(text -> parseType(text)).toList();
            typeInfos = typeTexts.stream().map(TypeInfoParser::getTypeInfoFromTypeString).toList();
            trinoTypes = types.stream().map(type -> mapper.toTrinoType(type).orElseThrow()).toList();
            for (int column = 0; column < types.size(); column++) {
                schema.addColumn(new Column("c" + column, typeInfos.get(column)));
            }
        }

        private Record newRecord()
        {
            return new ArrayRecord(schema.getColumns().toArray(new Column[0]), false);
        }

        private List<ColumnDecoder> decoders()
        {
            DecoderFactory factory = new DecoderFactory(ZONE);
            ImmutableList.Builder<ColumnDecoder> decoders = ImmutableList.builder();
            for (int column = 0; column < types.size(); column++) {
                decoders.add(factory.create("c" + column, types.get(column), trinoTypes.get(column)));
            }
            return decoders.build();
        }

        private List<ColumnEncoder> encoders()
        {
            EncoderFactory factory = new EncoderFactory(ZONE);
            ImmutableList.Builder<ColumnEncoder> encoders = ImmutableList.builder();
            for (int column = 0; column < types.size(); column++) {
                encoders.add(factory.create("c" + column, trinoTypes.get(column), types.get(column)));
            }
            return encoders.build();
        }

        private byte[] sdkWrite(List<Record> records)
                throws IOException
        {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ProtobufRecordStreamWriter writer = new ProtobufRecordStreamWriter(schema, bytes, null);
            for (Record record : records) {
                writer.write(record);
            }
            writer.close();
            return bytes.toByteArray();
        }

        private List<Record> sdkRead(byte[] stream)
                throws IOException
        {
            ProtobufRecordStreamReader reader = new ProtobufRecordStreamReader(schema, null, new ByteArrayInputStream(stream), null);
            List<Record> records = new ArrayList<>();
            Record record = reader.read();
            while (record != null) {
                records.add(record);
                record = reader.read();
            }
            return records;
        }

        private Page read(byte[] stream)
                throws IOException
        {
            RecordBatch batch = new RecordBatch(decoders());
            RecordStreamReader reader = new RecordStreamReader(new ByteArrayInputStream(stream), batch);
            while (reader.readRecord()) {
                // the batch collects the records
            }
            int rows = batch.rows();
            return new Page(rows, batch.take());
        }

        private byte[] write(Page page)
                throws IOException
        {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            RecordStreamWriter writer = new RecordStreamWriter(bytes, encoders());
            writer.writePage(page);
            writer.finish();
            return bytes.toByteArray();
        }
    }
}
