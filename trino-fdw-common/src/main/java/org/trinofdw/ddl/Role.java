package org.trinofdw.ddl;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Whom a user mapping is for.
 *
 * @param name empty for the user who runs the statement (USER, CURRENT_USER, CURRENT_ROLE, SESSION_USER)
 */
record Role(Optional<String> name)
{
    static final Role CURRENT = new Role(Optional.empty());

    Role
    {
        requireNonNull(name, "name is null");
    }

    static Role named(String name)
    {
        return new Role(Optional.of(name));
    }
}
