package org.trinofdw.postgres.split;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.SchemaTableName;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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

    /** Whether the partition had a remote table; empty if nobody has looked. */
    Optional<Boolean> isMatched(SchemaTableName table, SchemaTableName partition)
    {
        return Optional.ofNullable(matchedByTable.getOrDefault(table, Map.of()).get(partition));
    }
}
