package org.trinofdw.postgres.handle;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.postgres.type.TextEncoding;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A remote table that is a partition of a foreign table, under the column names and types of that table.
 *
 * @param partition local name of the partition
 * @param encoding of the database that it is in
 * @param projection what makes the columns of the partitioned table of those of the remote table; empty if they are the same
 */
// it travels in splits, where nothing else can stand in its place
@JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
public record PartitionSource(SchemaTableName partition, TableSource table, TextEncoding encoding, List<String> projection)
        implements RemoteSource
{
    public PartitionSource
    {
        requireNonNull(partition, "partition is null");
        requireNonNull(table, "table is null");
        requireNonNull(encoding, "encoding is null");
        projection = ImmutableList.copyOf(projection);
    }

    @Override
    public String toSql()
    {
        if (projection.isEmpty()) {
            return table.toSql();
        }
        // with ctid, a condition on the pages is still one on the table; all of them name a row
        String rowId = table.kind().hasPages() ? "tableoid, ctid, xmin, " : "";
        return "(SELECT %s%s FROM %s) AS p".formatted(rowId, String.join(", ", projection), table.toSql());
    }

    @Override
    public String subject()
    {
        return table.subject();
    }

    @Override
    public int depth()
    {
        return 1;
    }
}
