package org.trinofdw.postgres.pushdown;

import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.type.StandardTypes;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static io.trino.spi.expression.StandardFunctions.ADD_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.SUBTRACT_FUNCTION_NAME;
import static io.trino.spi.type.DateType.DATE;

/**
 * Dates and points in time plus or minus a constant interval. Both sides keep the day of the month where the other month has it, else take its last, and know
 * no summer time: dates and times without zone have none, and those with one are of UTC.
 */
final class IntervalArithmetic
{
    private static final long MILLIS_PER_DAY = TimeUnit.DAYS.toMillis(1);

    private IntervalArithmetic() {}

    /**
     * A sum or difference.
     *
     * @param time what the interval is added to
     * @param amount months, or milliseconds for an interval of days to seconds
     */
    record Shift(ConnectorExpression time, long amount, boolean months) {}

    static Optional<Shift> from(Call call)
    {
        boolean add = call.getFunctionName().equals(ADD_FUNCTION_NAME);
        if (!add && !call.getFunctionName().equals(SUBTRACT_FUNCTION_NAME)) {
            return Optional.empty();
        }
        ConnectorExpression left = call.getArguments().get(0);
        ConnectorExpression right = call.getArguments().get(1);
        if (isInterval(right)) {
            long amount = (long) ((Constant) right).getValue();
            return Optional.of(new Shift(left, add ? amount : -amount, isMonths(right)));
        }
        return add && isInterval(left) ? Optional.of(new Shift(right, (long) ((Constant) left).getValue(), isMonths(left))) : Optional.empty();
    }

    /**
     * @return empty if the type is not one of a calendar, or Trino refuses the interval
     */
    static Optional<String> sql(Shift shift, RemoteValue time)
    {
        Type type = time.mapping().type();
        if (type != DATE && !(type instanceof TimestampType) && !(type instanceof TimestampWithTimeZoneType)) {
            return Optional.empty();
        }
        if (type == DATE && !shift.months()) {
            long days = shift.amount() / MILLIS_PER_DAY;
            return shift.amount() % MILLIS_PER_DAY == 0 && Math.abs(days) <= Integer.MAX_VALUE ?
                    Optional.of("(%s + (%s))".formatted(time.sql(), days)) :
                    Optional.empty();
        }
        String sum = "(%s + CAST('%s' AS interval))".formatted(time.sql(), shift.months() ? shift.amount() + " months" : days(shift.amount()));
        return Optional.of(type == DATE ? "CAST(" + sum + " AS date)" : sum);
    }

    private static String days(long millis)
    {
        return "%s days %s seconds".formatted(millis / MILLIS_PER_DAY, BigDecimal.valueOf(millis % MILLIS_PER_DAY, 3).toPlainString());
    }

    private static boolean isInterval(ConnectorExpression expression)
    {
        return expression instanceof Constant constant &&
                constant.getValue() instanceof Long &&
                (isMonths(expression) || constant.getType().getBaseName().equals(StandardTypes.INTERVAL_DAY_TO_SECOND));
    }

    private static boolean isMonths(ConnectorExpression interval)
    {
        return interval.getType().getBaseName().equals(StandardTypes.INTERVAL_YEAR_TO_MONTH);
    }
}
