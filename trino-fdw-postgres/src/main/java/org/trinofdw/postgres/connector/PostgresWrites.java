package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableLayout;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.connector.WriterPartitioningHandle;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.option.MppExecute;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionProperties;
import org.trinofdw.option.Options;
import org.trinofdw.postgres.connection.RemoteStatements;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.PostgresWriteHandle;
import org.trinofdw.postgres.handle.ScanOptions;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.write.StagingSweeper;
import org.trinofdw.postgres.write.StagingTable;

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
 * One writer copies straight into the target, in one transaction that also creates it. Several writers ({@code mpp_execute 'all segments'}) copy into
 * staging tables, and one transaction then moves all rows; so does one writer whose rows need a cast on the server.
 */
final class PostgresWrites
{
    private final ForeignCatalog foreignCatalog;
    private final PostgresTables tables;
    private final ColumnMappings columnMappings;
    private final RemoteStatements remoteStatements;
    private final StagingSweeper stagingSweeper;

    @Inject
    PostgresWrites(ForeignCatalog foreignCatalog, PostgresTables tables, ColumnMappings columnMappings, RemoteStatements remoteStatements, StagingSweeper stagingSweeper)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.tables = requireNonNull(tables, "tables is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
        this.remoteStatements = requireNonNull(remoteStatements, "remoteStatements is null");
        this.stagingSweeper = requireNonNull(stagingSweeper, "stagingSweeper is null");
    }

    ScanOptions newTableOptions(ConnectorSession session, Map<String, Object> properties)
    {
        Options tableOptions = OptionProperties.fromProperties(foreignCatalog.optionTable(), OptionLevel.TABLE, properties);
        return PostgresTables.scanOptions(foreignCatalog.options(tables.sessionOptions(session), tableOptions, foreignCatalog.ownServer().name()));
    }

    /**
     * Empty for parallel writers, else what leads all rows to one writer.
     */
    Optional<ConnectorTableLayout> layout(ConnectorSession session, ScanOptions options)
    {
        MppExecute mppExecute = options.mppExecute().orElse(MppExecute.ANY);
        if (mppExecute == MppExecute.ALL_SEGMENTS) {
            return Optional.empty();
        }
        return Optional.of(new ConnectorTableLayout(new WriterPartitioningHandle(mppExecute, session.getQueryId().hashCode()), ImmutableList.of(), true));
    }

    PostgresWriteHandle beginCreate(ConnectorSession session, SchemaTableName name, String server, NewTable table, Optional<ConnectorTableLayout> layout)
    {
        return new PostgresWriteHandle(
                name,
                server,
                table.name(),
                table.columns(),
                Optional.of(table.createStatement()),
                stagingPrefix(session, table.columns(), layout));
    }

    PostgresWriteHandle beginInsert(ConnectorSession session, PostgresTableHandle table, List<ColumnHandle> columnHandles)
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
        return new PostgresWriteHandle(
                table.name(),
                table.server(),
                table.remoteName(),
                columns,
                Optional.empty(),
                stagingPrefix(session, columns, layout(session, table.options())));
    }

    /**
     * Makes the rows visible that the writers have not yet made visible themselves.
     *
     * @param fragments one for each writer that had rows: the id of its staging table, if there is one
     */
    void finish(FdwTableCredentials credentials, PostgresWriteHandle handle, Collection<Slice> fragments)
    {
        ImmutableList.Builder<String> statements = ImmutableList.builder();
        if (handle.createStatement().isPresent() && (fragments.isEmpty() || handle.stagingPrefix().isPresent())) {
            statements.add(handle.createStatement().get());
        }
        if (handle.stagingPrefix().isPresent()) {
            fragments.forEach(writerId -> statements.addAll(new StagingTable(columnMappings, handle, writerId.toStringUtf8()).moveStatements()));
        }
        List<String> all = statements.build();
        if (!all.isEmpty()) {
            remoteStatements.execute(credentials, "write to " + handle.target().toSql(), all);
        }
    }

    /** Removes what the writers of a failed statement have left. */
    void abandon(FdwTableCredentials credentials, PostgresWriteHandle handle)
    {
        if (handle.stagingPrefix().isPresent()) {
            stagingSweeper.sweep(credentials, handle);
        }
    }

    private Optional<String> stagingPrefix(ConnectorSession session, List<PostgresColumnHandle> columns, Optional<ConnectorTableLayout> layout)
    {
        boolean direct = layout.isPresent() && columns.stream().allMatch(column -> mapping(column).write().orElseThrow().isDirect());
        return direct ? Optional.empty() : Optional.of("fdw_staging_" + session.getQueryId() + "_");
    }

    private ColumnMapping mapping(PostgresColumnHandle column)
    {
        return columnMappings.declared(column.name(), column.remoteType(), column.type());
    }
}
