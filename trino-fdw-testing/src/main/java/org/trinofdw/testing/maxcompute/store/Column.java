package org.trinofdw.testing.maxcompute.store;

import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.util.Locale;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * A column of a table. Names are case-insensitive and kept in lower case.
 *
 * @param id number that the column keeps through renames; stored rows refer to it
 */
public record Column(int id, String name, OdpsType type, boolean nullable, Optional<String> comment, Optional<String> defaultValue)
{
    public Column
    {
        name = name.toLowerCase(Locale.ENGLISH);
        requireNonNull(type, "type is null");
        requireNonNull(comment, "comment is null");
        requireNonNull(defaultValue, "defaultValue is null");
    }

    public Column withId(int newId)
    {
        return new Column(newId, name, type, nullable, comment, defaultValue);
    }

    public Column withName(String newName)
    {
        return new Column(id, newName, type, nullable, comment, defaultValue);
    }

    public Column withType(OdpsType newType)
    {
        return new Column(id, name, newType, nullable, comment, defaultValue);
    }

    public Column withComment(String newComment)
    {
        return new Column(id, name, type, nullable, Optional.of(newComment), defaultValue);
    }

    public Column withNullable(boolean newNullable)
    {
        return new Column(id, name, type, newNullable, comment, defaultValue);
    }
}
