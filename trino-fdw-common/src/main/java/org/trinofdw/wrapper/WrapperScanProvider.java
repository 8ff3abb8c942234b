package org.trinofdw.wrapper;

import com.google.inject.Inject;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.MemoryContext;
import org.trinofdw.connector.FdwScanProvider;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.split.FdwSplit;

import java.io.IOException;
import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Opens the scan of a split.
 */
final class WrapperScanProvider
        implements FdwScanProvider
{
    private final ForeignDataWrapper wrapper;
    private final WrapperRelations relations;

    @Inject
    WrapperScanProvider(ForeignDataWrapper wrapper, WrapperRelations relations)
    {
        this.wrapper = requireNonNull(wrapper, "wrapper is null");
        this.relations = requireNonNull(relations, "relations is null");
    }

    @Override
    public ConnectorPageSource open(
            ConnectorSession session,
            FdwSplit split,
            FdwTableHandle table,
            FdwTableCredentials credentials,
            List<FdwColumnHandle> columns,
            DynamicFilter dynamicFilter,
            MemoryContext memoryContext)
    {
        WrapperSplit part = (WrapperSplit) split;
        ForeignRelation relation = relations.relation(session, part.source(), credentials);
        List<RelationColumn> wanted = part.source().columns(columns.stream().map(FdwColumnHandle::name).collect(toImmutableList()));
        String subject = WrapperErrors.subject(wrapper, relation);
        try {
            return new WrapperPageSource(wrapper.begin(relation, part.part(), wanted), wanted, subject);
        }
        catch (IOException e) {
            throw WrapperErrors.failed(subject, e);
        }
    }
}
