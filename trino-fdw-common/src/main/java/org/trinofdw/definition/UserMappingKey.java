package org.trinofdw.definition;

import static java.util.Objects.requireNonNull;

/**
 * What identifies a user mapping.
 */
public record UserMappingKey(String user, String server)
{
    public UserMappingKey
    {
        requireNonNull(user, "user is null");
        requireNonNull(server, "server is null");
    }

    public static UserMappingKey of(UserMapping mapping)
    {
        return new UserMappingKey(mapping.user(), mapping.server());
    }
}
