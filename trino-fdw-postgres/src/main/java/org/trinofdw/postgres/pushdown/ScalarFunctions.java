package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.trino.spi.expression.Call;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.pushdown.ArgumentKind.CALENDAR;
import static org.trinofdw.postgres.pushdown.ArgumentKind.CALENDAR_TIME;
import static org.trinofdw.postgres.pushdown.ArgumentKind.DATE_ONLY;
import static org.trinofdw.postgres.pushdown.ArgumentKind.DECIMAL;
import static org.trinofdw.postgres.pushdown.ArgumentKind.DECIMAL_WITH_ROOM;
import static org.trinofdw.postgres.pushdown.ArgumentKind.FLOAT;
import static org.trinofdw.postgres.pushdown.ArgumentKind.INTEGER;
import static org.trinofdw.postgres.pushdown.ArgumentKind.LONG;
import static org.trinofdw.postgres.pushdown.ArgumentKind.NON_EMPTY_TEXT;
import static org.trinofdw.postgres.pushdown.ArgumentKind.ORDERED;
import static org.trinofdw.postgres.pushdown.ArgumentKind.PADDED_LENGTH;
import static org.trinofdw.postgres.pushdown.ArgumentKind.PLACES;
import static org.trinofdw.postgres.pushdown.ArgumentKind.POSITION;
import static org.trinofdw.postgres.pushdown.ArgumentKind.POSITION_FROM_END;
import static org.trinofdw.postgres.pushdown.ArgumentKind.ROUNDED_PLACES;
import static org.trinofdw.postgres.pushdown.ArgumentKind.TEXT;
import static org.trinofdw.postgres.pushdown.ArgumentKind.UNIT_DAY;

/**
 * The functions of Trino that PostgreSQL has the like of, for all values of arguments of the kinds given; Trino calls a function by its first name, not by
 * its aliases. Trino's side is in its classes
 * {@code MathFunctions}, {@code StringFunctions}, {@code BitwiseFunctions}, {@code DateTimeFunctions} and {@code Greatest}; PostgreSQL's in the chapter
 * "Functions and Operators" of its manual.
 */
final class ScalarFunctions
{
    private static final ImmutableListMultimap<String, ScalarFunction> FUNCTIONS = Stream.of(
                    function("abs", "abs(%s)", INTEGER),
                    function("abs", "abs(%s)", DECIMAL),
                    function("abs", "abs(%s)", FLOAT),
                    // numbers without a fraction are what they are; halves of double precision go to the even number in PostgreSQL, so that its round is not here
                    function("ceiling", "%s", INTEGER),
                    function("ceiling", "ceil(%s)", DECIMAL),
                    functionWithCast("ceiling", "ceil(%s)", FLOAT),
                    function("floor", "%s", INTEGER),
                    function("floor", "floor(%s)", DECIMAL),
                    functionWithCast("floor", "floor(%s)", FLOAT),
                    function("truncate", "trunc(%s)", DECIMAL),
                    functionWithCast("truncate", "trunc(%s)", FLOAT),
                    function("truncate", "trunc(%s, %s)", DECIMAL, PLACES),
                    function("round", "%s", INTEGER),
                    function("round", "round(%s)", DECIMAL),
                    function("round", "round(%s, %s)", DECIMAL_WITH_ROOM, ROUNDED_PLACES),
                    functionWithCast("sign", "sign(CAST(%s AS numeric))", INTEGER),
                    function("sign", "sign(%s)", DECIMAL),
                    function("is_nan", "(%s = 'NaN')", FLOAT),
                    function("is_infinite", "(abs(%s) = 'Infinity')", FLOAT),
                    // NaN is greater than infinity
                    function("is_finite", "(abs(%s) < 'Infinity')", FLOAT),
                    function("bitwise_and", "(%s & %s)", LONG, LONG),
                    function("bitwise_or", "(%s | %s)", LONG, LONG),
                    function("bitwise_xor", "(%s # %s)", LONG, LONG),
                    function("bitwise_not", "(~ %s)", LONG),

                    functionWithCast("length", "length(%s)", TEXT),
                    functionWithCast("strpos", "strpos(%s, %s)", TEXT, TEXT),
                    function("starts_with", "starts_with(%s, %s)", TEXT, TEXT),
                    function("reverse", "reverse(%s)", TEXT),
                    // Trino finds the empty text before and behind every character
                    function("replace", "replace(%s, %s, '')", TEXT, NON_EMPTY_TEXT),
                    function("replace", "replace(%s, %s, %s)", TEXT, NON_EMPTY_TEXT, TEXT),
                    function("lpad", "lpad(%s, %s, %s)", TEXT, PADDED_LENGTH, NON_EMPTY_TEXT),
                    function("rpad", "rpad(%s, %s, %s)", TEXT, PADDED_LENGTH, NON_EMPTY_TEXT),
                    // before the first character there are more in PostgreSQL, and nothing in Trino, which counts negative positions from the end
                    function("substring", "substr(%s, %s)", TEXT, POSITION),
                    function("substring", "substr(%s, %s, %s)", TEXT, POSITION, POSITION),
                    function("substring", "(CASE WHEN length(%1$s) < %2$s THEN '' ELSE right(%1$s, %2$s) END)", TEXT, POSITION_FROM_END),
                    variadic("concat", "(%s)", " || ", TEXT),

                    // PostgreSQL's ignore nulls
                    variadic("greatest", "(CASE WHEN num_nulls(%1$s) = 0 THEN greatest(%1$s) END)", ", ", ORDERED),
                    variadic("least", "(CASE WHEN num_nulls(%1$s) = 0 THEN least(%1$s) END)", ", ", ORDERED),

                    // the year before 1 is -1 in PostgreSQL, and 0 in Trino
                    functionWithCast("year", "extract(year FROM %1$s) + (CASE WHEN extract(year FROM %1$s) < 0 THEN 1 ELSE 0 END)", CALENDAR),
                    functionWithCast("year_of_week", "extract(isoyear FROM %1$s) + (CASE WHEN extract(isoyear FROM %1$s) < 0 THEN 1 ELSE 0 END)", CALENDAR),
                    functionWithCast("quarter", "extract(quarter FROM %s)", CALENDAR),
                    functionWithCast("month", "extract(month FROM %s)", CALENDAR),
                    functionWithCast("week", "extract(week FROM %s)", CALENDAR),
                    functionWithCast("day", "extract(day FROM %s)", CALENDAR),
                    functionWithCast("day_of_week", "extract(isodow FROM %s)", CALENDAR),
                    functionWithCast("day_of_year", "extract(doy FROM %s)", CALENDAR),
                    functionWithCast("hour", "extract(hour FROM %s)", CALENDAR_TIME),
                    functionWithCast("minute", "extract(minute FROM %s)", CALENDAR_TIME),
                    // with its fraction in PostgreSQL
                    functionWithCast("second", "floor(extract(second FROM %s))", CALENDAR_TIME),
                    functionWithCast("date_diff", "(%3$s - %2$s)", UNIT_DAY, DATE_ONLY, DATE_ONLY))
            .collect(ImmutableListMultimap.toImmutableListMultimap(ScalarFunction::name, function -> function));

    private ScalarFunctions() {}

    /**
     * A function, or one of several of a name.
     *
     * @param template SQL with a place for each argument
     * @param separator what is between arguments of any number, which have one place together
     * @param cast if PostgreSQL's function has another type than Trino's, which holds all results
     */
    private record ScalarFunction(String name, String template, List<ArgumentKind> arguments, Optional<String> separator, boolean cast)
    {
        private ScalarFunction
        {
            requireNonNull(name, "name is null");
            requireNonNull(template, "template is null");
            arguments = ImmutableList.copyOf(arguments);
            requireNonNull(separator, "separator is null");
        }

        Optional<String> sql(Call call, List<RemoteValue> values)
        {
            if (separator.isEmpty() && arguments.size() != values.size()) {
                return Optional.empty();
            }
            ImmutableList.Builder<String> sql = ImmutableList.builder();
            for (int index = 0; index < values.size(); index++) {
                ArgumentKind kind = separator.isPresent() ? arguments.getFirst() : arguments.get(index);
                Optional<String> argument = kind.sql(call.getArguments(), index, values.get(index));
                if (argument.isEmpty()) {
                    return Optional.empty();
                }
                sql.add(argument.get());
            }
            List<String> places = separator.map(between -> List.of(String.join(between, sql.build()))).orElseGet(sql::build);
            String result = template.formatted(places.toArray());
            return cast ? RemoteTypes.name(call.getType()).map(type -> "CAST(" + result + " AS " + type + ")") : Optional.of(result);
        }
    }

    /**
     * @param values the arguments of the call
     * @return empty if nothing is known to be the same
     */
    static Optional<String> sql(Call call, List<RemoteValue> values)
    {
        return FUNCTIONS.get(call.getFunctionName().getName()).stream()
                .flatMap(function -> function.sql(call, values).stream())
                .findFirst();
    }

    private static ScalarFunction function(String name, String template, ArgumentKind... arguments)
    {
        return new ScalarFunction(name, template, List.of(arguments), Optional.empty(), false);
    }

    private static ScalarFunction functionWithCast(String name, String template, ArgumentKind... arguments)
    {
        return new ScalarFunction(name, template, List.of(arguments), Optional.empty(), true);
    }

    private static ScalarFunction variadic(String name, String template, String separator, ArgumentKind argument)
    {
        return new ScalarFunction(name, template, List.of(argument), Optional.of(separator), false);
    }
}
