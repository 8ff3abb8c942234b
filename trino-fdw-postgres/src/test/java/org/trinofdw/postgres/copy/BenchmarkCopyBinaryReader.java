package org.trinofdw.postgres.copy;

import io.trino.spi.Page;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Decodes and encodes rows like those of TPC-H lineitem, one message a row as PostgreSQL sends them. The unit is rows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"-Xmx2g", "--add-modules=jdk.incubator.vector"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BenchmarkCopyBinaryReader
{
    private static final int ROWS = 100_000;
    private static final int PAGE_BYTES = 1024 * 1024;

    public enum Amounts
    {
        DECIMAL, DOUBLE
    }

    @Param({"DECIMAL", "DOUBLE"})
    private Amounts amounts;

    private List<CopyColumn> columns;
    private List<CopyTarget> targets;
    private byte[][] messages;
    private Page page;

    @Setup
    public void setup()
            throws SQLException
    {
        LineItems lineItems = new LineItems(amounts);
        columns = lineItems.columns();
        targets = lineItems.targets();
        page = lineItems.page(ROWS);
        messages = lineItems.messages(page);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long decode()
    {
        CopyBinaryReader reader = new CopyBinaryReader(columns);
        long positions = 0;
        for (byte[] message : messages) {
            reader.append(message);
            if (reader.sizeInBytes() >= PAGE_BYTES) {
                positions += reader.buildPage().getPositionCount();
            }
        }
        reader.finish();
        return positions + reader.buildPage().getPositionCount();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long encode()
            throws SQLException
    {
        long[] bytes = new long[1];
        CopyBinaryWriter writer = new CopyBinaryWriter(targets, (_, _, length) -> bytes[0] += length);
        writer.write(page);
        writer.finish();
        return bytes[0];
    }

    public static void main(String[] arguments)
            throws RunnerException
    {
        new Runner(new OptionsBuilder().include(BenchmarkCopyBinaryReader.class.getName()).build()).run();
    }
}
