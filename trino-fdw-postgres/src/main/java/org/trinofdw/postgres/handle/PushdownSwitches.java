package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableSet;

import java.util.Set;

/**
 * What may be pushed down beyond columns, domains of columns and limits.
 *
 * @param expression conditions over expressions
 * @param floatAggregation aggregates over floating-point numbers, if aggregates at all
 * @param indexJoin the keys of the other side of a join, batch by batch
 * @param extensions extensions of the server whose functions expressions may use
 */
public record PushdownSwitches(boolean expression, boolean topN, boolean aggregation, boolean floatAggregation, boolean join, boolean indexJoin, Set<String> extensions)
{
    public PushdownSwitches
    {
        extensions = ImmutableSet.copyOf(extensions);
    }
}
