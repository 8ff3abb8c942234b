package org.trinofdw.wrapper;

import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.OptionProperties;
import org.trinofdw.option.Options;

import static java.util.Objects.requireNonNull;

/**
 * Joins a definition with the options in force for it. Works on every node: servers and user mappings come with the scan.
 */
final class WrapperRelations
{
    private final ForeignCatalog foreignCatalog;

    @Inject
    WrapperRelations(ForeignCatalog foreignCatalog)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
    }

    ForeignRelation relation(ConnectorSession session, WrapperSource source, FdwTableCredentials credentials)
    {
        return new ForeignRelation(source.name(), source.server(), source.columns(), EffectiveOptions.of(
                OptionProperties.fromSession(foreignCatalog.optionTable(), session),
                Options.fromValidated(source.options()),
                credentials.userMapping().map(mapping -> Options.fromValidated(mapping.options())).orElse(Options.EMPTY),
                Options.fromValidated(credentials.server().options()),
                foreignCatalog.wrapperDefaults()));
    }
}
