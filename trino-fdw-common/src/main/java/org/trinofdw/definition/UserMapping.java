package org.trinofdw.definition;

import com.google.common.collect.ImmutableMap;

import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * The credentials of a user on a foreign server.
 *
 * @param user the Trino user, or {@link #PUBLIC} for every user without an own mapping
 * @param options text by option name, validated at the level USER_MAPPING
 */
public record UserMapping(String user, String server, Map<String, String> options)
{
    public static final String PUBLIC = "public";

    public UserMapping
    {
        requireNonNull(user, "user is null");
        requireNonNull(server, "server is null");
        options = ImmutableMap.copyOf(options);
    }

    /**
     * Names the options but shows no value.
     */
    @Override
    public String toString()
    {
        return "UserMapping[user=%s, server=%s, options=%s]".formatted(user, server, options.keySet());
    }
}
