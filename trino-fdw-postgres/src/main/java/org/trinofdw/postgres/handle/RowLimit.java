package org.trinofdw.postgres.handle;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A LIMIT.
 *
 * @param perSplit true if each split of the scan returns that many rows at most and Trino cuts the whole, false if the scan has one split
 */
public record RowLimit(long rows, boolean perSplit)
{
    public RowLimit
    {
        checkArgument(rows >= 0, "rows is negative: %s", rows);
    }
}
