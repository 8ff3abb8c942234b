package org.trinofdw.maxcompute.client;

import com.aliyun.odps.commons.transport.Connection;
import com.aliyun.odps.commons.transport.Response;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.airlift.log.Logger;
import io.trino.spi.TrinoException;
import org.trinofdw.maxcompute.handle.TableName;
import org.trinofdw.maxcompute.record.Compression;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.REMOTE_ERROR;
import static org.trinofdw.error.FdwErrorCode.REMOTE_PROTOCOL_ERROR;

/**
 * Download and upload sessions of the tunnel.
 */
public final class TunnelClient
{
    private static final Logger log = Logger.get(TunnelClient.class);

    private static final String DATE_TRANSFORM_HEADER = "odps-tunnel-date-transform";
    private static final Map<String, String> SESSION_HEADERS = ImmutableMap.of(
            "Content-Length", "0",
            DATE_TRANSFORM_HEADER, "v1",
            "x-odps-tunnel-version", "6",
            "odps-tunnel-sdk-support-schema-evolution", "true");
    private static final int MAX_POLL_ATTEMPT = 6;

    private final RestCaller rest;

    TunnelClient(RestCaller rest)
    {
        this.rest = requireNonNull(rest, "rest is null");
    }

    public Compression compression()
    {
        return rest.settings().compression();
    }

    public int retries()
    {
        return rest.settings().retries();
    }

    public long throttleTimeoutMillis()
    {
        return rest.settings().throttleTimeout().toMillis();
    }

    /**
     * Waits before reading on after a failure.
     */
    public void pause(int attempt)
    {
        rest.pause(attempt);
    }

    /**
     * Makes a download session and waits until it can be read. Throttled requests are repeated for a while.
     *
     * @throws TrinoException with a {@link RemoteError} when the table or partition does not exist or must not be read
     */
    public DownloadSession createDownloadSession(DownloadSource source)
    {
        String action = "Cannot read " + source;
        Map<String, String> parameters = parameters(source.partition());
        parameters.put("downloads", null);
        if (source instanceof DownloadSource.TableRows) {
            parameters.put("asyncmode", "true");
        }
        JsonNode answer = session(action, "POST", source.resource(), parameters);
        int attempt = 0;
        while (status(answer).equals("initiating")) {
            rest.pause(Math.min(attempt++, MAX_POLL_ATTEMPT));
            Map<String, String> reload = parameters(source.partition());
            reload.put("downloadid", answer.path("DownloadID").asText());
            answer = session(action, "GET", source.resource(), reload);
        }
        if (!status(answer).equals("normal")) {
            throw new TrinoException(REMOTE_ERROR, "%s: the download session is %s".formatted(action, status(answer)));
        }
        if (!answer.path("RecordCount").isNumber() || answer.path("RecordCount").asLong() < 0) {
            throw new TrinoException(REMOTE_PROTOCOL_ERROR, "%s: the download session has no record count".formatted(action));
        }
        return new DownloadSession(source, answer.path("DownloadID").asText(), answer.path("RecordCount").asLong(), schema(answer));
    }

    /**
     * Opens the record stream of a range of rows.
     *
     * @param columns names of the columns, in the order of the table; not empty
     * @throws TrinoException with a {@link RemoteError} when the service refuses
     * @throws IOException when the network does
     */
    public RecordStream openRecordStream(DownloadSource source, String sessionId, long start, long count, List<String> columns)
            throws IOException
    {
        Map<String, String> parameters = parameters(source.partition());
        parameters.put("data", null);
        parameters.put("downloadid", sessionId);
        parameters.put("rowrange", "(%s,%s)".formatted(start, count));
        parameters.put("columns", String.join(",", columns));
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Length", "0");
        headers.put("x-odps-tunnel-version", "6");
        compression().encoding().ifPresent(encoding -> headers.put("Accept-Encoding", encoding));
        Connection connection = rest.connect("GET", source.resource(), parameters, headers);
        boolean opened = false;
        try {
            Response response = connection.getResponse();
            if (!RestCaller.isSuccess(response)) {
                throw RestCaller.error("Cannot read rows of " + source, response, connection.getInputStream());
            }
            checkDates("Cannot read rows of " + source, response);
            RecordStream stream = new RecordStream(connection, Compression.ofEncoding(RestCaller.header(response, "Content-Encoding")));
            opened = true;
            return stream;
        }
        finally {
            if (!opened) {
                connection.disconnect();
            }
        }
    }

    /**
     * @param overwrite whether the commit replaces what is there
     */
    public UploadSession createUploadSession(TableName table, Optional<String> partition, boolean overwrite)
    {
        Map<String, String> parameters = parameters(partition);
        parameters.put("uploads", null);
        if (overwrite) {
            parameters.put("overwrite", "true");
        }
        JsonNode answer = session("Cannot write to table %s%s".formatted(table, partition.map(" partition "::concat).orElse("")), "POST", resource(table), parameters);
        return new UploadSession(table, partition, answer.path("UploadID").asText(), schema(answer));
    }

    /**
     * Writes one block. Writing it again replaces it, so that a lost answer does no harm.
     *
     * @param body the compressed record stream
     */
    public void writeBlock(UploadSession session, long blockId, byte[] body, int length)
    {
        String action = "Cannot write block %s to table %s".formatted(blockId, session.table());
        int[] version = {0};
        rest.retrying(action, true, () -> {
            Map<String, String> parameters = parameters(session.partition());
            parameters.put("uploadid", session.id());
            parameters.put("blockid", Long.toString(blockId));
            if (version[0]++ > 0) {
                parameters.put("block_version", Integer.toString(version[0] - 1));
            }
            Map<String, String> headers = new HashMap<>();
            headers.put("Transfer-Encoding", "chunked");
            headers.put("Content-Type", "application/octet-stream");
            headers.put("x-odps-tunnel-version", "6");
            compression().encoding().ifPresent(encoding -> headers.put("Content-Encoding", encoding));
            Connection connection = rest.connect("PUT", resource(session.table()), parameters, headers);
            try {
                try (OutputStream output = connection.getOutputStream()) {
                    output.write(body, 0, length);
                }
                Response response = connection.getResponse();
                if (!RestCaller.isSuccess(response)) {
                    throw RestCaller.error(action, response, connection.getInputStream());
                }
                connection.getInputStream().readAllBytes();
                return null;
            }
            finally {
                connection.disconnect();
            }
        });
    }

    /**
     * Checks that a session can be committed: that it is open, and that the service holds exactly these blocks. One too many, left by an attempt that failed,
     * would double rows, and one too few would lose some.
     */
    public void checkComplete(UploadSession session, Set<Long> blocks)
    {
        String action = commitAction(session);
        JsonNode before = status(action, session);
        if (!status(before).equals("normal")) {
            throw new TrinoException(REMOTE_ERROR, "%s: the upload session is %s; nothing was written".formatted(action, status(before)));
        }
        Set<Long> present = new HashSet<>();
        before.path("UploadedBlockList").forEach(block -> present.add(block.path("BlockID").asLong()));
        if (!present.equals(ImmutableSet.copyOf(blocks))) {
            throw new TrinoException(REMOTE_ERROR, "%s: the service holds blocks %s instead of %s; nothing was written".formatted(action, present, blocks));
        }
    }

    private static String commitAction(UploadSession session)
    {
        return "Cannot commit rows to table %s%s".formatted(session.table(), session.partition().map(" partition "::concat).orElse(""));
    }

    /**
     * Makes the blocks rows of the table, all at once. Repeated when the answer is lost, unless the service says that it is done.
     *
     * @throws TrinoException if nothing was written
     * @throws UnknownCommitException if it cannot be found out whether it was
     */
    public void commit(UploadSession session)
    {
        String action = commitAction(session);
        for (int attempt = 0; ; attempt++) {
            try {
                session(action, "POST", resource(session.table()), commitParameters(session), false);
                return;
            }
            catch (TrinoException e) {
                // the answer may be lost while the commit went through
                Optional<Boolean> committed = isCommitted(action, session);
                if (committed.equals(Optional.of(true))) {
                    return;
                }
                boolean repeatable = committed.isEmpty() || RemoteError.of(e).map(RemoteError::isTransient).orElse(true);
                if (!repeatable || attempt >= retries()) {
                    throw committed.isPresent() ? e : unknownOutcome(action, session, e);
                }
                rest.pause(attempt);
            }
        }
    }

    /**
     * @return empty if the service does not say
     */
    private Optional<Boolean> isCommitted(String action, UploadSession session)
    {
        try {
            String status = status(status(action, session));
            return Optional.of(status.equals("closed") || status.equals("committed"));
        }
        catch (TrinoException e) {
            log.debug(e, "%s: the state of the upload session is not known", action);
            return Optional.empty();
        }
    }

    private static TrinoException unknownOutcome(String action, UploadSession session, TrinoException e)
    {
        return new UnknownCommitException(
                e::getErrorCode,
                "%s. Whether the rows are there could not be found out: look for them before the statement is run again (upload session %s)".formatted(e.getMessage(), session.id()),
                e);
    }

    private JsonNode status(String action, UploadSession session)
    {
        Map<String, String> parameters = commitParameters(session);
        parameters.put("getblockid", "true");
        return session(action, "GET", resource(session.table()), parameters);
    }

    private Map<String, String> commitParameters(UploadSession session)
    {
        Map<String, String> parameters = parameters(session.partition());
        parameters.put("uploadid", session.id());
        return parameters;
    }

    private Map<String, String> parameters(Optional<String> partition)
    {
        Map<String, String> parameters = new HashMap<>();
        partition.ifPresent(value -> parameters.put("partition", value));
        rest.settings().quota().ifPresent(quota -> parameters.put("quotaName", quota));
        return parameters;
    }

    private JsonNode session(String action, String method, String resource, Map<String, String> parameters)
    {
        return session(action, method, resource, parameters, true);
    }

    private JsonNode session(String action, String method, String resource, Map<String, String> parameters, boolean repeatable)
    {
        Response response = rest.call(action, method, resource, parameters, SESSION_HEADERS, Optional.empty(), repeatable);
        checkDates(action, response);
        try {
            return RestCaller.JSON.readTree(new String(response.getBody(), UTF_8));
        }
        catch (JsonProcessingException e) {
            throw new TrinoException(REMOTE_PROTOCOL_ERROR, "%s: the answer is no JSON (request id %s)".formatted(action, RestCaller.header(response, RestCaller.REQUEST_ID_HEADER).orElse("unknown")), e);
        }
    }

    /**
     * Some projects shift DATETIME on the way, by rules that depend on the zone of the client's machine. Such values would be wrong.
     */
    private static void checkDates(String action, Response response)
    {
        if (RestCaller.header(response, DATE_TRANSFORM_HEADER).filter("true"::equals).isPresent()) {
            throw new TrinoException(REMOTE_ERROR, "%s: the tunnel shifts the DATETIME values of this project (%s), which is not supported; ask Alibaba's support to switch it off".formatted(action, DATE_TRANSFORM_HEADER));
        }
    }

    private static String status(JsonNode answer)
    {
        return answer.path("Status").asText("").toLowerCase(Locale.ENGLISH);
    }

    private static SessionSchema schema(JsonNode answer)
    {
        return new SessionSchema(MetadataClient.columns(answer.path("Schema").path("columns")), MetadataClient.columns(answer.path("Schema").path("partitionKeys")));
    }

    private static String resource(TableName table)
    {
        return new DownloadSource.TableRows(table, Optional.empty()).resource();
    }
}
