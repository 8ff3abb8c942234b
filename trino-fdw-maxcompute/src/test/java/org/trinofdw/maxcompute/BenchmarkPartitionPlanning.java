package org.trinofdw.maxcompute;

import io.trino.testing.QueryRunner;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;

import java.util.List;
import java.util.Optional;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Time of a whole query that reads one of 10,000 partitions: with the list of partitions kept, and with the listing. Planning is a part of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(MILLISECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
@Fork(1)
public class BenchmarkPartitionPlanning
{
    private static final int PARTITIONS = 10_000;
    private static final String QUERY = "SELECT id FROM many WHERE pt > '09998'";

    private LocalMaxCompute service;
    private QueryRunner queryRunner;

    @Setup
    public void setup()
            throws Exception
    {
        service = LocalMaxCompute.builder()
                .project(LocalMaxComputeBuilder.DEFAULT_PROJECT)
                .limits(limits -> limits.withDownloadSessions(Integer.MAX_VALUE))
                .start();
        service.execute(LocalMaxComputeBuilder.DEFAULT_PROJECT, "CREATE TABLE many (id BIGINT) PARTITIONED BY (pt STRING)");
        for (int partition = 0; partition < PARTITIONS; partition++) {
            service.load(LocalMaxComputeBuilder.DEFAULT_PROJECT, Optional.empty(), "many", Optional.of("pt=%05d".formatted(partition)), List.of(List.of((long) partition)));
        }
        queryRunner = MaxComputeQueryRunner.builder(service)
                .setWorkerCount(0)
                .addCatalogProperty("metadata-cache-ttl", "1h")
                .build();
    }

    @TearDown
    public void tearDown()
    {
        queryRunner.close();
        service.close();
    }

    @Benchmark
    public Object onePartitionListed()
    {
        return queryRunner.execute(QUERY).getOnlyValue();
    }

    @Benchmark
    public Object onePartitionWithListing()
    {
        queryRunner.execute("CALL system.flush_metadata_cache()");
        return queryRunner.execute(QUERY).getOnlyValue();
    }

    public static void main(String[] arguments)
            throws Exception
    {
        new Runner(new OptionsBuilder().include(BenchmarkPartitionPlanning.class.getSimpleName()).build()).run();
    }
}
