package org.trinofdw.ddl.syntax;

import com.google.common.collect.ImmutableList;
import org.trinofdw.definition.CheckConstraint;
import org.trinofdw.definition.DeclaredType;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A column as a statement declares it.
 *
 * @param name in the case it was written in
 * @param type empty where a partition only adds clauses to a column of its parent
 * @param notNull empty if nothing is said about NULL
 */
public record ColumnDefinition(
        String name,
        Optional<DeclaredType> type,
        List<OptionEntry> options,
        Optional<String> collation,
        Optional<Boolean> notNull,
        Optional<String> defaultExpression,
        Optional<String> generationExpression,
        List<CheckConstraint> checks,
        Position position)
{
    public ColumnDefinition
    {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        options = ImmutableList.copyOf(options);
        requireNonNull(collation, "collation is null");
        requireNonNull(notNull, "notNull is null");
        requireNonNull(defaultExpression, "defaultExpression is null");
        requireNonNull(generationExpression, "generationExpression is null");
        checks = ImmutableList.copyOf(checks);
        requireNonNull(position, "position is null");
    }
}
