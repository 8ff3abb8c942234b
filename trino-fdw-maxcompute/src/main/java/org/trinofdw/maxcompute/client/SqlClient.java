package org.trinofdw.maxcompute.client;

import com.aliyun.odps.commons.transport.Response;
import com.aliyun.odps.rest.ResourceBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.common.collect.ImmutableMap;
import io.airlift.log.Logger;
import io.trino.spi.TrinoException;
import org.trinofdw.maxcompute.client.XmlText.Element;
import org.trinofdw.maxcompute.handle.SqlStatement;

import javax.xml.stream.XMLStreamException;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.REMOTE_ERROR;
import static org.trinofdw.error.FdwErrorCode.REMOTE_PROTOCOL_ERROR;

/**
 * Statements, run as instances of the service.
 */
public final class SqlClient
{
    private static final Logger log = Logger.get(SqlClient.class);
    private static final int MAX_POLL_ATTEMPT = 4;
    private static final String CONSOLE = "https://maxcompute.console.aliyun.com";

    private final RestCaller rest;

    SqlClient(RestCaller rest)
    {
        this.rest = requireNonNull(rest, "rest is null");
    }

    /**
     * Runs a statement and waits for its end.
     *
     * @param withSchemas whether names of three parts are meant
     * @return the result as text; empty for statements without one
     */
    public String execute(String project, String statement, boolean withSchemas)
    {
        String action = action(project);
        return result(action, project, run(project, SqlStatement.of(statement), withSchemas));
    }

    /**
     * Runs a statement and waits for its end.
     *
     * @param withSchemas whether names of three parts are meant
     * @return the id of the instance, whose result can be downloaded
     * @throws TrinoException that says what the service says, and where its log is, when the statement fails
     */
    public String run(String project, SqlStatement statement, boolean withSchemas)
    {
        Map<String, String> settings = new HashMap<>();
        settings.put("odps.sql.type.system.odps2", "true");
        settings.put("odps.sql.decimal.odps2", "true");
        if (withSchemas) {
            settings.put("odps.namespace.schema", "true");
            settings.put("odps.sql.allow.namespace.schema", "true");
        }
        settings.putAll(statement.settings());
        String action = action(project);
        String body = """
                <?xml version="1.0"?>
                <Instance><Job><Priority>9</Priority><Tasks><SQL><Name>AnonymousSQLTask</Name><Config>\
                <Property><Name>type</Name><Value>sql</Value></Property>\
                <Property><Name>uuid</Name><Value>%s</Value></Property>\
                <Property><Name>settings</Name><Value>%s</Value></Property>\
                </Config><Query><![CDATA[%s]]></Query></SQL></Tasks></Job></Instance>\
                """.formatted(UUID.randomUUID(), XmlText.escape(json(settings)), cdata(statement.text()));
        // not repeatable: a statement must not run twice
        Response response = rest.call(action, "POST", ResourceBuilder.buildInstancesResource(project), ImmutableMap.of(), ImmutableMap.of("Content-Type", "application/xml"), Optional.of(body.getBytes(UTF_8)), false);
        String location = RestCaller.header(response, "Location")
                .orElseThrow(() -> new TrinoException(REMOTE_PROTOCOL_ERROR, action + ": the answer names no instance"));
        String instance = location.substring(location.lastIndexOf('/') + 1);
        log.debug("Instance %s: %s", instance, statement.text());
        String resource = ResourceBuilder.buildInstanceResource(project, instance);
        await(action, resource, instance);
        checkSuccess(action, project, instance);
        return instance;
    }

    private static String action(String project)
    {
        return "Cannot run a statement in project " + project;
    }

    private void await(String action, String resource, String instance)
    {
        int attempt = 0;
        while (true) {
            Element status = get(action, resource, ImmutableMap.of());
            if (status.childText("Status").orElse("").equals("Terminated")) {
                return;
            }
            try {
                rest.pause(Math.min(attempt++, MAX_POLL_ATTEMPT));
            }
            catch (TrinoException e) {
                cancel(resource, instance);
                throw e;
            }
        }
    }

    private void cancel(String resource, String instance)
    {
        try {
            rest.call("Cannot cancel instance " + instance, "PUT", resource, ImmutableMap.of(), ImmutableMap.of("Content-Type", "application/xml"),
                    Optional.of("<?xml version=\"1.0\"?><Instance><Status>Terminated</Status></Instance>".getBytes(UTF_8)), false);
        }
        catch (RuntimeException e) {
            log.warn(e, "Could not cancel instance %s", instance);
        }
    }

    private void checkSuccess(String action, String project, String instance)
    {
        Map<String, String> taskStatus = new HashMap<>();
        taskStatus.put("taskstatus", null);
        Element tasks = get(action, ResourceBuilder.buildInstanceResource(project, instance), taskStatus);
        String status = tasks.child("Tasks").flatMap(list -> list.child("Task")).flatMap(task -> task.childText("Status")).orElse("Unknown");
        if (!status.equalsIgnoreCase("Success")) {
            String text = result(action, project, instance);
            throw new TrinoException(REMOTE_ERROR, "MaxCompute refused a statement: %s (%s, instance %s, log %s)".formatted(
                    text.isBlank() ? "no message" : text.strip(), status, instance, logAddress(project, instance)));
        }
    }

    /**
     * Where Alibaba's console shows the log of an instance, to those who may see it (SDK, LogView: the address without a token).
     */
    private String logAddress(String project, String instance)
    {
        String host = CONSOLE;
        try {
            Response response = rest.call("Cannot find the console", "GET", "/webconsole/host", ImmutableMap.of(), ImmutableMap.of(), Optional.empty(), false);
            String answer = new String(response.getBody(), UTF_8).strip();
            host = answer.isEmpty() ? host : answer;
        }
        catch (TrinoException e) {
            // private clouds may have none
            log.debug(e, "Service names no console");
        }
        return "%s/%s/job-insights?h=%s&p=%s&i=%s".formatted(host, rest.settings().region().orElse("cn"), rest.endpoint(), project, instance);
    }

    private String result(String action, String project, String instance)
    {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("result", null);
        return get(action, ResourceBuilder.buildInstanceResource(project, instance), parameters).child("Tasks")
                .flatMap(list -> list.child("Task"))
                .flatMap(task -> task.child("Result"))
                .map(SqlClient::decode)
                .orElse("");
    }

    private static String decode(Element result)
    {
        if ("Base64".equalsIgnoreCase(result.attributes().get("Transform"))) {
            return new String(Base64.getMimeDecoder().decode(result.text().strip()), UTF_8);
        }
        return result.text();
    }

    private Element get(String action, String resource, Map<String, String> parameters)
    {
        Response response = rest.call(action, "GET", resource, parameters, ImmutableMap.of(), Optional.empty(), true);
        try {
            return XmlText.parse(new String(response.getBody(), UTF_8));
        }
        catch (XMLStreamException e) {
            throw new TrinoException(REMOTE_PROTOCOL_ERROR, "%s: the answer is no XML".formatted(action), e);
        }
    }

    private static String json(Map<String, String> settings)
    {
        try {
            return RestCaller.JSON.writeValueAsString(settings);
        }
        catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String cdata(String text)
    {
        return text.replace("]]>", "]]]]><![CDATA[>");
    }
}
