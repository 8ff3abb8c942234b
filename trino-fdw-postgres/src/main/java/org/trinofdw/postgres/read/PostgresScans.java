package org.trinofdw.postgres.read;

import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.MemoryContext;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.copy.CopyColumn;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.query.ScanQuery;
import org.trinofdw.postgres.split.PostgresSplit;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.split.FdwSplit;

import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Opens splits of PostgreSQL tables.
 */
public final class PostgresScans
{
    private final ConnectionPools pools;
    private final ColumnMappings columnMappings;
    private final ScanQuery scanQuery;

    @Inject
    public PostgresScans(ConnectionPools pools, ColumnMappings columnMappings, ScanQuery scanQuery)
    {
        this.pools = requireNonNull(pools, "pools is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
        this.scanQuery = requireNonNull(scanQuery, "scanQuery is null");
    }

    /** Opens a split; the columns come in the order of the pages. */
    public ConnectorPageSource open(
            FdwSplit fdwSplit,
            FdwTableHandle fdwTable,
            FdwTableCredentials credentials,
            List<FdwColumnHandle> columns,
            DynamicFilter dynamicFilter,
            MemoryContext memoryContext)
    {
        PostgresSplit split = (PostgresSplit) fdwSplit;
        PostgresTableHandle scanned = (PostgresTableHandle) fdwTable;
        PostgresTableHandle table = split.source()
                .map(partition -> scanned.withQuery(scanned.query().withSource(partition)))
                .orElse(scanned);
        List<PostgresColumnHandle> postgresColumns = columns.stream()
                .map(PostgresColumnHandle.class::cast)
                .collect(toImmutableList());
        List<CopyColumn> copyColumns = postgresColumns.stream()
                .map(column -> columnMappings.declared(column.name(), column.remoteType(), column.type()).copyColumn(column.name()))
                .collect(toImmutableList());
        return new CopyPageSource(
                pools,
                credentials,
                split.snapshot(),
                // asked when the stream begins, so that as much as possible of the dynamic filter is known
                () -> scanQuery.select(table, postgresColumns, split.range(), dynamicFilter.getCurrentPredicate()),
                copyColumns,
                table.options().fetchSize(),
                memoryContext);
    }
}
