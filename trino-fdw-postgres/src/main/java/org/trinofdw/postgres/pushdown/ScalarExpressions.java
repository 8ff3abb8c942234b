package org.trinofdw.postgres.pushdown;

import io.airlift.slice.Slice;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.expression.FunctionName;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.PostgresLiterals;

import java.util.List;
import java.util.Optional;

import static io.trino.spi.expression.StandardFunctions.ADD_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.DIVIDE_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.MODULO_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.MULTIPLY_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.SUBTRACT_FUNCTION_NAME;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.Decimals.MAX_PRECISION;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.pushdown.Comparisons.C_COLLATION;
import static org.trinofdw.postgres.pushdown.WideningCasts.isInteger;
import static org.trinofdw.postgres.type.PushdownRule.NONE;
import static org.trinofdw.postgres.type.PushdownRule.NULL_CHECK_ONLY;

/**
 * Arithmetic, casts and functions that PostgreSQL computes exactly as Trino does, errors included. Floating-point arithmetic is not among them, since
 * PostgreSQL raises errors where Trino has infinities, nor are lower and upper, which follow the collation.
 */
final class ScalarExpressions
{
    private final ColumnMappings columnMappings;

    ScalarExpressions(ColumnMappings columnMappings)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    /** A constant by itself, of exactly the type that Trino gives it. */
    Optional<RemoteValue> constant(Constant constant)
    {
        Type type = constant.getType() instanceof VarcharType ? VARCHAR : constant.getType();
        Optional<String> typeName = RemoteTypes.name(type);
        if (typeName.isEmpty() || constant.getValue() == null) {
            return Optional.empty();
        }
        ColumnMapping mapping = columnMappings.newColumn("constant", type);
        return PostgresLiterals.literal(mapping, constant.getValue())
                .map(literal -> computed("CAST(" + literal + " AS " + typeName.get() + ")", type));
    }

    /** The value in the PostgreSQL type whose operators work as those of its Trino type. */
    Optional<RemoteValue> operand(RemoteValue value)
    {
        ColumnMapping mapping = value.mapping();
        if (value.computed()) {
            return Optional.of(value);
        }
        Optional<String> typeName = RemoteTypes.name(mapping.type());
        if (typeName.isEmpty() || mapping.pushdown() == NONE || mapping.pushdown() == NULL_CHECK_ONLY) {
            return Optional.empty();
        }
        // functions and operators of text take varchar as it is
        boolean hasType = mapping.read().cast().isEmpty() &&
                (mapping.remoteType().isBuiltin(typeName.get()) || (mapping.type() instanceof VarcharType && mapping.remoteType().isBuiltin("varchar")));
        return Optional.of(computed(hasType ? value.sql() : "CAST(" + value.sql() + " AS " + typeName.get() + ")", mapping.type()));
    }

    /** A call of a function or operator, but for those that make conditions. */
    Optional<RemoteValue> call(Call call, List<RemoteValue> arguments)
    {
        FunctionName function = call.getFunctionName();
        if (function.getCatalogSchema().isPresent()) {
            return Optional.empty();
        }
        Type type = call.getType();
        return switch (function.getName()) {
            case "$add", "$subtract", "$multiply", "$divide", "$modulo" -> arithmetic(call, arguments);
            case "$negate" -> exactNumber(type) ? Optional.of(computed("(- " + arguments.getFirst().sql() + ")", type)) : Optional.empty();
            case "$cast" -> cast(arguments.getFirst(), type);
            case "$coalesce" -> Optional.of(computed("COALESCE(" + list(arguments) + ")", type));
            case "abs" -> exactNumber(type) ? Optional.of(computed("abs(" + list(arguments) + ")", type)) : Optional.empty();
            case "length" -> allText(arguments) ? Optional.of(computed("CAST(length(" + list(arguments) + ") AS int8)", BIGINT)) : Optional.empty();
            case "strpos" -> allText(arguments) && arguments.size() == 2 ? Optional.of(computed("CAST(strpos(" + list(arguments) + ") AS int8)", BIGINT)) : Optional.empty();
            case "starts_with" -> allText(arguments) ? Optional.of(computed("starts_with(" + list(arguments) + ")", BOOLEAN)) : Optional.empty();
            case "substring", "substr" -> substring(call, arguments);
            case "concat" -> allText(arguments) ? Optional.of(computed("(" + String.join(" || ", arguments.stream().map(RemoteValue::sql).toList()) + ")", type)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    RemoteValue computed(String sql, Type type)
    {
        boolean text = type instanceof VarcharType;
        return new RemoteValue(text ? "(" + sql + C_COLLATION + ")" : sql, columnMappings.newColumn("expression", text ? VARCHAR : type), true);
    }

    private Optional<RemoteValue> arithmetic(Call call, List<RemoteValue> arguments)
    {
        FunctionName function = call.getFunctionName();
        boolean exact = call.getType() instanceof DecimalType result ?
                staysWithinDigits(function, arguments, result) :
                isInteger(call.getType()) && arguments.stream().allMatch(argument -> argument.mapping().type() == call.getType());
        if (function.equals(DIVIDE_FUNCTION_NAME) || function.equals(MODULO_FUNCTION_NAME)) {
            // other divisors may be zero in rows that Trino never divides
            exact = exact && isInteger(call.getType()) && isSafeDivisor(call.getArguments().get(1));
        }
        if (!exact) {
            return Optional.empty();
        }
        String operator = switch (function.getName()) {
            case "$add" -> "+";
            case "$subtract" -> "-";
            case "$multiply" -> "*";
            case "$divide" -> "/";
            case "$modulo" -> "%";
            default -> throw new IllegalArgumentException("not an operator: " + function);
        };
        return Optional.of(computed("(%s %s %s)".formatted(arguments.get(0).sql(), operator, arguments.get(1).sql()), call.getType()));
    }

    /** Trino raises an error when a result needs more than 38 digits; PostgreSQL has room for it. */
    private static boolean staysWithinDigits(FunctionName function, List<RemoteValue> arguments, DecimalType result)
    {
        if (!(arguments.get(0).mapping().type() instanceof DecimalType left) || !(arguments.get(1).mapping().type() instanceof DecimalType right)) {
            return false;
        }
        int scale = max(left.getScale(), right.getScale());
        if (function.equals(ADD_FUNCTION_NAME) || function.equals(SUBTRACT_FUNCTION_NAME)) {
            int integerDigits = max(left.getPrecision() - left.getScale(), right.getPrecision() - right.getScale());
            return result.getScale() == scale && integerDigits + scale + 1 <= MAX_PRECISION;
        }
        return function.equals(MULTIPLY_FUNCTION_NAME) &&
                result.getScale() == left.getScale() + right.getScale() &&
                left.getPrecision() + right.getPrecision() <= MAX_PRECISION;
    }

    private static boolean isSafeDivisor(ConnectorExpression divisor)
    {
        // the least number divided by -1 overflows
        return divisor instanceof Constant constant && constant.getValue() instanceof Long value && value != 0 && value != -1;
    }

    private Optional<RemoteValue> cast(RemoteValue value, Type type)
    {
        if (!WideningCasts.keepsValue(value.mapping().type(), type)) {
            return Optional.empty();
        }
        if (type instanceof VarcharType) {
            return Optional.of(value);
        }
        return Optional.of(computed("CAST(" + value.sql() + " AS " + RemoteTypes.name(type).orElseThrow() + ")", type));
    }

    private Optional<RemoteValue> substring(Call call, List<RemoteValue> arguments)
    {
        if (!(arguments.getFirst().mapping().type() instanceof VarcharType)) {
            return Optional.empty();
        }
        StringBuilder sql = new StringBuilder("substr(").append(arguments.getFirst().sql());
        for (ConnectorExpression position : call.getArguments().subList(1, call.getArguments().size())) {
            // Trino counts a negative start from the end, and PostgreSQL refuses a negative length
            if (!(position instanceof Constant constant) || !(constant.getValue() instanceof Long value) || value < 1 || value > Integer.MAX_VALUE / 2) {
                return Optional.empty();
            }
            sql.append(", ").append(value);
        }
        return Optional.of(computed(sql.append(")").toString(), call.getType()));
    }

    private static boolean allText(List<RemoteValue> values)
    {
        return values.stream().allMatch(value -> value.mapping().type() instanceof VarcharType);
    }

    private static boolean exactNumber(Type type)
    {
        return isInteger(type) || type instanceof DecimalType;
    }

    private static String list(List<RemoteValue> values)
    {
        return String.join(", ", values.stream().map(RemoteValue::sql).toList());
    }

    /** Text of a constant, for functions that need it as it is. */
    static Optional<String> text(ConnectorExpression expression)
    {
        return expression instanceof Constant constant && constant.getValue() instanceof Slice slice && constant.getType() instanceof VarcharType ?
                Optional.of(slice.toStringUtf8()) :
                Optional.empty();
    }
}
