package org.trinofdw.ddl;

import static java.util.Objects.requireNonNull;

/**
 * One entry of an OPTIONS clause.
 */
record OptionEntry(String name, String value, Position position)
{
    OptionEntry
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
