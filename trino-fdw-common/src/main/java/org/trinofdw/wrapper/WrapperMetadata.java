package org.trinofdw.wrapper;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorOutputMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableLayout;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.ComputedStatistics;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import org.trinofdw.connector.FdwMetadata;
import org.trinofdw.connector.WriterPartitioningHandle;
import org.trinofdw.connector.system.PartitionsTable;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionScheme;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.MppExecute;
import org.trinofdw.partition.LeafPartitions;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_MISMATCH;

/**
 * Metadata of one Trino transaction over a {@link ForeignDataWrapper}. All its tables have definitions.
 */
final class WrapperMetadata
        extends FdwMetadata
{
    private final ForeignDataWrapper wrapper;
    private final WrapperRelations relations;
    private final WrapperPartitions partitions;

    WrapperMetadata(ForeignCatalog foreignCatalog, ForeignDataWrapper wrapper, WrapperRelations relations, WrapperPartitions partitions)
    {
        super(foreignCatalog);
        this.wrapper = requireNonNull(wrapper, "wrapper is null");
        this.relations = requireNonNull(relations, "relations is null");
        this.partitions = requireNonNull(partitions, "partitions is null");
    }

    @Override
    protected List<String> listRemoteSchemas(ConnectorSession session)
    {
        return ImmutableList.of();
    }

    @Override
    protected List<SchemaTableName> listRemoteTables(ConnectorSession session, Optional<String> schemaName)
    {
        return ImmutableList.of();
    }

    @Override
    protected Optional<FdwTableHandle> findRemoteTable(ConnectorSession session, SchemaTableName name)
    {
        return Optional.empty();
    }

    @Override
    protected Map<SchemaTableName, List<ColumnMetadata>> listRemoteColumns(ConnectorSession session, Optional<String> schemaName)
    {
        return ImmutableMap.of();
    }

    @Override
    protected FdwTableHandle resolveForeignTable(ConnectorSession session, ForeignTable definition)
    {
        boolean partitioned = LeafPartitions.isParent(definition);
        if (definition.partitioning().filter(scheme -> scheme.style() == PartitionScheme.Style.DECLARED).isPresent()) {
            throw new TrinoException(NOT_SUPPORTED, "foreign table %s: %s has no partitions inside a table; make each partition a table with CREATE FOREIGN TABLE … PARTITION OF".formatted(definition.name(), wrapper.options().wrapperName()));
        }
        List<WrapperSource> sources = partitioned ?
                LeafPartitions.of(foreignCatalog(), definition).stream().map(leaf -> partition(definition, leaf.table(), leaf.domain())).collect(toImmutableList()) :
                ImmutableList.of(WrapperSource.of(definition, TupleDomain.all()));
        for (WrapperSource source : sources) {
            ForeignRelation relation = relation(session, source);
            // a partition without a remote object is left out or refused when the table is read
            if (!partitioned || wrapper.exists(relation)) {
                check(relation);
            }
        }
        return new WrapperTableHandle(
                definition.name(),
                definition.server(),
                definition.columns().stream().map(RelationColumn::of).collect(toImmutableList()),
                definition.comment(),
                partitioned ? "" : wrapper.remoteName(relation(session, sources.getFirst())),
                partitioned,
                sources,
                TupleDomain.all());
    }

    private void check(ForeignRelation relation)
    {
        try {
            wrapper.check(relation);
        }
        catch (IOException e) {
            throw WrapperErrors.failed(WrapperErrors.subject(wrapper, relation), e);
        }
    }

    private static WrapperSource partition(ForeignTable parent, ForeignTable partition, TupleDomain<String> domain)
    {
        for (ForeignColumn column : parent.columns()) {
            ForeignColumn found = partition.column(column.name())
                    .orElseThrow(() -> new TrinoException(DEFINITION_MISMATCH, "partition %s has no column \"%s\" of foreign table %s".formatted(partition.name(), column.name(), parent.name())));
            if (!found.type().trinoType().equals(column.type().trinoType())) {
                throw new TrinoException(DEFINITION_MISMATCH, "column \"%s\" of partition %s has type %s, and that of foreign table %s has type %s; declare both alike".formatted(
                        column.name(), partition.name(), found.type().text(), parent.name(), column.type().text()));
            }
        }
        return WrapperSource.of(partition, domain);
    }

    @Override
    protected Optional<Supplier<List<PartitionsTable.Row>>> partitions(ConnectorSession session, SchemaTableName table)
    {
        return partitions.rows(session, table);
    }

    /** Prunes partitions; all of the filter is left to Trino. */
    @Override
    public Optional<ConstraintApplicationResult<ConnectorTableHandle>> applyFilter(ConnectorSession session, ConnectorTableHandle handle, Constraint constraint)
    {
        WrapperTableHandle table = (WrapperTableHandle) handle;
        TupleDomain<ColumnHandle> combined = table.constraint().intersect(constraint.getSummary());
        if (!table.partitioned() || combined.equals(table.constraint())) {
            return Optional.empty();
        }
        return Optional.of(new ConstraintApplicationResult<>(table.withConstraint(combined), constraint.getSummary(), constraint.getExpression(), false));
    }

    @Override
    public TableStatistics getTableStatistics(ConnectorSession session, ConnectorTableHandle handle)
    {
        long rows = 0;
        for (WrapperSource source : ((WrapperTableHandle) handle).remaining(TupleDomain.all())) {
            ForeignRelation relation = relation(session, source);
            OptionalLong known = wrapper.exists(relation) ? wrapper.estimateSize(relation).rows() : OptionalLong.of(0);
            if (known.isEmpty()) {
                return TableStatistics.empty();
            }
            rows += known.getAsLong();
        }
        return TableStatistics.builder().setRowCount(Estimate.of(rows)).build();
    }

    @Override
    public Optional<ConnectorTableLayout> getInsertLayout(ConnectorSession session, ConnectorTableHandle handle)
    {
        WrapperTableHandle table = (WrapperTableHandle) handle;
        MppExecute mppExecute = target(session, table).options().get(CommonOptions.MPP_EXECUTE).orElse(MppExecute.ANY);
        return Optional.of(new ConnectorTableLayout(new WriterPartitioningHandle(mppExecute, session.getQueryId().hashCode()), ImmutableList.of(), false));
    }

    @Override
    public ConnectorInsertTableHandle beginInsert(ConnectorSession session, ConnectorTableHandle handle, List<ColumnHandle> columns, RetryMode retryMode)
    {
        if (retryMode != RetryMode.NO_RETRIES) {
            throw new TrinoException(NOT_SUPPORTED, "This connector does not support query retries");
        }
        WrapperTableHandle table = (WrapperTableHandle) handle;
        target(session, table);
        return new WrapperInsertHandle(table.sources().getFirst(), columns.stream().map(column -> ((RelationColumn) column).name()).collect(toImmutableList()), session.getQueryId());
    }

    private ForeignRelation target(ConnectorSession session, WrapperTableHandle table)
    {
        if (table.partitioned()) {
            throw new TrinoException(NOT_SUPPORTED, "foreign table %s is partitioned; insert into its partitions".formatted(table.name()));
        }
        ForeignRelation relation = relation(session, table.sources().getFirst());
        if (!wrapper.insertable(relation)) {
            throw new TrinoException(NOT_SUPPORTED, "foreign table %s cannot be written: %s does not insert into %s".formatted(table.name(), wrapper.options().wrapperName(), wrapper.remoteName(relation)));
        }
        return relation;
    }

    @Override
    public Optional<ConnectorOutputMetadata> finishInsert(
            ConnectorSession session,
            ConnectorInsertTableHandle handle,
            List<ConnectorTableHandle> sourceTableHandles,
            Collection<Slice> fragments,
            Collection<ComputedStatistics> computedStatistics)
    {
        WrapperInsertHandle insert = (WrapperInsertHandle) handle;
        ForeignRelation relation = relation(session, insert.target());
        try {
            wrapper.finishInsert(relation, fragments.stream().map(Slice::toStringUtf8).collect(toImmutableList()));
        }
        catch (IOException e) {
            throw WrapperErrors.failed(WrapperErrors.subject(wrapper, relation), e);
        }
        return Optional.empty();
    }

    private ForeignRelation relation(ConnectorSession session, WrapperSource source)
    {
        return relations.relation(session, source, foreignServers().credentials(session, source.server()));
    }
}
