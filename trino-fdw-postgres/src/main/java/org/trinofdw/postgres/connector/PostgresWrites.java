package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableLayout;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.connector.WriterPartitioningHandle;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.option.MppExecute;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionProperties;
import org.trinofdw.option.Options;
import org.trinofdw.postgres.connection.RemoteStatements;
import org.trinofdw.postgres.connection.RemoteTransaction;
import org.trinofdw.postgres.handle.ConflictRule;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.handle.ScanOptions;
import org.trinofdw.postgres.option.PostgresOptions;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.write.PreparedWrites;
import org.trinofdw.postgres.write.SharedCopies;
import org.trinofdw.postgres.write.StagingSweeper;
import org.trinofdw.postgres.write.StagingTable;
import org.trinofdw.split.SplitPlacer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;

/**
 * Plans and ends INSERT and CREATE TABLE AS.
 * <p>
 * Writers on the coordinator share one COPY straight into the target, in one transaction that also creates it, and the coordinator commits it last. Writers
 * elsewhere copy into staging tables, and one transaction of the coordinator then moves all rows: a writer that committed to the target by itself could not
 * take its rows back when the statement fails after it. So do writers whose rows COPY cannot put into the target. With the option {@code prepared_writes},
 * writers elsewhere copy into the target and prepare their transactions, which the coordinator commits.
 */
final class PostgresWrites
{
    /** COPY does not go through rules, takes no rows for a view that would need one, and refuses where policies choose rows (COPY, section "Notes"). */
    private static final String COPY_SERVES = "SELECT NOT relhasrules AND NOT row_security_active(oid) FROM pg_class WHERE oid = ?::bigint::oid";

    /** A writer that waits for the key of another one, which is prepared and waits for the end of all writers, would wait for ever. */
    private static final String MAY_PREPARE =
            """
            SELECT relation.relkind = 'r'
                AND NOT relation.relhastriggers
                AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = relation.oid AND (indisunique OR indisexclusion))
            FROM pg_class relation
            WHERE relation.oid = ?::bigint::oid
            """;

    private static final String CAN_PREPARE = "SELECT current_setting('max_prepared_transactions')::int > 0";

    private static final String MAY_STAGE = "SELECT has_schema_privilege(relnamespace, 'CREATE') FROM pg_class WHERE oid = ?::bigint::oid";

    private final ForeignCatalog foreignCatalog;
    private final PostgresTables tables;
    private final ColumnMappings columnMappings;
    private final RemoteStatements remoteStatements;
    private final StagingSweeper stagingSweeper;
    private final SharedCopies sharedCopies;
    private final PreparedWrites preparedWrites;
    private final SplitPlacer splitPlacer;

    @Inject
    PostgresWrites(
            ForeignCatalog foreignCatalog,
            PostgresTables tables,
            ColumnMappings columnMappings,
            RemoteStatements remoteStatements,
            StagingSweeper stagingSweeper,
            SharedCopies sharedCopies,
            PreparedWrites preparedWrites,
            SplitPlacer splitPlacer)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.tables = requireNonNull(tables, "tables is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
        this.remoteStatements = requireNonNull(remoteStatements, "remoteStatements is null");
        this.stagingSweeper = requireNonNull(stagingSweeper, "stagingSweeper is null");
        this.sharedCopies = requireNonNull(sharedCopies, "sharedCopies is null");
        this.preparedWrites = requireNonNull(preparedWrites, "preparedWrites is null");
        this.splitPlacer = requireNonNull(splitPlacer, "splitPlacer is null");
    }

    ScanOptions newTableOptions(ConnectorSession session, Map<String, Object> properties)
    {
        Options tableOptions = OptionProperties.fromProperties(foreignCatalog.optionTable(), OptionLevel.TABLE, properties);
        return PostgresTables.scanOptions(foreignCatalog.options(tables.sessionOptions(session), tableOptions, foreignCatalog.ownServerName()));
    }

    Optional<ConnectorTableLayout> newTableLayout(ConnectorSession session, ScanOptions options)
    {
        return layout(session, mppExecute(options));
    }

    Optional<ConnectorTableLayout> insertLayout(ConnectorSession session, RemoteTransaction transaction, PostgresTableHandle table)
    {
        return layout(session, insertMode(transaction, table));
    }

    /**
     * Empty for parallel writers and where there is but one node, else what leads all rows to one writer.
     */
    private Optional<ConnectorTableLayout> layout(ConnectorSession session, MppExecute mppExecute)
    {
        if (mppExecute == MppExecute.ALL_SEGMENTS || splitPlacer.isCoordinatorOnly()) {
            return Optional.empty();
        }
        return Optional.of(new ConnectorTableLayout(new WriterPartitioningHandle(mppExecute, session.getQueryId().hashCode()), ImmutableList.of(), true));
    }

    PostgresWriteHandle beginCreate(ConnectorSession session, SchemaTableName name, String server, NewTable table, ScanOptions options, RetryMode retryMode)
    {
        boolean shared = isOnCoordinator(mppExecute(options)) && retryMode == RetryMode.NO_RETRIES && copiesAsIs(table.columns());
        return handle(session, name, server, table.name(), table.columns(), Optional.of(table.createStatement()), shared ? Method.SHARED_COPY : Method.STAGING, Optional.empty());
    }

    PostgresWriteHandle beginInsert(ConnectorSession session, RemoteTransaction transaction, PostgresTableHandle table, List<ColumnHandle> columnHandles, RetryMode retryMode)
    {
        List<PostgresColumnHandle> columns = checkInsertable(table, columnHandles);
        Optional<ConflictRule> conflictRule = ConflictRules.rule(tables.options(session, table), transaction, table, columns);
        boolean direct = conflictRule.isEmpty() && retryMode == RetryMode.NO_RETRIES && copiesAsIs(columns) && holds(transaction, COPY_SERVES, table);
        return handle(session, table.name(), table.server(), table.remoteName(), columns, Optional.empty(), direct ? directMethod(session, transaction, table) : Method.STAGING, conflictRule);
    }

    private Method directMethod(ConnectorSession session, RemoteTransaction transaction, PostgresTableHandle table)
    {
        if (isOnCoordinator(insertMode(transaction, table))) {
            return Method.SHARED_COPY;
        }
        if (!tables.options(session, table).require(PostgresOptions.PREPARED_WRITES) || !holds(transaction, MAY_PREPARE, table)) {
            return Method.STAGING;
        }
        if (!transaction.query(CAN_PREPARE, List.of(), row -> row.getBoolean(1)).getFirst()) {
            throw new TrinoException(NOT_SUPPORTED, "prepared_writes is true, but server \"%s\" has max_prepared_transactions = 0; set it there to the number of writers or more, or set prepared_writes to 'false'".formatted(table.server()));
        }
        return Method.PREPARED;
    }

    /** How the rows of several writers become visible at the end. */
    private enum Method
    {
        STAGING,
        SHARED_COPY,
        PREPARED,
    }

    /**
     * @return the columns
     * @throws TrinoException if the table or one of the columns cannot be written
     */
    List<PostgresColumnHandle> checkInsertable(PostgresTableHandle table, List<ColumnHandle> columnHandles)
    {
        if (!table.options().updatable()) {
            throw new TrinoException(NOT_SUPPORTED, "foreign table \"%s\" does not allow inserts; its option updatable is false".formatted(table.name()));
        }
        List<PostgresColumnHandle> columns = columnHandles.stream()
                .map(PostgresColumnHandle.class::cast)
                .collect(toImmutableList());
        for (PostgresColumnHandle column : columns) {
            if (column.generated()) {
                throw new TrinoException(NOT_SUPPORTED, "column \"%s\" of %s is generated and cannot be written; leave it out of the column list".formatted(column.name(), table.name()));
            }
            if (mapping(column).write().isEmpty()) {
                throw new TrinoException(NOT_SUPPORTED, "column \"%s\" of %s has the type %s, which can only be read; leave it out of the column list".formatted(column.name(), table.name(), column.remoteType().displayName()));
            }
        }
        return columns;
    }

    /** A user who may only insert cannot have staging tables; the coordinator needs none. */
    private MppExecute insertMode(RemoteTransaction transaction, PostgresTableHandle table)
    {
        MppExecute mppExecute = mppExecute(table.options());
        return mppExecute == MppExecute.ANY && table.table().isPresent() && !holds(transaction, MAY_STAGE, table) ? MppExecute.COORDINATOR : mppExecute;
    }

    private static boolean holds(RemoteTransaction transaction, String sql, PostgresTableHandle table)
    {
        return transaction.query(sql, List.of(table.relationId()), row -> row.getBoolean(1)).equals(List.of(true));
    }

    private boolean isOnCoordinator(MppExecute mppExecute)
    {
        return mppExecute == MppExecute.COORDINATOR || (mppExecute == MppExecute.ANY && splitPlacer.isCoordinatorOnly());
    }

    /** COPY casts nothing. */
    private boolean copiesAsIs(List<PostgresColumnHandle> columns)
    {
        return columns.stream().allMatch(column -> mapping(column).write().orElseThrow().isDirect());
    }

    private static PostgresWriteHandle handle(
            ConnectorSession session,
            SchemaTableName name,
            String server,
            RemoteTableName target,
            List<PostgresColumnHandle> columns,
            Optional<String> createStatement,
            Method method,
            Optional<ConflictRule> conflictRule)
    {
        return new PostgresWriteHandle(
                name,
                server,
                target,
                columns,
                createStatement,
                method == Method.STAGING ? Optional.of(StagingTable.prefix(session.getQueryId())) : Optional.empty(),
                method == Method.SHARED_COPY ? Optional.of(session.getQueryId()) : Optional.empty(),
                method == Method.PREPARED ? Optional.of(PreparedWrites.prefix(session.getQueryId())) : Optional.empty(),
                conflictRule);
    }

    /** Makes ready for the writers. Ends by {@link #finish} or {@link #abandon}. */
    void open(FdwTableCredentials credentials, PostgresWriteHandle handle)
    {
        if (handle.statementPrefix().isPresent()) {
            stagingSweeper.sweepOrphans(credentials);
        }
        handle.sharedCopy().ifPresent(sharedCopies::begin);
    }

    /**
     * Makes the rows visible.
     *
     * @param transaction holds the lock of the statement, unless the writers share a COPY
     * @param fragments one for each writer that had rows: its id, unless the writers share a COPY
     */
    void finish(FdwTableCredentials credentials, RemoteTransaction transaction, PostgresWriteHandle handle, Collection<Slice> fragments)
    {
        ImmutableList.Builder<String> statements = ImmutableList.builder();
        if (handle.createStatement().isPresent() && (fragments.isEmpty() || handle.stagingPrefix().isPresent())) {
            statements.add(handle.createStatement().get());
        }
        if (handle.stagingPrefix().isPresent()) {
            List<StagingTable> stagingTables = fragments.stream()
                    .map(writerId -> new StagingTable(columnMappings, handle, writerId.toStringUtf8()))
                    .collect(toImmutableList());
            statements.addAll(StagingTable.moveStatements(stagingTables));
        }
        handle.sharedCopy().ifPresent(sharedCopies::commit);
        if (handle.preparedPrefix().isPresent()) {
            preparedWrites.commit(credentials, transaction, handle, fragments.stream().map(Slice::toStringUtf8).toList());
        }
        List<String> all = statements.build();
        if (!all.isEmpty()) {
            // staging tables are unlogged: had the server crashed since they were filled, they would be empty, and the lock gone
            Runnable check = handle.statementPrefix().isPresent() ? transaction::checkAlive : () -> {};
            remoteStatements.execute(credentials, "write to " + handle.target().toSql(), check, all);
        }
    }

    /** Removes what the writers of a failed statement have left. */
    void abandon(FdwTableCredentials credentials, PostgresWriteHandle handle)
    {
        handle.sharedCopy().ifPresent(sharedCopies::abort);
        if (handle.stagingPrefix().isPresent()) {
            stagingSweeper.sweep(credentials, handle);
        }
        if (handle.preparedPrefix().isPresent()) {
            preparedWrites.abandon(credentials, handle);
        }
    }

    /** Unless set, the coordinator writes: one COPY goes as fast from there as from another node, and needs no staging, which is a second copy. */
    private static MppExecute mppExecute(ScanOptions options)
    {
        return options.mppExecute().orElse(MppExecute.COORDINATOR);
    }

    private ColumnMapping mapping(PostgresColumnHandle column)
    {
        return columnMappings.declared(column.name(), column.remoteType(), column.type());
    }
}
