package org.trinofdw.definition;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A CHECK constraint of a foreign table. It is assumed to hold, never enforced, and serves to prune.
 *
 * @param expression text of the expression, without the parentheses around it
 * @param noInherit the constraint does not pass to child tables
 */
public record CheckConstraint(Optional<String> name, String expression, boolean noInherit)
{
    public CheckConstraint
    {
        requireNonNull(name, "name is null");
        requireNonNull(expression, "expression is null");
    }
}
