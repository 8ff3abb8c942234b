package org.trinofdw.maxcompute;

import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.data.Binary;
import com.aliyun.odps.data.Char;
import com.aliyun.odps.data.IntervalDayTime;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordReader;
import com.aliyun.odps.data.RecordWriter;
import com.aliyun.odps.data.SimpleJsonValue;
import com.aliyun.odps.data.Struct;
import com.aliyun.odps.data.Varchar;
import com.aliyun.odps.tunnel.TableTunnel;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * A table of the default project, written and read by the SDK as it is.
 */
final class SdkTable
{
    private final String project = LocalMaxComputeBuilder.DEFAULT_PROJECT;
    private final Odps odps;
    private final TableTunnel tunnel;
    private final String name;

    SdkTable(LocalMaxCompute service, String name)
    {
        this.name = requireNonNull(name, "name is null");
        odps = new Odps(new AliyunAccount(LocalMaxComputeBuilder.DEFAULT_ACCESS_ID, LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY));
        odps.setEndpoint(service.endpoint());
        odps.setDefaultProject(project);
        tunnel = new TableTunnel(odps);
    }

    /**
     * @param rows values in the order of the columns
     */
    void write(List<List<Object>> rows)
            throws OdpsException, IOException
    {
        TableTunnel.UploadSession session = tunnel.createUploadSession(project, name);
        try (RecordWriter writer = session.openRecordWriter(0)) {
            for (List<Object> row : rows) {
                Record record = session.newRecord();
                for (int column = 0; column < row.size(); column++) {
                    record.set(column, row.get(column));
                }
                writer.write(record);
            }
        }
        session.commit(new Long[] {0L});
    }

    List<List<Object>> read()
            throws OdpsException, IOException
    {
        TableTunnel.DownloadSession session = tunnel.buildDownloadSession(project, name).build();
        List<List<Object>> rows = new ArrayList<>();
        try (RecordReader reader = session.openRecordReader(0, session.getRecordCount())) {
            for (Record record = reader.read(); record != null; record = reader.read()) {
                List<Object> row = new ArrayList<>();
                for (int column = 0; column < record.getColumnCount(); column++) {
                    row.add(record.get(column));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /**
     * The names of all partitions, sorted.
     */
    List<String> partitions()
            throws OdpsException
    {
        return odps.tables().get(name).getPartitions().stream()
                .map(partition -> partition.getPartitionSpec().toString())
                .sorted()
                .toList();
    }

    /**
     * Values of the SDK in a form that {@code equals} compares by all that they mean.
     */
    static Object canonical(Object value)
    {
        return switch (value) {
            case null -> null;
            // the SDK has the bytes of a STRING at the top, and text inside nested values
            case String text -> text;
            case byte[] bytes -> new String(bytes, UTF_8);
            case Binary binary -> new String(binary.data(), ISO_8859_1);
            case Char text -> text.getValue().stripTrailing();
            case Varchar text -> text.getValue();
            case BigDecimal decimal -> decimal.stripTrailingZeros().toPlainString();
            case ZonedDateTime dateTime -> dateTime.toInstant();
            case IntervalDayTime interval -> BigDecimal.valueOf(interval.getTotalSeconds()).add(BigDecimal.valueOf(interval.getNanos(), 9)).stripTrailingZeros();
            case SimpleJsonValue json -> json.toString();
            case Struct struct -> struct.getFieldValues().stream().map(SdkTable::canonical).toList();
            case List<?> list -> list.stream().map(SdkTable::canonical).toList();
            case Object[] array -> Arrays.stream(array).map(SdkTable::canonical).toList();
            case Map<?, ?> map -> {
                Map<String, Object> values = new TreeMap<>();
                map.forEach((key, mapped) -> values.put(String.valueOf(canonical(key)), canonical(mapped)));
                yield values;
            }
            default -> value;
        };
    }
}
