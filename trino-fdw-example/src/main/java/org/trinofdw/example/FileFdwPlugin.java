package org.trinofdw.example;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Plugin;
import io.trino.spi.connector.ConnectorFactory;
import org.trinofdw.wrapper.WrapperConnectorFactory;

/**
 * The file wrapper: {@code connector.name=file_fdw}.
 */
public final class FileFdwPlugin
        implements Plugin
{
    @Override
    public Iterable<ConnectorFactory> getConnectorFactories()
    {
        return ImmutableList.of(WrapperConnectorFactory.of(new FileWrapper()));
    }
}
