package org.trinofdw.definition;

import io.trino.spi.connector.SchemaTableName;

import static java.util.Objects.requireNonNull;

/**
 * Makes a foreign table a partition of another one.
 */
public record PartitionOf(SchemaTableName parent, PartitionBound bound)
{
    public PartitionOf
    {
        requireNonNull(parent, "parent is null");
        requireNonNull(bound, "bound is null");
    }
}
