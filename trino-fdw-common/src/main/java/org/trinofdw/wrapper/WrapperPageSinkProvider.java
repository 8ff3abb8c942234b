package org.trinofdw.wrapper;

import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.connector.ConnectorPageSinkId;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTransactionHandle;
import org.trinofdw.handle.FdwScanCredentials;
import org.trinofdw.handle.FdwTableCredentials;

import java.util.Optional;

import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;

/**
 * Makes the writer of an INSERT.
 */
final class WrapperPageSinkProvider
        implements ConnectorPageSinkProvider
{
    private final ForeignDataWrapper wrapper;
    private final WrapperRelations relations;

    @Inject
    WrapperPageSinkProvider(ForeignDataWrapper wrapper, WrapperRelations relations)
    {
        this.wrapper = requireNonNull(wrapper, "wrapper is null");
        this.relations = requireNonNull(relations, "relations is null");
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorInsertTableHandle handle,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId pageSinkId)
    {
        WrapperInsertHandle insert = (WrapperInsertHandle) handle;
        FdwTableCredentials targetCredentials = credentials
                .map(FdwScanCredentials.class::cast)
                .orElseThrow(() -> new IllegalStateException("no credentials came with the write to " + insert.name()))
                .of(insert.server());
        ForeignRelation relation = relations.relation(session, insert.target(), targetCredentials);
        return new WrapperPageSink(
                () -> wrapper.beginInsert(relation, insert.target().columns(insert.columns()), insert.queryId()),
                WrapperErrors.subject(wrapper, relation));
    }

    @Override
    public ConnectorPageSink createPageSink(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorOutputTableHandle handle,
            Optional<ConnectorTableCredentials> credentials,
            ConnectorPageSinkId pageSinkId)
    {
        throw new TrinoException(NOT_SUPPORTED, "This connector does not support creating tables with data");
    }
}
