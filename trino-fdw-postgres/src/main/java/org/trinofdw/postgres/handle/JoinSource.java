package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableList;

import java.util.List;

import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Two inputs of one server, joined. The columns of both get new names, since their own may be equal.
 *
 * @param conditions what must hold for two rows to be a pair; never empty
 */
public record JoinSource(
        Kind kind,
        RemoteQuery left,
        List<OutputColumn> leftColumns,
        RemoteQuery right,
        List<OutputColumn> rightColumns,
        List<String> conditions)
        implements RemoteSource
{
    public enum Kind
    {
        INNER, LEFT, RIGHT, FULL
    }

    public JoinSource
    {
        requireNonNull(kind, "kind is null");
        requireNonNull(left, "left is null");
        leftColumns = ImmutableList.copyOf(leftColumns);
        requireNonNull(right, "right is null");
        rightColumns = ImmutableList.copyOf(rightColumns);
        conditions = ImmutableList.copyOf(conditions);
    }

    @Override
    public String toSql()
    {
        return "(%s) AS l %s JOIN (%s) AS r ON %s".formatted(
                left.toSql(select(leftColumns)),
                kind,
                right.toSql(select(rightColumns)),
                conditions.stream().collect(joining(" AND ")));
    }

    private static List<String> select(List<OutputColumn> columns)
    {
        return columns.stream().map(OutputColumn::toSql).toList();
    }

    @Override
    public String subject()
    {
        return left.source().subject() + " and " + right.source().subject();
    }

    @Override
    public int depth()
    {
        return max(left.source().depth(), right.source().depth()) + 1;
    }
}
