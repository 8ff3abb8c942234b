package org.trinofdw.maxcompute.record;

import com.aliyun.odps.Column;
import com.aliyun.odps.TableSchema;
import com.aliyun.odps.commons.proto.ProtobufRecordStreamReader;
import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.type.TypeInfoParser;
import com.google.common.collect.ImmutableList;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.type.Type;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.trinofdw.maxcompute.type.InstantMapping;
import org.trinofdw.maxcompute.type.MaxComputeType;
import org.trinofdw.maxcompute.type.MaxComputeTypeParser;
import org.trinofdw.maxcompute.type.TypeMapper;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.type.InternalTypeManager.TESTING_TYPE_MANAGER;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Time per record of a table like TPC-H lineitem, 16 columns: our reader into blocks, and the SDK's reader into records.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(NANOSECONDS)
@OperationsPerInvocation(BenchmarkRecordStream.ROWS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
public class BenchmarkRecordStream
{
    static final int ROWS = 50_000;

    private static final List<MaxComputeType> TYPES = ImmutableList.of(
                    "bigint", "bigint", "bigint", "bigint", "double", "double", "double", "double", "char(1)", "char(1)", "date", "date", "date", "char(25)", "char(10)", "varchar(44)").stream()
            .map(MaxComputeTypeParser::parseType)
            .toList();

    private List<ColumnDecoder> decoders;
    private List<ColumnEncoder> encoders;
    private TableSchema schema;
    private Page page;
    private byte[] stream;

    @Setup
    public void setup()
            throws IOException
    {
        TypeMapper mapper = new TypeMapper(TESTING_TYPE_MANAGER, InstantMapping.TIMESTAMP);
        DecoderFactory decoderFactory = new DecoderFactory(ZoneId.of("Asia/Shanghai"));
        EncoderFactory encoderFactory = new EncoderFactory(ZoneId.of("Asia/Shanghai"));
        ImmutableList.Builder<ColumnDecoder> decoders = ImmutableList.builder();
        ImmutableList.Builder<ColumnEncoder> encoders = ImmutableList.builder();
        schema = new TableSchema();
        Block[] blocks = new Block[TYPES.size()];
        Random random = new Random(1);
        for (int column = 0; column < TYPES.size(); column++) {
            Type type = mapper.toTrinoType(TYPES.get(column)).orElseThrow();
            decoders.add(decoderFactory.create("c" + column, TYPES.get(column), type));
            encoders.add(encoderFactory.create("c" + column, type, TYPES.get(column)));
            schema.addColumn(new Column("c" + column, TypeInfoParser.getTypeInfoFromTypeString(TYPES.get(column).toString())));
            BlockBuilder builder = type.createBlockBuilder(null, ROWS);
            for (int row = 0; row < ROWS; row++) {
                switch (TYPES.get(column).kind()) {
                    case BIGINT -> type.writeLong(builder, random.nextInt(6_000_000));
                    case DOUBLE -> type.writeDouble(builder, random.nextInt(100_000) / 100.0);
                    case DATE -> type.writeLong(builder, 8000 + random.nextInt(2500));
                    default -> type.writeSlice(builder, utf8Slice("furiously regular deposits haggle above the ironic packages".substring(0, Math.min(TYPES.get(column).precision(), 10 + random.nextInt(34))).strip()));
                }
            }
            blocks[column] = builder.build();
        }
        this.decoders = decoders.build();
        this.encoders = encoders.build();
        page = new Page(blocks);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes);
        stream = bytes.toByteArray();
    }

    @Benchmark
    public long read()
            throws IOException
    {
        RecordBatch batch = new RecordBatch(decoders);
        RecordStreamReader reader = new RecordStreamReader(new ByteArrayInputStream(stream), batch);
        long sum = 0;
        while (reader.readRecord()) {
            if (batch.rows() == 8192) {
                sum += batch.take()[0].getPositionCount();
            }
        }
        return sum;
    }

    @Benchmark
    public long readBySdk()
            throws IOException
    {
        ProtobufRecordStreamReader reader = new ProtobufRecordStreamReader(schema, null, new ByteArrayInputStream(stream), null);
        Record record = new ArrayRecord(schema.getColumns().toArray(new Column[0]), false);
        long count = 0;
        while (reader.read(record) != null) {
            count++;
        }
        return count;
    }

    @Benchmark
    public long write()
            throws IOException
    {
        CountingOutput output = new CountingOutput();
        write(output);
        return output.bytes;
    }

    private void write(OutputStream output)
            throws IOException
    {
        RecordStreamWriter writer = new RecordStreamWriter(output, encoders);
        writer.writePage(page);
        writer.finish();
    }

    public static void main(String[] arguments)
            throws Exception
    {
        new Runner(new OptionsBuilder().include(BenchmarkRecordStream.class.getSimpleName()).build()).run();
    }

    private static final class CountingOutput
            extends OutputStream
    {
        private long bytes;

        @Override
        public void write(int value)
        {
            bytes++;
        }

        @Override
        public void write(byte[] values, int offset, int length)
        {
            bytes += length;
        }
    }
}
