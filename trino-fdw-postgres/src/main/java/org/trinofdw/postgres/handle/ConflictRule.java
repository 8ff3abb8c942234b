package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableList;

import java.util.List;

import static java.util.stream.Collectors.joining;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * What becomes of a row whose key is taken.
 *
 * @param keyColumns remote names of the key; empty for any unique constraint
 * @param updatedColumns remote names of the columns that get the new values; empty to leave the new row out
 */
public record ConflictRule(List<String> keyColumns, List<String> updatedColumns)
{
    public ConflictRule
    {
        keyColumns = ImmutableList.copyOf(keyColumns);
        updatedColumns = ImmutableList.copyOf(updatedColumns);
    }

    /** The clause behind INSERT. */
    public String toSql()
    {
        String key = keyColumns.isEmpty() ? "" : keyColumns.stream().map(column -> quoted(column)).collect(joining(", ", " (", ")"));
        if (updatedColumns.isEmpty()) {
            return "ON CONFLICT" + key + " DO NOTHING";
        }
        return "ON CONFLICT" + key + updatedColumns.stream()
                .map(column -> quoted(column) + " = EXCLUDED." + quoted(column))
                .collect(joining(", ", " DO UPDATE SET ", ""));
    }
}
