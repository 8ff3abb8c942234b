package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.type.ColumnMappings;

import java.util.List;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * An unlogged table that takes the rows of one writer until all writers are done. Its columns have the types that the writer's encoders write; the
 * move to the target casts them where those are not the target's.
 */
public final class StagingTable
{
    private final ColumnMappings columnMappings;
    private final PostgresWriteHandle handle;
    private final RemoteTableName name;

    public StagingTable(ColumnMappings columnMappings, PostgresWriteHandle handle, String writerId)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
        this.handle = requireNonNull(handle, "handle is null");
        this.name = new RemoteTableName(handle.target().schema(), handle.stagingPrefix().orElseThrow() + writerId);
    }

    public RemoteTableName name()
    {
        return name;
    }

    public String createStatement()
    {
        return handle.columns().stream()
                .map(column -> quoted(column.remoteName()) + " " + stagingType(column))
                .collect(joining(", ", "CREATE UNLOGGED TABLE " + name.toSql() + " (", ")"));
    }

    /** What moves the rows to the target. */
    public List<String> moveStatements()
    {
        String targets = handle.columns().stream()
                .map(column -> quoted(column.remoteName()))
                .collect(joining(", "));
        String values = handle.columns().stream()
                .map(column -> "CAST(" + quoted(column.remoteName()) + " AS " + column.remoteType().displayName() + ")")
                .collect(joining(", "));
        return ImmutableList.of(
                "INSERT INTO " + handle.target().toSql() + " (" + targets + ") SELECT " + values + " FROM " + name.toSql(),
                "DROP TABLE " + name.toSql());
    }

    private String stagingType(PostgresColumnHandle column)
    {
        return columnMappings.declared(column.name(), column.remoteType(), column.type())
                .write().orElseThrow()
                .stagingType()
                .orElse(column.remoteType().displayName());
    }
}
