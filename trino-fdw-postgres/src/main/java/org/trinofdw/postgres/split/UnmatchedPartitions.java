package org.trinofdw.postgres.split;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.SchemaTableName;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

/**
 * Which partitions of foreign tables had a remote table when the coordinator last looked. Servers are asked only for partitions that a query needs, so this is
 * what the next query can be told before it is planned.
 */
public final class UnmatchedPartitions
{
    private final Map<SchemaTableName, Map<SchemaTableName, Boolean>> matchedByTable = new ConcurrentHashMap<>();

    /** Takes in what a query has found. */
    void found(SchemaTableName table, Collection<SchemaTableName> matched, Collection<SchemaTableName> unmatched)
    {
        matchedByTable.compute(table, (_, known) -> {
            Map<SchemaTableName, Boolean> partitions = new HashMap<>(known == null ? Map.of() : known);
            matched.forEach(partition -> partitions.put(partition, true));
            unmatched.forEach(partition -> partitions.put(partition, false));
            return ImmutableMap.copyOf(partitions);
        });
    }

    /** Those that had no remote table. */
    public Set<SchemaTableName> of(SchemaTableName table)
    {
        return matchedByTable.getOrDefault(table, Map.of()).entrySet().stream()
                .filter(partition -> !partition.getValue())
                .map(Map.Entry::getKey)
                .collect(toImmutableSet());
    }

    /** Whether the partition had a remote table; empty if nobody has looked. */
    Optional<Boolean> isMatched(SchemaTableName table, SchemaTableName partition)
    {
        return Optional.ofNullable(matchedByTable.getOrDefault(table, Map.of()).get(partition));
    }
}
