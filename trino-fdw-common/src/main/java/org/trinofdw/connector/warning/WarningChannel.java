package org.trinofdw.connector.warning;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.airlift.log.Logger;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.split.QueryWarnings;
import org.trinofdw.split.TableWarning;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.stream.Collectors.joining;

/**
 * Keeps for each query under analysis which foreign tables it names and what is to be said about them. The SPI has no way to warn the client
 * (trinodb/trino#31273), but the analyzer warns about deprecated functions in the words of the connector. So {@link WarningAccessControl} gives such a table
 * a row filter that calls a function, and {@link WarningMetadata} describes the function by the warning. The function is always true and disappears from the plan.
 */
public final class WarningChannel
{
    private static final Logger log = Logger.get(WarningChannel.class);
    private static final int MAX_TABLES = 10_000;

    private final TableWarningProvider provider;
    private final QueryWarnings queryWarnings;
    private final Cache<QueryTable, Table> tables = cache();
    private final Cache<QueryTable, Boolean> targets = cache();
    private final Cache<QueryTable, List<TableWarning>> warnings = cache();

    @Inject
    public WarningChannel(TableWarningProvider provider, QueryWarnings queryWarnings)
    {
        this.provider = requireNonNull(provider, "provider is null");
        this.queryWarnings = requireNonNull(queryWarnings, "queryWarnings is null");
    }

    // for queries whose end nobody hears of
    private static <K, V> Cache<K, V> cache()
    {
        return CacheBuilder.newBuilder()
                .maximumSize(MAX_TABLES)
                .expireAfterWrite(10, MINUTES)
                .build();
    }

    void tableOpened(ConnectorSession session, FdwTableHandle table)
    {
        if (table.foreignTable()) {
            tables.put(new QueryTable(session.getQueryId(), table.name()), new Table(session, table));
        }
    }

    /** Forgets what was kept for the query. */
    void queryEnded(String queryId)
    {
        for (Cache<QueryTable, ?> cache : List.of(tables, targets, warnings)) {
            cache.asMap().keySet().removeIf(key -> key.queryId().equals(queryId));
        }
    }

    /** The statement writes to the table. Some such statements refuse row filters, so it gets none. */
    void isTarget(String queryId, SchemaTableName table)
    {
        targets.put(new QueryTable(queryId, table), true);
    }

    boolean mayFilter(String queryId, SchemaTableName table)
    {
        return targets.getIfPresent(new QueryTable(queryId, table)) == null && !warnings(queryId, table).isEmpty();
    }

    /** The text of all warnings about a table, if it was opened by the query and has some. */
    Optional<String> text(String queryId, SchemaTableName table)
    {
        List<TableWarning> found = warnings(queryId, table);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.stream().map(TableWarning::message).collect(joining("; ")));
    }

    List<TableWarning> warnings(String queryId, SchemaTableName name)
    {
        QueryTable key = new QueryTable(queryId, name);
        List<TableWarning> known = warnings.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Table table = tables.getIfPresent(key);
        if (table == null) {
            return ImmutableList.of();
        }
        List<TableWarning> found = find(table);
        warnings.put(key, found);
        found.forEach(warning -> queryWarnings.add(queryId, warning));
        return found;
    }

    private List<TableWarning> find(Table table)
    {
        try {
            return ImmutableList.copyOf(provider.warnings(table.session(), table.handle()));
        }
        catch (RuntimeException e) {
            // the query finds out by itself what does not work
            log.debug(e, "Query %s: no warnings about table %s", table.session().getQueryId(), table.handle().name());
            return ImmutableList.of();
        }
    }

    private record QueryTable(String queryId, SchemaTableName table) {}

    private record Table(ConnectorSession session, FdwTableHandle handle) {}
}
