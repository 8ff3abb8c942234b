package org.trinofdw.connector;

import com.google.inject.Inject;
import io.airlift.units.Duration;
import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwScanCredentials;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionProperties;
import org.trinofdw.option.OptionTable;
import org.trinofdw.option.Options;

import java.util.Optional;

import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

/**
 * Knows from when on a scan or a writer is slow: the options {@code slow_scan_threshold} and {@code slow_write_threshold}.
 */
public final class SlowThresholds
{
    private final OptionTable optionTable;
    private final Options wrapperDefaults;

    @Inject
    public SlowThresholds(OptionTable optionTable, ForeignCatalog foreignCatalog)
    {
        this.optionTable = requireNonNull(optionTable, "optionTable is null");
        this.wrapperDefaults = foreignCatalog.wrapperDefaults();
    }

    /** The time that a scan may wait for the server without being noted; empty if none is noted. */
    Optional<Duration> ofScan(ConnectorSession session, FdwTableCredentials credentials)
    {
        return inForce(session, credentials, CommonOptions.SLOW_SCAN_THRESHOLD);
    }

    /** The time that a writer may work without being noted, the shortest of its servers; empty if none is noted. */
    Optional<Duration> ofWriter(ConnectorSession session, FdwScanCredentials credentials)
    {
        return credentials.byServer().values().stream()
                .map(server -> inForce(session, server, CommonOptions.SLOW_WRITE_THRESHOLD))
                .flatMap(Optional::stream)
                .min(naturalOrder());
    }

    private Optional<Duration> inForce(ConnectorSession session, FdwTableCredentials credentials, Option<Duration> threshold)
    {
        return EffectiveOptions.of(OptionProperties.fromSession(optionTable, session), Options.fromValidated(credentials.server().options()), wrapperDefaults)
                .get(threshold);
    }
}
