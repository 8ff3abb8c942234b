package org.trinofdw.postgres.split;

import com.google.common.collect.ImmutableList;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.postgres.definition.RemoteRelation;
import org.trinofdw.postgres.handle.RemoteTableName;
import org.trinofdw.postgres.type.RemoteColumn;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A partition with what its server has of it.
 *
 * @param relation empty if the server has no such table
 * @param columns the remote columns of the columns of the partitioned table, in their order; none without a relation
 */
public record PartitionTable(ForeignTable definition, RemoteTableName remoteName, Optional<RemoteRelation> relation, List<RemoteColumn> columns)
{
    public PartitionTable
    {
        requireNonNull(definition, "definition is null");
        requireNonNull(remoteName, "remoteName is null");
        requireNonNull(relation, "relation is null");
        columns = ImmutableList.copyOf(columns);
    }
}
