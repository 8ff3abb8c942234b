package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.SortItem;
import io.trino.spi.connector.TopNApplicationResult;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.RemoteQuery;
import org.trinofdw.postgres.handle.RowLimit;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;
import static org.trinofdw.postgres.pushdown.Comparisons.C_COLLATION;

/**
 * Pushes ORDER BY with LIMIT down, for columns that PostgreSQL sorts as Trino does.
 */
public final class TopNPushdown
{
    private final ColumnMappings columnMappings;

    @Inject
    public TopNPushdown(ColumnMappings columnMappings)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    /**
     * @return empty if nothing changes
     */
    public Optional<TopNApplicationResult<ConnectorTableHandle>> apply(PostgresTableHandle table, long rows, List<SortItem> sortItems, Map<String, ColumnHandle> assignments)
    {
        // what is above a limit must not move below it
        if (!table.options().pushdown().topN() || table.query().limit().isPresent()) {
            return Optional.empty();
        }
        ImmutableList.Builder<String> order = ImmutableList.builder();
        for (SortItem item : sortItems) {
            Optional<String> sql = RemoteColumns.of(assignments.get(item.getName())).flatMap(column -> sortItem(column, item));
            if (sql.isEmpty()) {
                return Optional.empty();
            }
            order.add(sql.get());
        }
        RowLimit limit = LimitPushdown.limit(table, rows);
        RemoteQuery query = table.query().sorted(order.build(), limit);
        return Optional.of(new TopNApplicationResult<>(table.withQuery(query), !limit.perSplit(), !table.options().useRemoteEstimate()));
    }

    private Optional<String> sortItem(PostgresColumnHandle column, SortItem item)
    {
        ColumnMapping mapping = columnMappings.declared(column.name(), column.remoteType(), column.type());
        String value = mapping.selectExpression(quoted(column.remoteName()));
        Optional<String> key = switch (mapping.pushdown()) {
            case ALL, TEXT_BYTEWISE -> Optional.of(value);
            case TEXT, TEXT_COLLATED -> Optional.of(value + C_COLLATION);
            // with nulls first, Trino has NaN next to them, where PostgreSQL has it behind all numbers
            case NAN_AWARE -> item.getSortOrder().isNullsFirst() ? Optional.empty() : Optional.of(value);
            case TEXT_UNORDERED, TEXT_CONSTANTS, EQUALITY, ENUM, NULL_CHECK_ONLY, NONE -> Optional.empty();
        };
        // PostgreSQL's own default for nulls is another one
        return key.map(sql -> sql + " " + item.getSortOrder());
    }
}
