package org.trinofdw.testing.maxcompute.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trinofdw.testing.maxcompute.record.Compression;
import org.trinofdw.testing.maxcompute.record.InvalidValueException;
import org.trinofdw.testing.maxcompute.record.RecordStreamReader;
import org.trinofdw.testing.maxcompute.record.RowChunk;
import org.trinofdw.testing.maxcompute.store.PartitionKey;
import org.trinofdw.testing.maxcompute.store.ServiceException;
import org.trinofdw.testing.maxcompute.store.Table;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import static java.util.Objects.requireNonNull;

/**
 * Tunnel uploads: {@code POST ?uploads}, {@code PUT ?uploadid&blockid}, {@code GET ?uploadid}, {@code POST ?uploadid}. Thread-safe.
 */
final class UploadResource
{
    private final ServiceContext context;
    private final SessionRates rates;
    private final Map<String, UploadSession> sessions = new ConcurrentHashMap<>();

    UploadResource(ServiceContext context)
    {
        this.context = requireNonNull(context, "context is null");
        this.rates = new SessionRates(context.limits().uploadSessions(), context.limits().window());
    }

    void expireAll()
    {
        sessions.values().forEach(UploadSession::expire);
    }

    void create(Request request, TunnelTable name)
            throws IOException
    {
        Table table = name.find(context);
        PartitionKey key = TunnelTable.key(table, request);
        TunnelTable.partition(table, key);
        rates.acquire(table);
        boolean overwrite = request.parameter("overwrite").map(Boolean::parseBoolean).orElse(false);
        String id = UUID.randomUUID().toString().replace("-", "");
        UploadSession session = new UploadSession(id, name, table, key, overwrite);
        sessions.put(id, session);
        answer(request, session);
    }

    void status(Request request, TunnelTable name)
            throws IOException
    {
        answer(request, session(request, name));
    }

    void block(Request request, TunnelTable name)
            throws IOException
    {
        UploadSession session = openSession(request, name);
        long blockId = number(request, "blockid", "InvalidBlockID");
        if (blockId < 0 || blockId >= context.limits().blocks()) {
            throw new ServiceException(400, "InvalidBlockID", "The specified block id is not valid: " + blockId);
        }
        if (request.has("arrow")) {
            throw new ServiceException(400, "NotImplemented", "This service has no Arrow streams.");
        }
        long version = request.has("block_version") ? number(request, "block_version", "InvalidArgument") : 0;
        List<RowChunk> chunks;
        try (InputStream input = decompressed(request)) {
            chunks = RecordStreamReader.read(session.columns(), input, context.limits().maxFieldBytes());
        }
        catch (InvalidValueException e) {
            throw new ServiceException(400, "InvalidArgument", "The uploaded data is not valid: " + e.getMessage());
        }
        catch (IOException | RuntimeException e) {
            // decompressors throw anything when the data is damaged
            throw new ServiceException(400, "MalformedDataStream", "The data stream you provided was not well-formed or did not validate against schema: " + e.getMessage());
        }
        session.put(blockId, version, chunks);
        request.answer(200, "application/json", "");
    }

    private static InputStream decompressed(Request request)
            throws IOException
    {
        Optional<String> encoding = request.header("content-encoding");
        if (encoding.isEmpty()) {
            return request.body();
        }
        return Compression.ofEncoding(encoding.get())
                .orElseThrow(() -> new IOException("unknown content encoding " + encoding.get()))
                .decompress(request.body());
    }

    void commit(Request request, TunnelTable name)
            throws IOException
    {
        UploadSession session = openSession(request, name);
        session.commit();
        answer(request, session);
    }

    private UploadSession openSession(Request request, TunnelTable name)
    {
        UploadSession session = session(request, name);
        if (session.isCommitted() || isExpired(session)) {
            throw new ServiceException(409, "StatusConflict", "You cannot complete the specified operation under the current upload or download status.");
        }
        if (name.find(context) != session.table()) {
            throw new ServiceException(404, "NoSuchTable", "The specified table was dropped since the upload initiated: " + name.name());
        }
        return session;
    }

    private UploadSession session(Request request, TunnelTable name)
    {
        String id = request.parameter("uploadid").orElse("");
        UploadSession session = Optional.ofNullable(sessions.get(id))
                .filter(found -> found.name().equals(name))
                .orElseThrow(() -> new ServiceException(404, "NoSuchUpload", "The specified upload does not exist: " + id));
        if (!TunnelTable.key(session.table(), request).equals(session.key())) {
            throw new ServiceException(400, "InvalidPartitionSpec", "The specified partition is not that of the upload " + id);
        }
        return session;
    }

    private boolean isExpired(UploadSession session)
    {
        return session.isExpired() || session.created().plus(context.limits().sessionLifetime()).isBefore(Instant.now());
    }

    private void answer(Request request, UploadSession session)
            throws IOException
    {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("UploadID", session.id());
        node.put("Initiated", Xml.date(session.created()));
        node.put("Owner", session.table().owner());
        node.put("QuotaName", request.parameter("quotaName").orElse("default"));
        node.put("MaxFieldSize", context.limits().maxFieldBytes());
        node.put("Status", session.isCommitted() ? "closed" : isExpired(session) ? "expired" : "normal");
        ArrayNode blocks = node.putArray("UploadedBlockList");
        if (request.parameter("getblockid").map(Boolean::parseBoolean).orElse(true)) {
            session.blockIds().forEach(block -> blocks.addObject().put("BlockID", block));
        }
        node.set("Schema", TableJson.tunnelSchema(session.columns(), session.table().definition().partitionColumns()));
        if (context.faults().isDateTransform()) {
            request.setHeader("odps-tunnel-date-transform", "true");
        }
        request.answer(200, "application/json", node.toString());
    }

    private static long number(Request request, String parameter, String code)
    {
        String text = request.parameter(parameter).orElse("");
        try {
            return Long.parseLong(text);
        }
        catch (NumberFormatException _) {
            throw new ServiceException(400, code, "%s is not a number: %s".formatted(parameter, text));
        }
    }
}
