package org.trinofdw.postgres.query;

import com.google.inject.Inject;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.predicate.TupleDomain;
import org.trinofdw.postgres.handle.CtidRange;
import org.trinofdw.postgres.handle.PartitionSource;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresTableHandle;
import org.trinofdw.postgres.handle.RemoteQuery;
import org.trinofdw.postgres.pushdown.DomainPredicates;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.RowIdCodec;
import org.trinofdw.postgres.type.TextEncoding;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.handle.RemoteTableName.quoted;

/**
 * Renders a scan, or one split of it, as a statement for PostgreSQL.
 */
public final class ScanQuery
{
    private final ColumnMappings columnMappings;
    private final DomainPredicates domainPredicates;

    @Inject
    public ScanQuery(ColumnMappings columnMappings, DomainPredicates domainPredicates)
    {
        this.columnMappings = requireNonNull(columnMappings, "columnMappings is null");
        this.domainPredicates = requireNonNull(domainPredicates, "domainPredicates is null");
    }

    /**
     * @param range pages to read, for a query that is divisible
     * @param dynamicFilter what is known of the rows that the rest of the query can use; rows outside of it may be left out
     */
    public SelectStatement select(PostgresTableHandle table, List<PostgresColumnHandle> columns, Optional<CtidRange> range, TupleDomain<ColumnHandle> dynamicFilter)
    {
        RemoteQuery query = table.query();
        if (range.isPresent()) {
            query = query.precededBy(List.of(range.get().toSql()));
        }
        // other rows than those within the limit must not come in the place of those that the filter leaves out
        if (query.limit().isEmpty()) {
            query = query.filtered(conjuncts(dynamicFilter, query.source() instanceof PartitionSource source ? Optional.of(source.encoding()) : Optional.empty()));
        }
        return new SelectStatement(
                columns.stream()
                        .map(column -> selectItem(table, column))
                        .collect(toImmutableList()),
                columns.stream()
                        .filter(this::isConverted)
                        .map(column -> selectExpression(table, column))
                        .collect(toImmutableList()),
                query);
    }

    private String selectItem(PostgresTableHandle table, PostgresColumnHandle column)
    {
        String expression = selectExpression(table, column);
        // PostgreSQL names a cast of a column like the column, and sorts by what is selected under a name rather than by a column of that name
        return isConverted(column) && table.query().isSortedBy(column.remoteName()) ? expression + " AS " + quoted(otherName(table.query())) : expression;
    }

    /** A name that the rows are not sorted by. */
    private static String otherName(RemoteQuery query)
    {
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> "$" + number)
                .filter(name -> !query.isSortedBy(name))
                .findFirst()
                .orElseThrow();
    }

    private String selectExpression(PostgresTableHandle table, PostgresColumnHandle column)
    {
        if (column.isRowId()) {
            return RowIdCodec.expression(table.query().source() instanceof PartitionSource source ? Optional.of(source.partition().toString()) : Optional.empty());
        }
        return mapping(column).selectExpression(quoted(column.remoteName()));
    }

    private boolean isConverted(PostgresColumnHandle column)
    {
        return !column.isRowId() && mapping(column).read().cast().isPresent();
    }

    private ColumnMapping mapping(PostgresColumnHandle column)
    {
        return columnMappings.declared(column.name(), column.remoteType(), column.type());
    }

    /**
     * @param encoding where the columns, being those of a partitioned table, do not know it
     */
    private List<String> conjuncts(TupleDomain<ColumnHandle> domains, Optional<TextEncoding> encoding)
    {
        if (domains.isNone()) {
            return List.of("FALSE");
        }
        return domains.getDomains().orElseThrow().entrySet().stream()
                .filter(entry -> entry.getKey() instanceof PostgresColumnHandle)
                .map(entry -> {
                    PostgresColumnHandle column = (PostgresColumnHandle) entry.getKey();
                    return domainPredicates.predicate(encoding.map(column::inEncoding).orElse(column), entry.getValue());
                })
                .flatMap(Optional::stream)
                .collect(toImmutableList());
    }
}
