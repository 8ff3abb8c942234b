package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.type.Type;
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
import java.util.Optional;
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

    void renameSchema(FdwTableCredentials credentials, String schema, String newName)
    {
        remoteStatements.execute(credentials, "rename schema " + quoted(schema), List.of("ALTER SCHEMA " + quoted(schema) + " RENAME TO " + quoted(checkName(newName))));
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
                .map(PostgresDdl::columnDefinition)
                .collect(joining(", ", "CREATE TABLE " + name.toSql() + " (", ")")));
        table.getComment().ifPresent(comment -> statements.add(commentStatement("TABLE " + name.toSql(), Optional.of(comment))));
        columns.forEach(column -> column.comment().ifPresent(comment -> statements.add(commentStatement(columnObject(name, column), Optional.of(comment)))));
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

    /** Moves and renames a relation of any kind; what refers to it follows, since PostgreSQL refers by oid. */
    void renameTable(FdwTableCredentials credentials, PostgresTableHandle table, RemoteTableName newName)
    {
        checkName(newName.table());
        ImmutableList.Builder<String> statements = ImmutableList.builder();
        RemoteTableName name = table.remoteName();
        if (!name.schema().equals(newName.schema())) {
            statements.add("ALTER TABLE " + name.toSql() + " SET SCHEMA " + quoted(newName.schema()));
            name = new RemoteTableName(newName.schema(), name.table());
        }
        if (!name.table().equals(newName.table())) {
            statements.add("ALTER TABLE " + name.toSql() + " RENAME TO " + quoted(newName.table()));
        }
        remoteStatements.execute(credentials, "rename table " + table.remoteName().toSql(), statements.build());
    }

    void setTableComment(FdwTableCredentials credentials, PostgresTableHandle table, Optional<String> comment)
    {
        String kind = switch (table.kind()) {
            case TABLE, PARTITIONED_TABLE -> "TABLE";
            case VIEW -> "VIEW";
            case MATERIALIZED_VIEW -> "MATERIALIZED VIEW";
            case FOREIGN_TABLE -> "FOREIGN TABLE";
        };
        remoteStatements.execute(credentials, "comment on " + table.remoteName().toSql(), List.of(commentStatement(kind + " " + table.remoteName().toSql(), comment)));
    }

    void setColumnComment(FdwTableCredentials credentials, PostgresTableHandle table, PostgresColumnHandle column, Optional<String> comment)
    {
        remoteStatements.execute(credentials, "comment on " + table.remoteName().toSql(), List.of(commentStatement(columnObject(table.remoteName(), column), comment)));
    }

    void addColumn(FdwTableCredentials credentials, PostgresTableHandle table, ColumnMetadata columnMetadata)
    {
        checkProperties(columnMetadata.getProperties());
        PostgresColumnHandle column = newColumn(columnMetadata);
        ImmutableList.Builder<String> statements = ImmutableList.builder();
        statements.add(alter(table, "ADD COLUMN " + columnDefinition(column)));
        column.comment().ifPresent(comment -> statements.add(commentStatement(columnObject(table.remoteName(), column), Optional.of(comment))));
        remoteStatements.execute(credentials, "add a column to " + table.remoteName().toSql(), statements.build());
    }

    void dropColumn(FdwTableCredentials credentials, PostgresTableHandle table, PostgresColumnHandle column)
    {
        remoteStatements.execute(credentials, "drop a column of " + table.remoteName().toSql(), List.of(alter(table, "DROP COLUMN " + quoted(column.remoteName()))));
    }

    void renameColumn(FdwTableCredentials credentials, PostgresTableHandle table, PostgresColumnHandle column, String newName)
    {
        remoteStatements.execute(
                credentials,
                "rename a column of " + table.remoteName().toSql(),
                List.of(alter(table, "RENAME COLUMN " + quoted(column.remoteName()) + " TO " + quoted(checkName(newName)))));
    }

    /** Converts the values by PostgreSQL's explicit cast; one that does not fit fails the statement. */
    void setColumnType(FdwTableCredentials credentials, PostgresTableHandle table, PostgresColumnHandle column, Type type)
    {
        String remoteType = columnMappings.newColumn(column.name(), type).remoteType().displayName();
        String name = quoted(column.remoteName());
        remoteStatements.execute(
                credentials,
                "change the type of a column of " + table.remoteName().toSql(),
                List.of(alter(table, "ALTER COLUMN " + name + " SET DATA TYPE " + remoteType + " USING CAST(" + name + " AS " + remoteType + ")")));
    }

    void dropNotNull(FdwTableCredentials credentials, PostgresTableHandle table, PostgresColumnHandle column)
    {
        remoteStatements.execute(
                credentials,
                "change a column of " + table.remoteName().toSql(),
                List.of(alter(table, "ALTER COLUMN " + quoted(column.remoteName()) + " DROP NOT NULL")));
    }

    void truncateTable(FdwTableCredentials credentials, PostgresTableHandle table)
    {
        remoteStatements.execute(credentials, "truncate " + table.remoteName().toSql(), List.of("TRUNCATE TABLE " + table.remoteName().toSql()));
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

    private static String columnDefinition(PostgresColumnHandle column)
    {
        return quoted(column.remoteName()) + " " + column.remoteType().displayName() + (column.nullable() ? "" : " NOT NULL");
    }

    private static String columnObject(RemoteTableName table, PostgresColumnHandle column)
    {
        return "COLUMN " + table.toSql() + "." + quoted(column.remoteName());
    }

    private static String alter(PostgresTableHandle table, String action)
    {
        return "ALTER TABLE " + table.remoteName().toSql() + " " + action;
    }

    private static String commentStatement(String object, Optional<String> comment)
    {
        return "COMMENT ON " + object + " IS " + comment.map(text -> "'" + text.replace("'", "''") + "'").orElse("NULL");
    }

    private static String checkName(String name)
    {
        if (name.getBytes(UTF_8).length > MAX_NAME_BYTES) {
            throw new TrinoException(NOT_SUPPORTED, "The name \"%s\" is longer than %s bytes, the most that PostgreSQL keeps; choose a shorter one".formatted(name, MAX_NAME_BYTES));
        }
        return name;
    }
}
