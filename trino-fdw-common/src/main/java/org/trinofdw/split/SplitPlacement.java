package org.trinofdw.split;

import io.trino.spi.HostAddress;

import java.util.List;

/**
 * Where a split may run.
 *
 * @param pinned true if it must run on one of the addresses, false if they are a preference
 * @param addresses host and port of Trino nodes, empty for no preference
 */
public record SplitPlacement(boolean pinned, List<HostAddress> addresses)
{
    public static final SplitPlacement ANYWHERE = new SplitPlacement(false, List.of());

    public SplitPlacement
    {
        addresses = List.copyOf(addresses);
        if (pinned && addresses.isEmpty()) {
            throw new IllegalArgumentException("a pinned split needs an address");
        }
    }

    public static SplitPlacement pinnedTo(HostAddress address)
    {
        return new SplitPlacement(true, List.of(address));
    }

    public static SplitPlacement preferring(HostAddress address)
    {
        return new SplitPlacement(false, List.of(address));
    }
}
