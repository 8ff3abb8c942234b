package org.trinofdw.postgres.handle;

import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static io.airlift.slice.SizeOf.instanceSize;
import static java.util.Objects.requireNonNull;

/**
 * What holds the rows of a table: its file, and those of its partitions and heirs.
 *
 * @param relationId {@code pg_class.oid} of the table
 * @param files digest of the numbers of the files, which are never given out twice
 * @param members digest of which partitions and heirs there are
 */
public record TableStorage(long relationId, String files, String members)
{
    private static final int INSTANCE_SIZE = instanceSize(TableStorage.class);

    public TableStorage
    {
        requireNonNull(files, "files is null");
        requireNonNull(members, "members is null");
    }

    public long retainedSizeInBytes()
    {
        return INSTANCE_SIZE + estimatedSizeOf(files) + estimatedSizeOf(members);
    }
}
