package org.trinofdw.wrapper;

import io.trino.spi.connector.ConnectorFactory;
import org.trinofdw.connector.FdwConnectorFactory;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionTable;

import java.util.Set;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The handler function: makes a connector of a {@link ForeignDataWrapper}.
 */
public final class WrapperConnectorFactory
{
    private static final String DEFAULT_SCHEMA = "public";
    private static final Set<OptionLevel> SHOWN = Set.of(OptionLevel.TABLE, OptionLevel.COLUMN);

    private WrapperConnectorFactory() {}

    /**
     * @throws IllegalArgumentException if a secret option may stand on a table or a column, whose options are part of plans
     */
    public static ConnectorFactory of(ForeignDataWrapper wrapper)
    {
        OptionTable options = wrapper.options();
        for (Option<?> option : options.options()) {
            checkArgument(!option.isSecret() || option.levels().stream().noneMatch(SHOWN::contains), "option %s is secret, and may only stand on servers and user mappings", option.name());
        }
        return new FdwConnectorFactory(options, DEFAULT_SCHEMA, new WrapperModule(wrapper));
    }
}
