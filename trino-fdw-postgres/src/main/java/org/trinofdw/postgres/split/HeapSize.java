package org.trinofdw.postgres.split;

import org.trinofdw.postgres.connection.RemoteTransaction;

import java.util.List;
import java.util.Optional;

/**
 * Size of a table as it is on disk; the figures that ANALYZE leaves in {@code pg_class} may be missing or old.
 *
 * @param totalPages pages of all heaps of the table
 * @param largestHeapPages pages of the largest heap: the partitions of a table are cut by the same page numbers
 */
record HeapSize(long totalPages, long largestHeapPages)
{
    // a table with its partitions, or with the tables that inherit from it: reading it reads them all
    private static final String SQL =
            """
            WITH RECURSIVE members (oid) AS (
                SELECT ?::bigint::oid
                UNION
                SELECT inherits.inhrelid FROM pg_inherits inherits JOIN members ON inherits.inhparent = members.oid)
            SELECT
                coalesce(sum(pages), 0)::bigint,
                coalesce(max(pages), 0)::bigint,
                coalesce(bool_and(heap), true)
            FROM (
                SELECT
                    pg_relation_size(relation.oid) / current_setting('block_size')::bigint AS pages,
                    access_method.amname IS NOT DISTINCT FROM 'heap' AS heap
                FROM members
                JOIN pg_class relation ON relation.oid = members.oid
                LEFT JOIN pg_am access_method ON access_method.oid = relation.relam
                WHERE relation.relkind <> 'p') AS relations
            """;

    /**
     * @return empty if a part of the table has no pages that ctid could select: a foreign partition, or another access method than heap
     */
    static Optional<HeapSize> measure(RemoteTransaction transaction, long relationId)
    {
        return transaction.query(
                        SQL,
                        List.of(relationId),
                        row -> row.getBoolean(3) ? Optional.of(new HeapSize(row.getLong(1), row.getLong(2))) : Optional.<HeapSize>empty())
                .getFirst();
    }
}
