package org.trinofdw.postgres;

import com.google.common.collect.ImmutableList;
import io.trino.spi.Plugin;
import io.trino.spi.connector.ConnectorFactory;
import org.trinofdw.connector.FdwConnectorFactory;
import org.trinofdw.postgres.connector.PostgresModule;
import org.trinofdw.postgres.option.PostgresOptions;

/**
 * The PostgreSQL wrapper: {@code connector.name=postgres_fdw}.
 */
public final class PostgresFdwPlugin
        implements Plugin
{
    @Override
    public Iterable<ConnectorFactory> getConnectorFactories()
    {
        return ImmutableList.of(new FdwConnectorFactory(PostgresOptions.OPTION_TABLE, "public", new PostgresModule()));
    }
}
