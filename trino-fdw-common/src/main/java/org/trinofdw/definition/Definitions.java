package org.trinofdw.definition;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.trino.spi.connector.SchemaTableName;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import static java.util.Comparator.comparing;

/**
 * All definitions of a catalog at one moment. Immutable.
 */
public record Definitions(
        Map<String, ForeignServer> servers,
        Map<UserMappingKey, UserMapping> userMappings,
        Map<SchemaTableName, ForeignTable> tables)
{
    private static final Comparator<SchemaTableName> TABLE_ORDER = comparing(SchemaTableName::getSchemaName).thenComparing(SchemaTableName::getTableName);
    private static final Comparator<UserMappingKey> MAPPING_ORDER = comparing(UserMappingKey::server).thenComparing(UserMappingKey::user);

    // after the orders that its construction needs
    public static final Definitions EMPTY = new Definitions(ImmutableMap.of(), ImmutableMap.of(), ImmutableMap.of());

    public Definitions
    {
        servers = ImmutableSortedMap.copyOf(servers);
        userMappings = ImmutableSortedMap.copyOf(userMappings, MAPPING_ORDER);
        tables = ImmutableSortedMap.copyOf(tables, TABLE_ORDER);
    }

    public Optional<ForeignServer> server(String name)
    {
        return Optional.ofNullable(servers.get(name));
    }

    public Optional<UserMapping> userMapping(UserMappingKey key)
    {
        return Optional.ofNullable(userMappings.get(key));
    }

    public Optional<ForeignTable> table(SchemaTableName name)
    {
        return Optional.ofNullable(tables.get(name));
    }

    /**
     * These definitions with the changes applied.
     */
    public Definitions apply(DefinitionChanges changes)
    {
        return new Definitions(
                changed(new LinkedHashMap<>(servers), changes.servers()),
                changed(new LinkedHashMap<>(userMappings), changes.userMappings()),
                changed(new LinkedHashMap<>(tables), changes.tables()));
    }

    private static <K, V> Map<K, V> changed(Map<K, V> values, Map<K, Optional<V>> changes)
    {
        changes.forEach((key, change) -> change.ifPresentOrElse(value -> values.put(key, value), () -> values.remove(key)));
        return values;
    }
}
