package org.trinofdw.handle;

import io.trino.spi.connector.ConnectorSession;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The query that a remote server works for, by which its operators find who asks.
 *
 * @param source what the client calls itself, such as trino-cli
 */
public record QueryOrigin(String queryId, String user, Optional<String> source)
{
    public QueryOrigin
    {
        requireNonNull(queryId, "queryId is null");
        requireNonNull(user, "user is null");
        requireNonNull(source, "source is null");
    }

    public static QueryOrigin of(ConnectorSession session)
    {
        return new QueryOrigin(session.getQueryId(), session.getUser(), session.getSource());
    }
}
