package org.trinofdw.maxcompute.client;

import com.aliyun.odps.commons.transport.Response;
import com.aliyun.odps.rest.ResourceBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import io.airlift.log.Logger;
import io.trino.spi.TrinoException;
import org.trinofdw.maxcompute.client.XmlText.Element;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.handle.TableName;

import javax.xml.stream.XMLStreamException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.REMOTE_PROTOCOL_ERROR;
import static org.trinofdw.maxcompute.type.MaxComputeTypeParser.parseType;

/**
 * Projects, schemas, tables and partitions. Reads the answers itself instead of through the SDK's objects: those ask the project before every
 * listing, and one column of an unknown type makes their whole table unreadable.
 */
public final class MetadataClient
{
    private static final Logger log = Logger.get(MetadataClient.class);
    private static final int TABLES_PER_REQUEST = 100;
    private static final int PARTITIONS_PER_PAGE = 1000;
    private static final Map<String, String> NO_HEADERS = ImmutableMap.of();

    private final RestCaller rest;

    MetadataClient(RestCaller rest)
    {
        this.rest = requireNonNull(rest, "rest is null");
    }

    /**
     * The properties of a project.
     */
    public Map<String, String> projectProperties(String project)
    {
        Element answer = get("Cannot describe project " + project, ResourceBuilder.buildProjectResource(project), ImmutableMap.of());
        Map<String, String> properties = new HashMap<>();
        answer.child("Properties").ifPresent(list -> list.children("Property")
                .forEach(property -> property.childText("Name").ifPresent(name -> properties.put(name, property.childText("Value").orElse("")))));
        return properties;
    }

    /**
     * Address of the tunnel of a project.
     */
    public String tunnelEndpoint(String project, Optional<String> quota, String scheme)
    {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("service", null);
        quota.ifPresent(name -> parameters.put("quotaName", name));
        Response response = rest.call("Cannot find the tunnel of project " + project, "GET", ResourceBuilder.buildProjectResource(project) + "/tunnel", parameters, NO_HEADERS, Optional.empty(), true);
        String host = new String(response.getBody(), UTF_8).strip();
        return host.contains("://") ? host : scheme + "://" + host;
    }

    public List<String> listSchemas(String project)
    {
        ImmutableList.Builder<String> schemas = ImmutableList.builder();
        pages("Cannot list the schemas of project " + project, ResourceBuilder.buildSchemaResource(project), ImmutableMap.of(), page -> page.children("Schema")
                .forEach(schema -> schema.childText("Name").ifPresent(schemas::add)));
        return schemas.build();
    }

    public void createSchema(String project, String schema)
    {
        String body = "<?xml version=\"1.0\"?><Schema><Project>%s</Project><Name>%s</Name></Schema>".formatted(XmlText.escape(project), XmlText.escape(schema));
        rest.call("Cannot create schema " + schema, "POST", ResourceBuilder.buildSchemaResource(project), ImmutableMap.of(), ImmutableMap.of("Content-Type", "application/xml"), Optional.of(body.getBytes(UTF_8)), false);
    }

    public void dropSchema(String project, String schema)
    {
        rest.call("Cannot drop schema " + schema, "DELETE", ResourceBuilder.buildSchemaResource(project, schema), ImmutableMap.of(), NO_HEADERS, Optional.empty(), false);
    }

    /**
     * Names of the tables of a schema, as written there.
     */
    public List<String> listTables(String project, Optional<String> schema)
    {
        ImmutableList.Builder<String> tables = ImmutableList.builder();
        pages("Cannot list the tables of " + project + schema.map(name -> "." + name).orElse(""), ResourceBuilder.buildTablesResource(project), schemaParameter(schema), page -> page.children("Table")
                .forEach(table -> table.childText("Name").ifPresent(tables::add)));
        return tables.build();
    }

    public RemoteTable table(TableName name)
    {
        Element answer = get("Cannot describe table " + name, ResourceBuilder.buildTableResource(name.project(), name.table()), schemaParameter(name.schema()));
        return table(name, answer).orElseThrow(() -> new TrinoException(REMOTE_PROTOCOL_ERROR, "The description of table %s has no schema".formatted(name)));
    }

    /**
     * Describes many tables in few requests. A table that was dropped meanwhile is left out.
     */
    public List<RemoteTable> tables(String project, Optional<String> schema, List<String> names)
    {
        ImmutableList.Builder<RemoteTable> tables = ImmutableList.builder();
        for (List<String> part : Lists.partition(names, TABLES_PER_REQUEST)) {
            StringBuilder body = new StringBuilder("<?xml version=\"1.0\"?><Tables>");
            for (String name : part) {
                body.append("<Table><Project>").append(XmlText.escape(project)).append("</Project><Name>").append(XmlText.escape(name)).append("</Name>");
                schema.ifPresent(schemaName -> body.append("<Schema>").append(XmlText.escape(schemaName)).append("</Schema>"));
                body.append("</Table>");
            }
            body.append("</Tables>");
            Map<String, String> parameters = new HashMap<>(schemaParameter(schema));
            parameters.put("query", null);
            Response response = rest.call("Cannot describe tables of " + project, "POST", ResourceBuilder.buildTablesResource(project), parameters, ImmutableMap.of("Content-Type", "application/xml"), Optional.of(body.toString().getBytes(UTF_8)), true);
            parse(response).children("Table").forEach(element -> element.childText("Name")
                    .flatMap(name -> table(new TableName(project, schema, name), element))
                    .ifPresent(tables::add));
        }
        return tables.build();
    }

    /**
     * The partitions whose first columns have the given values, in pages of the service.
     *
     * @param columns partition columns, in the order of the hierarchy
     */
    public List<PartitionSpec> listPartitions(TableName name, List<String> columns, List<String> prefix)
    {
        Map<String, String> parameters = new HashMap<>(schemaParameter(name.schema()));
        parameters.put("partitions", null);
        parameters.put("maxitems", Integer.toString(PARTITIONS_PER_PAGE));
        if (!prefix.isEmpty()) {
            parameters.put("partition", filter(columns, prefix));
        }
        ImmutableList.Builder<PartitionSpec> partitions = ImmutableList.builder();
        pages("Cannot list the partitions of table " + name, ResourceBuilder.buildTableResource(name.project(), name.table()), parameters, page -> page.children("Partition").forEach(partition -> {
            Map<String, String> values = new HashMap<>();
            partition.children("Column").forEach(column -> values.put(column.attributes().getOrDefault("Name", "").toLowerCase(Locale.ENGLISH), column.attributes().getOrDefault("Value", "")));
            List<String> ordered = columns.stream().map(column -> values.get(column.toLowerCase(Locale.ENGLISH))).toList();
            if (ordered.contains(null)) {
                throw new TrinoException(REMOTE_PROTOCOL_ERROR, "A partition of table %s has no value for one of %s".formatted(name, columns));
            }
            partitions.add(new PartitionSpec(columns, ordered));
        }));
        return partitions.build();
    }

    /**
     * @return empty when there is no such partition
     */
    public Optional<PartitionStatistics> partition(TableName name, PartitionSpec partition)
    {
        Map<String, String> parameters = new HashMap<>(schemaParameter(name.schema()));
        parameters.put("partition", filter(partition.columns(), partition.values()));
        Element answer;
        try {
            answer = get("Cannot describe partition %s of table %s".formatted(partition, name), ResourceBuilder.buildTableResource(name.project(), name.table()), parameters);
        }
        catch (TrinoException e) {
            if (RemoteError.of(e).filter(error -> error.isNoSuchPartition() || error.code().equals("NoSuchObject")).isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
        try {
            JsonNode tree = RestCaller.JSON.readTree(answer.childText("Schema").orElse("{}"));
            return Optional.of(new PartitionStatistics(count(tree.path("partitionRecordNum")), count(tree.path("partitionSize"))));
        }
        catch (JsonProcessingException e) {
            throw new TrinoException(REMOTE_PROTOCOL_ERROR, "The description of partition %s of table %s is no JSON".formatted(partition, name), e);
        }
    }

    /** Text that the service reads as values of partition columns. */
    private static String filter(List<String> columns, List<String> values)
    {
        List<String> pairs = new ArrayList<>();
        for (int index = 0; index < values.size(); index++) {
            pairs.add("%s='%s'".formatted(columns.get(index), values.get(index)));
        }
        return String.join(",", pairs);
    }

    private static Map<String, String> schemaParameter(Optional<String> schema)
    {
        return schema.<Map<String, String>>map(name -> ImmutableMap.of("curr_schema", name)).orElseGet(ImmutableMap::of);
    }

    private void pages(String action, String resource, Map<String, String> parameters, Consumer<Element> consumer)
    {
        Optional<String> marker = Optional.empty();
        do {
            Map<String, String> paged = new HashMap<>(parameters);
            paged.put("expectmarker", "true");
            marker.ifPresent(value -> paged.put("marker", value));
            Element page = get(action, resource, paged);
            consumer.accept(page);
            Optional<String> next = page.childText("Marker");
            if (next.isPresent() && next.equals(marker)) {
                throw new TrinoException(REMOTE_PROTOCOL_ERROR, action + ": the service gives the same page again and again");
            }
            marker = next;
        }
        while (marker.isPresent());
    }

    private Element get(String action, String resource, Map<String, String> parameters)
    {
        return parse(rest.call(action, "GET", resource, parameters, NO_HEADERS, Optional.empty(), true));
    }

    private static Element parse(Response response)
    {
        try {
            return XmlText.parse(new String(response.getBody(), UTF_8));
        }
        catch (XMLStreamException e) {
            throw new TrinoException(REMOTE_PROTOCOL_ERROR, "Answer of MaxCompute is no XML (request id %s)".formatted(RestCaller.header(response, RestCaller.REQUEST_ID_HEADER).orElse("unknown")), e);
        }
    }

    private static Optional<RemoteTable> table(TableName name, Element element)
    {
        Optional<String> schema = element.childText("Schema");
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        JsonNode tree;
        try {
            tree = RestCaller.JSON.readTree(schema.get());
        }
        catch (JsonProcessingException e) {
            log.warn(e, "Description of table %s is no JSON", name);
            return Optional.empty();
        }
        String kind = element.childText("Type").orElseGet(() -> {
            if (tree.path("isVirtualView").asBoolean()) {
                return "VIRTUAL_VIEW";
            }
            return tree.path("isExternal").asBoolean() ? "EXTERNAL_TABLE" : "MANAGED_TABLE";
        });
        return Optional.of(new RemoteTable(
                name,
                kind,
                columns(tree.path("columns")),
                columns(tree.path("partitionKeys")),
                element.childText("Comment").or(() -> Optional.of(tree.path("comment").asText("")).filter(comment -> !comment.isEmpty())),
                count(tree.path("recordNum")),
                count(tree.path("size")),
                count(tree.path("lifecycle"))));
    }

    static List<RemoteColumn> columns(JsonNode columns)
    {
        ImmutableList.Builder<RemoteColumn> result = ImmutableList.builder();
        for (JsonNode column : columns) {
            JsonNode nullable = column.has("isNullable") ? column.get("isNullable") : column.path("nullable");
            result.add(new RemoteColumn(
                    column.path("name").asText(),
                    parseType(column.path("type").asText()),
                    nullable.isMissingNode() || nullable.asBoolean(true),
                    Optional.of(column.path("comment").asText("")).filter(comment -> !comment.isEmpty())));
        }
        return result.build();
    }

    private static OptionalLong count(JsonNode value)
    {
        return value.isNumber() && value.asLong() >= 0 ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
    }
}
