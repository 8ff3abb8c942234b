package org.trinofdw.wrapper;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.connector.system.PartitionsTable;
import org.trinofdw.connector.warning.TableWarningProvider;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.ddl.syntax.ForeignDdlWriter;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.OptionProperties;
import org.trinofdw.option.UnmatchedPartitionPolicy;
import org.trinofdw.partition.LeafPartitions;
import org.trinofdw.split.QueryWarnings;
import org.trinofdw.split.TableWarning;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.UNMATCHED_PARTITION;

/**
 * The partitions of a table: which of them have a remote object, and what is done about those that have none.
 */
final class WrapperPartitions
        implements TableWarningProvider
{
    private final ForeignDataWrapper wrapper;
    private final WrapperRelations relations;
    private final ForeignCatalog foreignCatalog;
    private final ForeignServers foreignServers;
    private final QueryWarnings queryWarnings;

    @Inject
    WrapperPartitions(ForeignDataWrapper wrapper, WrapperRelations relations, ForeignCatalog foreignCatalog, ForeignServers foreignServers, QueryWarnings queryWarnings)
    {
        this.wrapper = requireNonNull(wrapper, "wrapper is null");
        this.relations = requireNonNull(relations, "relations is null");
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.queryWarnings = requireNonNull(queryWarnings, "queryWarnings is null");
    }

    /**
     * The sources that can be read.
     *
     * @throws TrinoException UNMATCHED_PARTITION if one cannot and the policy is to fail
     */
    List<WrapperSource> matched(ConnectorSession session, WrapperTableHandle table, List<WrapperSource> sources)
    {
        if (!table.partitioned()) {
            return sources;
        }
        List<WrapperSource> unmatched = unmatched(session, sources);
        if (unmatched.isEmpty()) {
            return sources;
        }
        TableWarning warning = warning(session, table, unmatched);
        switch (policy(session, table)) {
            case FAIL -> throw new TrinoException(UNMATCHED_PARTITION, warning.message() + ", or set unmatched_partition_policy to 'warn'");
            case WARN -> queryWarnings.add(session.getQueryId(), warning);
            case IGNORE -> { /* as asked for */ }
        }
        return sources.stream().filter(source -> !unmatched.contains(source)).collect(toImmutableList());
    }

    @Override
    public List<TableWarning> warnings(ConnectorSession session, FdwTableHandle handle)
    {
        if (!(handle instanceof WrapperTableHandle table) || !table.partitioned() || policy(session, table) != UnmatchedPartitionPolicy.WARN) {
            return ImmutableList.of();
        }
        List<WrapperSource> unmatched = unmatched(session, table.sources());
        return unmatched.isEmpty() ? ImmutableList.of() : ImmutableList.of(warning(session, table, unmatched));
    }

    /** The rows of {@code "t$partitions"}; empty if there is no such table, or it has no partitions. */
    Optional<Supplier<List<PartitionsTable.Row>>> rows(ConnectorSession session, SchemaTableName name)
    {
        return foreignCatalog.table(name)
                .filter(LeafPartitions::isParent)
                .map(parent -> () -> LeafPartitions.of(foreignCatalog, parent).stream()
                        .map(leaf -> row(leaf.table(), relation(session, WrapperSource.of(leaf.table(), leaf.domain()))))
                        .collect(toImmutableList()));
    }

    private PartitionsTable.Row row(ForeignTable partition, ForeignRelation relation)
    {
        boolean exists = wrapper.exists(relation);
        RelationSize size = exists ? wrapper.estimateSize(relation) : RelationSize.UNKNOWN;
        String bounds = ForeignDdlWriter.write(partition.partitionOf().orElseThrow().bound());
        return new PartitionsTable.Row(partition.name().toString(), bounds, partition.server(), Optional.of(wrapper.remoteName(relation)), exists, size.rows(), size.bytes());
    }

    private List<WrapperSource> unmatched(ConnectorSession session, List<WrapperSource> sources)
    {
        return sources.stream()
                .filter(source -> !wrapper.exists(relation(session, source)))
                .collect(toImmutableList());
    }

    private TableWarning warning(ConnectorSession session, WrapperTableHandle table, List<WrapperSource> unmatched)
    {
        List<String> partitions = unmatched.stream()
                .map(source -> "%s (%s)".formatted(source.name(), wrapper.remoteName(relation(session, source))))
                .collect(toImmutableList());
        return TableWarning.unmatchedPartitions(table.name(), "the remote side", partitions);
    }

    private UnmatchedPartitionPolicy policy(ConnectorSession session, WrapperTableHandle table)
    {
        return foreignCatalog.options(OptionProperties.fromSession(foreignCatalog.optionTable(), session), foreignCatalog.table(table.name()).orElseThrow())
                .require(CommonOptions.UNMATCHED_PARTITION_POLICY);
    }

    private ForeignRelation relation(ConnectorSession session, WrapperSource source)
    {
        return relations.relation(session, source, foreignServers.credentials(session, source.server()));
    }
}
