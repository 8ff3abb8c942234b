package org.trinofdw.postgres.pushdown;

import io.trino.spi.connector.ColumnHandle;
import org.trinofdw.postgres.handle.PostgresColumnHandle;

import java.util.Optional;

/**
 * Tells columns of remote relations from those that Trino or this connector adds.
 */
final class RemoteColumns
{
    private RemoteColumns() {}

    /** The column, if expressions for PostgreSQL can name it. */
    static Optional<PostgresColumnHandle> of(ColumnHandle handle)
    {
        return handle instanceof PostgresColumnHandle column && !column.isRowId() ? Optional.of(column) : Optional.empty();
    }
}
