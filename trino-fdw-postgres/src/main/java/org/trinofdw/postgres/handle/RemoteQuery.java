package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * A query for PostgreSQL but for what it selects: a tree of immutable levels, each of which filters, sorts and limits its source, in this order. The
 * only place where the text of a query is put together.
 *
 * @param conditions SQL conditions that all must hold
 * @param order sort items as SQL; only together with a limit
 */
public record RemoteQuery(RemoteSource source, List<String> conditions, List<String> order, Optional<RowLimit> limit)
{
    public RemoteQuery
    {
        requireNonNull(source, "source is null");
        conditions = ImmutableList.copyOf(conditions);
        order = ImmutableList.copyOf(order);
        requireNonNull(limit, "limit is null");
    }

    /** All rows of a source. */
    public static RemoteQuery of(RemoteSource source)
    {
        return new RemoteQuery(source, List.of(), List.of(), Optional.empty());
    }

    /** The same of another source with the same columns. */
    public RemoteQuery withSource(RemoteSource newSource)
    {
        return new RemoteQuery(newSource, conditions, order, limit);
    }

    /** With conditions that are tested before those that are already there. */
    public RemoteQuery precededBy(List<String> moreConditions)
    {
        return new RemoteQuery(source, ImmutableList.<String>builder().addAll(moreConditions).addAll(conditions).build(), order, limit);
    }

    /** With more conditions. */
    public RemoteQuery filtered(List<String> moreConditions)
    {
        return new RemoteQuery(source, ImmutableList.<String>builder().addAll(conditions).addAll(moreConditions).build(), order, limit);
    }

    public RemoteQuery limited(RowLimit newLimit)
    {
        return new RemoteQuery(source, conditions, order, Optional.of(newLimit));
    }

    public RemoteQuery sorted(List<String> newOrder, RowLimit newLimit)
    {
        return new RemoteQuery(source, conditions, newOrder, Optional.of(newLimit));
    }

    /** True if there is a limit that each split keeps to by itself, so that the rows of all splits together may still be too many. */
    public boolean limitedPerSplit()
    {
        return limit.map(RowLimit::perSplit).orElse(false);
    }

    /** True if disjoint page ranges of the table, each queried by itself, give the rows of the whole. */
    public boolean divisible()
    {
        boolean divisibleSource = switch (source) {
            case TableSource table -> table.sample().isEmpty();
            case PartitionedSource _, PartitionSource _ -> true;
            case OnlyPartitionSource _, AggregateSource _, JoinSource _, QuerySource _ -> false;
        };
        return divisibleSource && limit.map(RowLimit::perSplit).orElse(true);
    }

    /** True if the rows are sorted by a column as it is, so that its name stands in ORDER BY by itself. */
    public boolean isSortedBy(String column)
    {
        return order.stream().anyMatch(item -> item.startsWith(quoted(column) + " "));
    }

    /**
     * @param expressions what is selected; may be empty, then the rows are only counted
     */
    public String toSql(List<String> expressions)
    {
        StringBuilder sql = new StringBuilder("SELECT ");
        sql.append(String.join(", ", expressions));
        sql.append(expressions.isEmpty() ? "" : " ").append(fromSql());
        if (!order.isEmpty()) {
            sql.append(" ORDER BY ").append(String.join(", ", order));
        }
        limit.ifPresent(value -> sql.append(" LIMIT ").append(value.rows()));
        return sql.toString();
    }

    /** FROM and WHERE. */
    String fromSql()
    {
        return "FROM " + source.toSql() + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
    }
}
