package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.WriteForm;

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
    static final String NAME_BEGIN = "fdw_staging_";

    private final ColumnMappings columnMappings;
    private final PostgresWriteHandle handle;
    private final RemoteTableName name;

    public StagingTable(ColumnMappings columnMappings, PostgresWriteHandle handle, String writerId)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
        this.handle = requireNonNull(handle, "handle is null");
        this.name = new RemoteTableName(handle.target().schema(), handle.stagingPrefix().orElseThrow() + writerId);
    }

    /** Begin of the names of the staging tables of a query; the id of a writer follows. */
    public static String prefix(String queryId)
    {
        return NAME_BEGIN + queryId + "_";
    }

    /** The prefix of the statement that a staging table belongs to. */
    static String prefixOf(String tableName)
    {
        return tableName.substring(0, tableName.lastIndexOf('_') + 1);
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

    /**
     * What moves the rows of all writers to the target. One statement, so that two rows of one key are a conflict of their own whichever writers had them.
     */
    public static List<String> moveStatements(List<StagingTable> tables)
    {
        if (tables.isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList.Builder<String> statements = ImmutableList.builder();
        statements.add(tables.getFirst().insertStatement(tables.stream()
                .map(table -> "SELECT * FROM " + table.name().toSql())
                .collect(joining(" UNION ALL ", "(", ") AS staged"))));
        tables.forEach(table -> statements.add("DROP TABLE " + table.name().toSql()));
        return statements.build();
    }

    private String insertStatement(String source)
    {
        String targets = handle.columns().stream()
                .map(column -> quoted(column.remoteName()))
                .collect(joining(", "));
        String values = handle.columns().stream()
                .map(this::value)
                .collect(joining(", "));
        return "INSERT INTO " + handle.target().toSql() + " (" + targets + ") SELECT " + values + " FROM " + source +
                handle.conflictRule().map(rule -> " " + rule.toSql()).orElse("");
    }

    /** A cast goes to the type without its length: then the assignment refuses what is too long, which an explicit cast would cut. */
    private String value(PostgresColumnHandle column)
    {
        String value = quoted(column.remoteName());
        return write(column).isDirect() ? value : "CAST(" + value + " AS " + column.remoteType().sqlName() + ")";
    }

    private String stagingType(PostgresColumnHandle column)
    {
        return write(column).stagingType().orElse(column.remoteType().displayName());
    }

    private WriteForm write(PostgresColumnHandle column)
    {
        return columnMappings.declared(column.name(), column.remoteType(), column.type()).write().orElseThrow();
    }
}
