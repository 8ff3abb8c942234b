package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.store.Namespace;
import org.trinofdw.testing.maxcompute.store.Partition;
import org.trinofdw.testing.maxcompute.store.PartitionKey;
import org.trinofdw.testing.maxcompute.store.PartitionSpecs;
import org.trinofdw.testing.maxcompute.store.Project;
import org.trinofdw.testing.maxcompute.store.ServiceException;
import org.trinofdw.testing.maxcompute.store.Table;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static java.lang.String.format;
import static java.util.Objects.requireNonNull;

/**
 * The table that the path {@code /projects/p[/schemas/s]/tables/t} of a Tunnel request names.
 */
record TunnelTable(String project, String schema, String name)
{
    TunnelTable
    {
        project = project.toLowerCase(Locale.ENGLISH);
        schema = schema.toLowerCase(Locale.ENGLISH);
        name = name.toLowerCase(Locale.ENGLISH);
    }

    static Optional<TunnelTable> ofPath(List<String> path)
    {
        if (path.size() == 4 && path.get(0).equals("projects") && path.get(2).equals("tables")) {
            return Optional.of(new TunnelTable(path.get(1), Namespace.DEFAULT_NAME, path.get(3)));
        }
        if (path.size() == 6 && path.get(0).equals("projects") && path.get(2).equals("schemas") && path.get(4).equals("tables")) {
            return Optional.of(new TunnelTable(path.get(1), path.get(3), path.get(5)));
        }
        return Optional.empty();
    }

    /**
     * @throws ServiceException NoSuchProject, NoSuchSchema or NoSuchTable; MethodNotAllowed if it holds no data of its own
     */
    Table find(ServiceContext context)
    {
        Project found = context.store().findProject(project)
                .orElseThrow(() -> new ServiceException(404, "NoSuchProject", "The specified project name does not exist: " + project));
        Namespace namespace = found.namespace(schema)
                .orElseThrow(() -> new ServiceException(404, "NoSuchSchema", format("The specified schema name does not exist: %s.%s", project, schema)));
        Table table = namespace.table(name)
                .orElseThrow(() -> new ServiceException(404, "NoSuchTable", format("The specified table name does not exist: %s.%s", project, name)));
        switch (table.definition().kind()) {
            case MANAGED_TABLE, MATERIALIZED_VIEW -> {}
            case VIRTUAL_VIEW, EXTERNAL_TABLE ->
                    throw new ServiceException(405, "MethodNotAllowed", format("The specified method is not allowed against this resource: %s is of type %s", name, table.definition().kind()));
        }
        return table;
    }

    /**
     * The key that the parameter {@code partition} says.
     *
     * @throws ServiceException MissingPartitionSpec or InvalidPartitionSpec
     */
    static PartitionKey key(Table table, Request request)
    {
        Optional<String> specification = request.parameter("partition");
        if (!table.isPartitioned()) {
            if (specification.isPresent()) {
                throw new ServiceException(400, "InvalidPartitionSpec", "The specified table is not partitioned: " + specification.get());
            }
            return PartitionKey.NONE;
        }
        return table.key(PartitionSpecs.parse(specification
                .orElseThrow(() -> new ServiceException(400, "MissingPartitionSpec", "A partition spec is required for the partitioned table."))));
    }

    static Partition partition(Table table, PartitionKey key)
    {
        return table.partition(key)
                .orElseThrow(() -> new ServiceException(404, "NoSuchPartition", "The specified partition does not exist: " + table.specification(key)));
    }
}
