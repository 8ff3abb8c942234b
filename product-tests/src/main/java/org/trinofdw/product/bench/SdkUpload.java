package org.trinofdw.product.bench;

import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordWriter;
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

import static com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm.ODPS_ZSTD;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.product.demo.DemoEnvironment.PROJECT;

/**
 * What the MaxCompute SDK does by itself: records written over and over, a block for each processor, in one upload session. The records are read before,
 * so that nothing but writing takes time.
 */
final class SdkUpload
{
    private static final int SAMPLE_RECORDS = 1000;

    private final TableTunnel tunnel;
    private final String table;
    private final List<Record> sample;

    /**
     * @param source a table of the same columns whose first records are written
     */
    SdkUpload(TableTunnel tunnel, String source, String table)
            throws TunnelException, IOException
    {
        this.tunnel = requireNonNull(tunnel, "tunnel is null");
        this.table = requireNonNull(table, "table is null");
        this.sample = sample(tunnel, source);
    }

    private static List<Record> sample(TableTunnel tunnel, String source)
            throws TunnelException, IOException
    {
        List<Record> records = new ArrayList<>();
        TableTunnel.DownloadSession session = tunnel.buildDownloadSession(PROJECT, source).build();
        try (TunnelRecordReader reader = session.openRecordReader(0, Math.min(SAMPLE_RECORDS, session.getRecordCount()))) {
            for (Record read = reader.read(); read != null; read = reader.read()) {
                records.add(read.clone());
            }
        }
        return List.copyOf(records);
    }

    /**
     * Replaces what is in the table.
     *
     * @return CPU time of the writing threads
     */
    Cost run(long rows)
            throws TunnelException, IOException, ExecutionException, InterruptedException
    {
        TableTunnel.UploadSession session = tunnel.createUploadSession(PROJECT, table, true);
        int blocks = Runtime.getRuntime().availableProcessors();
        Duration cpu = Duration.ZERO;
        List<Long> blockIds = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(blocks)) {
            List<Future<Cost>> written = new ArrayList<>();
            for (long block = 0; block < blocks; block++) {
                long blockId = block;
                long count = rows / blocks + (block < rows % blocks ? 1 : 0);
                blockIds.add(blockId);
                written.add(executor.submit(() -> Cost.ofThread(() -> write(session, blockId, count))));
            }
            for (Future<Cost> cost : written) {
                cpu = cpu.plus(cost.get().cpu());
            }
        }
        session.commit(blockIds.toArray(Long[]::new));
        return Cost.of(cpu);
    }

    private long write(TableTunnel.UploadSession session, long block, long count)
            throws TunnelException, IOException
    {
        try (RecordWriter writer = session.openRecordWriter(block, new CompressOption(ODPS_ZSTD, 1, 0))) {
            for (long row = 0; row < count; row++) {
                writer.write(sample.get((int) (row % sample.size())));
            }
        }
        return count;
    }
}
