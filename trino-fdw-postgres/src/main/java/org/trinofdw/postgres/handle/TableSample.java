package org.trinofdw.postgres.handle;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A TABLESAMPLE clause.
 *
 * @param percent share of the rows, 0 to 100
 */
public record TableSample(Method method, double percent)
{
    public enum Method
    {
        /** Each row by itself. */
        BERNOULLI,
        /** Whole pages. */
        SYSTEM,
    }

    public TableSample
    {
        requireNonNull(method, "method is null");
        checkArgument(percent >= 0 && percent <= 100, "percent is not between 0 and 100: %s", percent);
    }

    String toSql()
    {
        return "TABLESAMPLE %s (%s)".formatted(method, percent);
    }
}
