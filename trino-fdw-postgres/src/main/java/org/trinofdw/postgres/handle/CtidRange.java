package org.trinofdw.postgres.handle;

import java.util.OptionalLong;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A range of heap pages. The last range of a table is open, since the table may have grown after it was measured.
 *
 * @param start first page
 * @param end page after the last one
 */
public record CtidRange(long start, OptionalLong end)
{
    public CtidRange
    {
        checkArgument(start >= 0, "start is negative: %s", start);
        checkArgument(end.isEmpty() || end.getAsLong() > start, "range is empty: %s to %s", start, end);
    }

    /** The condition that selects the rows of the range. */
    public String toSql()
    {
        if (end.isEmpty()) {
            return "ctid >= '(%s,0)'::tid".formatted(start);
        }
        return "ctid >= '(%s,0)'::tid AND ctid < '(%s,0)'::tid".formatted(start, end.getAsLong());
    }
}
