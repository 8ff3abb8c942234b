package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.RemoteTableName;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A remote table that is about to be created.
 *
 * @param createStatement creates the table with its comments; may be several statements
 */
record NewTable(RemoteTableName name, List<PostgresColumnHandle> columns, String createStatement)
{
    NewTable
    {
        requireNonNull(name, "name is null");
        columns = ImmutableList.copyOf(columns);
        requireNonNull(createStatement, "createStatement is null");
    }
}
