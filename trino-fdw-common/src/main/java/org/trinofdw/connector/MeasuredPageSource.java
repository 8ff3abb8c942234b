package org.trinofdw.connector;

import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;
import io.trino.plugin.base.metrics.DurationTiming;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.metrics.Metric;
import io.trino.spi.metrics.Metrics;
import org.trinofdw.split.ForwardingPageSource;
import org.trinofdw.split.RemoteRequest;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Measures a scan, for {@code EXPLAIN ANALYZE VERBOSE}, JMX and traces: what every wrapper's scans have in common, beside what the wrapper says itself.
 */
final class MeasuredPageSource
        extends ForwardingPageSource
{
    private final ScanStatistics statistics;
    private final ScanReport report;
    private final Supplier<String> request;
    private final long openNanos;
    private final long created = System.nanoTime();
    private OptionalLong firstRowNanos = OptionalLong.empty();
    private long rows;
    private long bytes;
    private long readNanos;
    private boolean closed;

    /**
     * @param statistics those of the catalog, which the scan adds to
     * @param report is made when the scan has ended
     * @param openNanos how long it took to open the scan
     */
    MeasuredPageSource(ConnectorPageSource delegate, ScanStatistics statistics, ScanReport report, long openNanos)
    {
        super(delegate);
        this.statistics = requireNonNull(statistics, "statistics is null");
        this.report = requireNonNull(report, "report is null");
        this.request = delegate instanceof RemoteRequest remote ? remote::requestText : () -> "";
        this.openNanos = openNanos;
        statistics.opened(openNanos);
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        long rowsBefore = rows;
        try {
            return nextPage();
        }
        catch (RuntimeException e) {
            statistics.failed();
            report.failed();
            throw e;
        }
        finally {
            long bytesNow = getCompletedBytes();
            long readNanosNow = getReadTimeNanos();
            statistics.read(rows - rowsBefore, bytesNow - bytes, readNanosNow - readNanos);
            bytes = bytesNow;
            readNanos = readNanosNow;
        }
    }

    private SourcePage nextPage()
    {
        SourcePage page = super.getNextSourcePage();
        if (page != null && page.getPositionCount() > 0) {
            if (firstRowNanos.isEmpty()) {
                firstRowNanos = OptionalLong.of(openNanos + System.nanoTime() - created);
            }
            rows += page.getPositionCount();
        }
        return page;
    }

    @Override
    public Metrics getMetrics()
    {
        ImmutableMap.Builder<String, Metric<?>> metrics = ImmutableMap.builder();
        metrics.put("open", timing(openNanos));
        firstRowNanos.ifPresent(nanos -> metrics.put("first row", timing(nanos)));
        metrics.put("read", timing(getReadTimeNanos()));
        metrics.put("rows", new LongCount(rows));
        metrics.put("bytes", new LongCount(getCompletedBytes()));
        Map<String, Metric<?>> own = super.getMetrics().getMetrics();
        // the wrapper knows better what it names alike
        return new Metrics(ImmutableMap.<String, Metric<?>>builder().putAll(metrics.buildOrThrow()).putAll(own).buildKeepingLast());
    }

    private static DurationTiming timing(long nanos)
    {
        return new DurationTiming(new Duration(nanos, NANOSECONDS));
    }

    @Override
    public void close()
            throws IOException
    {
        try {
            super.close();
        }
        finally {
            if (!closed) {
                closed = true;
                report.ended(request.get(), rows, bytes, openNanos, readNanos);
            }
        }
    }
}
