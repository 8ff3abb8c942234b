package org.trinofdw.testing.maxcompute.sql;

import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.record.RowChunk;
import org.trinofdw.testing.maxcompute.store.Column;

import java.util.List;

/**
 * The rows of a query.
 */
public record QueryRows(List<Column> columns, List<RowChunk> chunks)
{
    public QueryRows
    {
        columns = ImmutableList.copyOf(columns);
        chunks = ImmutableList.copyOf(chunks);
    }

    public long count()
    {
        return chunks.stream().mapToLong(RowChunk::rows).sum();
    }
}
