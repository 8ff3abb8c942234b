package org.trinofdw.connector;

import com.google.common.collect.ImmutableMap;
import com.google.inject.Injector;
import com.google.inject.Module;
import io.airlift.bootstrap.Bootstrap;
import io.airlift.log.Logger;
import io.trino.plugin.base.ConnectorContextModule;
import io.trino.plugin.base.jmx.ConnectorObjectNameGeneratorModule;
import io.trino.plugin.base.jmx.MBeanServerModule;
import io.trino.spi.classloader.ThreadContextClassLoader;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.option.CatalogOptions;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.OptionTable;
import org.trinofdw.option.Options;
import org.weakref.jmx.guice.MBeanModule;

import java.nio.file.Path;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Makes the catalogs of one wrapper. The option table of the wrapper says which catalog properties there are; all problems with them are
 * reported at once (DESIGN.md section 3).
 */
public final class FdwConnectorFactory
        implements ConnectorFactory
{
    private static final Logger log = Logger.get(FdwConnectorFactory.class);

    private final OptionTable optionTable;
    private final String defaultSchema;
    private final Module wrapperModule;

    /**
     * @param optionTable the options of the wrapper; the name of the table is the name of the connector
     * @param defaultSchema the schema of foreign tables whose DDL names none
     * @param wrapperModule binds what {@link FdwConnectorModule} asks of a wrapper
     */
    public FdwConnectorFactory(OptionTable optionTable, String defaultSchema, Module wrapperModule)
    {
        this.optionTable = requireNonNull(optionTable, "optionTable is null");
        this.defaultSchema = requireNonNull(defaultSchema, "defaultSchema is null");
        this.wrapperModule = requireNonNull(wrapperModule, "wrapperModule is null");
    }

    @Override
    public String getName()
    {
        return optionTable.wrapperName();
    }

    @Override
    public Connector create(String catalogName, Map<String, String> config, ConnectorContext context)
    {
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
            CatalogOptions catalogOptions = CatalogOptions.of(optionTable, config);
            Options wrapperDefaults = catalogOptions.catalog().get(CommonOptions.DEFAULTS_FILE)
                    .map(file -> CatalogOptions.wrapperDefaults(optionTable, Path.of(file)))
                    .orElse(Options.EMPTY);
            optionTable.notices(catalogOptions.server().asMap()).forEach(notice -> log.warn("Catalog %s: %s", catalogName, notice));
            optionTable.notices(wrapperDefaults.asMap()).forEach(notice -> log.warn("Catalog %s, defaults file: %s", catalogName, notice));
            ForeignCatalog foreignCatalog = new ForeignCatalog(
                    catalogName,
                    optionTable,
                    catalogOptions,
                    wrapperDefaults,
                    ForeignTableStores.open(catalogName, catalogOptions, context.getCurrentNode(), context.getTypeManager()),
                    context.getTypeManager(),
                    defaultSchema,
                    context.getCurrentNode().isCoordinator());
            try {
                return connector(catalogName, context, foreignCatalog);
            }
            catch (RuntimeException e) {
                foreignCatalog.close();
                throw e;
            }
        }
    }

    private Connector connector(String catalogName, ConnectorContext context, ForeignCatalog foreignCatalog)
    {
        Bootstrap app = new Bootstrap(
                "io.trino.bootstrap.catalog." + catalogName,
                new ConnectorContextModule(catalogName, context),
                new MBeanModule(),
                new MBeanServerModule(),
                new ConnectorObjectNameGeneratorModule("org.trinofdw", "trino.fdw"),
                binder -> {
                    binder.bind(OptionTable.class).toInstance(optionTable);
                    binder.bind(ForeignCatalog.class).toInstance(foreignCatalog);
                },
                new FdwConnectorModule(),
                wrapperModule);
        Injector injector = app
                .doNotInitializeLogging()
                .disableSystemProperties()
                .setRequiredConfigurationProperties(ImmutableMap.of())
                .initialize();
        return injector.getInstance(FdwConnector.class);
    }
}
