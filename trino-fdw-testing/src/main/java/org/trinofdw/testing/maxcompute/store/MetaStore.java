package org.trinofdw.testing.maxcompute.store;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

import static java.lang.String.format;

/**
 * The projects of the service. Thread-safe.
 */
public final class MetaStore
{
    private final ConcurrentSkipListMap<String, Project> projects = new ConcurrentSkipListMap<>();

    public Map<String, Project> projects()
    {
        return projects;
    }

    public void addProject(Project project)
    {
        if (projects.putIfAbsent(project.name(), project) != null) {
            throw new IllegalArgumentException("project %s exists".formatted(project.name()));
        }
    }

    /**
     * Keeps all changes from now on, and the projects and schemas that there are.
     */
    public void attach(Storage storage)
    {
        projects.values().forEach(project -> project.attach(storage, () -> storage.saveProjects(this)));
        storage.saveProjects(this);
    }

    public Optional<Project> findProject(String name)
    {
        return Optional.ofNullable(projects.get(name.toLowerCase(Locale.ENGLISH)));
    }

    /**
     * @throws ServiceException ODPS-0420111 if there is no such project
     */
    public Project project(String name)
    {
        return findProject(name).orElseThrow(() -> new ServiceException(404, "ODPS-0420111", format("Project not found - '%s'.", name)));
    }

    /**
     * The schema of a metadata request. For a project without schemas the parameter means nothing; the JDBC driver of MaxCompute sends the project's name then.
     */
    public Namespace namespaceOfRequest(Project project, Optional<String> schema)
    {
        return namespace(project, project.hasSchemas() ? schema : Optional.empty());
    }

    /**
     * @param schema empty for the default schema
     * @throws ServiceException ODPS-0422155 if the project has no such schema
     */
    public Namespace namespace(Project project, Optional<String> schema)
    {
        if (!project.hasSchemas() && schema.isPresent() && !schema.get().equalsIgnoreCase(Namespace.DEFAULT_NAME)) {
            throw new ServiceException(400, "ODPS-0422155", format("Schema %s cannot be used: project %s has no schema model", schema.get(), project.name()));
        }
        String name = schema.orElse(Namespace.DEFAULT_NAME);
        return project.namespace(name)
                .orElseThrow(() -> new ServiceException(404, "ODPS-0422155", format("Schema not found - %s.%s", project.name(), name)));
    }
}
