package org.trinofdw.wrapper;

import io.trino.spi.TrinoException;
import org.trinofdw.option.OptionTable;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;

/**
 * What a small wrapper implements: PostgreSQL's FdwRoutine in a few methods (Cloudberry, "Write a Foreign Data Wrapper", Callback functions). Foreign DDL, option
 * precedence, {@code mpp_execute}, partitions, system tables, EXPLAIN and metrics come from the toolkit. Methods are called by many threads at once, on the
 * coordinator unless they say otherwise. An IOException of theirs reaches the user as FDW_REMOTE_ERROR that names table and remote object.
 *
 * <p>A wrapper that needs more, such as pushdown, live tables or UPDATE, extends {@link org.trinofdw.connector.FdwMetadata} instead.
 */
public interface ForeignDataWrapper
{
    /** The validator: all options, by name and level, with the rules between them. The name of the table is the name of the connector. */
    OptionTable options();

    /**
     * The remote object behind a foreign table, as messages, EXPLAIN and {@code "t$partitions"} name it. Never a secret.
     */
    String remoteName(ForeignRelation relation);

    /**
     * GetForeignRelSize: what is known without reading the relation.
     *
     * @throws TrinoException if there is no such remote object
     */
    RelationSize estimateSize(ForeignRelation relation);

    /**
     * GetForeignPaths and GetForeignPlan: cuts the relation into disjoint parts that together are the whole of it.
     *
     * @param segments how many parts are wanted; 1 under {@code mpp_execute} 'coordinator' and 'any'. Fewer may be given, and more are not read by more workers.
     * @return the parts, each in words of the wrapper that {@link #begin} understands; without secrets
     */
    List<Map<String, String>> plan(ForeignRelation relation, int segments);

    /**
     * BeginForeignScan, on the node that reads the part.
     *
     * @param columns the columns wanted, in their order; may be empty, and then rows are only counted
     */
    ForeignScan begin(ForeignRelation relation, Map<String, String> part, List<RelationColumn> columns)
            throws IOException;

    /**
     * Whether the definition can be read from what is there, asked each time that a query names the table.
     *
     * @throws TrinoException that names column, remote object and remedy
     */
    default void check(ForeignRelation relation)
            throws IOException {}

    /**
     * Whether the remote object is there. A partition that is not is left out, as {@code unmatched_partition_policy} says.
     */
    default boolean exists(ForeignRelation relation)
    {
        return true;
    }

    /**
     * BeginForeignInsert, on the node of the writer; there is one writer at most. Rows must not show before {@link #finishInsert}.
     *
     * @param columns the columns that rows bring, in their order; all others are null
     * @param queryId names what is not finished yet
     */
    default ForeignInsert beginInsert(ForeignRelation relation, List<RelationColumn> columns, String queryId)
            throws IOException
    {
        throw notWritable(relation);
    }

    /**
     * EndForeignInsert: makes the rows show, all at once.
     *
     * @param written what {@link ForeignInsert#finish} returned; empty if there were no rows
     */
    default void finishInsert(ForeignRelation relation, List<String> written)
            throws IOException
    {
        throw notWritable(relation);
    }

    /**
     * IsForeignRelUpdatable, for INSERT.
     */
    default boolean insertable(ForeignRelation relation)
    {
        return false;
    }

    private TrinoException notWritable(ForeignRelation relation)
    {
        return new TrinoException(NOT_SUPPORTED, "foreign table %s cannot be written: %s has no INSERT".formatted(relation.name(), options().wrapperName()));
    }
}
