package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.partition.CheckDomains;
import org.trinofdw.partition.LeafPartitions;
import org.trinofdw.partition.PartitionPredicate;
import org.trinofdw.postgres.handle.PartitionReference;
import org.trinofdw.postgres.handle.PartitionedSource;
import org.trinofdw.postgres.handle.PostgresTableHandle;

import java.util.List;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Leaves out the partitions of a foreign table that hold no row of a predicate, by their declared bounds and constraints alone (DESIGN.md section 8).
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
     * @return the table itself if all its partitions are needed; a table without partitions as it is, or without rows if its constraints say so
     */
    public PostgresTableHandle prune(PostgresTableHandle table, TupleDomain<ColumnHandle> predicate)
    {
        // a filter above a limit must not move below it
        if (table.query().limit().isPresent() || predicate.isAll()) {
            return table;
        }
        if (table.partitioned().isEmpty()) {
            return contradictsConstraints(table, predicate) ? table.withQuery(table.query(), TupleDomain.none()) : table;
        }
        PartitionedSource source = table.partitioned().get();
        List<PartitionReference> remaining = remaining(source, predicate);
        if (remaining.size() == source.partitions().size()) {
            return table;
        }
        return table.withQuery(table.query().withSource(source.withPartitions(remaining)));
    }

    /** Whether the constraints of a foreign table let no row of the predicate in. */
    private boolean contradictsConstraints(PostgresTableHandle table, TupleDomain<ColumnHandle> predicate)
    {
        return table.foreignTable() && table.table().isPresent() && foreignCatalog.table(table.name())
                .map(CheckDomains::of)
                .filter(constraints -> constraints.intersect(byName(predicate)).isNone())
                .isPresent();
    }

    private static TupleDomain<String> byName(TupleDomain<ColumnHandle> predicate)
    {
        return predicate
                .filter((column, _) -> column instanceof FdwColumnHandle)
                .transformKeys(column -> ((FdwColumnHandle) column).name());
    }

    /** The partitions that may hold rows of the predicate. */
    public List<PartitionReference> remaining(PartitionedSource source, TupleDomain<ColumnHandle> predicate)
    {
        if (predicate.isNone()) {
            return ImmutableList.of();
        }
        PartitionPredicate wanted = new PartitionPredicate(byName(predicate).getDomains().orElseThrow());
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
