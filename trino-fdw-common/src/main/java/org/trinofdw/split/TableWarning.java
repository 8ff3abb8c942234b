package org.trinofdw.split;

import com.google.common.collect.ImmutableList;
import io.trino.spi.connector.SchemaTableName;

import java.util.List;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * What a user should hear at once about a table of a query.
 *
 * @param message a sentence that names the table, what is wrong and the remedy
 * @param partitions the partitions that it is about, empty if it is about the table as a whole
 */
public record TableWarning(Kind kind, SchemaTableName table, String message, List<String> partitions)
{
    private static final int NAMED_PARTITIONS = 10;

    public enum Kind
    {
        /** Declared partitions have no remote counterpart, so that no row of them is read. */
        UNMATCHED_PARTITION,
        /** The table can only be read as one split, although more were asked for. */
        SINGLE_SPLIT,
    }

    public TableWarning
    {
        requireNonNull(kind, "kind is null");
        requireNonNull(table, "table is null");
        requireNonNull(message, "message is null");
        partitions = ImmutableList.copyOf(partitions);
    }

    /**
     * @param remote what lacks the partitions, such as {@code MaxCompute table project.name}
     */
    public static TableWarning unmatchedPartitions(SchemaTableName table, String remote, List<String> partitions)
    {
        String message = "foreign table %s declares %s that %s does not have: %s; drop %s from the foreign table".formatted(
                table,
                partitions.size() == 1 ? "a partition" : partitions.size() + " partitions",
                remote,
                named(partitions),
                partitions.size() == 1 ? "it" : "them");
        return new TableWarning(Kind.UNMATCHED_PARTITION, table, message, partitions);
    }

    /**
     * @param reason why the table cannot be divided, such as {@code view "public"."v" of server "s" has no pages to divide}
     */
    public static TableWarning singleSplit(SchemaTableName table, String reason)
    {
        String message = "table %s is read as one split although mpp_execute is 'all segments': %s; set mpp_execute to 'any'".formatted(table, reason);
        return new TableWarning(Kind.SINGLE_SPLIT, table, message, List.of());
    }

    private static String named(List<String> partitions)
    {
        String names = partitions.stream().limit(NAMED_PARTITIONS).collect(joining(", "));
        return partitions.size() <= NAMED_PARTITIONS ? names : "%s and %s more".formatted(names, partitions.size() - NAMED_PARTITIONS);
    }
}
