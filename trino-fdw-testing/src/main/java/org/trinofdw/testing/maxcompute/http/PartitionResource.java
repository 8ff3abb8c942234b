package org.trinofdw.testing.maxcompute.http;

import com.google.common.collect.Lists;
import org.trinofdw.testing.maxcompute.store.Partition;
import org.trinofdw.testing.maxcompute.store.PartitionKey;
import org.trinofdw.testing.maxcompute.store.PartitionSpecs;
import org.trinofdw.testing.maxcompute.store.ServiceException;
import org.trinofdw.testing.maxcompute.store.Table;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static java.util.Objects.requireNonNull;

/**
 * The partitions of a table: {@code ?partitions}, {@code ?partitions&name} and {@code ?partition=...}.
 */
final class PartitionResource
{
    private final ServiceContext context;

    PartitionResource(ServiceContext context)
    {
        this.context = requireNonNull(context, "context is null");
    }

    void list(Request request, String project, String name)
            throws IOException
    {
        Table table = partitionedTable(request, project, name);
        Map<String, String> filter = request.parameter("partition").map(PartitionSpecs::parse).orElse(Map.of());
        List<Partition> all = table.partitions(filter);
        if (request.has("reverse")) {
            all = Lists.reverse(all);
        }
        Page<Partition> page = Page.of(request, context, all, partition -> text(table, partition.key()));
        Xml xml = new Xml().open("Partitions");
        for (Partition partition : page.items()) {
            xml.open("Partition");
            table.specification(partition.key()).forEach((column, value) -> xml.empty("Column", "Name", column, "Value", value));
            xml.element("CreationTime", Long.toString(partition.created().getEpochSecond()));
            xml.element("LastDDLTime", Long.toString(partition.created().getEpochSecond()));
            xml.element("LastModifiedTime", Long.toString(partition.contents().modified().getEpochSecond()));
            xml.close("Partition");
        }
        request.answerXml(xml.element("Marker", page.marker()).element("MaxItems", Integer.toString(page.items().size())).close("Partitions"));
    }

    void names(Request request, String project, String name)
            throws IOException
    {
        Table table = partitionedTable(request, project, name);
        Xml xml = new Xml().open("Partitions");
        for (Partition partition : table.partitions()) {
            xml.open("Partition").element("Name", text(table, partition.key())).close("Partition");
        }
        request.answerXml(xml.close("Partitions"));
    }

    void get(Request request, String project, String name)
            throws IOException
    {
        Table table = partitionedTable(request, project, name);
        PartitionKey key = table.key(PartitionSpecs.parse(request.parameter("partition").orElse("")));
        Partition partition = table.partition(key)
                .orElseThrow(() -> new ServiceException(404, "NoSuchPartition", "The specified partition does not exist: " + text(table, key)));
        String json = request.has("extended") ? TableJson.extendedPartition(partition) : TableJson.partition(partition);
        request.answerXml(new Xml().open("Partition").characterData("Schema", json).close("Partition"));
    }

    private Table partitionedTable(Request request, String project, String name)
    {
        Table table = TableResource.find(context, project, request.parameter("curr_schema"), name);
        if (!table.isPartitioned()) {
            throw new ServiceException(400, "ODPS-0110031", "Table %s is not a partitioned table".formatted(name));
        }
        return table;
    }

    private static String text(Table table, PartitionKey key)
    {
        return table.specification(key).entrySet().stream()
                .map(entry -> "%s='%s'".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(","));
    }
}
