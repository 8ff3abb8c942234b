package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.expression.FunctionName;
import io.trino.spi.expression.Variable;
import io.trino.spi.type.VarcharType;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.PushdownRule;
import org.trinofdw.postgres.type.TextEncoding;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.trino.spi.expression.StandardFunctions.AND_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.ARRAY_CONSTRUCTOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.BETWEEN_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.IN_PREDICATE_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.IS_NULL_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.LIKE_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.NOT_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.NULLIF_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.OR_FUNCTION_NAME;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;
import static org.trinofdw.postgres.pushdown.Comparisons.C_COLLATION;

/**
 * Writes conditions of Trino as conditions for PostgreSQL that are true, false and null for the same rows. What is not certain to be is not written.
 */
public final class ConditionTranslator
{
    private final ColumnMappings columnMappings;
    private final ScalarExpressions scalarExpressions;
    private final Set<String> extensions;
    private final TextEncoding encoding;

    @Inject
    public ConditionTranslator(ColumnMappings columnMappings)
    {
        this(columnMappings, ImmutableSet.of(), TextEncoding.UTF8);
    }

    private ConditionTranslator(ColumnMappings columnMappings, Set<String> extensions, TextEncoding encoding)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
        this.scalarExpressions = new ScalarExpressions(columnMappings, encoding);
        this.extensions = ImmutableSet.copyOf(extensions);
        this.encoding = requireNonNull(encoding, "encoding is null");
    }

    /** A translator for what is read by the scan: on its server, which may have extensions whose functions may be used, and in its database. */
    public ConditionTranslator of(PostgresTableHandle table)
    {
        return new ConditionTranslator(columnMappings, table.options().pushdown().extensions(), table.encoding());
    }

    /**
     * @param assignments the columns that the variables of the expression stand for
     */
    public Optional<String> condition(ConnectorExpression expression, Map<String, ColumnHandle> assignments)
    {
        return switch (expression) {
            case Constant constant when constant.getType() == BOOLEAN -> Optional.of(constant.getValue() == null ? "NULL::boolean" : constant.getValue().toString());
            case Variable variable when variable.getType() == BOOLEAN -> column(variable, assignments)
                    .filter(value -> value.mapping().pushdown() == PushdownRule.ALL)
                    .map(RemoteValue::sql);
            case Call call when call.getType() == BOOLEAN -> condition(call, assignments);
            default -> Optional.empty();
        };
    }

    /** True if the expression can be a part of a condition. */
    boolean translates(ConnectorExpression expression, Map<String, ColumnHandle> assignments)
    {
        return (expression.getType() == BOOLEAN && condition(expression, assignments).isPresent()) || operand(expression, assignments).isPresent();
    }

    private Optional<String> condition(Call call, Map<String, ColumnHandle> assignments)
    {
        FunctionName function = call.getFunctionName();
        List<ConnectorExpression> arguments = call.getArguments();
        if (function.equals(AND_FUNCTION_NAME)) {
            return conditions(arguments, " AND ", assignments);
        }
        if (function.equals(OR_FUNCTION_NAME)) {
            return conditions(arguments, " OR ", assignments);
        }
        if (function.equals(NOT_FUNCTION_NAME)) {
            return condition(arguments.getFirst(), assignments).map(sql -> "(NOT " + sql + ")");
        }
        if (function.equals(IS_NULL_FUNCTION_NAME)) {
            return isNull(arguments.getFirst(), assignments);
        }
        if (function.equals(BETWEEN_FUNCTION_NAME)) {
            return compare(ComparisonOperator.GREATER_THAN_OR_EQUAL, arguments.get(0), arguments.get(1), assignments)
                    .flatMap(low -> compare(ComparisonOperator.LESS_THAN_OR_EQUAL, arguments.get(0), arguments.get(2), assignments)
                            .map(high -> "(" + low + " AND " + high + ")"));
        }
        if (function.equals(IN_PREDICATE_FUNCTION_NAME)) {
            return in(arguments.get(0), arguments.get(1), assignments);
        }
        if (function.equals(LIKE_FUNCTION_NAME)) {
            return like(arguments, assignments);
        }
        Optional<ComparisonOperator> operator = ComparisonOperator.from(function);
        if (operator.isPresent()) {
            return compare(operator.get(), arguments.get(0), arguments.get(1), assignments);
        }
        return value(call, assignments).map(RemoteValue::sql);
    }

    private Optional<String> conditions(List<ConnectorExpression> terms, String separator, Map<String, ColumnHandle> assignments)
    {
        ImmutableList.Builder<String> conditions = ImmutableList.builder();
        for (ConnectorExpression term : terms) {
            Optional<String> condition = condition(term, assignments);
            if (condition.isEmpty()) {
                return Optional.empty();
            }
            conditions.add(condition.get());
        }
        return Optional.of("(" + String.join(separator, conditions.build()) + ")");
    }

    private Optional<String> isNull(ConnectorExpression expression, Map<String, ColumnHandle> assignments)
    {
        if (expression instanceof Variable variable) {
            // without the cast, so that types whose values cannot be compared have it too
            return handle(variable, assignments)
                    .filter(column -> mapping(column).pushdown() != PushdownRule.NONE)
                    .map(column -> "(" + mapping(column).isNull(quoted(column.remoteName())) + ")");
        }
        return (expression.getType() == BOOLEAN ? condition(expression, assignments) : value(expression, assignments).map(RemoteValue::sql))
                .map(sql -> "(" + sql + " IS NULL)");
    }

    private Optional<String> compare(ComparisonOperator operator, ConnectorExpression left, ConnectorExpression right, Map<String, ColumnHandle> assignments)
    {
        if (right instanceof Constant constant) {
            return constant.getValue() == null ? Optional.empty() : value(left, assignments).flatMap(value -> Comparisons.compare(operator, value, constant));
        }
        if (left instanceof Constant) {
            return compare(operator.flip(), right, left, assignments);
        }
        return value(left, assignments).flatMap(leftValue ->
                value(right, assignments).flatMap(rightValue -> Comparisons.compare(operator, leftValue, rightValue)));
    }

    private Optional<String> in(ConnectorExpression left, ConnectorExpression right, Map<String, ColumnHandle> assignments)
    {
        if (!(right instanceof Call array) || !array.getFunctionName().equals(ARRAY_CONSTRUCTOR_FUNCTION_NAME)) {
            return Optional.empty();
        }
        ImmutableList.Builder<Constant> constants = ImmutableList.builder();
        ImmutableList.Builder<String> alternatives = ImmutableList.builder();
        for (ConnectorExpression element : array.getArguments()) {
            if (element instanceof Constant constant) {
                if (constant.getValue() == null) {
                    alternatives.add("NULL::boolean");
                }
                else {
                    constants.add(constant);
                }
                continue;
            }
            Optional<String> comparison = compare(ComparisonOperator.EQUAL, left, element, assignments);
            if (comparison.isEmpty()) {
                return Optional.empty();
            }
            alternatives.add(comparison.get());
        }
        List<Constant> values = constants.build();
        if (!values.isEmpty()) {
            Optional<String> membership = value(left, assignments).flatMap(value -> Comparisons.in(value, values));
            if (membership.isEmpty()) {
                return Optional.empty();
            }
            alternatives.add("(" + membership.get() + ")");
        }
        return Optional.of("(" + String.join(" OR ", alternatives.build()) + ")");
    }

    private Optional<String> like(List<ConnectorExpression> arguments, Map<String, ColumnHandle> assignments)
    {
        Optional<String> pattern = ArgumentKind.text(arguments.get(1));
        Optional<String> escape = arguments.size() > 2 ? ArgumentKind.text(arguments.get(2)) : Optional.empty();
        if (pattern.isEmpty() || (arguments.size() > 2 && escape.isEmpty()) || !encoding.holds(pattern.get()) || !escape.map(encoding::holds).orElse(true)) {
            return Optional.empty();
        }
        return LikePatterns.sql(pattern.get(), escape).flatMap(patternSql -> value(arguments.getFirst(), assignments).flatMap(value -> {
            if (!(value.mapping().type() instanceof VarcharType)) {
                // char(n): PostgreSQL matches the padded value
                return Optional.empty();
            }
            if (Comparisons.isText(value.mapping().pushdown())) {
                String collation = value.mapping().pushdown() == PushdownRule.TEXT_COLLATED ? C_COLLATION : "";
                return Optional.of("(" + value.sql() + collation + " LIKE " + patternSql + ")");
            }
            return scalarExpressions.operand(value).map(operand -> "(" + operand.sql() + " LIKE " + patternSql + ")");
        }));
    }

    /** A value that is not a constant. */
    private Optional<RemoteValue> value(ConnectorExpression expression, Map<String, ColumnHandle> assignments)
    {
        if (expression instanceof Variable variable) {
            return column(variable, assignments);
        }
        if (!(expression instanceof Call call)) {
            return Optional.empty();
        }
        if (call.getFunctionName().equals(NULLIF_FUNCTION_NAME)) {
            return nullIf(call, assignments);
        }
        Optional<HstoreFunctions.Lookup> lookup = extensions.contains(HstoreFunctions.EXTENSION) ? HstoreFunctions.lookup(call) : Optional.empty();
        if (lookup.isPresent()) {
            return handle(lookup.get().column(), assignments)
                    .flatMap(column -> operand(lookup.get().key(), assignments).flatMap(key -> lookup.get().sql(column, key)))
                    .map(sql -> scalarExpressions.computed(sql, call.getType()));
        }
        Optional<IntervalArithmetic.Shift> shift = IntervalArithmetic.from(call);
        if (shift.isPresent()) {
            return operand(shift.get().time(), assignments)
                    .flatMap(time -> IntervalArithmetic.sql(shift.get(), time))
                    .map(sql -> scalarExpressions.computed(sql, call.getType()));
        }
        ImmutableList.Builder<RemoteValue> arguments = ImmutableList.builder();
        for (ConnectorExpression argument : call.getArguments()) {
            Optional<RemoteValue> operand = operand(argument, assignments);
            if (operand.isEmpty()) {
                return Optional.empty();
            }
            arguments.add(operand.get());
        }
        return scalarExpressions.call(call, arguments.build());
    }

    private Optional<RemoteValue> operand(ConnectorExpression expression, Map<String, ColumnHandle> assignments)
    {
        if (expression instanceof Constant constant) {
            return scalarExpressions.constant(constant);
        }
        if (expression instanceof Call && expression.getType() == BOOLEAN) {
            return condition(expression, assignments).map(sql -> scalarExpressions.computed(sql, BOOLEAN));
        }
        return value(expression, assignments).flatMap(scalarExpressions::operand);
    }

    private Optional<RemoteValue> nullIf(Call call, Map<String, ColumnHandle> assignments)
    {
        ConnectorExpression first = call.getArguments().get(0);
        ConnectorExpression second = call.getArguments().get(1);
        if (!first.getType().equals(call.getType())) {
            return Optional.empty();
        }
        return operand(first, assignments).flatMap(value ->
                compare(ComparisonOperator.EQUAL, first, second, assignments)
                        .map(equal -> scalarExpressions.computed("(CASE WHEN " + equal + " THEN NULL ELSE " + value.sql() + " END)", call.getType())));
    }

    private Optional<RemoteValue> column(Variable variable, Map<String, ColumnHandle> assignments)
    {
        return handle(variable, assignments).map(column -> {
            ColumnMapping mapping = mapping(column);
            return new RemoteValue(mapping.selectExpression(quoted(column.remoteName())), mapping, false);
        });
    }

    private ColumnMapping mapping(PostgresColumnHandle column)
    {
        return columnMappings.declared(column.name(), column.remoteType(), column.type());
    }

    private static Optional<PostgresColumnHandle> handle(Variable variable, Map<String, ColumnHandle> assignments)
    {
        return RemoteColumns.of(assignments.get(variable.getName()));
    }
}
