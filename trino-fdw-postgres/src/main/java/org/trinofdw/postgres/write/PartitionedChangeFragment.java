package org.trinofdw.postgres.write;

import io.airlift.slice.Slice;

import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;
import static io.airlift.slice.Slices.utf8Slice;
import static java.util.Objects.requireNonNull;

/**
 * What one writer reports to the coordinator of the changes that it has for one server.
 *
 * @param staging number of the server's staging in the handle
 * @param writerId names the table of changes
 * @param changes how many there are in it
 */
record PartitionedChangeFragment(int staging, String writerId, long changes)
{
    private static final String SEPARATOR = ":";

    PartitionedChangeFragment
    {
        requireNonNull(writerId, "writerId is null");
        checkArgument(!writerId.contains(SEPARATOR), "writerId holds a separator: %s", writerId);
    }

    static PartitionedChangeFragment fromSlice(Slice slice)
    {
        List<String> parts = List.of(slice.toStringUtf8().split(SEPARATOR));
        return new PartitionedChangeFragment(Integer.parseInt(parts.get(0)), parts.get(1), Long.parseLong(parts.get(2)));
    }

    Slice toSlice()
    {
        return utf8Slice(String.join(SEPARATOR, Integer.toString(staging), writerId, Long.toString(changes)));
    }
}
