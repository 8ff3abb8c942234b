package org.trinofdw.split;

import io.trino.spi.HostAddress;
import io.trino.spi.connector.ConnectorSplit;

import java.util.List;
import java.util.Optional;

/**
 * One disjoint part of a scan. Implementations are records.
 */
public interface FdwSplit
        extends ConnectorSplit
{
    SplitPlacement placement();

    /** Name of the foreign server that the split reads from. */
    String server();

    /** The remote partition that the split reads, for the hidden column {@code "$partition"}. */
    Optional<String> partition();

    @Override
    default boolean isRemotelyAccessible()
    {
        return !placement().pinned();
    }

    @Override
    default List<HostAddress> getAddresses()
    {
        return placement().addresses();
    }
}
