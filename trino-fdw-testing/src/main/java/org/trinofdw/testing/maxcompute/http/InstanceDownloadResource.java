package org.trinofdw.testing.maxcompute.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.sql.QueryRows;
import org.trinofdw.testing.maxcompute.store.ServiceException;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import static java.util.Objects.requireNonNull;

/**
 * Tunnel downloads of query results: {@code /projects/p/instances/id} with {@code ?downloads}, {@code ?downloadid} and {@code ?data}. Thread-safe.
 */
final class InstanceDownloadResource
{
    private static final int LIMITED_ROWS = 10_000;

    private final RecordAnswer answer;
    private final SqlInstances instances;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    InstanceDownloadResource(ServiceContext context, SqlInstances instances)
    {
        this.answer = new RecordAnswer(context);
        this.instances = requireNonNull(instances, "instances is null");
    }

    void create(Request request, String project, String instanceId)
            throws IOException
    {
        SqlInstance instance = instances.get(project, instanceId);
        switch (instance.status()) {
            case RUNNING -> throw new ServiceException(400, "InstanceNotTerminate", "The instance is not terminated: " + instanceId);
            case FAILED, CANCELLED -> throw new ServiceException(400, "TaskFailed", instance.result().text());
            case SUCCESS -> {}
        }
        QueryRows rows = instance.result().rows()
                .orElseThrow(() -> new ServiceException(400, "InstanceTypeNotSupported", "The instance is no SELECT: " + instanceId));
        Session session = new Session(UUID.randomUUID().toString().replace("-", ""), instanceId, rows, request.has("instance_tunnel_limit_enabled"));
        sessions.put(session.id(), session);
        answerStatus(request, session);
    }

    void status(Request request, String instanceId)
            throws IOException
    {
        answerStatus(request, session(request, instanceId));
    }

    private static void answerStatus(Request request, Session session)
            throws IOException
    {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("DownloadID", session.id());
        node.put("RecordCount", session.count());
        node.put("Status", "normal");
        node.set("Schema", TableJson.tunnelSchema(session.rows().columns(), ImmutableList.of()));
        request.answer(200, "application/json", node.toString());
    }

    void data(Request request, String instanceId)
            throws IOException
    {
        Session session = session(request, instanceId);
        answer.data(request, session.rows().columns(), session.rows().chunks(), session.count());
    }

    private Session session(Request request, String instanceId)
    {
        String id = request.parameter("downloadid").orElse("");
        return Optional.ofNullable(sessions.get(id))
                .filter(session -> session.instanceId().equals(instanceId))
                .orElseThrow(() -> new ServiceException(404, "NoSuchDownload", "The specified download does not exist: " + id));
    }

    private record Session(String id, String instanceId, QueryRows rows, boolean limited)
    {
        long count()
        {
            return limited ? Math.min(LIMITED_ROWS, rows.count()) : rows.count();
        }
    }
}
