package org.trinofdw.ddl.syntax;

import static java.util.Objects.requireNonNull;

/**
 * One entry of an OPTIONS clause.
 */
public record OptionEntry(String name, String value, Position position)
{
    public OptionEntry
    {
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
        return name;
    }
}
