package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.pushdown.DomainPredicates.Predicate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Decides which part of a predicate PostgreSQL evaluates and which part Trino evaluates (again).
 */
public final class FilterPushdown
{
    private final DomainPredicates domainPredicates;

    @Inject
    public FilterPushdown(DomainPredicates domainPredicates)
    {
        this.domainPredicates = requireNonNull(domainPredicates, "domainPredicates is null");
    }

    /**
     * @return empty if nothing more goes down
     */
    public Optional<ConstraintApplicationResult<ConnectorTableHandle>> apply(PostgresTableHandle table, Constraint constraint)
    {
        TupleDomain<ColumnHandle> summary = constraint.getSummary();
        if (table.query().limit().isPresent()) {
            // a filter above a limit must not move below it
            return Optional.empty();
        }
        Set<String> known = ImmutableSet.copyOf(table.query().conditions());
        ImmutableMap.Builder<ColumnHandle, Domain> pushed = ImmutableMap.builder();
        ImmutableMap.Builder<ColumnHandle, Domain> remaining = ImmutableMap.builder();
        ImmutableList.Builder<String> conditions = ImmutableList.builder();
        for (Map.Entry<ColumnHandle, Domain> entry : summary.getDomains().orElseThrow().entrySet()) {
            Optional<Predicate> predicate = entry.getKey() instanceof PostgresColumnHandle column ?
                    domainPredicates.predicate(column, entry.getValue()) :
                    Optional.empty();
            predicate.ifPresent(found -> {
                pushed.put(entry);
                conditions.add(found.sql());
            });
            if (!predicate.map(Predicate::exact).orElse(false)) {
                remaining.put(entry);
            }
        }
        List<String> newConditions = conditions.build().stream()
                .filter(condition -> !known.contains(condition))
                .collect(toImmutableList());
        if (newConditions.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ConstraintApplicationResult<>(
                table.withQuery(table.query().filtered(newConditions), table.constraint().intersect(TupleDomain.withColumnDomains(pushed.buildOrThrow()))),
                TupleDomain.withColumnDomains(remaining.buildOrThrow()),
                constraint.getExpression(),
                // the connector's own statistics are those of the table without conditions, unless the remote planner is asked or partitions are left out
                !table.options().useRemoteEstimate() && table.partitioned().isEmpty()));
    }
}
