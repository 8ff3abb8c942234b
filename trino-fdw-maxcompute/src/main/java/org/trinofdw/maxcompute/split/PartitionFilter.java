package org.trinofdw.maxcompute.split;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorExpressionEvaluator;
import io.trino.spi.connector.ConnectorExpressionEvaluator.EvaluationResult;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.Constraint;
import io.trino.spi.predicate.NullableValue;
import org.trinofdw.maxcompute.handle.MaxComputeColumnHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;
import org.trinofdw.maxcompute.pushdown.PartitionPruner;

import java.util.List;
import java.util.Map;

import static io.trino.plugin.base.expression.ConnectorExpressions.extractConjuncts;
import static java.lang.Boolean.FALSE;

/**
 * Leaves out partitions by conditions that no domain expresses, such as functions of partition columns. The engine computes them on the values of a partition,
 * and tests the rows again.
 */
final class PartitionFilter
{
    private final Map<String, MaxComputeColumnHandle> partitionColumns;
    private final List<ConnectorExpressionEvaluator.Prepared> conditions;

    PartitionFilter(ConnectorExpressionEvaluator evaluator, ConnectorSession session, Constraint constraint)
    {
        ImmutableMap.Builder<String, MaxComputeColumnHandle> columns = ImmutableMap.builder();
        constraint.getAssignments().forEach((String name, ColumnHandle column) -> {
            if (column instanceof MaxComputeColumnHandle handle && handle.partitionKey()) {
                columns.put(name, handle);
            }
        });
        partitionColumns = columns.buildOrThrow();
        conditions = partitionColumns.isEmpty() ? ImmutableList.of() : extractConjuncts(constraint.getExpression()).stream()
                .map(condition -> evaluator.prepare(session, condition))
                .filter(condition -> !condition.getArguments().isEmpty() && partitionColumns.keySet().containsAll(condition.getArguments()))
                .toList();
    }

    /** False if a condition is false, or unknown, for all rows of the partition. */
    boolean matches(PartitionSpec partition)
    {
        if (conditions.isEmpty()) {
            return true;
        }
        ImmutableMap.Builder<String, NullableValue> values = ImmutableMap.builder();
        partitionColumns.forEach((name, column) -> values.put(name, PartitionPruner.value(column, partition)));
        Map<String, NullableValue> bindings = values.buildOrThrow();
        return conditions.stream().allMatch(condition -> switch (condition.tryEvaluate(bindings)) {
            case EvaluationResult.Value(Object value) -> value != null && !value.equals(FALSE);
            case EvaluationResult.NoResult() -> true;
        });
    }
}
