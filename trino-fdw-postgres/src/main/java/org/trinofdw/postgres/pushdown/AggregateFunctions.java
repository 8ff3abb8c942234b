package org.trinofdw.postgres.pushdown;

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

import java.util.Map;
import java.util.Optional;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;
import static org.trinofdw.postgres.pushdown.Comparisons.C_COLLATION;
import static org.trinofdw.postgres.pushdown.WideningCasts.isInteger;

/**
 * Aggregates that PostgreSQL computes exactly as Trino does, to the last digit. Sums and averages of floating-point numbers are not among them, nor are
 * variance, deviation and correlation: their results depend on the order of the rows and on the method.
 */
final class AggregateFunctions
{
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
     * @return empty if PostgreSQL would find another result for some rows
     */
    Optional<RemoteAggregate> translate(AggregateFunction aggregate, Map<String, ColumnHandle> assignments)
    {
        if (!aggregate.getSortItems().isEmpty() || aggregate.getArguments().size() > 1) {
            return Optional.empty();
        }
        Optional<String> filter = Optional.of("");
        if (aggregate.getFilter().isPresent()) {
            filter = booleanColumn(aggregate.getFilter().get(), assignments).map(condition -> " FILTER (WHERE " + condition + ")");
        }
        return filter.flatMap(suffix -> aggregate.getArguments().isEmpty() ?
                countRows(aggregate, suffix) :
                column(aggregate.getArguments().getFirst(), assignments).flatMap(column -> translate(aggregate, column, suffix)));
    }

    private Optional<RemoteAggregate> countRows(AggregateFunction aggregate, String filter)
    {
        return aggregate.getFunctionName().equals("count") && !aggregate.isDistinct() ? result("count(*)" + filter, BIGINT) : Optional.empty();
    }

    private Optional<RemoteAggregate> translate(AggregateFunction aggregate, PostgresColumnHandle column, String filter)
    {
        ColumnMapping mapping = columnMappings.declared(column.name(), column.remoteType(), column.type());
        String name = quoted(column.remoteName());
        String function = aggregate.getFunctionName();
        if (function.equals("count") && !aggregate.isDistinct()) {
            return mapping.pushdown() == PushdownRule.NONE ? Optional.empty() : result("count(" + name + ")" + filter, BIGINT);
        }
        if (mapping.pushdown() == PushdownRule.NONE || mapping.pushdown() == PushdownRule.NULL_CHECK_ONLY || mapping.read().cast().isPresent()) {
            return Optional.empty();
        }
        Type type = column.type();
        String argument = (aggregate.isDistinct() ? "DISTINCT " : "") + groupingKey(mapping, name);
        return switch (function) {
            case "count" -> result("count(" + argument + ")" + filter, BIGINT);
            case "sum" -> sum(type, argument, filter, aggregate.getOutputType());
            case "avg" -> average(type, argument, filter);
            case "min", "max" -> extreme(function, mapping, name, filter);
            case "bool_and", "every" -> type == BOOLEAN ? result("bool_and(" + argument + ")" + filter, BOOLEAN) : Optional.empty();
            case "bool_or" -> type == BOOLEAN ? result("bool_or(" + argument + ")" + filter, BOOLEAN) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<RemoteAggregate> sum(Type type, String argument, String filter, Type outputType)
    {
        if (isInteger(type)) {
            // PostgreSQL's sum of bigint has no limit; the cast raises an error where Trino does
            return result("CAST(sum(" + argument + ")" + filter + " AS int8)", BIGINT);
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

    private Optional<RemoteAggregate> extreme(String function, ColumnMapping mapping, String name, String filter)
    {
        return switch (mapping.pushdown()) {
            case ALL -> hasExtremes(mapping.type()) ? Optional.of(new RemoteAggregate(function + "(" + name + ")" + filter, mapping.remoteType())) : Optional.empty();
            case TEXT_BYTEWISE, TEXT, TEXT_COLLATED -> Optional.of(new RemoteAggregate(
                    function + "(" + name + C_COLLATION + ")" + filter,
                    mapping.remoteType().withCollation(Optional.of(PostgresCollation.C))));
            case NAN_AWARE, EQUALITY, ENUM, NULL_CHECK_ONLY, NONE -> Optional.empty();
        };
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
                    ColumnMapping mapping = columnMappings.declared(column.name(), column.remoteType(), column.type());
                    return column.type() == BOOLEAN && mapping.pushdown() == PushdownRule.ALL && mapping.read().cast().isEmpty();
                })
                .map(column -> quoted(column.remoteName()));
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
