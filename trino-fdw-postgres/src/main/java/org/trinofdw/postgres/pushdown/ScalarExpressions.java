package org.trinofdw.postgres.pushdown;

import io.trino.spi.expression.Call;
import io.trino.spi.expression.Constant;
import io.trino.spi.expression.FunctionName;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.PostgresLiterals;
import org.trinofdw.postgres.type.TextEncoding;

import java.util.List;
import java.util.Optional;

import static io.trino.spi.expression.StandardFunctions.CAST_FUNCTION_NAME;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.postgres.pushdown.Comparisons.C_COLLATION;
import static org.trinofdw.postgres.type.PushdownRule.NONE;
import static org.trinofdw.postgres.type.PushdownRule.NULL_CHECK_ONLY;

/**
 * Arithmetic, casts and functions that PostgreSQL computes exactly as Trino does, errors included.
 */
final class ScalarExpressions
{
    private final ColumnMappings columnMappings;
    private final TextEncoding encoding;

    /**
     * @param encoding of the database that computes
     */
    ScalarExpressions(ColumnMappings columnMappings, TextEncoding encoding)
    {
        this.encoding = requireNonNull(encoding, "encoding is null");
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
    }

    /** A constant by itself, of exactly the type that Trino gives it. */
    Optional<RemoteValue> constant(Constant constant)
    {
        Type type = constant.getType() instanceof VarcharType ? VARCHAR : constant.getType();
        Optional<String> typeName = RemoteTypes.name(type);
        // PostgreSQL does not keep a time zone, which what is done with the value may depend on
        if (typeName.isEmpty() || constant.getValue() == null || type instanceof TimestampWithTimeZoneType) {
            return Optional.empty();
        }
        ColumnMapping mapping = columnMappings.newValue("constant", type, encoding);
        return PostgresLiterals.literal(mapping, constant.getValue())
                .map(literal -> computed("CAST(" + literal + " AS " + typeName.get() + ")", type));
    }

    /** The value in the PostgreSQL type whose operators work as those of its Trino type. */
    Optional<RemoteValue> operand(RemoteValue value)
    {
        ColumnMapping mapping = value.mapping();
        if (mapping.type() instanceof VarcharType && encoding == TextEncoding.OTHER) {
            // what is a character there may be two in Trino, or a part of one
            return Optional.empty();
        }
        if (value.computed()) {
            return Optional.of(value);
        }
        Optional<String> typeName = RemoteTypes.name(mapping.type());
        if (typeName.isEmpty() || mapping.pushdown() == NONE || mapping.pushdown() == NULL_CHECK_ONLY) {
            return Optional.empty();
        }
        if (WideningCasts.isInteger(mapping.type()) && mapping.comparisonType().equals("numeric") && !mapping.remoteType().isWholeNumeric()) {
            // a fraction is an error when Trino reads it as an integer, and the cast would round it
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
        if (function.equals(CAST_FUNCTION_NAME) && WideningCasts.keepsValue(arguments.getFirst().mapping().type(), type) && type instanceof VarcharType) {
            return Optional.of(arguments.getFirst());
        }
        Optional<String> sql = switch (function.getName()) {
            case "$add" -> Arithmetic.sql("+", call, arguments);
            case "$subtract" -> Arithmetic.sql("-", call, arguments);
            case "$multiply" -> Arithmetic.sql("*", call, arguments);
            case "$divide" -> Arithmetic.sql("/", call, arguments);
            case "$modulo", "mod" -> Arithmetic.sql("%", call, arguments);
            case "$negate" -> isNumber(type) ? Optional.of("(- " + arguments.getFirst().sql() + ")") : Optional.empty();
            case "$cast" -> ExactCasts.sql(arguments.getFirst(), type);
            case "$coalesce" -> Optional.of("COALESCE(%s)".formatted(arguments.stream().map(RemoteValue::sql).collect(joining(", "))));
            default -> ScalarFunctions.sql(call, arguments);
        };
        return sql.map(expression -> computed(expression, type));
    }

    RemoteValue computed(String sql, Type type)
    {
        boolean text = type instanceof VarcharType;
        return new RemoteValue(text ? "(" + sql + C_COLLATION + ")" : sql, columnMappings.newValue("expression", text ? VARCHAR : type, encoding), true);
    }

    private static boolean isNumber(Type type)
    {
        return Arithmetic.exactNumber(type) || type == DOUBLE || type == REAL;
    }
}
