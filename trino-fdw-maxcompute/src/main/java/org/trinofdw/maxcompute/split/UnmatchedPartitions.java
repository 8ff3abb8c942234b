package org.trinofdw.maxcompute.split;

import com.google.common.collect.ImmutableList;
import io.trino.spi.TrinoException;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.client.RemoteError;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.split.QueryWarnings;
import org.trinofdw.split.TableWarning;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.UNMATCHED_PARTITION;

/**
 * What a scan does about declared partitions that turn out to be missing when their sessions are made.
 */
final class UnmatchedPartitions
{
    private final String queryId;
    private final MaxComputeClient client;
    private final MaxComputeTableHandle table;
    private final PartitionMatcher matcher;
    private final QueryWarnings warnings;
    private final AtomicInteger count = new AtomicInteger();

    UnmatchedPartitions(String queryId, MaxComputeClient client, MaxComputeTableHandle table, PartitionMatcher matcher, QueryWarnings warnings)
    {
        this.queryId = requireNonNull(queryId, "queryId is null");
        this.client = requireNonNull(client, "client is null");
        this.table = requireNonNull(table, "table is null");
        this.matcher = requireNonNull(matcher, "matcher is null");
        this.warnings = requireNonNull(warnings, "warnings is null");
    }

    void exists(Optional<PartitionSpec> partition)
    {
        if (table.declaredPartitions().isPresent()) {
            partition.ifPresent(found -> matcher.found(client, table, found, true));
        }
    }

    /**
     * @throws TrinoException the failure, unless it means that a declared partition is missing and the policy is to go on
     */
    void failed(Optional<PartitionSpec> partition, TrinoException failure)
    {
        if (!RemoteError.of(failure).map(RemoteError::isNoSuchPartition).orElse(false) || table.declaredPartitions().isEmpty()) {
            throw failure;
        }
        PartitionSpec missing = partition.orElseThrow();
        matcher.found(client, table, missing, false);
        count.incrementAndGet();
        TableWarning warning = TableWarning.unmatchedPartitions(table.name(), "MaxCompute table " + table.remote(), ImmutableList.of(missing.toString()));
        switch (table.options().unmatchedPartitions()) {
            case FAIL -> throw new TrinoException(UNMATCHED_PARTITION, warning.message() + ", or set unmatched_partition_policy to 'warn'", failure);
            case WARN -> warnings.add(queryId, warning);
            case IGNORE -> { /* as asked for */ }
        }
    }

    int count()
    {
        return count.get();
    }
}
