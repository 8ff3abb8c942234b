package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.partition.LeafPartitions;
import org.trinofdw.partition.PartitionPredicate;
import org.trinofdw.postgres.handle.PartitionReference;
import org.trinofdw.postgres.handle.PartitionedSource;
import org.trinofdw.postgres.handle.PostgresTableHandle;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Leaves out the partitions of a foreign table that hold no row of a predicate, by their declared bounds alone (DESIGN.md section 8).
 */
public final class PartitionPruning
{
    private final ForeignCatalog foreignCatalog;

    @Inject
    public PartitionPruning(ForeignCatalog foreignCatalog)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
    }

    /**
     * @return the table itself if all its partitions are needed, or if it has none
     */
    public PostgresTableHandle prune(PostgresTableHandle table, TupleDomain<ColumnHandle> predicate)
    {
        // a filter above a limit must not move below it
        if (table.partitioned().isEmpty() || table.query().limit().isPresent() || predicate.isAll()) {
            return table;
        }
        PartitionedSource source = table.partitioned().get();
        List<PartitionReference> remaining = remaining(source, predicate);
        if (remaining.size() == source.partitions().size()) {
            return table;
        }
        return table.withQuery(table.query().withSource(new PartitionedSource(source.name(), source.declared(), remaining)));
    }

    /** The partitions that may hold rows of the predicate. */
    public List<PartitionReference> remaining(PartitionedSource source, TupleDomain<ColumnHandle> predicate)
    {
        if (predicate.isNone()) {
            return ImmutableList.of();
        }
        Map<String, Domain> byName = predicate
                .filter((column, _) -> column instanceof FdwColumnHandle)
                .transformKeys(column -> ((FdwColumnHandle) column).name())
                .getDomains()
                .orElseThrow();
        PartitionPredicate wanted = new PartitionPredicate(byName);
        Set<SchemaTableName> pruned = foreignCatalog.table(source.name())
                .filter(LeafPartitions::isParent)
                .map(parent -> LeafPartitions.of(foreignCatalog, parent))
                .orElse(ImmutableList.of()).stream()
                .filter(leaf -> !wanted.mayMeet(leaf))
                .map(leaf -> leaf.table().name())
                .collect(toImmutableSet());
        return source.partitions().stream()
                .filter(partition -> !pruned.contains(partition.name()))
                .collect(toImmutableList());
    }
}
