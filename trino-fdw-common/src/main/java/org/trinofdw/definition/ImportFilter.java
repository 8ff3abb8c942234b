package org.trinofdw.definition;

import com.google.common.collect.ImmutableSet;

import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Which tables of a remote schema are imported.
 *
 * @param tables remote table names, as the remote spells them
 */
public record ImportFilter(Kind kind, Set<String> tables)
{
    public static final ImportFilter ALL = new ImportFilter(Kind.ALL, ImmutableSet.of());

    public enum Kind
    {
        ALL,
        LIMIT_TO,
        EXCEPT,
    }

    public ImportFilter
    {
        requireNonNull(kind, "kind is null");
        tables = ImmutableSet.copyOf(tables);
    }

    public boolean includes(String table)
    {
        return switch (kind) {
            case ALL -> true;
            case LIMIT_TO -> tables.contains(table);
            case EXCEPT -> !tables.contains(table);
        };
    }
}
