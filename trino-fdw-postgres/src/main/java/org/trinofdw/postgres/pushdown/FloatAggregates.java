package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Optional;

/**
 * Aggregates computed in double precision, whose last digits depend on the order of the rows in Trino as in PostgreSQL. They are put together from such aggregates
 * of PostgreSQL that NaN, infinities and columns of one value give what they give in Trino: PostgreSQL's own {@code avg} squares the numbers on the way and so
 * fails far below the greatest of them, its {@code corr} gives NaN where Trino gives null, its variance of equal numbers need not be zero, and its sum of
 * negative zeros is one, which Trino adds to zero. Two things remain errors in PostgreSQL: what goes beyond the range of double precision, or of the result, also
 * on the way, where Trino has infinity or NaN; and a quotient or product nearer to zero than its least number (5e-324), where Trino has zero.
 *
 * <p>Source: {@code float8_accum} and {@code float8_regr_accum} in {@code float.c} of PostgreSQL; {@code VarianceState}, {@code CorrelationState} and
 * {@code RegressionState} of Trino.
 */
final class FloatAggregates
{
    /** Half of the least number of type real, which is rounded to zero. */
    private static final double GREATEST_REAL_ZERO = 0x1p-150;

    private final List<String> conditions;

    /**
     * @param conditions what rows are filtered by
     */
    FloatAggregates(List<String> conditions)
    {
        this.conditions = ImmutableList.copyOf(conditions);
    }

    /**
     * @param x of type float8, with DISTINCT or without
     */
    String sum(String x)
    {
        return "(0 + " + aggregate("sum", x) + ")";
    }

    /**
     * @param x of type float8, with DISTINCT or without
     */
    String average(String x)
    {
        // without rows the sum is null, and not divided
        return "(" + sum(x) + " / " + aggregate("count", x) + ")";
    }

    /**
     * A result of type real. What is nearer to zero than all of its numbers is zero in Trino, and an underflow in PostgreSQL.
     *
     * @param value of type float8; PostgreSQL computes an aggregate that is there several times once
     */
    static String real(String value)
    {
        // zero keeps its sign
        return "CAST((CASE WHEN abs(%1$s) <= %2$s THEN 0 * %1$s ELSE %1$s END) AS float4)".formatted(value, GREATEST_REAL_ZERO);
    }

    /**
     * Variance and deviation.
     *
     * @param x of type float8
     */
    Optional<String> dispersion(String function, String x)
    {
        return switch (function) {
            case "variance", "var_samp" -> Optional.of(zeroForOneValue("var_samp", x));
            case "var_pop" -> Optional.of(zeroForOneValue("var_pop", x));
            case "stddev", "stddev_samp" -> Optional.of(zeroForOneValue("stddev_samp", x));
            case "stddev_pop" -> Optional.of(zeroForOneValue("stddev_pop", x));
            default -> Optional.empty();
        };
    }

    /**
     * Aggregates of the pairs without null.
     *
     * @param y dependent, of type float8
     * @param x independent, of type float8
     */
    Optional<String> ofPairs(String function, String y, String x)
    {
        Pairs pairs = new Pairs(
                new FloatAggregates(ImmutableList.<String>builder().addAll(conditions).add(y + " IS NOT NULL").add(x + " IS NOT NULL").build()),
                y,
                x);
        return switch (function) {
            case "covar_samp", "covar_pop" -> Optional.of(pairs.covariance(function));
            case "corr" -> Optional.of(pairs.correlation());
            case "regr_slope" -> Optional.of(pairs.slope());
            case "regr_intercept" -> Optional.of(pairs.intercept());
            default -> Optional.empty();
        };
    }

    private String zeroForOneValue(String function, String x)
    {
        String value = aggregate(function, x);
        // null of a single row, and NaN, are not changed by the product, and infinity becomes NaN
        return "(CASE WHEN %s THEN 0 * abs(%s) * %s ELSE %3$s END)".formatted(oneValue(x), aggregate("max", x), value);
    }

    private String oneValue(String x)
    {
        return aggregate("min", x) + " = " + aggregate("max", x);
    }

    private String aggregate(String function, String arguments)
    {
        return function + "(" + arguments + ")" + filter(conditions);
    }

    static String filter(List<String> conditions)
    {
        return conditions.isEmpty() ? "" : " FILTER (WHERE " + String.join(" AND ", conditions) + ")";
    }

    private record Pairs(FloatAggregates complete, String y, String x)
    {
        String covariance(String function)
        {
            return "(CASE WHEN %s OR %s THEN 0 * abs(%s) ELSE %3$s END)".formatted(complete.oneValue(x), complete.oneValue(y), of(function));
        }

        /** As Trino divides, so that the product of the squares does not overflow. */
        String correlation()
        {
            return "(CASE WHEN NOT %s AND NOT %s THEN nullif(%s / nullif(sqrt(%s), 0) / nullif(sqrt(%s), 0), 'NaN') END)".formatted(
                    complete.oneValue(x), complete.oneValue(y), of("regr_sxy"), of("regr_sxx"), of("regr_syy"));
        }

        String slope()
        {
            return "(CASE WHEN %s THEN NULL WHEN %s THEN nullif(0 * abs(%s), 'NaN') ELSE nullif(%3$s, 'NaN') END)".formatted(
                    complete.oneValue(x), complete.oneValue(y), quotient());
        }

        String intercept()
        {
            return "(CASE WHEN NOT %s THEN nullif(%s - %s * %s, 'NaN') END)".formatted(complete.oneValue(x), of("regr_avgy"), quotient(), of("regr_avgx"));
        }

        private String quotient()
        {
            return "(%s / nullif(%s, 0))".formatted(of("regr_sxy"), of("regr_sxx"));
        }

        private String of(String function)
        {
            return complete.aggregate(function, y + ", " + x);
        }
    }
}
