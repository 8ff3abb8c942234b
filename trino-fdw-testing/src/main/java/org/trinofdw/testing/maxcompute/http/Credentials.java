package org.trinofdw.testing.maxcompute.http;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

import java.util.Map;
import java.util.Set;

/**
 * Who may use the service.
 *
 * @param accessKeys key by access id
 * @param securityTokens token by access id, for ids that are valid only together with one (STS)
 * @param bearerTokens tokens that need no key
 */
public record Credentials(Map<String, String> accessKeys, Map<String, String> securityTokens, Set<String> bearerTokens)
{
    public Credentials
    {
        accessKeys = ImmutableMap.copyOf(accessKeys);
        securityTokens = ImmutableMap.copyOf(securityTokens);
        bearerTokens = ImmutableSet.copyOf(bearerTokens);
    }

    @Override
    public String toString()
    {
        return "Credentials of " + accessKeys.keySet();
    }
}
