package org.trinofdw.connector;

import io.airlift.log.Logger;
import io.airlift.units.Duration;

import java.util.Optional;

import static io.airlift.units.Duration.succinctNanos;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Tells of a writer that has ended, if it was slow, in the log of the node that wrote.
 *
 * @param servers the names of those that it wrote to
 * @param threshold the time that the writer may work without being logged; empty if it never is
 */
record SlowWriteLog(String queryId, String servers, String table, Optional<Duration> threshold)
{
    private static final Logger log = Logger.get("org.trinofdw.slow-write");

    SlowWriteLog
    {
        requireNonNull(queryId, "queryId is null");
        requireNonNull(servers, "servers is null");
        requireNonNull(table, "table is null");
        requireNonNull(threshold, "threshold is null");
    }

    /**
     * @param bytes in the remote form
     * @param nanos how long the writer encoded rows, sent them, and waited for the server
     */
    void ended(long rows, long bytes, long nanos)
    {
        if (threshold.isPresent() && nanos >= threshold.get().roundTo(NANOSECONDS)) {
            log.warn("Slow write: query %s, server %s, table %s: write %s, %s rows, %s bytes", queryId, servers, table, succinctNanos(nanos), rows, bytes);
        }
    }
}
