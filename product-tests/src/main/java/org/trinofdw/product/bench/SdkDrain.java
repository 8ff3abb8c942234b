package org.trinofdw.product.bench;

import com.aliyun.odps.Odps;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.aliyun.odps.tunnel.io.TunnelRecordReader;
import org.trinofdw.product.demo.DemoEnvironment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm.ODPS_ZSTD;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.product.demo.DemoEnvironment.ACCESS_ID;
import static org.trinofdw.product.demo.DemoEnvironment.ACCESS_KEY;
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
    SdkDrain(DemoEnvironment environment, String table, long rangeRows)
    {
        Odps odps = new Odps(new AliyunAccount(ACCESS_ID, ACCESS_KEY));
        odps.setEndpoint(environment.maxCompute().endpoint());
        odps.setDefaultProject(PROJECT);
        this.tunnel = new TableTunnel(odps);
        tunnel.setEndpoint(environment.maxCompute().tunnelEndpoint());
        this.table = requireNonNull(table, "table is null");
        this.rangeRows = rangeRows;
    }

    /**
     * @return the number of records
     */
    long run()
            throws TunnelException, ExecutionException, InterruptedException
    {
        TableTunnel.DownloadSession session = tunnel.buildDownloadSession(PROJECT, table).build();
        long count = session.getRecordCount();
        try (ExecutorService executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Long>> ranges = new ArrayList<>();
            for (long start = 0; start < count; start += rangeRows) {
                long first = start;
                ranges.add(executor.submit(() -> read(session, first, min(rangeRows, count - first))));
            }
            long records = 0;
            for (Future<Long> range : ranges) {
                records += range.get();
            }
            return records;
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
