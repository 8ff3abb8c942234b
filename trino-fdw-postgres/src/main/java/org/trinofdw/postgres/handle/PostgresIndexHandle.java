package org.trinofdw.postgres.handle;

import io.trino.spi.connector.ConnectorIndexHandle;

import static java.util.Objects.requireNonNull;

/**
 * A table whose rows are looked up by keys.
 *
 * @param snapshot name of the exported snapshot that all lookups read under
 * @param storage where the rows must be for all of them
 */
public record PostgresIndexHandle(PostgresTableHandle table, String snapshot, TableStorage storage)
        implements ConnectorIndexHandle
{
    public PostgresIndexHandle
    {
        requireNonNull(table, "table is null");
        requireNonNull(snapshot, "snapshot is null");
        requireNonNull(storage, "storage is null");
    }

    /** What EXPLAIN shows: the query to which each lookup adds a condition on the keys. */
    @Override
    public String toString()
    {
        return table.toString();
    }
}
