package org.trinofdw.maxcompute.handle;

import com.google.common.collect.ImmutableList;

import java.util.List;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;
import static java.util.stream.IntStream.range;

/**
 * One lowest-level partition: a value for each partition column, in the order of the hierarchy.
 */
public record PartitionSpec(List<String> columns, List<String> values)
{
    public PartitionSpec
    {
        columns = ImmutableList.copyOf(columns);
        values = ImmutableList.copyOf(values);
        checkArgument(columns.size() == values.size() && !columns.isEmpty(), "columns and values differ in number");
    }

    /**
     * The form that tunnel requests use: {@code pt=1,region=x}, without quotes.
     */
    public String tunnelForm()
    {
        return range(0, columns.size())
                .mapToObj(index -> columns.get(index) + "=" + values.get(index))
                .collect(joining(","));
    }

    /**
     * The form that SQL uses, quoted and escaped.
     */
    public String sqlForm()
    {
        return range(0, columns.size())
                .mapToObj(index -> SqlText.quote(columns.get(index)) + "=" + SqlText.literal(values.get(index)))
                .collect(joining(","));
    }

    @Override
    public String toString()
    {
        return tunnelForm();
    }
}
