package org.trinofdw.split;

import com.google.common.collect.ImmutableList;
import io.airlift.log.Logger;
import io.trino.spi.connector.SchemaTableName;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;

/**
 * The warnings of the last queries of a catalog, on the coordinator. Each is also a line of the log.
 */
public final class QueryWarnings
{
    private static final Logger log = Logger.get(QueryWarnings.class);
    private static final int MAX_ROWS = 10_000;

    // oldest first
    private final Queue<Entry> entries = new ArrayDeque<>();
    private final Map<QueryTable, Set<String>> partitions = new HashMap<>();
    private int rows;

    /**
     * Remembers a warning. Partitions of the table that the query was warned about before are left out, and a warning about nothing else is
     * left out as a whole.
     */
    public void add(String queryId, TableWarning warning)
    {
        if (remember(queryId, warning)) {
            log.warn("Query %s, table %s: %s %s", queryId, warning.table(), warning.message(), warning.partitions());
        }
    }

    private synchronized boolean remember(String queryId, TableWarning warning)
    {
        Set<String> known = partitions.computeIfAbsent(new QueryTable(queryId, warning.table()), _ -> new HashSet<>());
        List<String> added = warning.partitions().stream()
                .filter(known::add)
                .limit(MAX_ROWS)
                .collect(toImmutableList());
        boolean duplicate = warning.partitions().isEmpty() ? !known.add(warning.message()) : added.isEmpty();
        if (duplicate) {
            return false;
        }
        entries.add(new Entry(queryId, Instant.now(), new TableWarning(warning.kind(), warning.table(), warning.message(), added)));
        rows += max(1, added.size());
        while (rows > MAX_ROWS) {
            Entry oldest = entries.remove();
            rows -= max(1, oldest.warning().partitions().size());
            partitions.remove(new QueryTable(oldest.queryId(), oldest.warning().table()));
        }
        return true;
    }

    /**
     * All that is remembered, oldest first.
     */
    public synchronized List<Entry> entries()
    {
        return ImmutableList.copyOf(entries);
    }

    /**
     * A warning, and when which query got it.
     */
    public record Entry(String queryId, Instant time, TableWarning warning)
    {
        public Entry
        {
            requireNonNull(queryId, "queryId is null");
            requireNonNull(time, "time is null");
            requireNonNull(warning, "warning is null");
        }
    }

    private record QueryTable(String queryId, SchemaTableName table) {}
}
