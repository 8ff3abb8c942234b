package org.trinofdw.testing.maxcompute.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.testing.maxcompute.fault.RequestKind;
import org.trinofdw.testing.maxcompute.sql.SqlExecutor;
import org.trinofdw.testing.maxcompute.store.Project;
import org.trinofdw.testing.maxcompute.store.ServiceException;
import org.w3c.dom.Element;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * {@code /projects/p/instances}
 */
final class InstanceResource
{
    private static final DateTimeFormatter ID_TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS").withZone(ZoneOffset.UTC);

    private final ServiceContext context;
    private final SqlInstances instances;
    private final SqlExecutor executor;
    private final ObjectMapper mapper = new ObjectMapper();
    private final AtomicLong nextNumber = new AtomicLong(1);

    InstanceResource(ServiceContext context, SqlInstances instances, SqlExecutor executor)
    {
        this.context = requireNonNull(context, "context is null");
        this.instances = requireNonNull(instances, "instances is null");
        this.executor = requireNonNull(executor, "executor is null");
    }

    Route route(Request request, List<String> path)
    {
        if (path.size() == 3 && request.method().equals("POST")) {
            return new Route(RequestKind.INSTANCE_CREATE, () -> create(request, path.get(1)));
        }
        if (path.size() == 4 && request.method().equals("PUT") && !request.has("info")) {
            return new Route(RequestKind.INSTANCE_CANCEL, () -> cancel(request, path.get(1), path.get(3)));
        }
        if (path.size() == 4 && request.method().equals("GET")) {
            if (request.has("taskstatus")) {
                return new Route(RequestKind.INSTANCE_TASK_STATUS, () -> taskStatus(request, path.get(1), path.get(3)));
            }
            if (request.has("result")) {
                return new Route(RequestKind.INSTANCE_RESULT, () -> result(request, path.get(1), path.get(3)));
            }
            if (!request.has("info") && !request.has("instancesummary") && !request.has("instanceprogress")) {
                return new Route(RequestKind.INSTANCE_STATUS, () -> status(request, path.get(1), path.get(3)));
            }
        }
        return RestRoutes.unknown(request);
    }

    private void create(Request request, String projectName)
            throws IOException
    {
        Project project = context.store().project(projectName);
        Element root = XmlInput.parse(request.body());
        Element sql = XmlInput.child(root, "Job")
                .flatMap(job -> XmlInput.child(job, "Tasks"))
                .flatMap(tasks -> XmlInput.child(tasks, "SQL"))
                .orElseThrow(() -> new ServiceException(400, "ODPS-0410031", "Invalid job - only SQL tasks are supported by this service"));
        String query = XmlInput.text(sql, "Query").orElse("");
        String taskName = XmlInput.text(sql, "Name").orElse("AnonymousSQLTask");
        Map<String, String> hints = hints(sql);
        String id = "%sg%s".formatted(ID_TIME.format(Instant.now()), Long.toString(nextNumber.getAndIncrement(), Character.MAX_RADIX));
        instances.add(new SqlInstance(id, project, taskName, context.faults().runningPolls(), () -> executor.execute(project, hints, query)));
        request.setHeader("Location", "http://%s/api/projects/%s/instances/%s".formatted(request.header("host").orElse("localhost"), project.name(), id));
        request.answer(201, "application/xml", "");
    }

    private Map<String, String> hints(Element sql)
    {
        ImmutableMap.Builder<String, String> hints = ImmutableMap.builder();
        XmlInput.child(sql, "Config").ifPresent(config -> {
            for (Element property : XmlInput.children(config, "Property")) {
                if (XmlInput.text(property, "Name").orElse("").equals("settings")) {
                    JsonNode settings;
                    try {
                        settings = mapper.readTree(XmlInput.text(property, "Value").orElse("{}"));
                    }
                    catch (JsonProcessingException e) {
                        throw new ServiceException(400, "ODPS-0410031", "Invalid settings of the task: " + e.getOriginalMessage());
                    }
                    settings.properties().forEach(entry -> hints.put(entry.getKey().toLowerCase(Locale.ENGLISH), entry.getValue().asText()));
                }
            }
        });
        return hints.buildKeepingLast();
    }

    private void cancel(Request request, String project, String id)
            throws IOException
    {
        SqlInstance instance = instances.get(project, id);
        Element body = XmlInput.parse(request.body());
        if (!XmlInput.text(body, "Status").orElse("").equalsIgnoreCase("Terminated")) {
            throw new ServiceException(400, "InvalidArgument", "the status of an instance can only be set to Terminated");
        }
        instance.cancel();
        request.answer(200, "application/xml", "");
    }

    private void status(Request request, String project, String id)
            throws IOException
    {
        SqlInstance instance = instances.get(project, id);
        SqlInstance.Status status = instance.poll();
        request.setHeader("x-odps-owner", instance.project().owner());
        request.setHeader("x-odps-start-time", Xml.date(instance.started()));
        request.setHeader("x-odps-end-time", instance.ended().map(Xml::date).orElse(""));
        request.answerXml(new Xml().open("Instance").element("Status", status.instanceText()).close("Instance"));
    }

    private void taskStatus(Request request, String project, String id)
            throws IOException
    {
        SqlInstance instance = instances.get(project, id);
        SqlInstance.Status status = instance.status();
        Xml xml = new Xml().open("Instance").element("Status", status.instanceText()).open("Tasks").open("Task", "Type", "SQL");
        xml.element("Name", instance.taskName());
        xml.element("StartTime", Xml.date(instance.started()));
        instance.ended().ifPresent(ended -> xml.element("EndTime", Xml.date(ended)));
        xml.element("Status", status.taskText());
        request.answerXml(xml.empty("Histories").close("Task").close("Tasks").close("Instance"));
    }

    private void result(Request request, String project, String id)
            throws IOException
    {
        SqlInstance instance = instances.get(project, id);
        String text = Base64.getEncoder().encodeToString(instance.result().text().getBytes(UTF_8));
        Xml xml = new Xml().open("Instance").open("Tasks").open("Task", "Type", "SQL");
        xml.element("Name", instance.taskName());
        xml.characterData("Result", text, "Transform", "Base64", "Format", instance.result().format());
        request.answerXml(xml.close("Task").close("Tasks").close("Instance"));
    }
}
