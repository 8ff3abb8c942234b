package org.trinofdw.postgres.handle;

/**
 * What may be pushed down beyond columns, domains of columns and limits.
 *
 * @param expression conditions over expressions
 * @param floatAggregation aggregates over floating-point numbers, if aggregates at all
 * @param indexJoin the keys of the other side of a join, batch by batch
 */
public record PushdownSwitches(boolean expression, boolean topN, boolean aggregation, boolean floatAggregation, boolean join, boolean indexJoin) {}
