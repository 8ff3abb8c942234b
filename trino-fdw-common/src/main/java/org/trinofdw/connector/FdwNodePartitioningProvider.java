package org.trinofdw.connector;

import com.google.inject.Inject;
import io.trino.spi.connector.BucketFunction;
import io.trino.spi.connector.ConnectorBucketNodeMap;
import io.trino.spi.connector.ConnectorNodePartitioningProvider;
import io.trino.spi.connector.ConnectorPartitioningHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.type.Type;
import org.trinofdw.split.SplitPlacer;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Places the single writer of {@code mpp_execute 'coordinator'} and {@code 'any'} (DESIGN.md section 5).
 */
public final class FdwNodePartitioningProvider
        implements ConnectorNodePartitioningProvider
{
    private final SplitPlacer splitPlacer;

    @Inject
    public FdwNodePartitioningProvider(SplitPlacer splitPlacer)
    {
        this.splitPlacer = requireNonNull(splitPlacer, "splitPlacer is null");
    }

    @Override
    public Optional<ConnectorBucketNodeMap> getBucketNodeMapping(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorPartitioningHandle partitioning)
    {
        WriterPartitioningHandle writer = (WriterPartitioningHandle) partitioning;
        return Optional.of(ConnectorBucketNodeMap.createBucketNodeMap(List.of(splitPlacer.writer(writer.mppExecute(), writer.seed()))));
    }

    @Override
    public BucketFunction getBucketFunction(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorPartitioningHandle partitioning,
            List<Type> partitionChannelTypes,
            int bucketCount)
    {
        return (_, _) -> 0;
    }
}
