package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trino.spi.connector.AggregateFunction;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Variable;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.TimeType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.PostgresCollation;
import org.trinofdw.postgres.type.PostgresType;
import org.trinofdw.postgres.type.PushdownRule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.NumberType.NUMBER;
import static io.trino.spi.type.RealType.REAL;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;
import static org.trinofdw.postgres.pushdown.Comparisons.C_COLLATION;
import static org.trinofdw.postgres.pushdown.FloatAggregates.filter;
import static org.trinofdw.postgres.pushdown.WideningCasts.isInteger;

/**
 * Aggregates that PostgreSQL computes exactly as Trino does, to the last digit, or for floating-point numbers up to what the order of the rows does to it.
 */
final class AggregateFunctions
{
    private static final Set<String> INTEGERS = ImmutableSet.of("int2", "int4", "int8");

    private final ColumnMappings columnMappings;

    AggregateFunctions(ColumnMappings columnMappings)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    /**
     * An aggregate.
     *
     * @param remoteType type of its result
     */
    record RemoteAggregate(String sql, PostgresType remoteType)
    {
        RemoteAggregate
        {
            requireNonNull(sql, "sql is null");
            requireNonNull(remoteType, "remoteType is null");
        }
    }

    /**
     * @param floatingPoint if those over floating-point numbers are wanted
     * @return empty if PostgreSQL would find another result for some rows
     */
    Optional<RemoteAggregate> translate(AggregateFunction aggregate, Map<String, ColumnHandle> assignments, boolean floatingPoint)
    {
        if (!aggregate.getSortItems().isEmpty()) {
            return Optional.empty();
        }
        List<String> conditions = List.of();
        if (aggregate.getFilter().isPresent()) {
            Optional<String> condition = booleanColumn(aggregate.getFilter().get(), assignments);
            if (condition.isEmpty()) {
                return Optional.empty();
            }
            conditions = List.of(condition.get());
        }
        if (aggregate.getArguments().isEmpty()) {
            return countRows(aggregate, conditions);
        }
        ImmutableList.Builder<PostgresColumnHandle> columns = ImmutableList.builder();
        for (ConnectorExpression argument : aggregate.getArguments()) {
            Optional<PostgresColumnHandle> column = column(argument, assignments);
            if (column.isEmpty()) {
                return Optional.empty();
            }
            columns.add(column.get());
        }
        List<PostgresColumnHandle> arguments = columns.build();
        return switch (arguments.size()) {
            case 1 -> ofColumn(aggregate, arguments.getFirst(), conditions, floatingPoint);
            case 2 -> floatingPoint ? ofPairs(aggregate, arguments.get(0), arguments.get(1), conditions) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<RemoteAggregate> countRows(AggregateFunction aggregate, List<String> conditions)
    {
        return aggregate.getFunctionName().equals("count") && !aggregate.isDistinct() ? result("count(*)" + filter(conditions), BIGINT) : Optional.empty();
    }

    private Optional<RemoteAggregate> ofColumn(AggregateFunction aggregate, PostgresColumnHandle column, List<String> conditions, boolean floatingPoint)
    {
        ColumnMapping mapping = mapping(column);
        String name = quoted(column.remoteName());
        String function = aggregate.getFunctionName();
        String filter = filter(conditions);
        if (function.equals("count") && !aggregate.isDistinct()) {
            return mapping.pushdown() == PushdownRule.NONE ? Optional.empty() : result("count(" + name + ")" + filter, BIGINT);
        }
        if (!isComparable(mapping)) {
            return Optional.empty();
        }
        Type type = column.type();
        String distinct = aggregate.isDistinct() ? "DISTINCT " : "";
        return switch (function) {
            case "count" -> result("count(" + distinct + groupingKey(mapping, name) + ")" + filter, BIGINT);
            case "sum", "avg" -> {
                if (isFloat(type)) {
                    yield floatingPoint ? total(aggregate, mapping, name, conditions) : Optional.empty();
                }
                Optional<String> argument = exactNumber(mapping, name).map(number -> distinct + number);
                yield function.equals("sum") ?
                        argument.flatMap(number -> sum(type, number, filter, aggregate.getOutputType())) :
                        argument.flatMap(number -> average(type, number, filter));
            }
            case "min", "max" -> extreme(function, mapping, name, conditions);
            case "bool_and", "every" -> type == BOOLEAN ? result("bool_and(" + distinct + name + ")" + filter, BOOLEAN) : Optional.empty();
            case "bool_or" -> type == BOOLEAN ? result("bool_or(" + distinct + name + ")" + filter, BOOLEAN) : Optional.empty();
            case "count_if" -> type == BOOLEAN && !aggregate.isDistinct() ? result("count(*)" + filter(and(conditions, name)), BIGINT) : Optional.empty();
            case "bitwise_and_agg" -> integer(mapping, name).flatMap(number -> bigint("bit_and(" + number + ")" + filter));
            case "bitwise_or_agg" -> integer(mapping, name).flatMap(number -> bigint("bit_or(" + number + ")" + filter));
            default -> floatingPoint && !aggregate.isDistinct() ?
                    float8(mapping, name)
                            .flatMap(x -> new FloatAggregates(conditions).dispersion(function, x))
                            .flatMap(sql -> result(sql, DOUBLE)) :
                    Optional.empty();
        };
    }

    private Optional<RemoteAggregate> total(AggregateFunction aggregate, ColumnMapping mapping, String name, List<String> conditions)
    {
        FloatAggregates aggregates = new FloatAggregates(conditions);
        return float8(mapping, name)
                .map(x -> aggregate.isDistinct() ? "DISTINCT " + x : x)
                .map(x -> aggregate.getFunctionName().equals("sum") ? aggregates.sum(x) : aggregates.average(x))
                .flatMap(sql -> floatResult(sql, aggregate.getOutputType()));
    }

    private Optional<RemoteAggregate> ofPairs(AggregateFunction aggregate, PostgresColumnHandle dependent, PostgresColumnHandle independent, List<String> conditions)
    {
        if (aggregate.isDistinct() || !isComparable(mapping(dependent)) || !isComparable(mapping(independent))) {
            return Optional.empty();
        }
        return float8(mapping(dependent), quoted(dependent.remoteName()))
                .flatMap(y -> float8(mapping(independent), quoted(independent.remoteName()))
                        .flatMap(x -> new FloatAggregates(conditions).ofPairs(aggregate.getFunctionName(), y, x)))
                .flatMap(sql -> floatResult(sql, aggregate.getOutputType()));
    }

    private Optional<RemoteAggregate> floatResult(String sql, Type type)
    {
        if (type == DOUBLE) {
            return result(sql, DOUBLE);
        }
        // real numbers too are added up in double precision
        return type == REAL ? result(FloatAggregates.real(sql), REAL) : Optional.empty();
    }

    /** A number in double precision. */
    private static Optional<String> float8(ColumnMapping mapping, String name)
    {
        if (isFloat(mapping.type())) {
            return Optional.of(mapping.remoteType().isBuiltin("float8") ? name : "CAST(" + name + " AS float8)");
        }
        return integer(mapping, name).map(number -> "CAST(" + number + " AS float8)");
    }

    /** A number that PostgreSQL adds up without rounding. */
    private static Optional<String> exactNumber(ColumnMapping mapping, String name)
    {
        return mapping.type() instanceof DecimalType ? Optional.of(name) : integer(mapping, name);
    }

    /**
     * A number in one of the types that PostgreSQL has all aggregates of integers for.
     *
     * @return empty if the values may have fractions, which are an error when Trino reads them as integers, but not in an aggregate
     */
    private static Optional<String> integer(ColumnMapping mapping, String name)
    {
        if (!isInteger(mapping.type())) {
            return Optional.empty();
        }
        PostgresType remote = mapping.remoteType();
        if (INTEGERS.stream().anyMatch(remote::isBuiltin)) {
            return Optional.of(name);
        }
        return remote.isBuiltin("oid") || remote.isWholeNumeric() ? Optional.of("CAST(" + name + " AS int8)") : Optional.empty();
    }

    private Optional<RemoteAggregate> sum(Type type, String argument, String filter, Type outputType)
    {
        if (isInteger(type)) {
            // PostgreSQL's sum of bigint has no limit; the cast raises an error where Trino does
            return bigint("sum(" + argument + ")" + filter);
        }
        // more than 38 digits are an error when they are read
        return type instanceof DecimalType && outputType instanceof DecimalType ? result("sum(" + argument + ")" + filter, outputType) : Optional.empty();
    }

    private Optional<RemoteAggregate> average(Type type, String argument, String filter)
    {
        if (isInteger(type) && !argument.startsWith("DISTINCT ")) {
            return result("avg(CAST(" + argument + " AS float8))" + filter, DOUBLE);
        }
        if (type instanceof DecimalType decimal) {
            // half up at the scale of the argument, from the exact quotient: PostgreSQL's avg has rounded already
            String sum = "sum(" + argument + ")" + filter;
            String count = "count(" + argument + ")" + filter;
            String unit = "1" + "0".repeat(decimal.getScale());
            return result(
                    "sign(%s) * div(abs(%s) * 2 * %s + %s, 2 * %s) * 1e-%s".formatted(sum, sum, unit, count, count, decimal.getScale()),
                    decimal);
        }
        return Optional.empty();
    }

    private Optional<RemoteAggregate> extreme(String function, ColumnMapping mapping, String name, List<String> conditions)
    {
        String filter = filter(conditions);
        return switch (mapping.pushdown()) {
            case ALL -> hasExtremes(mapping.type()) ? Optional.of(new RemoteAggregate(function + "(" + name + ")" + filter, mapping.remoteType())) : Optional.empty();
            case TEXT_BYTEWISE, TEXT, TEXT_COLLATED -> Optional.of(new RemoteAggregate(
                    function + "(" + name + C_COLLATION + ")" + filter,
                    mapping.remoteType().withCollation(Optional.of(PostgresCollation.C))));
            // NaN is the greatest in PostgreSQL, and in Trino too if the type is number; of floating-point numbers both functions give it there only if there is nothing else
            case NAN_AWARE -> Optional.of(new RemoteAggregate(
                    function.equals("min") || mapping.type() == NUMBER ?
                            function + "(" + name + ")" + filter :
                            "COALESCE(max(%1$s)%2$s, max(%1$s)%3$s)".formatted(name, filter(and(conditions, Comparisons.notNan(mapping, name))), filter),
                    mapping.remoteType()));
            case TEXT_UNORDERED, TEXT_CONSTANTS, EQUALITY, ENUM, NULL_CHECK_ONLY, NONE -> Optional.empty();
        };
    }

    private static List<String> and(List<String> conditions, String condition)
    {
        return ImmutableList.<String>builder().addAll(conditions).add(condition).build();
    }

    private ColumnMapping mapping(PostgresColumnHandle column)
    {
        return columnMappings.declared(column.name(), column.remoteType(), column.type());
    }

    private static boolean isComparable(ColumnMapping mapping)
    {
        return isGroupable(mapping.pushdown()) && mapping.read().cast().isEmpty();
    }

    /** Whether values are one in PostgreSQL if they are in Trino. */
    static boolean isGroupable(PushdownRule rule)
    {
        return switch (rule) {
            case ALL, NAN_AWARE, TEXT_BYTEWISE, TEXT, TEXT_COLLATED, TEXT_UNORDERED, EQUALITY, ENUM -> true;
            case TEXT_CONSTANTS, NULL_CHECK_ONLY, NONE -> false;
        };
    }

    private static boolean isFloat(Type type)
    {
        return type == DOUBLE || type == REAL;
    }

    /** What rows are grouped by, and values told apart by. */
    static String groupingKey(ColumnMapping mapping, String name)
    {
        return mapping.pushdown() == PushdownRule.TEXT_COLLATED ? name + C_COLLATION : name;
    }

    private Optional<String> booleanColumn(ConnectorExpression expression, Map<String, ColumnHandle> assignments)
    {
        return column(expression, assignments)
                .filter(column -> {
                    ColumnMapping mapping = mapping(column);
                    return column.type() == BOOLEAN && mapping.pushdown() == PushdownRule.ALL && mapping.read().cast().isEmpty();
                })
                .map(column -> quoted(column.remoteName()));
    }

    private Optional<RemoteAggregate> bigint(String sql)
    {
        return result("CAST(" + sql + " AS int8)", BIGINT);
    }

    private Optional<RemoteAggregate> result(String sql, Type type)
    {
        return Optional.of(new RemoteAggregate(sql, columnMappings.newColumn("aggregate", type).remoteType()));
    }

    private static Optional<PostgresColumnHandle> column(ConnectorExpression expression, Map<String, ColumnHandle> assignments)
    {
        return expression instanceof Variable variable ? RemoteColumns.of(assignments.get(variable.getName())) : Optional.empty();
    }

    /** PostgreSQL has neither min nor max for boolean and uuid, nor for bytea before version 18. */
    private static boolean hasExtremes(Type type)
    {
        return isInteger(type) ||
                type instanceof DecimalType ||
                type == DATE ||
                type instanceof TimeType ||
                type instanceof TimestampType ||
                type instanceof TimestampWithTimeZoneType;
    }
}
