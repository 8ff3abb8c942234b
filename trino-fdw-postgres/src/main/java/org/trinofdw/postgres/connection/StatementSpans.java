package org.trinofdw.postgres.connection;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.trace.CallSpan;
import org.trinofdw.trace.CallSpans;

import java.sql.SQLException;
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.trace.StatementText.shortened;

/**
 * Makes a span of each statement on a server.
 *
 * @param queryId of the query that the statements are for; empty if they may be for several
 */
record StatementSpans(CallSpans spans, String server, Optional<String> queryId)
{
    StatementSpans
    {
        requireNonNull(spans, "spans is null");
        requireNonNull(server, "server is null");
        requireNonNull(queryId, "queryId is null");
    }

    <T> T run(String sql, StatementCall<T> call)
            throws SQLException
    {
        ImmutableMap.Builder<String, String> attributes = ImmutableMap.<String, String>builder()
                .put("fdw.server", server)
                .put("fdw.statement", shortened(sql));
        queryId.ifPresent(id -> attributes.put("trino.query_id", id));
        try (CallSpan span = spans.begin("foreign statement", attributes.buildOrThrow())) {
            T result = call.run();
            span.succeeded();
            return result;
        }
    }

    @FunctionalInterface
    interface StatementCall<T>
    {
        T run()
                throws SQLException;
    }
}
