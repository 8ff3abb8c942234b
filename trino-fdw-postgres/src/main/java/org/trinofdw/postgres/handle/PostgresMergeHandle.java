package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.handle.FdwWritableTableHandle;

import java.util.List;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * The target of an UPDATE, DELETE or MERGE whose rows Trino has found.
 *
 * @param staging says where the changes wait until all writers are done; its columns are those of the table that can be written
 * @param updates the columns that each case of the statement sets, by the number of the case
 */
public record PostgresMergeHandle(PostgresTableHandle table, PostgresWriteHandle staging, Map<Integer, List<PostgresColumnHandle>> updates)
        implements FdwWritableTableHandle, ConnectorMergeTableHandle
{
    public PostgresMergeHandle
    {
        requireNonNull(table, "table is null");
        requireNonNull(staging, "staging is null");
        updates = ImmutableMap.copyOf(updates);
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
    public PostgresTableHandle getTableHandle()
    {
        return table;
    }

    @Override
    public String toString()
    {
        return staging.toString();
    }
}
