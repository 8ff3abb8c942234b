package org.trinofdw.testing.maxcompute.http;

import com.google.common.collect.Maps;
import org.trinofdw.testing.maxcompute.store.Namespace;
import org.trinofdw.testing.maxcompute.store.Project;
import org.trinofdw.testing.maxcompute.store.ServiceException;
import org.trinofdw.testing.maxcompute.store.Table;
import org.w3c.dom.Element;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.lang.String.format;
import static java.util.Objects.requireNonNull;

/**
 * {@code /projects/p/tables}
 */
final class TableResource
{
    private static final int MAX_BATCH = 1000;

    private final ServiceContext context;

    TableResource(ServiceContext context)
    {
        this.context = requireNonNull(context, "context is null");
    }

    /**
     * The table of a request's path and {@code curr_schema}.
     *
     * @throws ServiceException ODPS-0130131 if there is none
     */
    static Table find(ServiceContext context, String projectName, Optional<String> schema, String name)
    {
        Project project = context.store().project(projectName);
        return context.store().namespaceOfRequest(project, schema).table(name)
                .orElseThrow(() -> new ServiceException(404, "ODPS-0130131", format("Table not found - table %s.%s cannot be resolved", project.name(), schema.map(value -> value + ".").orElse("") + name)));
    }

    void list(Request request, String projectName)
            throws IOException
    {
        Project project = context.store().project(projectName);
        Namespace namespace = context.store().namespaceOfRequest(project, request.parameter("curr_schema"));
        String prefix = request.parameter("name").orElse("").toLowerCase(Locale.ENGLISH);
        List<Map.Entry<String, Table>> all = namespace.tables().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> request.parameter("owner").map(owner -> owner.equals(entry.getValue().owner())).orElse(true))
                .filter(entry -> request.parameter("type").map(type -> type.equals(entry.getValue().definition().kind().name())).orElse(true))
                .map(entry -> Maps.immutableEntry(entry.getKey(), entry.getValue()))
                .collect(toImmutableList());
        Page<Map.Entry<String, Table>> page = Page.of(request, context, all, Map.Entry::getKey);
        Xml xml = new Xml().open("Tables");
        for (Map.Entry<String, Table> entry : page.items()) {
            xml.open("Table");
            xml.element("Name", entry.getKey());
            xml.element("Owner", entry.getValue().owner());
            xml.element("Type", entry.getValue().definition().kind().name());
            if (request.has("extended")) {
                xml.element("Comment", entry.getValue().definition().comment().orElse(""));
                xml.element("CreationTime", Xml.date(entry.getValue().created()));
                xml.element("LastModifiedTime", Xml.date(entry.getValue().lastModified()));
            }
            xml.close("Table");
        }
        request.answerXml(xml.element("Marker", page.marker()).element("MaxItems", Integer.toString(page.items().size())).close("Tables"));
    }

    /**
     * Many tables at once; those that do not exist are left out.
     */
    void batch(Request request, String projectName)
            throws IOException
    {
        List<Element> queries = XmlInput.children(XmlInput.parse(request.body()), "Table");
        if (queries.size() > MAX_BATCH) {
            throw new ServiceException(400, "InvalidArgument", "at most %s tables can be queried at once".formatted(MAX_BATCH));
        }
        Xml xml = new Xml().open("Tables");
        for (Element query : queries) {
            String owner = XmlInput.text(query, "Project").orElse(projectName);
            Optional<String> schema = XmlInput.text(query, "Schema");
            String name = XmlInput.text(query, "Name").orElse("");
            context.store().findProject(owner)
                    .flatMap(project -> project.namespace(schema.orElse(Namespace.DEFAULT_NAME)))
                    .flatMap(namespace -> namespace.table(name))
                    .ifPresent(table -> appendTable(xml, owner, schema, name, table, TableJson.schema(table)));
        }
        request.answerXml(xml.close("Tables"));
    }

    void get(Request request, String projectName, String name)
            throws IOException
    {
        Optional<String> schema = request.parameter("curr_schema");
        Table table = find(context, projectName, schema, name);
        Xml xml = new Xml();
        appendTable(xml, projectName, schema, name, table, request.has("extended") ? TableJson.extended(table) : TableJson.schema(table));
        request.answerXml(xml);
    }

    private static void appendTable(Xml xml, String project, Optional<String> schema, String name, Table table, String json)
    {
        xml.open("Table", "format", "Json");
        xml.element("Name", name.toLowerCase(Locale.ENGLISH));
        xml.element("Project", project.toLowerCase(Locale.ENGLISH));
        schema.ifPresent(value -> xml.element("SchemaName", value.toLowerCase(Locale.ENGLISH)));
        xml.element("Comment", table.definition().comment().orElse(""));
        xml.element("Owner", table.owner());
        xml.element("Type", table.definition().kind().name());
        xml.characterData("Schema", json);
        xml.element("CreationTime", Xml.date(table.created()));
        xml.element("LastModifiedTime", Xml.date(table.lastModified()));
        xml.close("Table");
    }
}
