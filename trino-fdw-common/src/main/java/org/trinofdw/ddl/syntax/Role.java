package org.trinofdw.ddl.syntax;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Whom a user mapping is for.
 *
 * @param name empty for the user who runs the statement (USER, CURRENT_USER, CURRENT_ROLE, SESSION_USER)
 */
public record Role(Optional<String> name)
{
    /** Who runs the statement. */
    public static final Role CURRENT = new Role(Optional.empty());

    public Role
    {
        requireNonNull(name, "name is null");
    }

    /** A user by name; the name {@code public} is everybody. */
    public static Role named(String name)
    {
        return new Role(Optional.of(name));
    }
}
