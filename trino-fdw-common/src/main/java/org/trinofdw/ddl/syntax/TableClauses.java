package org.trinofdw.ddl.syntax;

import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Clauses of a definition as text, which Trino's DDL has no words for.
 *
 * @param partitioning PARTITION BY of a table whose partitions are tables of their own
 * @param partitions PARTITION BY with the partitions that are declared inside the table
 * @param partitionOf the parent and the bound: {@code measurement FOR VALUES FROM (…) TO (…)}
 * @param checks each as {@code [CONSTRAINT name] CHECK (…) [NO INHERIT]}
 * @param inherits names of the parents
 */
public record TableClauses(Optional<String> partitioning, Optional<String> partitions, Optional<String> partitionOf, List<String> checks, List<String> inherits)
{
    public TableClauses
    {
        requireNonNull(partitioning, "partitioning is null");
        requireNonNull(partitions, "partitions is null");
        requireNonNull(partitionOf, "partitionOf is null");
        checks = ImmutableList.copyOf(checks);
        inherits = ImmutableList.copyOf(inherits);
    }
}
