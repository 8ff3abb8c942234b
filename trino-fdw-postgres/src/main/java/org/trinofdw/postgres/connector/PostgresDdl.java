package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorTableMetadata;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.postgres.connection.RemoteStatements;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.RelationKind;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.PostgresType;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * DDL that goes to the remote server.
 */
final class PostgresDdl
{
    // NAMEDATALEN - 1; PostgreSQL cuts longer names silently
    private static final int MAX_NAME_BYTES = 63;
    private static final Set<String> NEW_TABLE_PROPERTIES = ImmutableSet.of(CommonOptions.MPP_EXECUTE.name(), CommonOptions.NUM_SEGMENTS.name());

    private final RemoteStatements remoteStatements;
    private final ColumnMappings columnMappings;

    @Inject
    PostgresDdl(RemoteStatements remoteStatements, ColumnMappings columnMappings)
    {
        this.remoteStatements = requireNonNull(remoteStatements, "remoteStatements is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    void createSchema(FdwTableCredentials credentials, String schema)
    {
        remoteStatements.execute(credentials, "create schema " + quoted(schema), List.of("CREATE SCHEMA " + quoted(checkName(schema))));
    }

    void dropSchema(FdwTableCredentials credentials, String schema, boolean cascade)
    {
        remoteStatements.execute(credentials, "drop schema " + quoted(schema), List.of("DROP SCHEMA " + quoted(schema) + (cascade ? " CASCADE" : " RESTRICT")));
    }

    NewTable newTable(String remoteSchema, ConnectorTableMetadata table)
    {
        checkProperties(table.getProperties());
        table.getColumns().forEach(column -> checkProperties(column.getProperties()));
        RemoteTableName name = new RemoteTableName(remoteSchema, checkName(table.getTable().getTableName()));
        List<PostgresColumnHandle> columns = table.getColumns().stream()
                .filter(column -> !column.isHidden())
                .map(this::newColumn)
                .collect(toImmutableList());
        ImmutableList.Builder<String> statements = ImmutableList.builder();
        statements.add(columns.stream()
                .map(column -> quoted(column.remoteName()) + " " + column.remoteType().displayName() + (column.nullable() ? "" : " NOT NULL"))
                .collect(joining(", ", "CREATE TABLE " + name.toSql() + " (", ")")));
        table.getComment().ifPresent(comment -> statements.add(commentStatement("TABLE " + name.toSql(), comment)));
        columns.forEach(column -> column.comment().ifPresent(comment ->
                statements.add(commentStatement("COLUMN " + name.toSql() + "." + quoted(column.remoteName()), comment))));
        return new NewTable(name, columns, String.join("; ", statements.build()));
    }

    void createTable(FdwTableCredentials credentials, NewTable table)
    {
        remoteStatements.execute(credentials, "create table " + table.name().toSql(), List.of(table.createStatement()));
    }

    void dropTable(FdwTableCredentials credentials, PostgresTableHandle table)
    {
        if (table.kind() != RelationKind.TABLE && table.kind() != RelationKind.PARTITIONED_TABLE) {
            throw new TrinoException(NOT_SUPPORTED, "%s is a %s, not a table; drop it on the remote server".formatted(table.remoteName().toSql(), table.kind()));
        }
        remoteStatements.execute(credentials, "drop table " + table.remoteName().toSql(), List.of("DROP TABLE " + table.remoteName().toSql()));
    }

    /** Only what says how the rows are written applies to a table that is made remotely; the rest would be lost silently. */
    private static void checkProperties(Map<String, Object> properties)
    {
        List<String> lost = properties.entrySet().stream()
                .filter(property -> property.getValue() != null && !NEW_TABLE_PROPERTIES.contains(property.getKey()))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(toImmutableList());
        if (!lost.isEmpty()) {
            throw new TrinoException(NOT_SUPPORTED, "%s: not for a table that is created on the remote server; define a foreign table with CALL system.execute_ddl('CREATE FOREIGN TABLE …')".formatted(String.join(", ", lost)));
        }
    }

    private PostgresColumnHandle newColumn(ColumnMetadata column)
    {
        PostgresType remoteType = columnMappings.newColumn(column.getName(), column.getType()).remoteType();
        return new PostgresColumnHandle(
                column.getName(),
                checkName(column.getName()),
                column.getType(),
                remoteType,
                column.isNullable(),
                false,
                column.getComment());
    }

    private static String commentStatement(String object, String comment)
    {
        return "COMMENT ON " + object + " IS '" + comment.replace("'", "''") + "'";
    }

    private static String checkName(String name)
    {
        if (name.getBytes(UTF_8).length > MAX_NAME_BYTES) {
            throw new TrinoException(NOT_SUPPORTED, "The name \"%s\" is longer than %s bytes, the most that PostgreSQL keeps; choose a shorter one".formatted(name, MAX_NAME_BYTES));
        }
        return name;
    }
}
