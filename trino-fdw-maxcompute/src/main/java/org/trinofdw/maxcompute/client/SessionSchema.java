package org.trinofdw.maxcompute.client;

import com.google.common.collect.ImmutableList;

import java.util.List;

/**
 * The columns that a tunnel session works with, in the order of the table.
 */
public record SessionSchema(List<RemoteColumn> columns, List<RemoteColumn> partitionColumns)
{
    public SessionSchema
    {
        columns = ImmutableList.copyOf(columns);
        partitionColumns = ImmutableList.copyOf(partitionColumns);
    }
}
