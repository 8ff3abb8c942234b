package org.trinofdw.testing.maxcompute.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.store.Partition;
import org.trinofdw.testing.maxcompute.store.Table;
import org.trinofdw.testing.maxcompute.store.TableDefinition;
import org.trinofdw.testing.maxcompute.store.TableKind;

import java.util.List;

/**
 * The JSON texts inside the answers about tables.
 */
final class TableJson
{
    private TableJson() {}

    static String schema(Table table)
    {
        return schemaNode(table).toString();
    }

    private static ObjectNode schemaNode(Table table)
    {
        TableDefinition definition = table.definition();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("columns", columns(definition.columns()));
        node.set("partitionKeys", columns(definition.partitionColumns()));
        node.put("comment", definition.comment().orElse(""));
        node.put("owner", table.owner());
        node.put("createTime", table.created().getEpochSecond());
        node.put("lastDDLTime", table.lastDdl().getEpochSecond());
        node.put("lastModifiedTime", table.lastModified().getEpochSecond());
        node.put("lifecycle", definition.lifecycle().orElse(-1));
        node.put("hubLifecycle", -1);
        node.put("isExternal", definition.kind() == TableKind.EXTERNAL_TABLE);
        node.put("isVirtualView", definition.kind() == TableKind.VIRTUAL_VIEW);
        node.put("isMaterializedView", definition.kind() == TableKind.MATERIALIZED_VIEW);
        definition.viewText().ifPresent(text -> node.put("viewText", text));
        node.put("size", table.bytes());
        node.put("recordNum", table.rows());
        node.put("shardExist", false);
        node.put("tableLabel", "");
        return node;
    }

    static String extended(Table table)
    {
        ObjectNode node = schemaNode(table);
        node.put("IsArchived", false);
        node.put("PhysicalSize", table.bytes() * 3);
        node.put("FileNum", table.partitions().stream().mapToInt(partition -> partition.contents().chunks().size()).sum());
        ObjectNode reserved = JsonNodeFactory.instance.objectNode();
        reserved.put("Transactional", Boolean.toString(Boolean.parseBoolean(table.definition().properties().get("transactional"))));
        if (!table.definition().primaryKey().isEmpty()) {
            ArrayNode primaryKey = reserved.putArray("PrimaryKey");
            table.definition().primaryKey().forEach(primaryKey::add);
        }
        node.put("Reserved", reserved.toString());
        return node.toString();
    }

    static String partition(Partition partition)
    {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("createTime", partition.created().getEpochSecond());
        node.put("lastDDLTime", partition.created().getEpochSecond());
        node.put("lastModifiedTime", partition.contents().modified().getEpochSecond());
        node.put("partitionSize", partition.contents().bytes());
        node.put("partitionRecordNum", partition.contents().rows());
        return node.toString();
    }

    static String extendedPartition(Partition partition)
    {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("IsArchived", false);
        node.put("IsExstore", false);
        node.put("LifeCycle", -1);
        node.put("PhysicalSize", partition.contents().bytes() * 3);
        node.put("FileNum", partition.contents().chunks().size());
        node.put("Reserved", "{}");
        return node.toString();
    }

    private static ArrayNode columns(List<Column> columns)
    {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Column column : columns) {
            ObjectNode node = array.addObject();
            node.put("name", column.name());
            node.put("type", column.type().text());
            node.put("comment", column.comment().orElse(""));
            node.put("label", "");
            node.put("isNullable", column.nullable());
            column.defaultValue().ifPresent(value -> node.put("defaultValue", value));
        }
        return array;
    }

    /**
     * The schema of a Tunnel session.
     */
    static ObjectNode tunnelSchema(List<Column> columns, List<Column> partitionColumns)
    {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("IsVirtualView", false);
        node.set("columns", tunnelColumns(columns));
        node.set("partitionKeys", tunnelColumns(partitionColumns));
        return node;
    }

    private static ArrayNode tunnelColumns(List<Column> columns)
    {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Column column : columns) {
            array.addObject()
                    .put("column_id", "")
                    .put("comment", column.comment().orElse(""))
                    .put("name", column.name())
                    .put("nullable", Boolean.toString(column.nullable()))
                    .put("type", column.type().text());
        }
        return array;
    }
}
