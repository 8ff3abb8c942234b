package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresMergeHandle;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.type.PostgresType;

import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * A table whose rows are changed.
 *
 * @param columns the columns that can be written
 * @param partition its number, if the changes are of several tables
 */
public record RowChangeTarget(RemoteTableName name, List<Column> columns, Optional<Integer> partition)
{
    public RowChangeTarget
    {
        requireNonNull(name, "name is null");
        columns = ImmutableList.copyOf(columns);
        requireNonNull(partition, "partition is null");
    }

    static RowChangeTarget of(PostgresMergeHandle handle)
    {
        return new RowChangeTarget(
                handle.table().remoteName(),
                handle.staging().columns().stream()
                        .map(column -> new Column(column, column.remoteName(), column.remoteType()))
                        .collect(toImmutableList()),
                Optional.empty());
    }

    Column column(PostgresColumnHandle staged)
    {
        return columns.stream()
                .filter(column -> column.staged().equals(staged))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no column %s in %s".formatted(staged, name)));
    }

    /**
     * @param staged the column that holds the new values until they are applied
     * @param remoteName its name in the table that is changed
     * @param type its type there
     */
    public record Column(PostgresColumnHandle staged, String remoteName, PostgresType type)
    {
        public Column
        {
            requireNonNull(staged, "staged is null");
            requireNonNull(remoteName, "remoteName is null");
            requireNonNull(type, "type is null");
        }
    }
}
