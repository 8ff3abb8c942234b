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
    private Storage storage = Storage.MEMORY;
    private String project = "";

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
    public synchronized boolean addTable(String tableName, Table table)
    {
        String lowerCaseName = tableName.toLowerCase(Locale.ENGLISH);
        if (tables.containsKey(lowerCaseName)) {
            return false;
        }
        table.attach(storage.createTable(project, name, lowerCaseName, table));
        tables.put(lowerCaseName, table);
        return true;
    }

    /**
     * Adds a table that was kept and has its storage.
     */
    public void restoreTable(String tableName, Table table)
    {
        tables.put(tableName, table);
    }

    /**
     * @return whether the new name was free
     */
    public synchronized boolean renameTable(String tableName, String newName)
    {
        String lowerCaseName = newName.toLowerCase(Locale.ENGLISH);
        if (tables.containsKey(lowerCaseName)) {
            return false;
        }
        Table table = tables.remove(tableName.toLowerCase(Locale.ENGLISH));
        table.rename(lowerCaseName);
        tables.put(lowerCaseName, table);
        return true;
    }

    public synchronized boolean dropTable(String tableName)
    {
        Table dropped = tables.remove(tableName.toLowerCase(Locale.ENGLISH));
        if (dropped == null) {
            return false;
        }
        dropped.drop();
        return true;
    }

    synchronized void attach(String newProject, Storage newStorage)
    {
        project = requireNonNull(newProject, "newProject is null");
        storage = requireNonNull(newStorage, "newStorage is null");
    }
}
