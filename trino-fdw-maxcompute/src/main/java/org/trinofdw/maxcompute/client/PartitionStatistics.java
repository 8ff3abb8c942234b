package org.trinofdw.maxcompute.client;

import java.util.OptionalLong;

import static java.util.Objects.requireNonNull;

/**
 * What the service knows about a partition without reading it.
 *
 * @param rows as last counted
 * @param size bytes stored
 */
public record PartitionStatistics(OptionalLong rows, OptionalLong size)
{
    public PartitionStatistics
    {
        requireNonNull(rows, "rows is null");
        requireNonNull(size, "size is null");
    }
}
