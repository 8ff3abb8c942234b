package org.trinofdw.connector;

import com.google.common.collect.EvictingQueue;
import com.google.common.collect.ImmutableList;
import io.airlift.log.Logger;
import io.trino.spi.connector.ConnectorSession;

import java.time.Instant;
import java.util.List;
import java.util.Queue;

import static java.util.Objects.requireNonNull;

/**
 * What statements had to say beside their result: the last ones are in {@code system.warnings} and all are in the log.
 */
public final class Notices
{
    private static final Logger log = Logger.get(Notices.class);
    private static final int KEPT = 1_000;

    private final Queue<Notice> notices = EvictingQueue.create(KEPT);

    /**
     * @param created when the query began
     */
    public record Notice(String queryId, Instant created, String message)
    {
        public Notice
        {
            requireNonNull(queryId, "queryId is null");
            requireNonNull(created, "created is null");
            requireNonNull(message, "message is null");
        }
    }

    public synchronized void add(ConnectorSession session, List<String> messages)
    {
        for (String message : messages) {
            log.info("Query %s: %s", session.getQueryId(), message);
            notices.add(new Notice(session.getQueryId(), session.getStart(), message));
        }
    }

    public synchronized List<Notice> all()
    {
        return ImmutableList.copyOf(notices);
    }
}
