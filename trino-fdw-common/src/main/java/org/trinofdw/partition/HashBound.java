package org.trinofdw.partition;

import com.google.common.collect.ImmutableList;
import org.trinofdw.definition.PartitionBound;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A bound that a row meets by the hash of its keys.
 */
public record HashBound(List<PartitionKey> keys, PartitionBound.Hash bound)
{
    public HashBound
    {
        keys = ImmutableList.copyOf(keys);
        requireNonNull(bound, "bound is null");
    }

    /**
     * @param hash as {@link PartitionHash#ofRow} makes it
     */
    boolean takes(long hash)
    {
        return Long.remainderUnsigned(hash, bound.modulus()) == bound.remainder();
    }
}
