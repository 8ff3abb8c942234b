package org.trinofdw.postgres.handle;

import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static io.airlift.slice.SizeOf.instanceSize;
import static java.util.Objects.requireNonNull;

/**
 * What holds the rows of a table: its file, and those of its partitions and heirs.
 *
 * @param relationId {@code pg_class.oid} of the table
 * @param digest of the members and the numbers of their files, which are never given out twice
 */
public record TableStorage(long relationId, String digest)
{
    private static final int INSTANCE_SIZE = instanceSize(TableStorage.class);

    public TableStorage
    {
        requireNonNull(digest, "digest is null");
    }

    public long retainedSizeInBytes()
    {
        return INSTANCE_SIZE + estimatedSizeOf(digest);
    }
}
