package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.expression.Constant;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.postgres.connection.RemoteStatements;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.definition.RemoteCatalog;
import org.trinofdw.postgres.definition.RemoteRelation;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresMergeHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.PostgresUpdateHandle;
import org.trinofdw.postgres.handle.PostgresUpdateHandle.Assignment;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.handle.RelationKind;
import org.trinofdw.postgres.handle.TableSource;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.PostgresLiterals;
import org.trinofdw.postgres.write.StagingTable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.error.FdwErrorCode.SERIALIZATION_FAILURE;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * Plans UPDATE, DELETE and MERGE. PostgreSQL runs a whole UPDATE or DELETE where the scan says all of its condition and the new values are constants;
 * for the others Trino finds the rows, and {@link org.trinofdw.postgres.write.RowChanges} changes them by row id.
 */
final class PostgresRowChanges
{
    /** Parts of a table whose rows have no ctid that stays: foreign tables, and access methods other than heap. */
    private static final String FOREIGN_PARTS =
            """
            WITH RECURSIVE members (oid) AS (
                SELECT unnest(?::text::oid[])
                UNION
                SELECT inherits.inhrelid FROM pg_inherits inherits JOIN members ON inherits.inhparent = members.oid)
            SELECT relation.oid::regclass::text
            FROM members
            JOIN pg_class relation ON relation.oid = members.oid
            LEFT JOIN pg_am access_method ON access_method.oid = relation.relam
            WHERE relation.relkind <> 'p' AND access_method.amname IS DISTINCT FROM 'heap'
            LIMIT 1
            """;

    private final ColumnMappings columnMappings;
    private final RemoteStatements remoteStatements;

    @Inject
    PostgresRowChanges(ColumnMappings columnMappings, RemoteStatements remoteStatements)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
        this.remoteStatements = requireNonNull(remoteStatements, "remoteStatements is null");
    }

    static void checkUpdatable(PostgresTableHandle table)
    {
        if (!table.options().updatable()) {
            throw new TrinoException(NOT_SUPPORTED, "foreign table \"%s\" does not allow updates or deletes; its option updatable is false".formatted(table.name()));
        }
    }

    /**
     * @return empty if the handle is not just the rows of a table that meet a condition
     */
    Optional<PostgresTableHandle> applyDelete(PostgresTableHandle table)
    {
        return isPlainFilter(table) ? Optional.of(table) : Optional.empty();
    }

    /** @return the number of rows that were deleted */
    long executeDelete(FdwTableCredentials credentials, PostgresTableHandle table)
    {
        return remoteStatements.executeUpdate(credentials, "delete from " + table.remoteName().toSql(), "DELETE FROM " + table.remoteName().toSql() + condition(table));
    }

    /**
     * @return empty if the handle is not just the rows of a table that meet a condition, or a value has no literal that the column takes as it would take
     * the value itself
     */
    Optional<PostgresUpdateHandle> applyUpdate(PostgresTableHandle table, Map<ColumnHandle, Constant> values)
    {
        if (!isPlainFilter(table)) {
            return Optional.empty();
        }
        ImmutableList.Builder<Assignment> assignments = ImmutableList.builder();
        for (Map.Entry<ColumnHandle, Constant> entry : values.entrySet()) {
            PostgresColumnHandle column = (PostgresColumnHandle) entry.getKey();
            Optional<String> literal = literal(column, entry.getValue());
            if (literal.isEmpty()) {
                return Optional.empty();
            }
            assignments.add(new Assignment(column, literal.get()));
        }
        return Optional.of(new PostgresUpdateHandle(table, assignments.build()));
    }

    /** @return the number of rows that were updated */
    long executeUpdate(FdwTableCredentials credentials, PostgresUpdateHandle update)
    {
        PostgresTableHandle table = update.table();
        return remoteStatements.executeUpdate(
                credentials,
                "update " + table.remoteName().toSql(),
                update.assignments().stream()
                        .map(assignment -> quoted(assignment.column().remoteName()) + " = " + assignment.value())
                        .collect(joining(", ", "UPDATE " + table.remoteName().toSql() + " SET ", condition(table))));
    }

    /**
     * @param updateCaseColumns the columns that each case sets, by the number of the case
     */
    PostgresMergeHandle beginMerge(
            ConnectorSession session,
            RemoteTransaction transaction,
            PostgresTableHandle table,
            Map<Integer, Collection<ColumnHandle>> updateCaseColumns)
    {
        checkRowsCanChange(transaction, ImmutableList.of(new RemoteRelation(table.relationId(), table.remoteName(), table.kind(), Optional.empty())));
        if (RemoteCatalog.findRelation(transaction, table.remoteName()).map(RemoteRelation::oid).filter(oid -> oid == table.relationId()).isEmpty()) {
            // the ids of its rows would be those of another table
            throw new TrinoException(SERIALIZATION_FAILURE, "%s on server \"%s\" was dropped, and perhaps created anew, since the statement was planned; run it again".formatted(table.remoteName().toSql(), table.server()));
        }
        List<PostgresColumnHandle> writable = writableColumns(table);
        return new PostgresMergeHandle(
                table,
                new PostgresWriteHandle(
                        table.name(),
                        table.server(),
                        table.remoteName(),
                        writable,
                        Optional.empty(),
                        Optional.of(StagingTable.prefix(session.getQueryId())),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                updates(table, writable, updateCaseColumns));
    }

    List<PostgresColumnHandle> writableColumns(PostgresTableHandle table)
    {
        return table.columns().stream()
                .filter(column -> !column.generated() && mapping(column).write().isPresent())
                .collect(toImmutableList());
    }

    Map<Integer, List<PostgresColumnHandle>> updates(PostgresTableHandle table, List<PostgresColumnHandle> writable, Map<Integer, Collection<ColumnHandle>> updateCaseColumns)
    {
        ImmutableMap.Builder<Integer, List<PostgresColumnHandle>> updates = ImmutableMap.builder();
        updateCaseColumns.forEach((caseNumber, columns) -> updates.put(caseNumber, columns.stream()
                .map(PostgresColumnHandle.class::cast)
                .peek(column -> checkWritable(table, writable, column))
                .collect(toImmutableList())));
        return updates.buildOrThrow();
    }

    /**
     * @param relations on the server of the transaction
     * @throws TrinoException if rows of one of them have no id
     */
    void checkRowsCanChange(RemoteTransaction transaction, List<RemoteRelation> relations)
    {
        for (RemoteRelation relation : relations) {
            if (relation.kind() != RelationKind.TABLE && relation.kind() != RelationKind.PARTITIONED_TABLE) {
                throw new TrinoException(NOT_SUPPORTED, "%s is a %s, whose rows have no id; only an UPDATE or DELETE that PostgreSQL can run as a whole is possible, with constants as new values and a simple condition"
                        .formatted(relation.name().toSql(), relation.kind()));
            }
        }
        String oids = relations.stream().map(relation -> String.valueOf(relation.oid())).collect(joining(",", "{", "}"));
        transaction.query(FOREIGN_PARTS, List.of(oids), row -> row.getString(1)).forEach(part -> {
            throw new TrinoException(NOT_SUPPORTED, "%s has the part %s, which is not an ordinary table; its rows cannot be changed by row id"
                    .formatted(relations.stream().map(relation -> relation.name().toSql()).collect(joining(", ")), part));
        });
    }

    private static void checkWritable(PostgresTableHandle table, List<PostgresColumnHandle> writable, PostgresColumnHandle column)
    {
        if (column.generated()) {
            throw new TrinoException(NOT_SUPPORTED, "column \"%s\" of %s is generated and cannot be written".formatted(column.name(), table.name()));
        }
        if (!writable.contains(column)) {
            throw new TrinoException(NOT_SUPPORTED, "column \"%s\" of %s has the type %s, which can only be read".formatted(column.name(), table.name(), column.remoteType().displayName()));
        }
    }

    private Optional<String> literal(PostgresColumnHandle column, Constant constant)
    {
        ColumnMapping mapping = mapping(column);
        if (column.generated() || mapping.write().isEmpty()) {
            return Optional.empty();
        }
        if (constant.getValue() == null) {
            return Optional.of("NULL");
        }
        if (mapping.read().cast().isPresent() || !mapping.write().get().isDirect()) {
            return Optional.empty();
        }
        return PostgresLiterals.literal(mapping, constant.getValue());
    }

    private static boolean isPlainFilter(PostgresTableHandle table)
    {
        return table.table().map(TableSource::sample).map(Optional::isEmpty).orElse(false) && table.query().limit().isEmpty();
    }

    private static String condition(PostgresTableHandle table)
    {
        List<String> conditions = table.query().conditions();
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private ColumnMapping mapping(PostgresColumnHandle column)
    {
        return columnMappings.declared(column.name(), column.remoteType(), column.type());
    }
}
