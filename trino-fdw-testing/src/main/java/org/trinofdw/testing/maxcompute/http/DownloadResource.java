package org.trinofdw.testing.maxcompute.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trinofdw.testing.maxcompute.store.Partition;
import org.trinofdw.testing.maxcompute.store.PartitionKey;
import org.trinofdw.testing.maxcompute.store.ServiceException;
import org.trinofdw.testing.maxcompute.store.Table;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import static java.util.Objects.requireNonNull;

/**
 * Tunnel downloads: {@code POST ?downloads}, {@code GET ?downloadid}, {@code GET ?data&downloadid&rowrange}. Thread-safe.
 */
final class DownloadResource
{
    private static final Duration OUTDATED_LIFETIME = Duration.ofMinutes(10);
    private static final int FORGETTING_PERIOD = 1000;

    private final ServiceContext context;
    private final RecordAnswer answer;
    private final SessionRates rates;
    private final Map<String, DownloadSession> sessions = new ConcurrentHashMap<>();
    private final AtomicLong created = new AtomicLong();

    DownloadResource(ServiceContext context)
    {
        this.context = requireNonNull(context, "context is null");
        this.answer = new RecordAnswer(context);
        this.rates = new SessionRates(context.limits().downloadSessions(), context.limits().window());
    }

    void expireAll()
    {
        sessions.values().forEach(DownloadSession::expire);
    }

    void create(Request request, TunnelTable name)
            throws IOException
    {
        Table table = name.find(context);
        PartitionKey key = TunnelTable.key(table, request);
        if (request.has("shard")) {
            throw new ServiceException(400, "InvalidArgument", "The specified table has no shards");
        }
        Partition partition = TunnelTable.partition(table, key);
        rates.acquire(table);
        if (created.incrementAndGet() % FORGETTING_PERIOD == 0) {
            sessions.values().removeIf(this::isForgotten);
        }
        boolean asynchronous = request.parameter("asyncmode").map(Boolean::parseBoolean).orElse(false);
        String id = UUID.randomUUID().toString().replace("-", "");
        DownloadSession session = new DownloadSession(id, name, table, partition, asynchronous ? context.faults().initiatingPolls() : 0);
        sessions.put(id, session);
        answer(request, session);
    }

    void status(Request request, TunnelTable name)
            throws IOException
    {
        DownloadSession session = session(request, name);
        session.poll();
        answer(request, session);
    }

    private void answer(Request request, DownloadSession session)
            throws IOException
    {
        boolean initiating = session.isInitiating();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("DownloadID", session.id());
        node.put("Initiated", Xml.date(session.created()));
        node.put("Owner", session.table().owner());
        node.put("QuotaName", request.parameter("quotaName").orElse("default"));
        node.put("RecordCount", initiating ? 0 : session.contents().rows());
        node.put("Status", initiating ? "initiating" : isExpired(session) ? "expired" : "normal");
        node.set("Schema", TableJson.tunnelSchema(session.columns(), session.table().definition().partitionColumns()));
        if (context.faults().isDateTransform()) {
            request.setHeader("odps-tunnel-date-transform", "true");
        }
        request.answer(200, "application/json", node.toString());
    }

    /**
     * Sessions of rows that are gone are kept only for a while, so that they do not fill the memory.
     */
    private boolean isForgotten(DownloadSession session)
    {
        Instant outdated = session.created().plus(OUTDATED_LIFETIME);
        Instant now = Instant.now();
        if (outdated.plus(context.limits().sessionLifetime()).isBefore(now)) {
            return true;
        }
        boolean current = session.table().partition(session.key())
                .map(partition -> partition.contents().version() == session.contents().version())
                .orElse(false);
        return !current && outdated.isBefore(now);
    }

    private boolean isExpired(DownloadSession session)
    {
        return session.isExpired() || session.created().plus(context.limits().sessionLifetime()).isBefore(Instant.now());
    }

    private DownloadSession session(Request request, TunnelTable name)
    {
        String id = request.parameter("downloadid").orElse("");
        DownloadSession session = Optional.ofNullable(sessions.get(id))
                .filter(found -> found.name().equals(name))
                .orElseThrow(() -> new ServiceException(404, "NoSuchDownload", "The specified download does not exist: " + id));
        if (request.parameter("partition").isPresent() || session.table().isPartitioned()) {
            if (!TunnelTable.key(session.table(), request).equals(session.key())) {
                throw new ServiceException(400, "InvalidPartitionSpec", "The specified partition is not that of the download " + id);
            }
        }
        return session;
    }

    void data(Request request, TunnelTable name)
            throws IOException
    {
        DownloadSession session = session(request, name);
        if (session.isInitiating() || isExpired(session)) {
            throw new ServiceException(409, "StatusConflict", "You cannot complete the specified operation under the current upload or download status.");
        }
        requireUnmodified(request, session);
        delay(session);
        answer.data(request, session.columns(), session.contents().chunks(), session.contents().rows());
    }

    private void requireUnmodified(Request request, DownloadSession session)
    {
        Table current = session.name().find(context);
        if (current != session.table()) {
            throw modified();
        }
        Partition partition = TunnelTable.partition(current, session.key());
        boolean unchecked = request.parameter("disable_modified_check").map(Boolean::parseBoolean).orElse(false);
        if (!unchecked && (partition.contents().version() != session.contents().version() || !current.definition().columns().equals(session.columns()))) {
            throw modified();
        }
    }

    private static ServiceException modified()
    {
        return new ServiceException(400, "TableModified", "The specified table has been modified since the download initiated. Try initiate another download.");
    }

    private void delay(DownloadSession session)
    {
        String partition = session.table().specification(session.key()).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
        context.faults().delayOfPartition(partition).ifPresent(ServiceHandler::sleep);
    }
}
