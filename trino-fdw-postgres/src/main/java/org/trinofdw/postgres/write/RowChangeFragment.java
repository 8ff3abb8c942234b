package org.trinofdw.postgres.write;

import io.airlift.slice.Slice;

import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;
import static io.airlift.slice.Slices.utf8Slice;
import static java.util.Objects.requireNonNull;

/**
 * What one writer of row changes reports to the coordinator.
 *
 * @param writerId names its table of changes
 */
record RowChangeFragment(String writerId, long inserts, long updates, long deletes)
{
    private static final String SEPARATOR = ":";

    RowChangeFragment
    {
        requireNonNull(writerId, "writerId is null");
        checkArgument(!writerId.contains(SEPARATOR), "writerId holds a separator: %s", writerId);
    }

    static RowChangeFragment fromSlice(Slice slice)
    {
        List<String> parts = List.of(slice.toStringUtf8().split(SEPARATOR));
        return new RowChangeFragment(parts.get(0), Long.parseLong(parts.get(1)), Long.parseLong(parts.get(2)), Long.parseLong(parts.get(3)));
    }

    Slice toSlice()
    {
        return utf8Slice(String.join(SEPARATOR, writerId, Long.toString(inserts), Long.toString(updates), Long.toString(deletes)));
    }
}
