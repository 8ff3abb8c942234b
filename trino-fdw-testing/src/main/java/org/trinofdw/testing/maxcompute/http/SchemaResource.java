package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.fault.RequestKind;
import org.trinofdw.testing.maxcompute.store.Namespace;
import org.trinofdw.testing.maxcompute.store.Project;
import org.trinofdw.testing.maxcompute.store.ServiceException;
import org.w3c.dom.Element;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * {@code /projects/p/schemas}
 */
final class SchemaResource
{
    private final ServiceContext context;

    SchemaResource(ServiceContext context)
    {
        this.context = requireNonNull(context, "context is null");
    }

    Route route(Request request, List<String> path)
    {
        if (path.size() == 3) {
            switch (request.method()) {
                case "GET" -> {
                    return new Route(RequestKind.SCHEMA_LIST, () -> list(request, path.get(1)));
                }
                case "POST" -> {
                    return new Route(RequestKind.SCHEMA_CREATE, () -> create(request, path.get(1)));
                }
                default -> {
                    // unknown
                }
            }
        }
        if (path.size() == 4) {
            switch (request.method()) {
                case "GET" -> {
                    return new Route(RequestKind.SCHEMA, () -> get(request, path.get(1), path.get(3)));
                }
                case "DELETE" -> {
                    return new Route(RequestKind.SCHEMA_DELETE, () -> delete(request, path.get(1), path.get(3)));
                }
                default -> {
                    // unknown
                }
            }
        }
        return RestRoutes.unknown(request);
    }

    private Project schemaProject(String name)
    {
        Project project = context.store().project(name);
        if (!project.hasSchemas()) {
            throw new ServiceException(400, "ODPS-0422155", "Schema model is not enabled in project " + project.name());
        }
        return project;
    }

    private void list(Request request, String projectName)
            throws IOException
    {
        Project project = schemaProject(projectName);
        String prefix = request.parameter("name").orElse("").toLowerCase(Locale.ENGLISH);
        List<Namespace> all = project.namespaces().values().stream()
                .filter(namespace -> namespace.name().startsWith(prefix))
                .collect(toImmutableList());
        Page<Namespace> page = Page.of(request, context, all, Namespace::name);
        Xml xml = new Xml().open("Schemas");
        for (Namespace namespace : page.items()) {
            xml.open("Schema").element("Name", namespace.name()).close("Schema");
        }
        request.answerXml(xml.element("Marker", page.marker()).close("Schemas"));
    }

    private void create(Request request, String projectName)
            throws IOException
    {
        Project project = schemaProject(projectName);
        Element body = XmlInput.parse(request.body());
        String name = XmlInput.text(body, "Name").orElseThrow(() -> new ServiceException(400, "InvalidArgument", "name of the schema is missing"));
        boolean ifNotExists = XmlInput.text(body, "IfNotExists").map(Boolean::parseBoolean).orElse(false);
        if (!project.addNamespace(new Namespace(name, XmlInput.text(body, "Comment"))) && !ifNotExists) {
            throw new ServiceException(409, "ObjectAlreadyExists", "Schema %s.%s already exists".formatted(project.name(), name));
        }
        request.answer(201, "application/xml", "");
    }

    private void get(Request request, String projectName, String name)
            throws IOException
    {
        Project project = schemaProject(projectName);
        Namespace namespace = context.store().namespace(project, Optional.of(name));
        request.setHeader("x-odps-creation-time", Xml.date(namespace.created()));
        request.setHeader("Last-Modified", Xml.date(namespace.created()));
        request.answerXml(new Xml().open("Schema")
                .element("Name", namespace.name())
                .element("Project", project.name())
                .element("Comment", namespace.comment().orElse(""))
                .element("Type", "MANAGED")
                .element("Owner", project.owner())
                .close("Schema"));
    }

    private void delete(Request request, String projectName, String name)
            throws IOException
    {
        Project project = schemaProject(projectName);
        Namespace namespace = context.store().namespace(project, Optional.of(name));
        if (!namespace.tables().isEmpty()) {
            throw new ServiceException(400, "ODPS-0422155", "Schema %s.%s is not empty".formatted(project.name(), namespace.name()));
        }
        project.dropNamespace(name);
        request.answer(204, "application/xml", "");
    }
}
