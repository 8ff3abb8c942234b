package org.trinofdw.definition;

import com.google.common.collect.ImmutableMap;

import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * A foreign server: where remote data lives. Credentials are not here but in its user mappings.
 *
 * @param options text by option name, validated at the level SERVER
 */
public record ForeignServer(String name, String wrapper, Map<String, String> options)
{
    public ForeignServer
    {
        requireNonNull(name, "name is null");
        requireNonNull(wrapper, "wrapper is null");
        options = ImmutableMap.copyOf(options);
    }

    /**
     * Names the options but shows no value, since options of servers may hold secrets.
     */
    @Override
    public String toString()
    {
        return "ForeignServer[name=%s, wrapper=%s, options=%s]".formatted(name, wrapper, options.keySet());
    }
}
