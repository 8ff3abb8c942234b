package org.trinofdw.postgres.pushdown;

import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Type;

import java.util.List;
import java.util.Optional;

import static io.trino.spi.expression.StandardFunctions.CAST_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.NULLIF_FUNCTION_NAME;
import static io.trino.spi.type.Decimals.MAX_PRECISION;
import static java.lang.Math.max;
import static org.trinofdw.postgres.pushdown.WideningCasts.isInteger;

/**
 * Operators of integers and decimals, whose results are exact and whose overflows are errors on both sides. Floating-point arithmetic is not among them, since
 * PostgreSQL raises errors where Trino has infinities, nor is the quotient of decimals, which PostgreSQL rounds at another place.
 */
final class Arithmetic
{
    private Arithmetic() {}

    /**
     * @param operator of PostgreSQL
     * @return empty if the result is another one in PostgreSQL
     */
    static Optional<String> sql(String operator, Call call, List<RemoteValue> arguments)
    {
        boolean exact = call.getType() instanceof DecimalType result ?
                staysWithinDigits(operator, arguments, result) :
                isInteger(call.getType()) && arguments.stream().allMatch(argument -> argument.mapping().type() == call.getType());
        if (operator.equals("/") || operator.equals("%")) {
            // other divisors may be zero in rows that Trino never divides
            exact = exact && isSafeDivisor(call.getArguments().get(1));
        }
        return exact ? Optional.of("(%s %s %s)".formatted(arguments.get(0).sql(), operator, arguments.get(1).sql())) : Optional.empty();
    }

    /** Trino raises an error when a result needs more than 38 digits; PostgreSQL has room for it. */
    private static boolean staysWithinDigits(String operator, List<RemoteValue> arguments, DecimalType result)
    {
        if (!(arguments.get(0).mapping().type() instanceof DecimalType left) || !(arguments.get(1).mapping().type() instanceof DecimalType right)) {
            return false;
        }
        int scale = max(left.getScale(), right.getScale());
        int integerDigits = max(left.getPrecision() - left.getScale(), right.getPrecision() - right.getScale());
        return switch (operator) {
            case "+", "-" -> result.getScale() == scale && integerDigits + scale + 1 <= MAX_PRECISION;
            case "*" -> result.getScale() == left.getScale() + right.getScale() && left.getPrecision() + right.getPrecision() <= MAX_PRECISION;
            // the operands at one scale
            case "%" -> result.getScale() == scale && integerDigits + scale <= MAX_PRECISION;
            default -> false;
        };
    }

    /** Never zero. */
    private static boolean isSafeDivisor(ConnectorExpression divisor)
    {
        if (divisor instanceof Call call) {
            List<ConnectorExpression> arguments = call.getArguments();
            if (call.getFunctionName().equals(CAST_FUNCTION_NAME)) {
                return isInteger(call.getType()) && isInteger(arguments.getFirst().getType()) && isSafeDivisor(arguments.getFirst());
            }
            return call.getFunctionName().equals(NULLIF_FUNCTION_NAME) &&
                    arguments.get(1) instanceof Constant constant &&
                    exactNumber(constant.getType()) &&
                    Long.valueOf(0).equals(constant.getValue());
        }
        // the least number divided by -1 overflows
        return divisor instanceof Constant constant && constant.getValue() instanceof Long value && value != 0 && value != -1;
    }

    static boolean exactNumber(Type type)
    {
        return isInteger(type) || type instanceof DecimalType;
    }
}
