package org.trinofdw.maxcompute.client;

import com.aliyun.odps.commons.transport.Response;
import com.aliyun.odps.rest.ResourceBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.common.collect.ImmutableMap;
import io.airlift.log.Logger;
import io.trino.spi.TrinoException;
import org.trinofdw.maxcompute.client.XmlText.Element;

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
        Map<String, String> settings = new HashMap<>();
        settings.put("odps.sql.type.system.odps2", "true");
        settings.put("odps.sql.decimal.odps2", "true");
        if (withSchemas) {
            settings.put("odps.namespace.schema", "true");
            settings.put("odps.sql.allow.namespace.schema", "true");
        }
        String action = "Cannot run a statement in project " + project;
        String body = """
                <?xml version="1.0"?>
                <Instance><Job><Priority>9</Priority><Tasks><SQL><Name>AnonymousSQLTask</Name><Config>\
                <Property><Name>type</Name><Value>sql</Value></Property>\
                <Property><Name>uuid</Name><Value>%s</Value></Property>\
                <Property><Name>settings</Name><Value>%s</Value></Property>\
                </Config><Query><![CDATA[%s]]></Query></SQL></Tasks></Job></Instance>\
                """.formatted(UUID.randomUUID(), XmlText.escape(json(settings)), cdata(statement));
        // not repeatable: a statement must not run twice
        Response response = rest.call(action, "POST", ResourceBuilder.buildInstancesResource(project), ImmutableMap.of(), ImmutableMap.of("Content-Type", "application/xml"), Optional.of(body.getBytes(UTF_8)), false);
        String location = RestCaller.header(response, "Location")
                .orElseThrow(() -> new TrinoException(REMOTE_PROTOCOL_ERROR, action + ": the answer names no instance"));
        String instance = location.substring(location.lastIndexOf('/') + 1);
        log.debug("Instance %s: %s", instance, statement);
        String resource = ResourceBuilder.buildInstanceResource(project, instance);
        await(action, resource, instance);
        return result(action, resource, instance);
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

    private String result(String action, String resource, String instance)
    {
        Map<String, String> taskStatus = new HashMap<>();
        taskStatus.put("taskstatus", null);
        Element tasks = get(action, resource, taskStatus);
        String status = tasks.child("Tasks").flatMap(list -> list.child("Task")).flatMap(task -> task.childText("Status")).orElse("Unknown");
        Map<String, String> parameters = new HashMap<>();
        parameters.put("result", null);
        String text = get(action, resource, parameters).child("Tasks")
                .flatMap(list -> list.child("Task"))
                .flatMap(task -> task.child("Result"))
                .map(SqlClient::decode)
                .orElse("");
        if (!status.equalsIgnoreCase("Success")) {
            throw new TrinoException(REMOTE_ERROR, "MaxCompute refused a statement: %s (%s, instance %s)".formatted(text.isBlank() ? "no message" : text.strip(), status, instance));
        }
        return text;
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
