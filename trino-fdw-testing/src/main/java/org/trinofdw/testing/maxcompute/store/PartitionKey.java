package org.trinofdw.testing.maxcompute.store;

import com.google.common.collect.ImmutableList;

import java.util.List;

/**
 * The values of the partition columns, in their order; no values for a table without partition columns.
 */
public record PartitionKey(List<String> values)
        implements Comparable<PartitionKey>
{
    public static final PartitionKey NONE = new PartitionKey(ImmutableList.of());

    public PartitionKey
    {
        values = ImmutableList.copyOf(values);
    }

    @Override
    public int compareTo(PartitionKey other)
    {
        for (int index = 0; index < values.size(); index++) {
            int result = values.get(index).compareTo(other.values.get(index));
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }
}
