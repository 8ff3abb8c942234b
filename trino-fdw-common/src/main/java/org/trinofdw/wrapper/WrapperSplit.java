package org.trinofdw.wrapper;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.split.FdwSplit;
import org.trinofdw.split.SplitPlacement;

import java.util.Map;
import java.util.Optional;

import static io.airlift.slice.SizeOf.estimatedSizeOf;
import static java.util.Objects.requireNonNull;

/**
 * One part of one source of a table.
 *
 * @param source what is read
 * @param part in words of the wrapper
 */
public record WrapperSplit(SplitPlacement placement, WrapperSource source, boolean partitioned, Map<String, String> part)
        implements FdwSplit
{
    private static final int FIXED_SIZE = 1_000;

    public WrapperSplit
    {
        requireNonNull(placement, "placement is null");
        requireNonNull(source, "source is null");
        part = ImmutableMap.copyOf(part);
    }

    @Override
    public String server()
    {
        return source.server();
    }

    @Override
    public Optional<String> partition()
    {
        return partitioned ? Optional.of(source.name().toString()) : Optional.empty();
    }

    /** The source is shared by all splits of a scan, and counted by a constant. */
    @Override
    public long getRetainedSizeInBytes()
    {
        return FIXED_SIZE + part.entrySet().stream().mapToLong(entry -> estimatedSizeOf(entry.getKey()) + estimatedSizeOf(entry.getValue())).sum();
    }
}
