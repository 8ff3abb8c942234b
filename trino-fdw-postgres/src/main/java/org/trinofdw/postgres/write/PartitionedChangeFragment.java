package org.trinofdw.postgres.write;

import io.airlift.slice.Slice;

import static io.airlift.slice.Slices.utf8Slice;
import static java.util.Objects.requireNonNull;

/**
 * What one writer reports to the coordinator of the changes that it has for one server.
 *
 * @param staging number of the server's staging in the handle
 * @param writerId names the table of changes
 */
record PartitionedChangeFragment(int staging, String writerId)
{
    private static final String SEPARATOR = ":";

    PartitionedChangeFragment
    {
        requireNonNull(writerId, "writerId is null");
    }

    static PartitionedChangeFragment fromSlice(Slice slice)
    {
        String text = slice.toStringUtf8();
        int separator = text.indexOf(SEPARATOR);
        return new PartitionedChangeFragment(Integer.parseInt(text.substring(0, separator)), text.substring(separator + 1));
    }

    Slice toSlice()
    {
        return utf8Slice(staging + SEPARATOR + writerId);
    }
}
