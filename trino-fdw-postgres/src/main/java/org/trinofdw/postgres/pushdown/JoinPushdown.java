package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.trino.spi.connector.BasicRelationStatistics;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.JoinApplicationResult;
import io.trino.spi.connector.JoinStatistics;
import io.trino.spi.connector.JoinType;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.StandardFunctions;
import io.trino.spi.expression.Variable;
import org.trinofdw.handle.HiddenColumn;
import org.trinofdw.handle.HiddenColumnHandle;
import org.trinofdw.postgres.handle.JoinSource;
import org.trinofdw.postgres.handle.OutputColumn;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.RemoteCosts;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.trino.plugin.base.expression.ConnectorExpressions.extractConjuncts;
import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * Pushes a join of two scans of one server down, if PostgreSQL tests its whole condition as Trino would. Both are read as one remote user, the one that the
 * Trino user of the query is mapped to on that server.
 */
public final class JoinPushdown
{
    private final ConditionTranslator conditionTranslator;

    @Inject
    public JoinPushdown(ConditionTranslator conditionTranslator)
    {
        this.conditionTranslator = requireNonNull(conditionTranslator, "conditionTranslator is null");
    }

    /**
     * @return empty if nothing changes
     */
    public Optional<JoinApplicationResult<ConnectorTableHandle>> apply(
            JoinType type,
            PostgresTableHandle left,
            PostgresTableHandle right,
            ConnectorExpression condition,
            Map<String, ColumnHandle> leftAssignments,
            Map<String, ColumnHandle> rightAssignments,
            JoinStatistics statistics)
    {
        if (!left.options().pushdown().join() || !right.options().pushdown().join() || !left.server().equals(right.server())) {
            return Optional.empty();
        }
        // of no rows, nothing is asked
        if (left.constraint().isNone() || right.constraint().isNone()) {
            return Optional.empty();
        }
        if (left.partitioned().isPresent() || right.partitioned().isPresent() || left.query().limitedPerSplit() || right.query().limitedPerSplit() || isDear(left.options().costs(), statistics)) {
            return Optional.empty();
        }
        Set<ColumnHandle> leftUsed = ImmutableSet.copyOf(leftAssignments.values());
        Set<ColumnHandle> rightUsed = ImmutableSet.copyOf(rightAssignments.values());
        if (!onlyColumnsOf(left, leftUsed) || !onlyColumnsOf(right, rightUsed)) {
            // a hidden column tells of one of the two tables
            return Optional.empty();
        }

        int depth = max(left.query().source().depth(), right.query().source().depth());
        boolean leftNullable = type == JoinType.RIGHT_OUTER || type == JoinType.FULL_OUTER;
        boolean rightNullable = type == JoinType.LEFT_OUTER || type == JoinType.FULL_OUTER;
        Map<ColumnHandle, PostgresColumnHandle> leftColumns = renamed(left, depth, 0, leftNullable);
        Map<ColumnHandle, PostgresColumnHandle> rightColumns = renamed(right, depth, left.columns().size(), rightNullable);
        Map<String, ColumnHandle> assignments = new HashMap<>();
        leftAssignments.forEach((name, column) -> assignments.put(name, leftColumns.get(column)));
        rightAssignments.forEach((name, column) -> assignments.put(name, rightColumns.get(column)));

        ImmutableList.Builder<String> conditions = ImmutableList.builder();
        ConditionTranslator translator = conditionTranslator.of(left);
        for (ConnectorExpression conjunct : extractConjuncts(condition)) {
            // PostgreSQL joins FULL by merging and hashing only
            boolean possible = type != JoinType.FULL_OUTER || equatesColumns(conjunct, leftAssignments.keySet(), rightAssignments.keySet());
            Optional<String> sql = possible ? translator.condition(conjunct, assignments) : Optional.empty();
            if (sql.isEmpty()) {
                return Optional.empty();
            }
            conditions.add(sql.get());
        }
        if (conditions.build().isEmpty()) {
            return Optional.empty();
        }
        JoinSource join = new JoinSource(
                switch (type) {
                    case INNER -> JoinSource.Kind.INNER;
                    case LEFT_OUTER -> JoinSource.Kind.LEFT;
                    case RIGHT_OUTER -> JoinSource.Kind.RIGHT;
                    case FULL_OUTER -> JoinSource.Kind.FULL;
                },
                left.query(),
                outputs(leftColumns, leftUsed),
                right.query(),
                outputs(rightColumns, rightUsed),
                conditions.build());
        List<PostgresColumnHandle> columns = ImmutableList.<PostgresColumnHandle>builder()
                .addAll(used(leftColumns, leftUsed))
                .addAll(used(rightColumns, rightUsed))
                .build();
        SchemaTableName name = new SchemaTableName(left.name().getSchemaName(), left.name().getTableName() + " join " + right.name().getTableName());
        return Optional.of(new JoinApplicationResult<>(
                left.derived(name, join, columns),
                withHiddenColumns(leftColumns),
                withHiddenColumns(rightColumns),
                !left.options().useRemoteEstimate()));
    }

    /** True if the join is known to have so many more rows than its inputs together that to read those costs less; Trino then joins on all nodes. */
    private static boolean isDear(RemoteCosts costs, JoinStatistics statistics)
    {
        Optional<BasicRelationStatistics> left = statistics.getLeftStatistics();
        Optional<BasicRelationStatistics> right = statistics.getRightStatistics();
        Optional<BasicRelationStatistics> join = statistics.getJoinStatistics();
        return left.isPresent() && right.isPresent() && join.isPresent() &&
                !costs.joinIsCheaper(left.get().getRowCount(), right.get().getRowCount(), join.get().getRowCount());
    }

    private static boolean onlyColumnsOf(PostgresTableHandle table, Set<ColumnHandle> used)
    {
        return ImmutableSet.<ColumnHandle>copyOf(table.columns()).containsAll(used);
    }

    /** New names for all columns of an input, since the engine asks for all. */
    private static Map<ColumnHandle, PostgresColumnHandle> renamed(PostgresTableHandle table, int depth, int firstIndex, boolean nullable)
    {
        Map<ColumnHandle, PostgresColumnHandle> columns = new LinkedHashMap<>();
        int index = firstIndex;
        for (PostgresColumnHandle column : table.columns()) {
            String name = "$%s_%s".formatted(depth, index);
            columns.put(column, new PostgresColumnHandle(name, name, column.type(), column.remoteType(), nullable || column.nullable(), false, column.comment()));
            index++;
        }
        return columns;
    }

    private static List<OutputColumn> outputs(Map<ColumnHandle, PostgresColumnHandle> columns, Set<ColumnHandle> used)
    {
        return columns.entrySet().stream()
                .filter(entry -> used.contains(entry.getKey()))
                .map(entry -> new OutputColumn(quoted(((PostgresColumnHandle) entry.getKey()).remoteName()), entry.getValue().remoteName()))
                .toList();
    }

    private static List<PostgresColumnHandle> used(Map<ColumnHandle, PostgresColumnHandle> columns, Set<ColumnHandle> used)
    {
        return columns.entrySet().stream()
                .filter(entry -> used.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Map<ColumnHandle, ColumnHandle> withHiddenColumns(Map<ColumnHandle, PostgresColumnHandle> columns)
    {
        ImmutableMap.Builder<ColumnHandle, ColumnHandle> result = ImmutableMap.builder();
        result.putAll(columns);
        for (HiddenColumn column : HiddenColumn.values()) {
            result.put(new HiddenColumnHandle(column), new HiddenColumnHandle(column));
        }
        return result.buildOrThrow();
    }

    private static boolean equatesColumns(ConnectorExpression expression, Set<String> left, Set<String> right)
    {
        if (!(expression instanceof Call call) || !call.getFunctionName().equals(StandardFunctions.EQUAL_OPERATOR_FUNCTION_NAME)) {
            return false;
        }
        return call.getArguments().get(0) instanceof Variable first && call.getArguments().get(1) instanceof Variable second &&
                ((left.contains(first.getName()) && right.contains(second.getName())) || (right.contains(first.getName()) && left.contains(second.getName())));
    }
}
