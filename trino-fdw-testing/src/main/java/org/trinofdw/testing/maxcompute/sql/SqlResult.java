package org.trinofdw.testing.maxcompute.sql;

import static java.util.Objects.requireNonNull;

/**
 * @param format {@code text} or {@code csv}
 */
public record SqlResult(String format, String text)
{
    public SqlResult
    {
        requireNonNull(format, "format is null");
        requireNonNull(text, "text is null");
    }

    static SqlResult ok()
    {
        return new SqlResult("text", "OK");
    }
}
