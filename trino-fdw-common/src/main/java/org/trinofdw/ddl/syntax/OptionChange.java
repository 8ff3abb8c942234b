package org.trinofdw.ddl.syntax;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * One entry of the OPTIONS clause of an ALTER statement.
 *
 * @param value empty for DROP
 */
public record OptionChange(Action action, String name, Optional<String> value, Position position)
{
    public enum Action
    {
        ADD,
        SET,
        DROP,
    }

    public OptionChange
    {
        requireNonNull(action, "action is null");
        requireNonNull(name, "name is null");
        requireNonNull(value, "value is null");
        requireNonNull(position, "position is null");
    }

    /**
     * Names the option only, since the value may be a secret.
     */
    @Override
    public String toString()
    {
        return "%s %s".formatted(action, name);
    }
}
