package org.trinofdw.wrapper;

import com.google.inject.Inject;
import org.trinofdw.connector.FdwMetadata;
import org.trinofdw.connector.FdwMetadataFactory;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwTransactionHandle;

import static java.util.Objects.requireNonNull;

/**
 * Makes the metadata of transactions over a {@link ForeignDataWrapper}.
 */
final class WrapperMetadataFactory
        implements FdwMetadataFactory
{
    private final ForeignCatalog foreignCatalog;
    private final ForeignDataWrapper wrapper;
    private final WrapperRelations relations;
    private final WrapperPartitions partitions;

    @Inject
    WrapperMetadataFactory(ForeignCatalog foreignCatalog, ForeignDataWrapper wrapper, WrapperRelations relations, WrapperPartitions partitions)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.wrapper = requireNonNull(wrapper, "wrapper is null");
        this.relations = requireNonNull(relations, "relations is null");
        this.partitions = requireNonNull(partitions, "partitions is null");
    }

    @Override
    public FdwMetadata create(FdwTransactionHandle transaction)
    {
        return new WrapperMetadata(foreignCatalog, wrapper, relations, partitions);
    }
}
