package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.handle.FdwTableHandle;

import java.util.List;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * An UPDATE that PostgreSQL runs as a whole.
 *
 * @param table the rows that are updated
 */
public record PostgresUpdateHandle(PostgresTableHandle table, List<Assignment> assignments)
        implements FdwTableHandle
{
    public PostgresUpdateHandle
    {
        requireNonNull(table, "table is null");
        assignments = ImmutableList.copyOf(assignments);
    }

    @Override
    public SchemaTableName name()
    {
        return table.name();
    }

    @Override
    public String server()
    {
        return table.server();
    }

    @Override
    public boolean foreignTable()
    {
        return table.foreignTable();
    }

    @Override
    public List<PostgresColumnHandle> columns()
    {
        return table.columns();
    }

    /** What EXPLAIN shows. */
    @Override
    public String toString()
    {
        return table + assignments.stream()
                .map(assignment -> assignment.column().name() + " = " + assignment.value())
                .collect(joining(", ", " set ", ""));
    }

    /**
     * @param value a literal, or NULL
     */
    public record Assignment(PostgresColumnHandle column, String value)
    {
        public Assignment
        {
            requireNonNull(column, "column is null");
            requireNonNull(value, "value is null");
        }
    }
}
