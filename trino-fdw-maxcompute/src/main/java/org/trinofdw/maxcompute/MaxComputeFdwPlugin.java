package org.trinofdw.maxcompute;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Plugin;
import io.trino.spi.connector.ConnectorFactory;
import org.trinofdw.connector.FdwConnectorFactory;
import org.trinofdw.maxcompute.connector.MaxComputeModule;
import org.trinofdw.maxcompute.option.MaxComputeOptions;

/**
 * The MaxCompute wrapper: {@code connector.name=odps_fdw}.
 */
public final class MaxComputeFdwPlugin
        implements Plugin
{
    @Override
    public Iterable<ConnectorFactory> getConnectorFactories()
    {
        return ImmutableList.of(new FdwConnectorFactory(MaxComputeOptions.TABLE_OF_OPTIONS, "default", new MaxComputeModule()));
    }
}
