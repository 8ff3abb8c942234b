package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.Assignment;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ProjectionApplicationResult;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.StandardFunctions;
import io.trino.spi.expression.Variable;
import io.trino.spi.type.Type;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.type.ColumnMappings;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.trino.plugin.base.expression.ConnectorExpressions.extractVariables;
import static java.util.Objects.requireNonNull;

/**
 * Reads a column under a wider type in the place of a cast, which costs nothing. Trino casts before it sums, averages or joins; without the cast in
 * between, those go down. Other expressions stay with Trino: computing them would slow down the server, which is what a scan waits for.
 */
public final class ProjectionPushdown
{
    private final ColumnMappings columnMappings;

    @Inject
    public ProjectionPushdown(ColumnMappings columnMappings)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    /**
     * @return empty if nothing changes
     */
    public Optional<ProjectionApplicationResult<ConnectorTableHandle>> apply(PostgresTableHandle table, List<ConnectorExpression> projections, Map<String, ColumnHandle> assignments)
    {
        if (table.partitioned().isPresent()) {
            // its partitions are found by the names of its columns
            return Optional.empty();
        }
        Map<String, Assignment> widened = new LinkedHashMap<>();
        ImmutableList.Builder<ConnectorExpression> newProjections = ImmutableList.builder();
        for (ConnectorExpression projection : projections) {
            Optional<PostgresColumnHandle> column = widened(projection, assignments);
            column.ifPresent(found -> widened.put(found.name(), new Assignment(found.name(), found, found.type())));
            newProjections.add(column.<ConnectorExpression>map(found -> new Variable(found.name(), found.type())).orElse(projection));
        }
        if (widened.isEmpty()) {
            return Optional.empty();
        }
        Set<PostgresColumnHandle> columns = new LinkedHashSet<>(table.columns());
        widened.values().forEach(assignment -> columns.add((PostgresColumnHandle) assignment.getColumn()));
        Map<String, Assignment> used = new LinkedHashMap<>(widened);
        newProjections.build().stream()
                .flatMap(projection -> extractVariables(projection).stream())
                .map(Variable::getName)
                .filter(assignments::containsKey)
                .forEach(name -> used.put(name, new Assignment(name, assignments.get(name), ((FdwColumnHandle) assignments.get(name)).type())));
        return Optional.of(new ProjectionApplicationResult<>(
                table.withColumns(ImmutableList.copyOf(columns)),
                newProjections.build(),
                ImmutableList.copyOf(used.values()),
                !table.options().useRemoteEstimate()));
    }

    private Optional<PostgresColumnHandle> widened(ConnectorExpression projection, Map<String, ColumnHandle> assignments)
    {
        if (!(projection instanceof Call call) || !call.getFunctionName().equals(StandardFunctions.CAST_FUNCTION_NAME)) {
            return Optional.empty();
        }
        return call.getArguments().getFirst() instanceof Variable variable ?
                RemoteColumns.of(assignments.get(variable.getName())).flatMap(column -> widened(column, call.getType())) :
                Optional.empty();
    }

    private Optional<PostgresColumnHandle> widened(PostgresColumnHandle column, Type type)
    {
        if (!WideningCasts.sameForm(column.type(), type) || isCast(column, column.type()) || isCast(column, type)) {
            return Optional.empty();
        }
        return Optional.of(new PostgresColumnHandle(
                "%s as %s".formatted(column.name(), type.getDisplayName()),
                column.remoteName(),
                type,
                column.remoteType(),
                column.nullable(),
                column.generated(),
                column.comment()));
    }

    /** True if PostgreSQL has to cast the column for it to be read as the type. */
    private boolean isCast(PostgresColumnHandle column, Type type)
    {
        return columnMappings.declared(column.name(), column.remoteType(), type).read().cast().isPresent();
    }
}
