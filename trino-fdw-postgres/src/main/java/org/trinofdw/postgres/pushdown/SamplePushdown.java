package org.trinofdw.postgres.pushdown;

import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.SampleApplicationResult;
import io.trino.spi.connector.SampleType;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.TableSample;
import org.trinofdw.postgres.handle.TableSource;

import java.util.Optional;

/**
 * Pushes TABLESAMPLE down. PostgreSQL samples tables, not queries.
 */
public final class SamplePushdown
{
    private SamplePushdown() {}

    /**
     * @param ratio share of the rows, 0 to 1
     * @return empty if nothing changes
     */
    public static Optional<SampleApplicationResult<ConnectorTableHandle>> apply(PostgresTableHandle handle, SampleType type, double ratio)
    {
        Optional<TableSource> table = handle.table().filter(source -> source.kind().hasPages() && source.sample().isEmpty());
        // conditions may be tested before or after: each row, or page, is taken or left by itself
        if (table.isEmpty() || handle.query().limit().isPresent()) {
            return Optional.empty();
        }
        TableSample sample = new TableSample(
                switch (type) {
                    case BERNOULLI -> TableSample.Method.BERNOULLI;
                    case SYSTEM -> TableSample.Method.SYSTEM;
                },
                ratio * 100);
        TableSource sampled = new TableSource(table.get().name(), table.get().relationId(), table.get().kind(), Optional.of(sample));
        return Optional.of(new SampleApplicationResult<>(handle.withQuery(handle.query().withSource(sampled)), !handle.options().useRemoteEstimate()));
    }
}
