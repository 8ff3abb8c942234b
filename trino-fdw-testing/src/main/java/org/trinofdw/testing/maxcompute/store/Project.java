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

    public boolean addNamespace(Namespace namespace)
    {
        return namespaces.putIfAbsent(namespace.name(), namespace) == null;
    }

    public void dropNamespace(String namespaceName)
    {
        namespaces.remove(namespaceName.toLowerCase(Locale.ENGLISH));
    }
}
