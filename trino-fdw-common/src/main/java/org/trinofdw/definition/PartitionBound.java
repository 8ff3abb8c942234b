package org.trinofdw.definition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.google.common.collect.ImmutableList;

import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Which rows belong to a partition (CREATE FOREIGN TABLE, partition_bound_spec).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@type")
@JsonSubTypes({
        @JsonSubTypes.Type(value = PartitionBound.In.class, name = "in"),
        @JsonSubTypes.Type(value = PartitionBound.Range.class, name = "range"),
        @JsonSubTypes.Type(value = PartitionBound.Hash.class, name = "hash"),
        @JsonSubTypes.Type(value = PartitionBound.Default.class, name = "default"),
})
public sealed interface PartitionBound
{
    /**
     * Rows whose one key equals one of the values.
     */
    record In(List<PartitionValue> values)
            implements PartitionBound
    {
        public In
        {
            values = ImmutableList.copyOf(values);
            checkArgument(!values.isEmpty(), "no values");
        }
    }

    /**
     * Rows whose keys, compared as a row, are at least "from" and less than "to".
     */
    record Range(List<PartitionValue> from, List<PartitionValue> to)
            implements PartitionBound
    {
        public Range
        {
            from = ImmutableList.copyOf(from);
            to = ImmutableList.copyOf(to);
            checkArgument(!from.isEmpty() && from.size() == to.size(), "bounds of different length");
        }
    }

    /**
     * Rows whose keys hash to the remainder, by PostgreSQL's hash functions.
     */
    record Hash(int modulus, int remainder)
            implements PartitionBound
    {
        public Hash
        {
            checkArgument(modulus > 0 && remainder >= 0 && remainder < modulus, "invalid modulus or remainder");
        }
    }

    /**
     * Rows that belong to no other partition.
     */
    record Default()
            implements PartitionBound
    {
    }
}
