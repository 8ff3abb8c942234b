package org.trinofdw.postgres.split;

import com.google.common.collect.ImmutableSet;
import io.trino.spi.connector.SchemaTableName;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions of foreign tables that had no remote table when the coordinator last looked. Servers are asked only for partitions that a query needs, so
 * this is what the next query can be told before it is planned.
 */
public final class UnmatchedPartitions
{
    private final Map<SchemaTableName, Set<SchemaTableName>> byTable = new ConcurrentHashMap<>();

    /** Takes in what a query has found. */
    void found(SchemaTableName table, Collection<SchemaTableName> matched, Collection<SchemaTableName> unmatched)
    {
        byTable.compute(table, (_, known) -> {
            Set<SchemaTableName> partitions = new HashSet<>(known == null ? Set.of() : known);
            partitions.removeAll(ImmutableSet.copyOf(matched));
            partitions.addAll(unmatched);
            return partitions.isEmpty() ? null : ImmutableSet.copyOf(partitions);
        });
    }

    public Set<SchemaTableName> of(SchemaTableName table)
    {
        return byTable.getOrDefault(table, Set.of());
    }
}
