package org.trinofdw.postgres.pushdown;

import com.google.inject.Inject;

import static java.util.Objects.requireNonNull;

/**
 * Everything that can be pushed down.
 */
public record Pushdowns(FilterPushdown filter, ProjectionPushdown projection, TopNPushdown topN, AggregationPushdown aggregation, JoinPushdown join)
{
    @Inject
    public Pushdowns
    {
        requireNonNull(filter, "filter is null");
        requireNonNull(projection, "projection is null");
        requireNonNull(topN, "topN is null");
        requireNonNull(aggregation, "aggregation is null");
        requireNonNull(join, "join is null");
    }
}
