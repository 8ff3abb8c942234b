package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableList;

import java.util.List;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Rows that are grouped, or all aggregated into one.
 *
 * @param keys expressions that make the groups; without any there is one group, even of no rows
 * @param outputs the keys and the aggregates
 */
public record AggregateSource(RemoteQuery input, List<String> keys, List<OutputColumn> outputs)
        implements RemoteSource
{
    public AggregateSource
    {
        requireNonNull(input, "input is null");
        keys = ImmutableList.copyOf(keys);
        outputs = ImmutableList.copyOf(outputs);
    }

    @Override
    public String toSql()
    {
        String select = outputs.stream().map(OutputColumn::toSql).collect(joining(", ", "SELECT ", " "));
        // a limit is taken before rows are grouped
        String from = input.limit().isPresent() ? "FROM (" + input.toSql(List.of("*")) + ") AS input" : input.fromSql();
        return "(" + select + from + (keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys)) + ") AS grouped";
    }

    @Override
    public String subject()
    {
        return input.source().subject();
    }

    @Override
    public int depth()
    {
        return input.source().depth() + 1;
    }
}
