package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.trino.spi.connector.AggregateFunction;
import io.trino.spi.connector.AggregationApplicationResult;
import io.trino.spi.connector.Assignment;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Variable;
import org.trinofdw.postgres.handle.AggregateSource;
import org.trinofdw.postgres.handle.OutputColumn;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.pushdown.AggregateFunctions.RemoteAggregate;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * Pushes aggregates, GROUP BY and DISTINCT down: all of a node, or nothing.
 */
public final class AggregationPushdown
{
    private final ColumnMappings columnMappings;
    private final AggregateFunctions aggregateFunctions;

    @Inject
    public AggregationPushdown(ColumnMappings columnMappings)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
        this.aggregateFunctions = new AggregateFunctions(columnMappings);
    }

    /**
     * @return empty if nothing changes
     */
    public Optional<AggregationApplicationResult<ConnectorTableHandle>> apply(
            PostgresTableHandle table,
            List<AggregateFunction> aggregates,
            Map<String, ColumnHandle> assignments,
            List<List<ColumnHandle>> groupingSets)
    {
        // of no rows, nothing is asked
        if (!table.options().pushdown().aggregation() || groupingSets.size() != 1 || table.query().limitedPerSplit() || table.partitioned().isPresent() || table.constraint().isNone()) {
            return Optional.empty();
        }
        ImmutableList.Builder<PostgresColumnHandle> columns = ImmutableList.builder();
        // two handles may read one column under different types
        ImmutableSet.Builder<String> keys = ImmutableSet.builder();
        ImmutableSet.Builder<OutputColumn> outputs = ImmutableSet.builder();
        for (ColumnHandle handle : groupingSets.getFirst()) {
            Optional<String> key = RemoteColumns.of(handle).flatMap(this::key);
            if (key.isEmpty()) {
                return Optional.empty();
            }
            PostgresColumnHandle column = (PostgresColumnHandle) handle;
            columns.add(column);
            keys.add(key.get());
            outputs.add(new OutputColumn(key.get(), column.remoteName()));
        }
        ImmutableList.Builder<ConnectorExpression> projections = ImmutableList.builder();
        ImmutableList.Builder<Assignment> newAssignments = ImmutableList.builder();
        for (AggregateFunction aggregate : aggregates) {
            Optional<RemoteAggregate> translated = aggregateFunctions.translate(aggregate, assignments, table.options().pushdown().floatAggregation());
            if (translated.isEmpty()) {
                return Optional.empty();
            }
            String name = "$%s_%s".formatted(table.query().source().depth(), newAssignments.build().size());
            PostgresColumnHandle column = new PostgresColumnHandle(name, name, aggregate.getOutputType(), translated.get().remoteType().withEncoding(table.encoding()), true, false, Optional.empty());
            columns.add(column);
            outputs.add(new OutputColumn(translated.get().sql(), name));
            projections.add(new Variable(name, aggregate.getOutputType()));
            newAssignments.add(new Assignment(name, column, aggregate.getOutputType()));
        }
        PostgresTableHandle handle = table.derived(table.name(), new AggregateSource(table.query(), keys.build().asList(), outputs.build().asList()), columns.build());
        return Optional.of(new AggregationApplicationResult<>(handle, projections.build(), newAssignments.build(), ImmutableMap.of(), !table.options().useRemoteEstimate()));
    }

    /** Grouping needs no more than equality. */
    private Optional<String> key(PostgresColumnHandle column)
    {
        ColumnMapping mapping = columnMappings.declared(column.name(), column.remoteType(), column.type());
        boolean groups = AggregateFunctions.isGroupable(mapping.pushdown()) && mapping.read().cast().isEmpty();
        return groups ? Optional.of(AggregateFunctions.groupingKey(mapping, quoted(column.remoteName()))) : Optional.empty();
    }
}
