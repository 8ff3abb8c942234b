package org.trinofdw.connector;

import com.google.common.collect.ImmutableSortedSet;
import com.google.inject.Inject;
import io.airlift.units.Duration;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMergeSink;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.connector.ConnectorPageSinkId;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTableExecuteHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.handle.FdwScanCredentials;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.handle.FdwWritableTableHandle;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;

/**
 * The writers of a wrapper, measured. Those of rows also get the columns that an INSERT leaves to their defaults.
 */
public final class FdwPageSinkProvider
        implements ConnectorPageSinkProvider
{
    private final ConnectorPageSinkProvider delegate;
    private final WriteStatistics statistics;
    private final SlowThresholds slowThresholds;
    private final Tracer tracer;

    @Inject
    public FdwPageSinkProvider(ConnectorPageSinkProvider delegate, WriteStatistics statistics, SlowThresholds slowThresholds, Tracer tracer)
    {
        this.delegate = requireNonNull(delegate, "delegate is null");
        this.statistics = requireNonNull(statistics, "statistics is null");
        this.slowThresholds = requireNonNull(slowThresholds, "slowThresholds is null");
        this.tracer = requireNonNull(tracer, "tracer is null");
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorInsertTableHandle handle,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId pageSinkId)
    {
        return measured(session, (FdwWritableTableHandle) handle, credentials, () -> {
            if (handle instanceof DefaultsWriteHandle defaults) {
                return new DefaultsPageSink(delegate.createPageSink(transaction, session, defaults.target(), credentials, pageSinkId), defaults.defaults());
            }
            return delegate.createPageSink(transaction, session, handle, credentials, pageSinkId);
        });
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorOutputTableHandle handle,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId pageSinkId)
    {
        return measured(session, (FdwWritableTableHandle) handle, credentials, () -> delegate.createPageSink(transaction, session, handle, credentials, pageSinkId));
    }

    private ConnectorPageSink measured(ConnectorSession session, FdwWritableTableHandle handle, Optional<ConnectorTableCredentials> credentials, Supplier<ConnectorPageSink> open)
    {
        return measured(session, handle.servers(), handle.name(), credentials, (span, slowWriteLog) -> new MeasuredPageSink(open.get(), statistics, span, slowWriteLog));
    }

    private <T> T measured(
            ConnectorSession session,
            Set<String> servers,
            SchemaTableName table,
            Optional<ConnectorTableCredentials> credentials,
            BiFunction<Span, SlowWriteLog, T> open)
    {
        String serverNames = String.join(",", ImmutableSortedSet.copyOf(servers));
        Optional<Duration> slowThreshold = credentials.map(FdwScanCredentials.class::cast).flatMap(scanCredentials -> slowThresholds.ofWriter(session, scanCredentials));
        Span span = tracer.spanBuilder("foreign write")
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("trino.query_id", session.getQueryId())
                .setAttribute("fdw.server", serverNames)
                .setAttribute("fdw.table", table.toString())
                .startSpan();
        try {
            return open.apply(span, new SlowWriteLog(session.getQueryId(), serverNames, table.toString(), slowThreshold));
        }
        catch (RuntimeException e) {
            statistics.failed();
            span.setStatus(StatusCode.ERROR);
            span.end();
            throw e;
        }
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorTableExecuteHandle handle,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId pageSinkId)
    {
        return delegate.createPageSink(transaction, session, handle, credentials, pageSinkId);
    }

    @Override
    public ConnectorMergeSink createMergeSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorMergeTableHandle handle,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId pageSinkId)
    {
        FdwTableHandle table = (FdwTableHandle) handle.getTableHandle();
        return measured(
                session,
                table.servers(),
                table.name(),
                credentials,
                (span, slowWriteLog) -> new MeasuredMergeSink(delegate.createMergeSink(transaction, session, handle, credentials, pageSinkId), statistics, span, slowWriteLog));
    }
}
