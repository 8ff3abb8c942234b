package org.trinofdw.postgres.pushdown;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.postgres.handle.PostgresTableHandle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.trino.plugin.base.expression.ConnectorExpressions.and;
import static io.trino.plugin.base.expression.ConnectorExpressions.extractConjuncts;
import static java.util.Objects.requireNonNull;

/**
 * Decides which part of a predicate PostgreSQL evaluates and which part Trino evaluates (again).
 */
public final class FilterPushdown
{
    private static final String SWITCHED_OFF = "complex_expression_pushdown_enabled is off";

    private final DomainPredicates domainPredicates;
    private final ConditionTranslator conditionTranslator;
    private final PushdownObstacles obstacles;

    @Inject
    public FilterPushdown(DomainPredicates domainPredicates, ConditionTranslator conditionTranslator, PushdownObstacles obstacles)
    {
        this.domainPredicates = requireNonNull(domainPredicates, "domainPredicates is null");
        this.conditionTranslator = requireNonNull(conditionTranslator, "conditionTranslator is null");
        this.obstacles = requireNonNull(obstacles, "obstacles is null");
    }

    /**
     * @return empty if nothing more goes down, and why that is so is known already
     */
    public Optional<ConstraintApplicationResult<ConnectorTableHandle>> apply(PostgresTableHandle table, Constraint constraint)
    {
        if (table.query().limit().isPresent()) {
            // a filter above a limit must not move below it
            return Optional.empty();
        }
        ImmutableMap.Builder<ColumnHandle, Domain> pushed = ImmutableMap.builder();
        ImmutableMap.Builder<ColumnHandle, Domain> remaining = ImmutableMap.builder();
        ImmutableSet.Builder<String> conditions = ImmutableSet.builder();
        ImmutableSet.Builder<String> reasons = ImmutableSet.builder();
        for (Map.Entry<ColumnHandle, Domain> entry : constraint.getSummary().getDomains().orElseThrow().entrySet()) {
            Optional<String> condition = RemoteColumns.of(entry.getKey()).flatMap(column -> domainPredicates.predicate(column, entry.getValue()));
            (condition.isPresent() ? pushed : remaining).put(entry);
            condition.ifPresentOrElse(conditions::add, () -> reasons.add(obstacles.ofDomain(entry.getKey())));
        }

        ImmutableList.Builder<ConnectorExpression> remainingExpressions = ImmutableList.builder();
        boolean expressionPushed = false;
        ConditionTranslator translator = conditionTranslator.of(table);
        for (ConnectorExpression conjunct : extractConjuncts(constraint.getExpression())) {
            Optional<String> condition = table.options().pushdown().expression() ?
                    translator.condition(conjunct, constraint.getAssignments()) :
                    Optional.empty();
            if (condition.isPresent()) {
                // PostgreSQL evaluates the cheaper condition first, wherever it stands: nothing goes down that may raise an error, but for overflow, as in Trino
                conditions.add(condition.get());
                expressionPushed = true;
            }
            else {
                remainingExpressions.add(conjunct);
                if (!isEngineExpression(conjunct)) {
                    reasons.add(table.options().pushdown().expression() ? obstacles.ofExpression(translator, conjunct, constraint.getAssignments()) : SWITCHED_OFF);
                }
            }
        }

        Set<String> known = ImmutableSet.copyOf(table.query().conditions());
        List<String> newConditions = conditions.build().stream()
                .filter(condition -> !known.contains(condition))
                .collect(toImmutableList());
        PostgresTableHandle explained = table.withFilterObstacles(reasons.build());
        boolean onlyExplained = newConditions.isEmpty() && !expressionPushed;
        if (onlyExplained && explained.equals(table)) {
            return Optional.empty();
        }
        PostgresTableHandle filtered = explained.withQuery(table.query().filtered(newConditions), table.constraint().intersect(TupleDomain.withColumnDomains(pushed.buildOrThrow())));
        return Optional.of(new ConstraintApplicationResult<>(
                filtered,
                TupleDomain.withColumnDomains(remaining.buildOrThrow()),
                and(remainingExpressions.build()),
                !hasOwnEstimate(filtered)));
    }

    /**
     * Whether the statistics that the connector gives of a scan heed its conditions: the remote planner is asked, partitions are left out, or all of them came
     * from domains of columns. Else Trino reckons what the filter leaves of the statistics that the scan had before.
     */
    private boolean hasOwnEstimate(PostgresTableHandle table)
    {
        if (table.options().useRemoteEstimate() || table.partitioned().isPresent() || table.query().conditions().isEmpty()) {
            return true;
        }
        // conditions of a domain that was narrowed since are not found among these; that is rare, and Trino's estimate will do
        Set<String> ofDomains = table.constraint().getDomains().orElse(Map.of()).entrySet().stream()
                .map(entry -> RemoteColumns.of(entry.getKey()).flatMap(column -> domainPredicates.predicate(column, entry.getValue())))
                .flatMap(Optional::stream)
                .collect(toImmutableSet());
        return table.table().isPresent() && ofDomains.containsAll(table.query().conditions());
    }

    /** What else the engine knows of the filter, in a form of its own. */
    private static boolean isEngineExpression(ConnectorExpression expression)
    {
        return expression instanceof Call call && call.getFunctionName().getName().equals("$engine_expression");
    }
}
