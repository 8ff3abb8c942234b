package org.trinofdw.postgres.read;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.FixedPageSource;
import io.trino.spi.connector.MemoryContext;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.postgres.connection.ConnectionPools;
import org.trinofdw.postgres.copy.CopyColumn;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresIndexHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.pushdown.KeyMembership;
import org.trinofdw.postgres.query.ScanQuery;
import org.trinofdw.postgres.split.PostgresSplit;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.split.FdwSplit;

import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Opens splits of PostgreSQL tables, and lookups in them.
 */
public final class PostgresScans
{
    private final ConnectionPools pools;
    private final ColumnMappings columnMappings;
    private final ScanQuery scanQuery;
    private final KeyMembership keyMembership;

    @Inject
    public PostgresScans(ConnectionPools pools, ColumnMappings columnMappings, ScanQuery scanQuery, KeyMembership keyMembership)
    {
        this.pools = requireNonNull(pools, "pools is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
        this.scanQuery = requireNonNull(scanQuery, "scanQuery is null");
        this.keyMembership = requireNonNull(keyMembership, "keyMembership is null");
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
        return new CopyPageSource(
                () -> pools.request(credentials),
                credentials,
                split.snapshot(),
                split.storage(),
                // asked when the stream begins, so that as much as possible of the dynamic filter is known
                () -> scanQuery.select(table, postgresColumns, split.range(), dynamicFilter.getCurrentPredicate()),
                copyColumns(postgresColumns),
                table.options().fetchSize(),
                memoryContext);
    }

    /**
     * Opens the rows of a table that have one of some keys.
     *
     * @param keys values of the key columns
     * @param columns what is read, in the order of the pages
     */
    public ConnectorPageSource lookUp(
            PostgresIndexHandle index,
            FdwTableCredentials credentials,
            List<PostgresColumnHandle> keyColumns,
            List<List<Object>> keys,
            List<PostgresColumnHandle> columns)
    {
        Optional<String> condition = keyMembership.sql(keyColumns, keys);
        if (condition.isEmpty()) {
            return new FixedPageSource(ImmutableList.of());
        }
        PostgresTableHandle table = index.table();
        PostgresTableHandle lookedUp = table.withQuery(table.query().precededBy(List.of(condition.get())));
        return new CopyPageSource(
                // the scan of the other side may hold all others while it waits for this
                () -> pools.requestForLookUp(credentials),
                credentials,
                Optional.of(index.snapshot()),
                Optional.of(index.storage()),
                () -> scanQuery.select(lookedUp, columns, Optional.empty(), TupleDomain.all()),
                copyColumns(columns),
                table.options().fetchSize(),
                // Trino measures what it keeps of the rows, and takes no word for what is on its way
                MemoryContext.NO_LIMIT);
    }

    private List<CopyColumn> copyColumns(List<PostgresColumnHandle> columns)
    {
        return columns.stream()
                .map(column -> columnMappings.declared(column.name(), column.remoteType(), column.type()).copyColumn(column.name()))
                .collect(toImmutableList());
    }
}
