package org.trinofdw.testing.maxcompute.store;

import com.google.common.collect.ImmutableMap;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

import static java.util.Objects.requireNonNull;

/**
 * A project. Thread-safe.
 */
public final class Project
{
    public static final String SCHEMA_MODEL_PROPERTY = "odps.schema.model.enabled";

    private final String name;
    private final String owner;
    private final Instant created = Instant.now();
    private final Map<String, String> properties;
    private final ConcurrentSkipListMap<String, Namespace> namespaces = new ConcurrentSkipListMap<>();
    private Storage storage = Storage.MEMORY;
    private Runnable saveProjects = () -> {};

    public Project(String name, String owner, Map<String, String> properties)
    {
        this.name = name.toLowerCase(Locale.ENGLISH);
        this.owner = requireNonNull(owner, "owner is null");
        this.properties = ImmutableMap.copyOf(properties);
        namespaces.put(Namespace.DEFAULT_NAME, new Namespace(Namespace.DEFAULT_NAME, Optional.empty()));
    }

    public String name()
    {
        return name;
    }

    public String owner()
    {
        return owner;
    }

    public Instant created()
    {
        return created;
    }

    public Map<String, String> properties()
    {
        return properties;
    }

    /**
     * Whether tables lie in schemas.
     */
    public boolean hasSchemas()
    {
        return Boolean.parseBoolean(properties.getOrDefault(SCHEMA_MODEL_PROPERTY, "false"));
    }

    public Map<String, Namespace> namespaces()
    {
        return namespaces;
    }

    public Optional<Namespace> namespace(String namespaceName)
    {
        return Optional.ofNullable(namespaces.get(namespaceName.toLowerCase(Locale.ENGLISH)));
    }

    public synchronized boolean addNamespace(Namespace namespace)
    {
        namespace.attach(name, storage);
        boolean added = namespaces.putIfAbsent(namespace.name(), namespace) == null;
        if (added) {
            saveProjects.run();
        }
        return added;
    }

    public synchronized void dropNamespace(String namespaceName)
    {
        namespaces.remove(namespaceName.toLowerCase(Locale.ENGLISH));
        saveProjects.run();
    }

    /**
     * @param newSaveProjects keeps the projects and their schemas as they are then
     */
    synchronized void attach(Storage newStorage, Runnable newSaveProjects)
    {
        storage = requireNonNull(newStorage, "newStorage is null");
        saveProjects = requireNonNull(newSaveProjects, "newSaveProjects is null");
        namespaces.values().forEach(namespace -> namespace.attach(name, newStorage));
    }
}
