package org.trinofdw.testing.maxcompute.sql;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * @param format {@code text} or {@code csv}
 * @param rows the rows of a query, of which the text may hold only the first
 */
public record SqlResult(String format, String text, Optional<QueryRows> rows)
{
    public SqlResult
    {
        requireNonNull(format, "format is null");
        requireNonNull(text, "text is null");
        requireNonNull(rows, "rows is null");
    }

    public static SqlResult ofText(String text)
    {
        return new SqlResult("text", text, Optional.empty());
    }
}
