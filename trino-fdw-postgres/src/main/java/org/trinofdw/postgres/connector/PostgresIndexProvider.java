package org.trinofdw.postgres.connector;

import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorIndex;
import io.trino.spi.connector.ConnectorIndexHandle;
import io.trino.spi.connector.ConnectorIndexProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTransactionHandle;
import org.trinofdw.connector.ScanMeasurement;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresIndexHandle;
import org.trinofdw.postgres.read.LookupPageSource;
import org.trinofdw.postgres.read.PostgresScans;

import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Opens the lookups that {@link IndexJoins} has planned, on the node that joins.
 */
final class PostgresIndexProvider
        implements ConnectorIndexProvider
{
    private final ForeignServers foreignServers;
    private final PostgresScans scans;
    private final ScanMeasurement measurement;

    @Inject
    PostgresIndexProvider(ForeignServers foreignServers, PostgresScans scans, ScanMeasurement measurement)
    {
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.scans = requireNonNull(scans, "scans is null");
        this.measurement = requireNonNull(measurement, "measurement is null");
    }

    @Override
    public ConnectorIndex getIndex(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorIndexHandle indexHandle,
            List<ColumnHandle> lookupSchema,
            List<ColumnHandle> outputSchema)
    {
        PostgresIndexHandle index = (PostgresIndexHandle) indexHandle;
        List<PostgresColumnHandle> keyColumns = dataColumns(lookupSchema);
        List<PostgresColumnHandle> outputs = dataColumns(outputSchema);
        FdwTableCredentials credentials = foreignServers.credentials(session, index.table().server());
        return new PostgresIndex(keys -> new LookupPageSource(
                measurement.open(session, index.table(), credentials, () -> scans.lookUp(index, credentials, keyColumns, keys, outputs))));
    }

    private static List<PostgresColumnHandle> dataColumns(List<ColumnHandle> columns)
    {
        return columns.stream()
                .map(PostgresColumnHandle.class::cast)
                .collect(toImmutableList());
    }
}
