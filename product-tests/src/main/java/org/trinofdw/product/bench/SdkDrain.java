package org.trinofdw.product.bench;

import com.aliyun.odps.data.Record;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.aliyun.odps.tunnel.io.TunnelRecordReader;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import static com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm.ODPS_ZSTD;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.product.demo.DemoEnvironment.PROJECT;

/**
 * What the MaxCompute SDK does by itself: a table read as records, range by range, on as many threads as there are processors.
 */
final class SdkDrain
{
    private final TableTunnel tunnel;
    private final String table;
    private final long rangeRows;

    /**
     * @param rangeRows the rows that one reader reads
     */
    SdkDrain(TableTunnel tunnel, String table, long rangeRows)
    {
        this.tunnel = requireNonNull(tunnel, "tunnel is null");
        this.table = requireNonNull(table, "table is null");
        this.rangeRows = rangeRows;
    }

    /**
     * @param expected the number of records that there are
     * @return CPU time of the reading threads
     */
    Cost run(long expected)
            throws TunnelException, ExecutionException, InterruptedException
    {
        TableTunnel.DownloadSession session = tunnel.buildDownloadSession(PROJECT, table).build();
        long count = session.getRecordCount();
        try (ExecutorService executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            AtomicLong records = new AtomicLong();
            List<Future<Cost>> ranges = new ArrayList<>();
            for (long start = 0; start < count; start += rangeRows) {
                long first = start;
                ranges.add(executor.submit(() -> Cost.ofThread(() -> records.addAndGet(read(session, first, min(rangeRows, count - first))))));
            }
            Duration cpu = Duration.ZERO;
            for (Future<Cost> range : ranges) {
                cpu = cpu.plus(range.get().cpu());
            }
            if (records.get() != expected) {
                throw new IllegalStateException("The SDK read %s of %s records".formatted(records, expected));
            }
            return Cost.of(cpu);
        }
    }

    private static long read(TableTunnel.DownloadSession session, long start, long count)
            throws TunnelException, IOException
    {
        long records = 0;
        try (TunnelRecordReader reader = session.openRecordReader(start, count, new CompressOption(ODPS_ZSTD, 1, 0))) {
            for (Record record = reader.read(); record != null; record = reader.read()) {
                records++;
            }
        }
        return records;
    }
}
