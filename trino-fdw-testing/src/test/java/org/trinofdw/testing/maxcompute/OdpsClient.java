package org.trinofdw.testing.maxcompute;

import com.aliyun.odps.Column;
import com.aliyun.odps.Instance;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.account.Account;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordReader;
import com.aliyun.odps.data.RecordWriter;
import com.aliyun.odps.task.SQLTask;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.io.CompressOption;
import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The SDK as a client of the service.
 */
final class OdpsClient
{
    static final CompressOption RAW = new CompressOption(CompressOption.CompressAlgorithm.ODPS_RAW, 0, 0);

    private OdpsClient() {}

    static Odps odps(LocalMaxCompute service, String project)
    {
        return odps(service, project, new AliyunAccount(LocalMaxComputeBuilder.DEFAULT_ACCESS_ID, LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY));
    }

    static Odps odps(LocalMaxCompute service, String project, Account account)
    {
        Odps odps = new Odps(account);
        odps.setEndpoint(service.endpoint());
        odps.setDefaultProject(project);
        odps.getRestClient().setRetryTimes(0);
        return odps;
    }

    static String sql(Odps odps, String sql)
            throws OdpsException
    {
        return sql(odps, sql, Map.of());
    }

    static String sql(Odps odps, String sql, Map<String, String> hints)
            throws OdpsException
    {
        Instance instance = SQLTask.run(odps, odps.getDefaultProject(), sql, hints, null);
        instance.waitForSuccess(10);
        return instance.getTaskResults().get("AnonymousSQLTask");
    }

    /**
     * Uploads records in one block and commits.
     */
    static void upload(TableTunnel.UploadSession session, CompressOption compression, int rows, BiConsumer<Record, Integer> filler)
            throws OdpsException, IOException
    {
        write(session, 0, compression, rows, filler);
        session.commit(new Long[] {0L});
    }

    static void write(TableTunnel.UploadSession session, long block, CompressOption compression, int rows, BiConsumer<Record, Integer> filler)
            throws OdpsException, IOException
    {
        try (RecordWriter writer = session.openRecordWriter(block, compression)) {
            for (int row = 0; row < rows; row++) {
                Record record = session.newRecord();
                filler.accept(record, row);
                writer.write(record);
            }
        }
    }

    static List<Record> read(TableTunnel.DownloadSession session, long start, long count, CompressOption compression, List<Column> columns)
            throws OdpsException, IOException
    {
        ImmutableList.Builder<Record> records = ImmutableList.builder();
        try (RecordReader reader = session.openRecordReader(start, count, compression, columns)) {
            for (Record record = reader.read(); record != null; record = reader.read()) {
                records.add(record);
            }
        }
        return records.build();
    }

    static List<Record> readAll(Odps odps, String table)
            throws OdpsException, IOException
    {
        return readAll(new TableTunnel(odps).buildDownloadSession(odps.getDefaultProject(), table).build());
    }

    static List<Record> readAll(Odps odps, String table, String partition)
            throws OdpsException, IOException
    {
        return readAll(new TableTunnel(odps).buildDownloadSession(odps.getDefaultProject(), table).setPartitionSpec(new PartitionSpec(partition)).build());
    }

    private static List<Record> readAll(TableTunnel.DownloadSession session)
            throws OdpsException, IOException
    {
        return read(session, 0, session.getRecordCount(), RAW, null);
    }
}
