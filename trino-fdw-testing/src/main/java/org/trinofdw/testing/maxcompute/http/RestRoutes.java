package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.fault.RequestKind;
import org.trinofdw.testing.maxcompute.sql.SqlExecutor;
import org.trinofdw.testing.maxcompute.store.Project;
import org.trinofdw.testing.maxcompute.store.ServiceException;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;

/**
 * The paths below {@code /api}.
 */
final class RestRoutes
{
    private static final String CONSOLE = "https://console.example.com";

    private final ServiceContext context;
    private final SchemaResource schemas;
    private final TableResource tables;
    private final PartitionResource partitions;
    private final InstanceResource instances;
    private final AuthorizationResource authorizations;
    private final Supplier<String> tunnelAddress;

    RestRoutes(ServiceContext context, SqlInstances sqlInstances, Supplier<String> tunnelAddress)
    {
        this.context = requireNonNull(context, "context is null");
        this.tunnelAddress = requireNonNull(tunnelAddress, "tunnelAddress is null");
        schemas = new SchemaResource(context);
        tables = new TableResource(context);
        partitions = new PartitionResource(context);
        authorizations = new AuthorizationResource(context);
        instances = new InstanceResource(context, sqlInstances, new SqlExecutor(context.store()));
    }

    Route route(Request request)
    {
        List<String> path = request.segments();
        if (path.equals(List.of("webconsole", "host")) && request.method().equals("GET")) {
            return new Route(RequestKind.CONSOLE_HOST, () -> request.answer(200, "text/plain", CONSOLE));
        }
        if (!path.isEmpty() && path.get(0).equals("projects")) {
            if (path.size() == 1 && request.method().equals("GET")) {
                return new Route(RequestKind.PROJECT_LIST, () -> listProjects(request));
            }
            if (path.size() == 2 && request.method().equals("GET")) {
                return new Route(RequestKind.PROJECT, () -> getProject(request, path.get(1)));
            }
            if (path.size() >= 3) {
                switch (path.get(2)) {
                    case "schemas" -> {
                        return schemas.route(request, path);
                    }
                    case "tables" -> {
                        return tableRoute(request, path);
                    }
                    case "instances" -> {
                        return instances.route(request, path);
                    }
                    case "tunnel" -> {
                        return new Route(RequestKind.TUNNEL_ROUTE, () -> {
                            context.store().project(path.get(1));
                            request.answer(200, "text/plain", tunnelAddress.get());
                        });
                    }
                    case "authorization" -> {
                        return authorizations.route(request, path);
                    }
                    case "logs" -> {
                        return new Route(RequestKind.LOGS, () -> request.answer(200, "text/plain", ""));
                    }
                    default -> {
                        // unknown
                    }
                }
            }
        }
        return unknown(request);
    }

    private Route tableRoute(Request request, List<String> path)
    {
        if (path.size() == 3) {
            if (request.method().equals("GET")) {
                return new Route(RequestKind.TABLE_LIST, () -> tables.list(request, path.get(1)));
            }
            if (request.method().equals("POST") && request.has("query")) {
                return new Route(RequestKind.TABLE_BATCH, () -> tables.batch(request, path.get(1)));
            }
        }
        if (path.size() == 4 && request.method().equals("GET")) {
            if (request.has("partitions")) {
                return request.has("name")
                        ? new Route(RequestKind.PARTITION_NAMES, () -> partitions.names(request, path.get(1), path.get(3)))
                        : new Route(RequestKind.PARTITION_LIST, () -> partitions.list(request, path.get(1), path.get(3)));
            }
            if (request.has("partition")) {
                return new Route(RequestKind.PARTITION, () -> partitions.get(request, path.get(1), path.get(3)));
            }
            return new Route(request.has("extended") ? RequestKind.TABLE_EXTENDED : RequestKind.TABLE, () -> tables.get(request, path.get(1), path.get(3)));
        }
        return unknown(request);
    }

    static Route unknown(Request request)
    {
        return new Route(RequestKind.UNKNOWN, () -> {
            throw new ServiceException(404, "NoSuchObject", "No such request: %s %s".formatted(request.method(), request.resource()));
        });
    }

    private void listProjects(Request request)
            throws IOException
    {
        Page<Project> page = Page.of(request, context, List.copyOf(context.store().projects().values()), Project::name);
        Xml xml = new Xml().open("Projects");
        for (Project project : page.items()) {
            xml.open("Project");
            xml.element("Name", project.name());
            xml.element("Owner", project.owner());
            xml.element("CreationTime", Xml.date(project.created()));
            xml.element("LastModifiedTime", Xml.date(project.created()));
            xml.element("State", "AVAILABLE");
            xml.close("Project");
        }
        request.answerXml(xml.element("Marker", page.marker()).close("Projects"));
    }

    private void getProject(Request request, String name)
            throws IOException
    {
        Project project = context.store().project(name.toLowerCase(Locale.ENGLISH));
        request.setHeader("x-odps-owner", project.owner());
        request.setHeader("x-odps-creation-time", Xml.date(project.created()));
        request.setHeader("Last-Modified", Xml.date(project.created()));
        Xml xml = new Xml().open("Project");
        xml.element("Name", project.name());
        xml.element("Type", "managed");
        xml.element("Comment", "");
        xml.element("State", "AVAILABLE");
        xml.open("Properties");
        project.properties().forEach((key, value) -> xml.open("Property").element("Name", key).element("Value", value).close("Property"));
        request.answerXml(xml.close("Properties").close("Project"));
    }
}
