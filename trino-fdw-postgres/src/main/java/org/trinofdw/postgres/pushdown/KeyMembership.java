package org.trinofdw.postgres.pushdown;

import com.google.inject.Inject;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.PostgresLiterals;
import org.trinofdw.postgres.type.TextEncoding;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * Conditions that the values of several columns are together one of many keys, such as PostgreSQL finds by an index on the columns.
 */
public final class KeyMembership
{
    private final ColumnMappings columnMappings;

    @Inject
    public KeyMembership(ColumnMappings columnMappings)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    /**
     * Whether equality with a key means the same in PostgreSQL as in Trino, and is such that an index on the column serves. Floating point does not qualify:
     * NaN is equal to itself in PostgreSQL alone.
     */
    public boolean isSupported(PostgresColumnHandle column)
    {
        ColumnMapping mapping = mapping(column);
        boolean agrees = switch (mapping.pushdown()) {
            case ALL, TEXT_BYTEWISE, TEXT -> true;
            // a key that the database has no characters for would be an error
            case EQUALITY -> !mapping.isText() || mapping.remoteType().encoding() == TextEncoding.UTF8;
            case NAN_AWARE, TEXT_COLLATED, TEXT_UNORDERED, TEXT_CONSTANTS, ENUM, NULL_CHECK_ONLY, NONE -> false;
        };
        return agrees && mapping.read().cast().isEmpty();
    }

    /**
     * @param columns each {@link #isSupported}
     * @param keys values in the order of the columns, none of them null
     * @return empty if no row can have one of the keys, since PostgreSQL cannot hold them
     */
    public Optional<String> sql(List<PostgresColumnHandle> columns, List<List<Object>> keys)
    {
        List<ColumnMapping> mappings = columns.stream()
                .map(this::mapping)
                .collect(toImmutableList());
        List<List<Object>> held = keys.stream()
                .filter(key -> IntStream.range(0, key.size()).allMatch(index -> PostgresLiterals.literal(mappings.get(index), key.get(index)).isPresent()))
                .collect(toImmutableList());
        if (held.isEmpty()) {
            return Optional.empty();
        }
        List<String> arrays = IntStream.range(0, columns.size())
                .mapToObj(index -> arrayLiteral(mappings.get(index), held.stream().map(key -> key.get(index)).collect(toImmutableList())))
                .collect(toImmutableList());
        List<String> names = columns.stream()
                .map(column -> quoted(column.remoteName()))
                .collect(toImmutableList());
        if (names.size() == 1) {
            return Optional.of(names.getFirst() + " = ANY (" + arrays.getFirst() + ")");
        }
        return Optional.of(names.stream().collect(joining(", ", "(", ")")) + " IN (SELECT * FROM unnest(" + String.join(", ", arrays) + "))");
    }

    private static String arrayLiteral(ColumnMapping mapping, List<Object> values)
    {
        return PostgresLiterals.arrayLiteral(mapping, values).orElseThrow(() -> new IllegalStateException("a value has a literal alone and none in an array: " + mapping.type()));
    }

    private ColumnMapping mapping(PostgresColumnHandle column)
    {
        return columnMappings.declared(column.name(), column.remoteType(), column.type());
    }
}
