package org.trinofdw.connector;

import com.google.inject.Inject;
import io.airlift.units.Duration;
import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.OptionProperties;
import org.trinofdw.option.OptionTable;
import org.trinofdw.option.Options;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Knows from when on a scan is slow: the option {@code slow_scan_threshold}.
 */
public final class SlowScans
{
    private final OptionTable optionTable;
    private final Options wrapperDefaults;

    @Inject
    public SlowScans(OptionTable optionTable, ForeignCatalog foreignCatalog)
    {
        this.optionTable = requireNonNull(optionTable, "optionTable is null");
        this.wrapperDefaults = foreignCatalog.wrapperDefaults();
    }

    /** The time that a scan may wait for the server without being noted; empty if none is noted. */
    Optional<Duration> threshold(ConnectorSession session, FdwTableCredentials credentials)
    {
        return EffectiveOptions.of(OptionProperties.fromSession(optionTable, session), Options.fromValidated(credentials.server().options()), wrapperDefaults)
                .get(CommonOptions.SLOW_SCAN_THRESHOLD);
    }
}
