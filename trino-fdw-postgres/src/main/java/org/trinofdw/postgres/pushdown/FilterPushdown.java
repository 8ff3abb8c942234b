package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableMap;
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

import java.util.Map;
import java.util.Optional;

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
        if (summary.isAll() || table.limit().isPresent()) {
            // a filter above a limit must not move below it
            return Optional.empty();
        }
        if (summary.isNone()) {
            return table.constraint().isNone() ?
                    Optional.empty() :
                    Optional.of(new ConstraintApplicationResult<>(table.withConstraint(TupleDomain.none()), TupleDomain.all(), constraint.getExpression(), false));
        }
        ImmutableMap.Builder<ColumnHandle, Domain> pushed = ImmutableMap.builder();
        ImmutableMap.Builder<ColumnHandle, Domain> remaining = ImmutableMap.builder();
        for (Map.Entry<ColumnHandle, Domain> entry : summary.getDomains().orElseThrow().entrySet()) {
            Optional<Predicate> predicate = entry.getKey() instanceof PostgresColumnHandle column ?
                    domainPredicates.predicate(column, entry.getValue()) :
                    Optional.empty();
            predicate.ifPresent(_ -> pushed.put(entry));
            if (!predicate.map(Predicate::exact).orElse(false)) {
                remaining.put(entry);
            }
        }
        TupleDomain<ColumnHandle> newConstraint = table.constraint().intersect(TupleDomain.withColumnDomains(pushed.buildOrThrow()));
        if (newConstraint.equals(table.constraint())) {
            return Optional.empty();
        }
        return Optional.of(new ConstraintApplicationResult<>(
                table.withConstraint(newConstraint),
                TupleDomain.withColumnDomains(remaining.buildOrThrow()),
                constraint.getExpression(),
                false));
    }
}
