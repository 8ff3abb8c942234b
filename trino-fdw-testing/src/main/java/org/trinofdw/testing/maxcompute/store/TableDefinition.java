package org.trinofdw.testing.maxcompute.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static java.util.Objects.requireNonNull;

/**
 * What CREATE TABLE says about a table.
 *
 * @param lifecycle days
 * @param viewText query of a view; such a table has no rows here
 */
public record TableDefinition(
        TableKind kind,
        List<Column> columns,
        List<Column> partitionColumns,
        Optional<String> comment,
        OptionalLong lifecycle,
        Map<String, String> properties,
        List<String> primaryKey,
        Optional<String> viewText)
{
    public TableDefinition
    {
        requireNonNull(kind, "kind is null");
        columns = ImmutableList.copyOf(columns);
        partitionColumns = ImmutableList.copyOf(partitionColumns);
        requireNonNull(comment, "comment is null");
        requireNonNull(lifecycle, "lifecycle is null");
        properties = ImmutableMap.copyOf(properties);
        primaryKey = ImmutableList.copyOf(primaryKey);
        requireNonNull(viewText, "viewText is null");
    }

    public TableDefinition withColumns(List<Column> newColumns)
    {
        return new TableDefinition(kind, newColumns, partitionColumns, comment, lifecycle, properties, primaryKey, viewText);
    }

    public TableDefinition withComment(String newComment)
    {
        return new TableDefinition(kind, columns, partitionColumns, Optional.of(newComment), lifecycle, properties, primaryKey, viewText);
    }

    public TableDefinition withLifecycle(OptionalLong newLifecycle)
    {
        return new TableDefinition(kind, columns, partitionColumns, comment, newLifecycle, properties, primaryKey, viewText);
    }

    public TableDefinition withProperties(Map<String, String> newProperties)
    {
        return new TableDefinition(kind, columns, partitionColumns, comment, lifecycle, newProperties, primaryKey, viewText);
    }
}
