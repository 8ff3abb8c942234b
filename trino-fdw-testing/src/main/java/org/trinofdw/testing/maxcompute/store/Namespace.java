package org.trinofdw.testing.maxcompute.store;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

import static java.util.Objects.requireNonNull;

/**
 * A schema of a project. A project without schemas has one that is named {@link #DEFAULT_NAME}. Thread-safe.
 */
public final class Namespace
{
    public static final String DEFAULT_NAME = "default";

    private final String name;
    private final Optional<String> comment;
    private final Instant created = Instant.now();
    private final ConcurrentSkipListMap<String, Table> tables = new ConcurrentSkipListMap<>();

    public Namespace(String name, Optional<String> comment)
    {
        this.name = name.toLowerCase(Locale.ENGLISH);
        this.comment = requireNonNull(comment, "comment is null");
    }

    public String name()
    {
        return name;
    }

    public Optional<String> comment()
    {
        return comment;
    }

    public Instant created()
    {
        return created;
    }

    public Map<String, Table> tables()
    {
        return tables;
    }

    public Optional<Table> table(String tableName)
    {
        return Optional.ofNullable(tables.get(tableName.toLowerCase(Locale.ENGLISH)));
    }

    /**
     * @return whether the name was free
     */
    public boolean addTable(String tableName, Table table)
    {
        return tables.putIfAbsent(tableName.toLowerCase(Locale.ENGLISH), table) == null;
    }

    public boolean dropTable(String tableName)
    {
        return tables.remove(tableName.toLowerCase(Locale.ENGLISH)) != null;
    }
}
