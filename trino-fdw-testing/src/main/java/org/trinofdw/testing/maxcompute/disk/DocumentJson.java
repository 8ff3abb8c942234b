package org.trinofdw.testing.maxcompute.disk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.store.TableDefinition;
import org.trinofdw.testing.maxcompute.store.TableKind;
import org.trinofdw.testing.maxcompute.type.OdpsKind;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Definitions of tables as JSON.
 */
final class DocumentJson
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DocumentJson() {}

    static ObjectNode object()
    {
        return NODES.objectNode();
    }

    static ArrayNode array()
    {
        return NODES.arrayNode();
    }

    static JsonNode parse(byte[] text)
            throws IOException
    {
        return MAPPER.readTree(text);
    }

    static ArrayNode columns(List<Column> columns)
    {
        ArrayNode array = NODES.arrayNode();
        for (Column column : columns) {
            ObjectNode node = array.addObject()
                    .put("id", column.id())
                    .put("name", column.name())
                    .put("type", column.type().text())
                    .put("known", column.type().kind() != OdpsKind.OTHER)
                    .put("nullable", column.nullable());
            column.comment().ifPresent(comment -> node.put("comment", comment));
            column.defaultValue().ifPresent(value -> node.put("default", value));
        }
        return array;
    }

    static List<Column> columns(JsonNode array)
    {
        ImmutableList.Builder<Column> columns = ImmutableList.builder();
        for (JsonNode node : array) {
            String type = node.path("type").asText();
            columns.add(new Column(
                    node.path("id").asInt(),
                    node.path("name").asText(),
                    node.path("known").asBoolean() ? OdpsType.parse(type) : OdpsType.other(type),
                    node.path("nullable").asBoolean(),
                    text(node, "comment"),
                    text(node, "default")));
        }
        return columns.build();
    }

    static ObjectNode definition(TableDefinition definition)
    {
        ObjectNode node = object().put("kind", definition.kind().name());
        node.set("columns", columns(definition.columns()));
        node.set("partitionColumns", columns(definition.partitionColumns()));
        definition.comment().ifPresent(comment -> node.put("comment", comment));
        definition.lifecycle().ifPresent(days -> node.put("lifecycle", days));
        node.set("properties", texts(definition.properties()));
        node.set("primaryKey", texts(definition.primaryKey()));
        definition.viewText().ifPresent(view -> node.put("viewText", view));
        return node;
    }

    static TableDefinition definition(JsonNode node)
    {
        return new TableDefinition(
                TableKind.valueOf(node.path("kind").asText()),
                columns(node.path("columns")),
                columns(node.path("partitionColumns")),
                text(node, "comment"),
                node.has("lifecycle") ? OptionalLong.of(node.path("lifecycle").asLong()) : OptionalLong.empty(),
                textMap(node.path("properties")),
                textList(node.path("primaryKey")),
                text(node, "viewText"));
    }

    static ObjectNode texts(Map<String, String> texts)
    {
        ObjectNode node = object();
        texts.forEach(node::put);
        return node;
    }

    static ArrayNode texts(List<String> texts)
    {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    static Map<String, String> textMap(JsonNode node)
    {
        ImmutableMap.Builder<String, String> texts = ImmutableMap.builder();
        node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts.buildOrThrow();
    }

    static List<String> textList(JsonNode array)
    {
        ImmutableList.Builder<String> texts = ImmutableList.builder();
        array.forEach(element -> texts.add(element.asText()));
        return texts.build();
    }

    static Optional<String> text(JsonNode node, String field)
    {
        return node.has(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
    }
}
