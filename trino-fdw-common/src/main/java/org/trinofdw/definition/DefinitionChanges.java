package org.trinofdw.definition;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import io.trino.spi.connector.SchemaTableName;

import java.util.Map;
import java.util.Optional;

/**
 * Changes of definitions that take effect together or not at all. An empty value removes what it stands for.
 */
public record DefinitionChanges(
        Map<String, Optional<ForeignServer>> servers,
        Map<UserMappingKey, Optional<UserMapping>> userMappings,
        Map<SchemaTableName, Optional<ForeignTable>> tables)
{
    public DefinitionChanges
    {
        servers = ImmutableMap.copyOf(servers);
        userMappings = ImmutableMap.copyOf(userMappings);
        tables = ImmutableMap.copyOf(tables);
    }

    /**
     * What must change for one state to become the other.
     */
    public static DefinitionChanges between(Definitions before, Definitions after)
    {
        return new DefinitionChanges(
                difference(before.servers(), after.servers()),
                difference(before.userMappings(), after.userMappings()),
                difference(before.tables(), after.tables()));
    }

    public boolean isEmpty()
    {
        return servers.isEmpty() && userMappings.isEmpty() && tables.isEmpty();
    }

    private static <K, V> Map<K, Optional<V>> difference(Map<K, V> before, Map<K, V> after)
    {
        ImmutableMap.Builder<K, Optional<V>> changes = ImmutableMap.builder();
        for (K key : Sets.union(before.keySet(), after.keySet())) {
            V old = before.get(key);
            V current = after.get(key);
            // most values are untouched, and the same objects
            if (old != current && (old == null || !old.equals(current))) {
                changes.put(key, Optional.ofNullable(current));
            }
        }
        return changes.buildOrThrow();
    }
}
