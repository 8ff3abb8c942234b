package org.trinofdw.testing.maxcompute.sql;

import org.trinofdw.testing.maxcompute.store.MetaStore;
import org.trinofdw.testing.maxcompute.store.Namespace;
import org.trinofdw.testing.maxcompute.store.Project;
import org.trinofdw.testing.maxcompute.store.ServiceException;
import org.trinofdw.testing.maxcompute.store.Table;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.lang.String.format;
import static java.util.Objects.requireNonNull;

/**
 * Finds the tables that names mean. Two parts are a schema and a table if the hint {@code odps.namespace.schema} is true, else a project and a table.
 */
final class TableResolver
{
    private final MetaStore store;
    private final Project project;
    private final Map<String, String> hints;

    TableResolver(MetaStore store, Project project, Map<String, String> hints)
    {
        this.store = requireNonNull(store, "store is null");
        this.project = requireNonNull(project, "project is null");
        this.hints = requireNonNull(hints, "hints is null");
    }

    TypeSystem typeSystem()
    {
        return new TypeSystem(project.properties(), hints);
    }

    Project project()
    {
        return project;
    }

    /**
     * Where a table of the name is or would be.
     */
    Namespace namespace(QualifiedName name)
    {
        List<String> parts = name.parts();
        boolean schemas = Boolean.parseBoolean(hints.getOrDefault("odps.namespace.schema", "false"));
        try {
            return switch (parts.size()) {
                case 1 -> store.namespace(project, defaultSchema(schemas));
                case 2 -> schemas && project.hasSchemas()
                        ? store.namespace(project, Optional.of(parts.get(0)))
                        : store.namespace(store.project(parts.get(0)), Optional.empty());
                default -> {
                    if (!schemas) {
                        throw new SqlException(format("ODPS-0130161:[%s,%s] Parse exception - three-part name %s needs odps.namespace.schema=true", name.line(), name.column(), name));
                    }
                    yield store.namespace(store.project(parts.get(0)), Optional.of(parts.get(1)));
                }
            };
        }
        catch (ServiceException e) {
            throw new SqlException(format("%s:[%s,%s] %s", e.code(), name.line(), name.column(), e.getMessage()));
        }
    }

    private Optional<String> defaultSchema(boolean schemas)
    {
        return schemas ? Optional.ofNullable(hints.get("odps.default.schema")).filter(schema -> !schema.isEmpty()) : Optional.empty();
    }

    Table table(QualifiedName name)
    {
        return namespace(name).table(name.last())
                .orElseThrow(() -> new SqlException(format("ODPS-0130131:[%s,%s] Table not found - table %s cannot be resolved", name.line(), name.column(), name)));
    }

    /**
     * A schema's name in CREATE SCHEMA: one part in the current project, or two.
     */
    Project schemaOwner(QualifiedName name)
    {
        Project owner = name.parts().size() == 1 ? project : store.project(name.parts().get(0));
        if (!owner.hasSchemas()) {
            throw new SqlException(format("ODPS-0130161:[%s,%s] Parse exception - project %s has no schema model", name.line(), name.column(), owner.name()));
        }
        return owner;
    }
}
