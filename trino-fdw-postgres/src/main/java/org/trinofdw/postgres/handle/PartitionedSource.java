package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trino.spi.connector.SchemaTableName;

import java.util.List;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * The rows of several foreign tables, which are partitions of one and may be on different servers. Each split reads one of them: there a
 * {@link PartitionSource} takes its place. The remote tables are not looked at before the splits are made, so that what is pruned costs nothing.
 *
 * @param declared number of partitions of the table
 * @param partitions those that a scan reads
 * @param unmatched partitions that had no remote table when they were last looked for, shown in EXPLAIN
 * @param writtenServers the servers that rows may be moved to by the statement that the scan is for
 */
public record PartitionedSource(SchemaTableName name, int declared, List<PartitionReference> partitions, Set<SchemaTableName> unmatched, Set<String> writtenServers)
        implements RemoteSource
{
    public PartitionedSource
    {
        requireNonNull(name, "name is null");
        partitions = ImmutableList.copyOf(partitions);
        unmatched = ImmutableSet.copyOf(unmatched);
        writtenServers = ImmutableSet.copyOf(writtenServers);
    }

    public PartitionedSource withPartitions(List<PartitionReference> newPartitions)
    {
        return new PartitionedSource(name, declared, newPartitions, unmatched, writtenServers);
    }

    public PartitionedSource withWrittenServers(Set<String> newWrittenServers)
    {
        return new PartitionedSource(name, declared, partitions, unmatched, newWrittenServers);
    }

    /** The servers that the statement may need. */
    Set<String> servers()
    {
        return ImmutableSet.<String>builder()
                .addAll(partitions.stream().map(PartitionReference::server).iterator())
                .addAll(writtenServers)
                .build();
    }

    @Override
    public String toSql()
    {
        long missing = partitions.stream().map(PartitionReference::name).filter(unmatched::contains).count();
        return "%s of %s partitions of %s%s".formatted(partitions.size(), declared, name, missing == 0 ? "" : ", %s of them unmatched".formatted(missing));
    }

    @Override
    public String subject()
    {
        return "the partitions of " + name;
    }

    @Override
    public int depth()
    {
        return 1;
    }
}
