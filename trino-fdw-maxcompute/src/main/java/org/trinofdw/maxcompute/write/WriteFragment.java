package org.trinofdw.maxcompute.write;

import com.google.common.collect.ImmutableList;
import io.airlift.json.JsonCodec;
import io.airlift.slice.Slice;
import io.airlift.slice.Slices;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What a finished writer reports: blocks of one upload session.
 *
 * @param partition the partition, as requests name it
 */
public record WriteFragment(String sessionId, Optional<String> partition, List<Long> blocks, long rows)
{
    private static final JsonCodec<WriteFragment> CODEC = JsonCodec.jsonCodec(WriteFragment.class);

    public WriteFragment
    {
        requireNonNull(sessionId, "sessionId is null");
        requireNonNull(partition, "partition is null");
        blocks = ImmutableList.copyOf(blocks);
    }

    Slice toSlice()
    {
        return Slices.wrappedBuffer(CODEC.toJsonBytes(this));
    }

    public static WriteFragment fromSlice(Slice slice)
    {
        return CODEC.fromJson(slice.getBytes());
    }
}
